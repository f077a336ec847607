"""What does a school hold of each kind, since when, and how is it destroyed?

A holding lists what is over and done with; what still runs, or waits for an answer, is not on any list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, F, QuerySet

from ballots import services as polls
from ballots.models import Poll
from campaigns.choices import LetterState, Standing
from campaigns.models import Campaign, Candidacy, Entry, Letter, LetterPhoto, Objection, Plan, Talk
from selection import clock
from selection.accounts.models import Notification, Organisation
from selection.records.models import LedgerEntry

GONE = "已按期销毁"


class Item(NamedTuple):
    """One thing to destroy: under ``key`` it is found again; ``ledger`` is its matter's, if it has one."""

    key: str
    title: str
    since: date
    copies: int
    ledger: int | None = None


class Holding(NamedTuple):
    found: Callable[[Organisation], Iterator[Item]]
    destroy: Callable[[Organisation, str], None]


def _ballots(school: Organisation) -> Iterator[Item]:
    """Of counted polls, when no selection that rests on them runs any more."""
    running = Campaign.objects.running().filter(plan__organisation=school)
    counted = Poll.objects.filter(organisation=school, counted_at__isnull=False, ballots_destroyed_on=None)
    held = counted.exclude(round__campaign__in=running).annotate(sections=Count("ballots"))
    for poll in held.filter(sections__gt=0).order_by("counted_at"):
        assert poll.counted_at is not None
        yield Item(
            str(poll.pk), poll.title, clock.local(poll.counted_at).date(), poll.sections, poll.ledger_id
        )


def _destroy_ballots(school: Organisation, key: str) -> None:
    polls.destroy_ballots(Poll.objects.get(pk=key, organisation=school))


def _over(school: Organisation) -> QuerySet[Plan]:
    """Plans of which no selection runs, with the day of the last entry of their record."""
    running = Campaign.objects.running().filter(plan__organisation=school).values("plan")
    begun = Plan.objects.filter(organisation=school, campaigns__isnull=False).exclude(pk__in=running)
    return begun.distinct().order_by("pk")


def _of_plans(school: Organisation, rows: Callable[[Plan], QuerySet]) -> Iterator[Item]:
    """One item for each plan of which there are such rows."""
    for plan in _over(school):
        if count := rows(plan).count():
            last = LedgerEntry.objects.filter(ledger=plan.ledger_id).order_by("-number").first()
            since = clock.local(last.at if last else plan.created_at).date()
            yield Item(str(plan.pk), plan.title, since, count, plan.ledger_id)


def _plan(school: Organisation, key: str) -> Plan:
    return _over(school).get(pk=key)


def _talks_of(plan: Plan) -> QuerySet[Talk]:
    """Encrypted, so a blank one is told apart by its row."""
    written = [talk.pk for talk in Talk.objects.filter(campaign__plan=plan) if talk.notes not in ("", GONE)]
    return Talk.objects.filter(pk__in=written)


def _talks(school: Organisation) -> Iterator[Item]:
    return _of_plans(school, _talks_of)


def _destroy_talks(school: Organisation, key: str) -> None:
    _talks_of(_plan(school, key)).update(notes=GONE)


def _entries_of(plan: Plan) -> QuerySet[Entry]:
    """Those of persons who were appointed to nothing by it."""
    appointed = Candidacy.objects.filter(opening__campaign__plan=plan, standing=Standing.APPOINTED)
    entered = Entry.objects.filter(campaign__plan=plan).exclude(staff__in=appointed.values("staff"))
    return entered.exclude(statement=GONE)


def _entries(school: Organisation) -> Iterator[Item]:
    return _of_plans(school, _entries_of)


def _destroy_entries(school: Organisation, key: str) -> None:
    _entries_of(_plan(school, key)).update(statement=GONE, correction="", phone="", facts={})


def _objections_of(plan: Plan) -> QuerySet[Objection]:
    held = Objection.objects.filter(campaign__plan=plan, state=Objection.State.RESOLVED)
    return held.filter(pk__in=[each.pk for each in held if each.summary != GONE])


def _objections(school: Organisation) -> Iterator[Item]:
    """Who wrote of whom is nobody's to read here: letters are a number a year."""
    yield from _of_plans(school, _objections_of)
    declined = Letter.objects.filter(school=school, state=LetterState.DECLINED)
    for year, letters in _by_year(declined).items():
        if kept := [letter for letter in letters if letter.text != GONE]:
            yield Item(f"letters-{year}", f"{year}年未登记的来件", kept[-1].received_on, len(kept))


def _by_year(letters: QuerySet[Letter]) -> dict[int, list[Letter]]:
    found: dict[int, list[Letter]] = {}
    for letter in letters.order_by("received_on", "pk"):
        found.setdefault(letter.received_on.year, []).append(letter)
    return found


def _destroy_objections(school: Organisation, key: str) -> None:
    if key.startswith("letters-"):
        year = int(key.removeprefix("letters-"))
        letters = Letter.objects.filter(school=school, state=LetterState.DECLINED, received_on__year=year)
    else:
        objections = _objections_of(_plan(school, key))
        letters = Letter.objects.filter(objections__in=list(objections))
        objections.update(summary=GONE, findings=GONE)
    _destroy_letters(list(letters.values_list("pk", flat=True)))


def _destroy_letters(keys: list[int]) -> None:
    """With their pictures, whose files go once it is certain."""
    photos = LetterPhoto.objects.filter(letter__in=keys)
    for photo in photos:
        transaction.on_commit(partial(photo.file.delete, save=False))
    photos.delete()
    Letter.objects.filter(pk__in=keys).update(about=GONE, text=GONE, writer="", answer=GONE)


def _messages_of(school: Organisation) -> QuerySet[Notification]:
    return Notification.objects.filter(user__organisation=school, created_at__year__lt=clock.today().year)


def _messages(school: Organisation) -> Iterator[Item]:
    by_year = _messages_of(school).values(year=F("created_at__year")).annotate(count=Count("pk"))
    for row in by_year.order_by("year"):
        yield Item(str(row["year"]), f"{row['year']}年的站内消息", date(row["year"], 12, 31), row["count"])


def _destroy_messages(school: Organisation, key: str) -> None:
    _messages_of(school).filter(created_at__year=key).delete()


# kind → what there is of it
HOLDINGS = {
    "ballots": Holding(_ballots, _destroy_ballots),
    "talks": Holding(_talks, _destroy_talks),
    "entries": Holding(_entries, _destroy_entries),
    "objections": Holding(_objections, _destroy_objections),
    "messages": Holding(_messages, _destroy_messages),
}
