"""The forms stand above the rooms whose data they print."""

from django.apps import AppConfig

from selection import deadlines


class PaperworkConfig(AppConfig):
    name = "paperwork"
    verbose_name = "文书表格"

    def ready(self) -> None:
        from paperwork import making

        deadlines.on_tick(making.take_up_lost)
        deadlines.on_tick(making.clear)
