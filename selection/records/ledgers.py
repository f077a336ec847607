"""How is something written into the record, and how is it shown that nobody changed it since?"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import transaction

from selection import chinese, clock
from selection.accounts.acts import Role
from selection.accounts.models import Organisation, RoleChange, User
from selection.records.models import Ledger, LedgerEntry
from selection.records.models.ledgers import NO_DIGEST

QUOTING = "收录校验码"
NOTHING: Mapping[int, list[Quote]] = MappingProxyType({})
NAMES = {"number", "previous", "at", "by", "act", "about", "happened_on", "backfilled", "payload"}


class Quote(NamedTuple):
    """Where a ledger stood on a day, as the bureau's ledger tells it, or a file outside."""

    length: int
    head: str
    on: date


@dataclass(frozen=True)
class Break:
    """The first entry of a ledger that is not as it was written."""

    ledger: Ledger
    number: int
    what: str

    def __str__(self) -> str:
        return f"《{self.ledger}》第{self.number}条{self.what}"


def of_organisation(organisation: Organisation) -> Ledger:
    """The organisation's own ledger, opened at its first use."""
    ledger, _ = Ledger.objects.get_or_create(
        organisation=organisation, is_general=True, defaults={"title": f"{organisation.name}全程纪实"}
    )
    return ledger


def hold(pk: int) -> Ledger:
    """Until the transaction ends nobody else writes into the ledger.

    Whoever locks anything that an act is about has locked the act's ledger before, several in the order of their
    ``rank``: so no two acts wait for each other. Rows that refer to a ledger may be added meanwhile.
    """
    return Ledger.objects.select_for_update(no_key=True).get(pk=pk)


def hold_all(several: Iterable[Ledger]) -> None:
    for each in sorted(set(several), key=rank):
        hold(each.pk)


def rank(ledger: Ledger) -> tuple[int, int]:
    """A bureau's own, then those of plans, then the schools' own."""
    if not ledger.is_general:
        return 1, ledger.pk
    return 2 if ledger.organisation.parent_id else 0, ledger.pk


@transaction.atomic
def append(
    ledger: Ledger,
    act: str,
    *,
    by: User | None,
    about: str = "",
    happened_on: date | None = None,
    backfilled: bool = False,
    **payload: Any,
) -> LedgerEntry:
    """Write one entry at the end.

    ``payload`` holds plain JSON and references: never votes, complainants or identity numbers.
    """
    locked = hold(ledger.pk)
    at = clock.now()
    text = canonical(
        {
            "number": locked.length + 1,
            "previous": locked.head,
            "at": at.isoformat(),
            "by": by.pk if by else None,
            "act": act,
            "about": about,
            "happened_on": (happened_on or at.date()).isoformat(),
            "backfilled": backfilled,
            "payload": payload,
        }
    )
    entry = LedgerEntry.objects.create(
        ledger=locked, number=locked.length + 1, text=text, digest=sha256(text)
    )
    ledger.length = locked.length = entry.number
    ledger.head = locked.head = entry.digest
    locked.save(update_fields=["length", "head"])
    return entry


def entry_of(ledger: Ledger, act: str, **payload: Any) -> LedgerEntry | None:
    """The last entry of this act that speaks of what ``payload`` names."""
    marked = ledger.entries.filter(text__contains=f'"act":"{act}"').order_by("-number")
    return next((entry for entry in marked if payload.items() <= entry.content["payload"].items()), None)


def put_down_role(change: RoleChange) -> None:
    """Who was given or lost which role, in the organisation's own ledger."""
    append(
        of_organisation(change.organisation),
        "授予角色" if change.is_grant else "收回角色",
        by=change.changed_by,
        about=f"user:{change.user_id}",
        said=f"{change.user}（登录号{change.user.username}）：{Role(change.role).label}",
    )


def put_down_reset(user: User, by: User | None) -> None:
    """Whose second factor was taken away, in the organisation's own ledger."""
    assert user.organisation is not None
    append(
        of_organisation(user.organisation),
        "清除两步验证",
        by=by,
        about=f"user:{user.pk}",
        said=f"{user}（登录号{user.username}）",
    )


def put_down_binding(user: User, act: str) -> None:
    """Which messenger was bound to the account or is not any more, in the organisation's own ledger."""
    assert user.organisation is not None
    append(
        of_organisation(user.organisation),
        act,
        by=user,
        about=f"user:{user.pk}",
        said=f"{user}（登录号{user.username}）",
    )


