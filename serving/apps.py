"""Life after the appointment."""

from django.apps import AppConfig

from selection import deadlines


class ServingConfig(AppConfig):
    name = "serving"
    verbose_name = "任后管理"

    def ready(self) -> None:
        from campaigns.desks import BESIDE, Beside
        from serving import desks, lapsing

        beside = Beside(desks.TEMPLATE, desks.desk)
        if beside not in BESIDE:
            BESIDE.append(beside)
        deadlines.register(lapsing.upcoming)
        deadlines.on_tick(lapsing.lapse_due)
