"""The app that takes a guard out of a process of the proofs, sets its clock, counts the ticks and may end it."""

import os
from datetime import datetime

import time_machine
from celery.signals import task_prerun
from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_started


class ProofsConfig(AppConfig):
    name = "tests.proofs"
    label = "proofs"

    def ready(self) -> None:
        from selection import deadlines
        from tests.proofs import dying, sabotage

        if at := os.environ.get("AT"):
            time_machine.travel(datetime.fromisoformat(at)).start()
        sabotage.take_out(os.environ.get("WITHOUT", ""), setattr)
        deadlines.on_tick(_count)
        for begins in (request_started, task_prerun):
            begins.connect(dying.in_the_next)


def _count() -> None:
    with (settings.VAR_DIR / "ticks").open("ab") as file:
        file.write(b".")
