"""How do casting and closing keep out of each other's way?

On PostgreSQL casting shares an advisory lock of the poll and closing holds it alone, so whoever casts
re-reads a state that stands still. On SQLite every transaction begins IMMEDIATE and is the lock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from selection.records import ledgers

if TYPE_CHECKING:
    from ballots.models import Poll

NAMESPACE = 0x0BA1107


def shared(poll: Poll) -> None:
    """Until the transaction ends this poll neither opens, closes nor is counted: read it after this."""
    _take("SELECT pg_advisory_xact_lock_shared(%s, %s)", poll)


def exclusive(poll: Poll) -> None:
    """Until the transaction ends nobody else casts in or changes this poll, or writes into its ledger.

    What was read before may be out of date, so it is read again. Its school stays its school.
    """
    ledgers.hold(poll.ledger_id)
    _take("SELECT pg_advisory_xact_lock(%s, %s)", poll)
    poll.refresh_from_db(fields=[field.name for field in poll._meta.concrete_fields if not field.is_relation])


def _take(statement: str, poll: Poll) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("a poll is locked within a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement, [NAMESPACE, poll.pk % 2**31])
