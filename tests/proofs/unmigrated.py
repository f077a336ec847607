"""The settings under which the tables of the proofs are made: as the models are, without their history."""

from tests.proofs.settings import *  # noqa: F403


class NoHistory:
    """For every app: no migrations."""

    def __contains__(self, label: str) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


MIGRATION_MODULES = NoHistory()
