"""What a year adds up to is read from all rooms below."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "年度汇报"