def canonical(content: Any) -> str:
    """One way only to write the content as text, so that it has one digest."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def verify(ledger: Ledger, quotes: Iterable[Quote] | None = None) -> Break | None:
    """The first broken entry: altered, missing, out of order, or cut off at the end.

    Others may write meanwhile, so the end is read before the entries, and once more where they go beyond it.
    """
    if quotes is None:
        quotes = quotes_of(ledger.organisation.bureau).get(ledger.pk, [])
    ledger.refresh_from_db(fields=["length", "head"])
    digests = [NO_DIGEST]
    for number, entry in enumerate(ledger.entries.iterator(), start=1):
        if entry.number != number:
            return Break(ledger, number, "缺失")
        if what := _flaw(entry):
            return Break(ledger, number, what)
        if entry.content["previous"] != digests[-1]:
            return Break(ledger, max(number - 1, 1), "被改动过")
        digests.append(entry.digest)
    return _flaw_of_end(ledger, digests) or _flaw_against(quotes, ledger, digests)


def verify_all(ledgers: Iterable[Ledger], outside: Mapping[int, list[Quote]] = NOTHING) -> Iterator[Break]:
    """Those of many ledgers; what a bureau took down is read once, however many lie below it."""
    taken_down = cache(quotes_of)
    for ledger in ledgers:
        within = taken_down(ledger.organisation.bureau).get(ledger.pk, [])
        if broken := verify(ledger, [*within, *outside.get(ledger.pk, [])]):
            yield broken


@transaction.atomic
def quote_due() -> int:
    """Once a day each bureau's ledger takes down where the ledgers below it stand.

    Whoever would cut a ledger's end and adjust its row has to change the bureau's ledger as well.
    """
    return sum(_quote(bureau) for bureau in Organisation.objects.filter(parent=None))


def _flaw(entry: LedgerEntry) -> str:
    if sha256(entry.text) != entry.digest or not _is_readable(entry):
        return "被改动过"
    if entry.content["number"] != entry.number:
        return "的顺序被调换"
    return ""


def _is_readable(entry: LedgerEntry) -> bool:
    """Whoever rewrites an entry can make the digest fit, but not what never was one."""
    try:
        content = entry.content
    except ValueError:
        return False
    return isinstance(content, dict) and content.keys() == NAMES and isinstance(content["payload"], dict)


def _flaw_of_end(ledger: Ledger, digests: list[str]) -> Break | None:
    """``ledger`` is as it stood before its entries were read."""
    count = len(digests) - 1
    if count < ledger.length:
        return Break(ledger, count + 1, "缺失")
    if ledger.head != digests[ledger.length]:
        return Break(ledger, max(ledger.length, 1), "被改动过")
    if count > ledger.length:
        ledger.refresh_from_db(fields=["length", "head"])
    if count > ledger.length:
        return Break(ledger, ledger.length + 1, "不是按程序写入的")
    return None


def _flaw_against(quotes: Iterable[Quote], ledger: Ledger, digests: list[str]) -> Break | None:
    for quote in quotes:
        if digests[quote.length : quote.length + 1] != [quote.head]:
            return Break(ledger, quote.length, f"与{chinese.day(quote.on)}收录的校验码不符")
    return None


def quotes_of(bureau: Organisation) -> dict[int, list[Quote]]:
    """Ledger → what the bureau took down of it, the earliest first."""
    found: dict[int, list[Quote]] = defaultdict(list)
    for entry in _entries_quoting(bureau):
        for pk, length, head in entry.content["payload"].get("ledgers", []):
            found[pk].append(Quote(length, head, entry.happened_on))
    return found


def _entries_quoting(bureau: Organisation) -> Iterator[LedgerEntry]:
    marked = LedgerEntry.objects.filter(
        ledger__organisation=bureau, ledger__is_general=True, text__contains=f'"act":"{QUOTING}"'
    )
    return filter(_is_readable, marked.order_by("number").iterator())


def _quote(bureau: Organisation) -> bool:
    known: dict[int, str] = {}
    for entry in _entries_quoting(bureau):
        if entry.at.date() == clock.today():
            return False
        known |= {pk: head for pk, _length, head in entry.content["payload"].get("ledgers", [])}
    below = Ledger.objects.filter(organisation__path__startswith=bureau.path, length__gt=0)
    others = below.exclude(organisation=bureau, is_general=True).order_by("pk")
    moved = [[each.pk, each.length, each.head] for each in others if known.get(each.pk) != each.head]
    if moved:
        append(of_organisation(bureau), QUOTING, by=None, ledgers=moved)
    return bool(moved)
