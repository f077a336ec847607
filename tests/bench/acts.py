"""The acts of officers, as in the proofs, and a few more that only the bench asks for."""

from __future__ import annotations

import time

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ballots import services
from ballots.definitions import Counting, ElectorSpec, SubjectSpec
from ballots.models import Envelope, Poll
from selection.accounts.models import User
from selection.records import ledgers
from tests.bench import floor
from tests.proofs.stage import _officer, _poll, _school, act, main

COMMANDS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@act
def lay_floor() -> None:
    with connection.cursor() as cursor:
        cursor.execute(floor.TABLE)


@act
def draft(voters: list[int]) -> str:
    """A paper for which people wait."""
    school, users = _school(), User.objects.in_bulk(voters)
    poll = services.draw_up(
        organisation=school,
        ledger=ledgers.of_organisation(school),
        title="民主测评",
        kind=Poll.Kind.CONSENT,
        subjects=[SubjectSpec("p1", "王一")],
        counting=Counting(noun="测评"),
        electors=[ElectorSpec(users[pk], users[pk].name) for pk in voters],
    )
    return str(poll.public_id)


@act
def open_draft(poll: str) -> float:
    """When it stood open, by the clock that all processes of this machine share."""
    services.open_poll(_poll(poll), _officer())
    return time.monotonic()


@act
def queries(poll: str, voters: list[int]) -> int:
    """How many statements a vote sends, the session and the user among them; BEGIN and COMMIT aside.

    The last one's: the first vote in a process also reads the paper, which it keeps.
    """
    settings.ALLOWED_HOSTS = ["testserver"]
    for voter in voters:
        client = Client()
        client.force_login(User.objects.get(pk=voter), settings.AUTHENTICATION_BACKENDS[0])
        with CaptureQueriesContext(connection) as sent:
            answer = client.post(f"/vote/{poll}/", {"a.p1.consent": "agree", "act": "cast"})
        assert answer.status_code == 302, answer.status_code
    return sum(not each["sql"].startswith(COMMANDS) for each in sent)


@act
def stored(poll: str) -> int:
    return Envelope.objects.of(_poll(poll)).count()


if __name__ == "__main__":
    main()
