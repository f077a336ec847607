"""What the project itself does when Django starts."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.contrib.staticfiles import apps as staticfiles


class SelectionConfig(AppConfig):
    name = "selection"
    verbose_name = "中层干部选拔任用"

    def ready(self) -> None:
        from selection import wording

        wording.reword()
        _make_folders_of_the_broker()


def _make_folders_of_the_broker() -> None:
    """The filesystem broker does not make them; a task sent before they exist would be lost."""
    folders = getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {})
    for name in ("data_folder_in", "data_folder_out", "control_folder"):
        if name in folders:
            Path(folders[name]).mkdir(parents=True, exist_ok=True, mode=0o700)


class StaticFilesConfig(staticfiles.StaticFilesConfig):
    """Collects what the pages use; the packages hold ten times as much."""

    ignore_patterns = [
        *staticfiles.StaticFilesConfig.ignore_patterns,
        *("*.rtl.*", "*.esm.*", "*.scss", "*.ts", "*.gz", "README.md"),
        *("tabler-*", "tabler.css*", "tabler.js*"),
        *("bootstrap-icons.css", "bootstrap-icons.json"),
        *("ext", "htmx.js", "htmx.amd.js", "htmx.cjs.js", "htmx-*", "htmax-*"),
        *(
            "echarts.js*",
            "echarts.min.js",
            "echarts.common.*",
            "echarts.simple.js*",
            "*.mjs",
            "extension",
            "package.json",
        ),
        "guardian",
    ]
