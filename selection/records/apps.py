"""What is kept for later: the record, reviews, papers, attachments, the calendar's arrangements."""

from django.apps import AppConfig

from selection import deadlines


class RecordsConfig(AppConfig):
    name = "selection.records"
    label = "records"
    verbose_name = "纪实、送审与文书"

    def ready(self) -> None:
        from selection.records import ledgers, papers

        deadlines.on_tick(papers.render_due)
        deadlines.on_tick(ledgers.quote_due)
