"""The app that counts voices and knows nothing of what they are about."""

from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "ballots"
    verbose_name = "投票"

    def ready(self) -> None:
        from ballots.deadlines import tick, upcoming
        from selection import deadlines

        deadlines.register(upcoming)
        deadlines.on_tick(tick)
