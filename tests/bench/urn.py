"""How long does it take to open an urn, beside the bare opening of its boxes, and in how much memory?

``fill NUMBER`` lays an urn with so many ballots, ``count POLL`` measures, in a process of its own.
"""

from __future__ import annotations

import json
import os
import random
import resource
import secrets
import sys
import time
from collections.abc import Iterator
from multiprocessing import get_context
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection, transaction
from nacl.public import PublicKey, SealedBox

from ballots import keys, services
from ballots.definitions import Counting, ElectorSpec, SubjectSpec
from ballots.drawn import paper_of
from ballots.models import Envelope, Poll
from ballots.sheets import BallotPaper
from selection.records import ledgers
from tests.proofs.stage import _officer, _school

SAMPLE = 20_000
ROLL = (
    "INSERT INTO ballots_elector (poll_id, name, category, is_recused)"
    " SELECT %s, '教师' || number, '', false FROM generate_series(2, %s) AS number"
)


def fill(number: int, persons: int = 1) -> dict[str, Any]:
    poll = _poll(number, persons)
    owners = list(poll.electors.values_list("pk", flat=True))
    random.shuffle(owners)
    ballots = _sealed(poll, paper_of(poll), number)
    copying = "COPY ballots_envelope (id, elector_id, channel, sealed) FROM STDIN"
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(copying) as copy:
        for owner, sealed in zip(owners, ballots, strict=True):
            copy.write_row((secrets.token_hex(16), owner, "online", sealed))
    services.close(poll, _officer())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"poll": poll.pk}


def _poll(number: int, persons: int) -> Poll:
    school = _school()
    poll = services.draw_up(
        organisation=school,
        ledger=ledgers.of_organisation(school),
        title=f"{number}人的测评",
        kind=Poll.Kind.CONSENT,
        subjects=[SubjectSpec(f"p{at}", f"王{at}") for at in range(persons)],
        counting=Counting(noun="测评"),
        electors=[ElectorSpec(None, "教师1")],
    )
    with connection.cursor() as cursor:
        cursor.execute(ROLL, [poll.pk, number])
    services.open_poll(poll, _officer())
    return poll


def _sealed(poll: Poll, paper: BallotPaper, number: int) -> Iterator[bytes]:
    """As many sealed ballots, no two of them alike, made by as many processes as there are cores."""
    given = (bytes(poll.public_key), paper, [section.key for section in paper.sections])
    handfuls = [min(1000, number - at) for at in range(0, number, 1000)]
    with get_context("fork").Pool(os.cpu_count(), _prepare, given) as crew:
        for handful in crew.imap(_seal, handfuls):
            yield from handful


def _prepare(*given: Any) -> None:
    global PRESS
    PRESS = given


def _seal(number: int) -> list[bytes]:
    key, paper, sections = PRESS
    box = SealedBox(PublicKey(key))
    voices = ("agree", "oppose", "abstain")
    sheets = ({each: random.choice(voices) for each in sections} for _ in range(number))
    return [box.encrypt(paper.encode(paper.fill(sheet))) for sheet in sheets]


def count(pk: int) -> dict[str, Any]:
    """The bare loop runs before and after, on boxes of this urn, in the same process."""
    poll, officer = Poll.objects.get(pk=pk), _officer()
    number, box = poll.collected, keys.opener(poll)
    boxes = [bytes(sealed) for sealed in Envelope.objects.of(poll).values_list("sealed", flat=True)[:SAMPLE]]
    before = _bare(box, boxes)
    start, cpu = time.perf_counter(), time.process_time()
    services.count(poll, officer)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    after = _bare(box, boxes)
    bare = (before + after) / 2
    return {
        "envelopes": number,
        "valid": poll.valid,
        "seconds": round(seconds, 3),
        "cpu_seconds": round(cpu, 3),
        "per_second": round(number / seconds),
        "bare_per_second": round(bare),
        "ratio": round(number / seconds / bare, 3),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _bare(box: SealedBox, boxes: list[bytes]) -> float:
    """Openings a second."""
    rounds = -(-SAMPLE // len(boxes))
    start = time.perf_counter()
    for _ in range(rounds):
        for sealed in boxes:
            box.decrypt(sealed)
    return rounds * len(boxes) / (time.perf_counter() - start)


def main() -> None:
    act, *numbers = sys.argv[1:]
    answer = {"fill": fill, "count": count}[act](*map(int, numbers))
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
