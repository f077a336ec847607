"""Those above the schools look at all of them at once."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "督查"

    def ready(self) -> None:
        from campaigns.desks import BESIDE, Beside
        from supervision import desks

        beside = Beside(desks.TEMPLATE, desks.desk)
        if beside not in BESIDE:
            BESIDE.append(beside)
