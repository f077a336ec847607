"""The app that takes a guard out of a process of the proofs."""

import os

from django.apps import AppConfig


class ProofsConfig(AppConfig):
    name = "tests.proofs"
    label = "proofs"

    def ready(self) -> None:
        from tests.proofs import sabotage

        sabotage.take_out(os.environ.get("WITHOUT", ""), setattr)
