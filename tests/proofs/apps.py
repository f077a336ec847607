"""The app that takes a guard out of a process of the proofs, sets its clock and counts the ticks."""

import os
from datetime import datetime

import time_machine
from django.apps import AppConfig
from django.conf import settings


class ProofsConfig(AppConfig):
    name = "tests.proofs"
    label = "proofs"

    def ready(self) -> None:
        from selection import deadlines
        from tests.proofs import sabotage

        if at := os.environ.get("AT"):
            time_machine.travel(datetime.fromisoformat(at)).start()
        sabotage.take_out(os.environ.get("WITHOUT", ""), setattr)
        deadlines.on_tick(_count)


def _count() -> None:
    with (settings.VAR_DIR / "ticks").open("ab") as file:
        file.write(b".")
