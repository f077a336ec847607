"""What a year adds up to is read from all rooms below."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "年度汇报"

    def ready(self) -> None:
        from ballots import homes
        from ballots.services import authority as polls
        from campaigns.simulation import ABOVE
        from reporting import demo, documents
        from reporting.assessing import services

        documents.register()
        if services.objections not in polls.OBJECTIONS:
            polls.OBJECTIONS.append(services.objections)
            homes.ABOVE.append(services.page_of)
        if demo.begin_reports not in ABOVE:
            ABOVE.append(demo.begin_reports)
