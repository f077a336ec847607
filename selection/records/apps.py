"""What is kept for later: the record, reviews, papers, attachments, the calendar's arrangements."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "selection.records"
    label = "records"
    verbose_name = "纪实、送审与文书"
