"""The acts of officers, in a process of their own: JSON lines in, JSON lines out."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import sys
from typing import Any
from uuid import UUID

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from ballots import keys, services
from ballots.definitions import Counting, ElectorSpec, Option, SubjectSpec
from ballots.models import Ballot, Channel, Elector, Envelope, Poll
from selection.accounts import roles
from selection.accounts.acts import Role
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import attachments, ledgers

ACTS = {}


def act(function):
    ACTS[function.__name__] = function
    return function


def _school() -> Organisation:
    if school := Organisation.objects.filter(code="proofs").first():
        return school
    bureau = Organisation.objects.found(name="甲县教育局", short_name="甲县", code="bureau", kind="bureau")
    school = Organisation.objects.found(
        name="实验学校", short_name="实验学校", code="proofs", kind="school", parent=bureau
    )
    officer = User.objects.create_user("officer", "人事干部", organisation=school)
    roles.grant_all([officer], Role.OFFICER, school)
    return school


def _officer() -> User:
    return User.objects.get(username="officer")


def _poll(public_id: str) -> Poll:
    return Poll.objects.get(public_id=UUID(public_id))


@act
def people(number: int) -> list[list[Any]]:
    """So many teachers, each signed in: account and session."""
    school, before = _school(), User.objects.count()
    users = User.objects.bulk_create(
        User(username=f"t{before + at}", name=f"教师{at}", organisation=school, password="!")
        for at in range(number)
    )
    return [[user.pk, session] for user, session in zip(users, sign_in(users), strict=True)]


def sign_in(users: list[User]) -> list[str]:
    store = SessionStore()
    sessions = Session.objects.bulk_create(
        Session(
            session_key=store._get_new_session_key(),
            session_data=store.encode(
                {
                    SESSION_KEY: str(user.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: user.get_session_auth_hash(),
                }
            ),
            expire_date=store.get_expiry_date(),
        )
        for user in users
    )
    return [session.session_key for session in sessions]


@act
def open_poll(
    voters: list[int],
    grades: int = 0,
    remarks: bool = False,
    polls: int = 1,
    channel: str = Channel.ONLINE,
) -> list[dict[str, Any]]:
    """Polls on one person for these accounts; with ``grades`` so many different marks can be given."""
    school, officer = _school(), _officer()
    users = User.objects.in_bulk(voters)
    counting = Counting(noun="测评")
    if grades:
        marks = tuple(Option(f"g{at:04d}x", f"第{at}等") for at in range(grades))
        counting = Counting(noun="测评", grades=marks, dimensions=(Option("overall", "总体评价"),))
    opened = []
    for _ in range(polls):
        poll = services.draw_up(
            organisation=school,
            ledger=ledgers.of_organisation(school),
            title="民主测评",
            kind=Poll.Kind.GRADING if grades else Poll.Kind.CONSENT,
            subjects=[SubjectSpec("p1", "王一")],
            counting=counting,
            electors=[ElectorSpec(users[pk], users[pk].name) for pk in voters],
            asks_remarks=remarks,
            channel=channel,
        )
        services.open_poll(poll, officer)
        electors = {str(user): pk for pk, user in poll.electors.values_list("pk", "user")}
        opened.append({"poll": str(poll.public_id), "electors": electors})
    return opened


@act
def print_slips(poll: str, number: int) -> list[str]:
    """The codes, which stand on paper and nowhere else."""
    sheets = services.print_slips(_poll(poll), _officer(), {"": number})
    return [code for sheet in sheets for code in sheet.codes]


@act
def hand_out(poll: str, elector: int) -> int:
    return services.hand_out(_poll(poll), _officer(), [elector])


@act
def race_ways(polls: list[str], voters: list[int]) -> list[dict[str, int]]:
    """In turn in either poll: one person's phone, a slip and paper for the same person, all at once."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    fork = multiprocessing.get_context("fork")
    start, said = fork.Barrier(len(WAYS)), fork.Array("i", len(WAYS) * len(voters))
    crew = [fork.Process(target=_take_way, args=(at, polls, voters, start, said)) for at in range(len(WAYS))]
    for process in crew:
        process.start()
    for process in crew:
        process.join()
    return [
        {
            "envelopes": Envelope.objects.filter(
                elector__poll=_poll(polls[at % 2]), elector__user=voter
            ).count(),
            "thanks": sum(said[at * len(WAYS) : (at + 1) * len(WAYS)]),
        }
        for at, voter in enumerate(voters)
    ]


def _phone(poll: Poll, officer: User, elector: Elector) -> bool:
    services.cast(poll, elector.user, {"p1": "agree"})
    return True


def _slip(poll: Poll, officer: User, elector: Elector) -> bool:
    return services.hand_out(poll, officer, [elector.pk]) == 1


def _paper(poll: Poll, officer: User, elector: Elector) -> bool:
    return services.hand_out_paper(poll, officer, [elector.pk]) == 1


WAYS = (_phone, _slip, _paper, _paper)


def _take_way(at: int, polls: list[str], voters: list[int], start: Any, said: Any) -> None:
    held, officer = [_poll(each) for each in polls], _officer()
    rolls = [{each.user_id: each for each in poll.electors.select_related("user")} for poll in held]
    for number, voter in enumerate(voters):
        which = number % 2
        start.wait()
        with contextlib.suppress(Refused):
            said[number * len(WAYS) + at] = WAYS[at](held[which], officer, rolls[which][voter])
    connection.close()


