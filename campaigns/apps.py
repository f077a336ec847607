"""The procedure."""

from django.apps import AppConfig

from selection import deadlines


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "选拔任用"

    def ready(self) -> None:
        from campaigns import ticking
        from campaigns.services import reviewing
        from selection.records import arrangements, reviews

        deadlines.register(ticking.upcoming)
        if ticking.tick not in deadlines.works:
            deadlines.works.insert(0, ticking.tick)  # it closes polls too, in the order of all deadlines
        if ticking.recount_open not in arrangements.on_change:
            arrangements.on_change.append(ticking.recount_open)
        reviews.PAGES |= reviewing.PAGES
        reviews.OUTCOMES |= reviewing.OUTCOMES
