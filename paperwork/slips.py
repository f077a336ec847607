"""How do slips come from the worker to whoever asked for them, past all who might read their codes on the way?

The file is sealed for the browser that asked: the key that opens it lies in a cookie there and nowhere else.
Codes hold from the moment in which the file is fetched, once; until then no row knows them, and what is never
fetched leaves nothing to be declared void.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from ballots import printing
from ballots.models import Poll
from ballots.services import slipping
from paperwork.models import Job
from selection.accounts import invitations, stewards
from selection.accounts import slips as account_slips
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records.ledgers import canonical

Codes = Any  # what JSON can hold
GONE = "这些纸条已经取走，或者没有在一小时内取走，不再保留；需要时请重新打印"
OTHER_BROWSER = "这些纸条只能在要求打印的那个浏览器里取，请回到那个浏览器，或者重新打印"


@dataclass(frozen=True)
class Stack:
    """One kind of slips: new codes, their PDF, and what makes them hold."""

    draw: Callable[[Job], Codes]
    lay_out: Callable[[Job, Codes, Callable[[int], None]], bytes]
    put_down: Callable[[Job, Codes], None]


def name_of(asked: dict[str, Any]) -> str:
    """By which a second click finds the job of the first."""
    return hashlib.sha256(canonical(asked).encode()).hexdigest()[:40]


@sensitive_variables()
def make(job: Job, folder: Path, progress: Callable[[int, int], None]) -> Path:
    stack = STACKS[job.kind]
    codes = stack.draw(job)
    pages = -(-job.asked["number"] // slipping.ON_A_SHEET)
    pdf = stack.lay_out(job, codes, lambda done: progress(done, max(done, pages)))
    path = folder / "slips.sealed"
    path.write_bytes(SealedBox(PublicKey(bytes(job.seal))).encrypt(json.dumps(codes).encode() + b"\n" + pdf))
    return path


@sensitive_variables()
@transaction.atomic
def hand_over(job: Job, key: str) -> bytes:
    """The PDF, once; from now on its codes hold."""
    if job.state != Job.State.READY:
        raise Refused(GONE)
    try:
        with job.file.open() as file:
            codes, _, pdf = SealedBox(PrivateKey(bytes.fromhex(key))).decrypt(file.read()).partition(b"\n")
    except (CryptoError, TypeError, ValueError):  # sealed for another; no key at all
        raise Refused(OTHER_BROWSER) from None
    STACKS[job.kind].put_down(job, json.loads(codes))
    if not job.clear():
        raise Refused(GONE)
    return pdf


def _draw_for_accounts(job: Job) -> Codes:
    return [[pk, invitations.new_code()] for pk in job.asked["users"]]


@sensitive_variables()
def _lay_out_for_accounts(job: Job, codes: Codes, progress: Callable[[int], None]) -> bytes:
    return account_slips.print_slips(_with_users(codes), job.asked["address"], progress)


@sensitive_variables()
def _put_down_for_accounts(job: Job, codes: Codes) -> None:
    pairs = _with_users(codes)
    stewards.refuse_slips([user for user, _code in pairs], by=job.requested_by)
    invitations.put_down(pairs, by=job.requested_by)


@sensitive_variables()
def _with_users(codes: Codes) -> list[tuple[User, str]]:
    users = User.objects.active().select_related("organisation").in_bulk([pk for pk, _code in codes])
    return [(users[pk], code) for pk, code in codes if pk in users]


def _poll_of(job: Job) -> Poll:
    return Poll.objects.select_related("organisation", "packet").get(pk=job.asked["poll"])


def _draw_for_poll(job: Job) -> Codes:
    return [
        asdict(sheet) for sheet in slipping.draw_sheets(_poll_of(job), job.requested_by, job.asked["wanted"])
    ]


@sensitive_variables()
def _lay_out_for_poll(job: Job, codes: Codes, progress: Callable[[int], None]) -> bytes:
    return printing.sheets_as_pdf(_poll_of(job), _sheets(codes), job.asked["address"], progress)


@sensitive_variables()
def _put_down_for_poll(job: Job, codes: Codes) -> None:
    slipping.put_down(_poll_of(job), job.requested_by, _sheets(codes))


@sensitive_variables()
def _sheets(codes: Codes) -> list[slipping.PrintedSheet]:
    return [slipping.PrintedSheet(each["number"], each["category"], tuple(each["codes"])) for each in codes]


STACKS: dict[str, Stack] = {
    Job.Kind.ACCOUNT_SLIPS: Stack(_draw_for_accounts, _lay_out_for_accounts, _put_down_for_accounts),
    Job.Kind.POLL_SLIPS: Stack(_draw_for_poll, _lay_out_for_poll, _put_down_for_poll),
}
