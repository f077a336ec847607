"""The forms stand above the rooms whose data they print."""

from django.apps import AppConfig


class PaperworkConfig(AppConfig):
    name = "paperwork"
    verbose_name = "文书表格"