@act
def share(voters: list[int], holders: list[int], threshold: int) -> str:
    """A draft whose key these accounts are to hold together; none of them has a passphrase yet."""
    school, users = _school(), User.objects.in_bulk(voters)
    poll = services.draw_up(
        organisation=school,
        ledger=ledgers.of_organisation(school),
        title="民主推荐",
        kind=Poll.Kind.CONSENT,
        subjects=[SubjectSpec("p1", "王一")],
        counting=Counting(),
        electors=[ElectorSpec(users[pk], users[pk].name) for pk in voters],
    )
    scrutineers = User.objects.filter(pk__in=holders)
    services.appoint_scrutineers(poll, scrutineers)
    services.entrust(poll, _officer(), scrutineers, threshold)
    return str(poll.public_id)


@act
def begin(poll: str) -> None:
    services.open_poll(_poll(poll), _officer())


@act
def unlocked(poll: str) -> dict[str, Any]:
    """What the key file holds for whoever has the secret of the environment too."""
    return json.loads(keys.read(_poll(poll)))


@act
def close(poll: str) -> int:
    held = _poll(poll)
    services.close(held, _officer())
    return held.collected


@act
def count(poll: str) -> list[str]:
    """Empty, or why the urn stays shut."""
    try:
        services.count(_poll(poll), _officer())
    except Refused as refusal:
        return list(refusal.reasons)
    return []


@act
def count_and_die(poll: str, moment: str) -> None:
    """The power fails when ten ballots are out of the urn, or all of them and no envelope is gone."""
    from ballots.opened import Opened
    from ballots.services import counting

    place, name = {"opening": (Opened, "take"), "stored": (counting, "_empty")}[moment]
    work = getattr(place, name)

    def dying(*given: Any) -> None:
        work(*given)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(place, name, dying)
    counting.HANDFUL = 10
    services.count(_poll(poll), _officer())


@act
def look(poll: str) -> dict[str, Any]:
    held = _poll(poll)
    return {
        "state": held.state,
        "key": keys.exists(held),
        "envelopes": Envelope.objects.of(held).count(),
        "voters": Envelope.objects.of(held).values("elector").distinct().count(),
        "ballots": held.ballots.count(),
        "collected": held.collected,
        "valid": held.valid,
        "tallies": held.tallies,
        "sealed": [
            bytes(sealed).hex() for sealed in Envelope.objects.of(held).values_list("sealed", flat=True)
        ],
        "who": sorted(Envelope.objects.of(held).values_list("elector__user", flat=True)),
    }


@act
def key(poll: str) -> dict[str, str]:
    """What a thief of the key would have in hand: the private half, and the file it lies in."""
    held = _poll(poll)
    file = keys._path(held.public_id).read_bytes()
    return {"private": bytes(keys.opener(held)._private_key).hex(), "file": file.hex()}


@act
def cast(poll: str, votes: list[list[Any]]) -> None:
    """One after the other: account and the mark it gives."""
    held = _poll(poll)
    for pk, mark in votes:
        services.cast(held, User.objects.get(pk=pk), {"p1": mark})


@act
def race(polls: list[dict[str, Any]], casters: int) -> list[dict[str, int]]:
    """In each poll ``casters`` processes cast while one closes it, after ever so many thanks were said."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    fork = multiprocessing.get_context("fork")
    start, thanks = fork.Barrier(casters + 1), fork.Value("i", 0)
    said = fork.Array("i", casters * len(polls))
    crew = [
        fork.Process(target=_cast_in_race, args=(polls, at, casters, start, thanks, said))
        for at in range(casters)
    ]
    for process in crew:
        process.start()
    for number, each in enumerate(polls):
        held, officer, wanted = _poll(each["poll"]), _officer(), number % (len(each["electors"]) // 2)
        thanks.value = 0
        start.wait()
        while thanks.value < wanted:
            pass
        services.close(held, officer)
        start.wait()
    for process in crew:
        process.join()
    outcome = []
    for number, each in enumerate(polls):
        held = _poll(each["poll"])
        acknowledged = sum(said[number * casters : (number + 1) * casters])
        stored = Envelope.objects.of(held).count()
        outcome.append({"acknowledged": acknowledged, "stored": stored, "collected": held.collected})
    return outcome


def _cast_in_race(polls: Any, at: int, casters: int, start: Any, thanks: Any, said: Any) -> None:
    users = User.objects.in_bulk([int(pk) for pk in polls[0]["electors"]])
    mine = list(users.values())[at::casters]
    for number, each in enumerate(polls):
        held = _poll(each["poll"])
        start.wait()
        for user in mine:
            try:
                services.cast(held, user, {"p1": "agree"})
            except Refused:
                continue
            said[number * casters + at] += 1
            with thanks.get_lock():
                thanks.value += 1
        start.wait()
    connection.close()


@act
def keep(name: str, content: str) -> str:
    """A scan of a meeting, say; gives where it lies."""
    upload = SimpleUploadedFile(f"{name}.pdf", f"%PDF-1.4\n{content}".encode())
    return attachments.keep(upload, _school(), _officer()).file.name


@act
def rows(poll: str) -> list[list[Any]]:
    """The opened sections in the order in which the table gives them: number and mark."""
    return [
        [str(pk), content["overall"]]
        for pk, content in Ballot.objects.filter(poll=_poll(poll)).values_list("pk", "content")
    ]


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        answer = ACTS[asked.pop("act")](**asked)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
