"""What does a school hold of each kind, since when, and how is it destroyed?

A holding finds what is over and done with; what still runs, or waits for an answer, is not found. What was
destroyed is known by its list (``keeping.due``): nothing encrypted is opened to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Case, Count, Exists, F, Max, OuterRef, QuerySet, Value, When

from ballots import services as polls
from ballots.models import Poll
from campaigns.choices import LetterState, Standing
from campaigns.models import (
    Campaign,
    Candidacy,
    Entry,
    Inspection,
    InvestigationNote,
    Investigator,
    Letter,
    LetterPhoto,
    Objection,
    Plan,
    Talk,
)
from campaigns.services.inspecting import PARTS
from personnel.models import ApprovalSheet
from selection import clock
from selection.accounts.models import Notification, Organisation
from selection.records import files
from selection.records.models import Attachment, LedgerEntry, Paper

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
    running = Campaign.objects.filter(plan__organisation=school).exclude(plan__in=_over(school))
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
    """Plans of which no selection runs and nothing that was reported is still looked into."""
    running = Campaign.objects.running().filter(plan__organisation=school).values("plan")
    open_ones = Objection.objects.open().filter(campaign__plan__organisation=school).values("campaign__plan")
    return Plan.objects.filter(organisation=school).exclude(pk__in=running).exclude(pk__in=open_ones)


def _of_plans(school: Organisation, rows: QuerySet[Any], path: str = "campaign__plan") -> Iterator[Item]:
    """One item for each plan that is over, since the last entry of its record; ``path`` leads from a row to it."""
    over = rows.filter(**{f"{path}__in": _over(school)}).order_by()
    counts = dict(over.values_list(path).annotate(Count("pk")))
    plans = Plan.objects.filter(pk__in=counts).order_by("pk")
    ends = LedgerEntry.objects.filter(ledger__in=plans.values("ledger"), number=F("ledger__length"))
    last = {entry.ledger_id: entry.at for entry in ends}
    for plan in plans:
        since = clock.local(last.get(plan.ledger_id, plan.created_at)).date()
        yield Item(str(plan.pk), plan.title, since, counts[plan.pk], plan.ledger_id)


def _of_plan(
    school: Organisation, rows: QuerySet[Any], key: str, path: str = "campaign__plan"
) -> QuerySet[Any]:
    return rows.filter(**{path: _over(school).get(pk=key)})


def _held_talks() -> QuerySet[Talk]:
    return Talk.objects.filter(held_on__isnull=False)


def _talks(school: Organisation) -> Iterator[Item]:
    return _of_plans(school, _held_talks())


def _destroy_talks(school: Organisation, key: str) -> None:
    _of_plan(school, _held_talks(), key).update(notes=GONE)


OF_A_PERSON, OF_A_RECORD = "candidacy__opening__campaign__plan", "ledger__plan"


def _inspections(school: Organisation) -> Iterator[Item]:
    return _of_plans(school, Inspection.objects.all(), OF_A_PERSON)


def _destroy_inspections(school: Organisation, key: str) -> None:
    """Of every version; what was blank stays so."""
    texts = {name: Case(When(**{name: ""}, then=Value("")), default=Value(GONE)) for name in PARTS}
    keys = list(_of_plan(school, Inspection.objects.all(), key, OF_A_PERSON).values_list("pk", flat=True))
    Inspection.objects.filter(pk__in=keys).update(**texts)


def _scans(school: Organisation) -> Iterator[Item]:
    return _of_plans(school, Attachment.objects.exclude(file=""), OF_A_RECORD)


def _destroy_scans(school: Organisation, key: str) -> None:
    files.destroy(_of_plan(school, Attachment.objects.all(), key, OF_A_RECORD))


def _papers(school: Organisation) -> Iterator[Item]:
    return _of_plans(school, Paper.objects.exclude(file=""), OF_A_RECORD)


def _destroy_papers(school: Organisation, key: str) -> None:
    files.destroy(_of_plan(school, Paper.objects.all(), key, OF_A_RECORD))


def _passed_over() -> QuerySet[Entry]:
    """Those of persons who were appointed to nothing by the plan."""
    appointed = Candidacy.objects.filter(
        staff=OuterRef("staff"),
        opening__campaign__plan=OuterRef("campaign__plan"),
        standing=Standing.APPOINTED,
    )
    return Entry.objects.filter(~Exists(appointed))


def _entries(school: Organisation) -> Iterator[Item]:
    return _of_plans(school, _passed_over())


def _destroy_entries(school: Organisation, key: str) -> None:
    found = _of_plan(school, _passed_over(), key)
    found.update(statement=GONE, correction="", phone="", facts={})


def _resolved() -> QuerySet[Objection]:
    return Objection.objects.filter(state=Objection.State.RESOLVED)


def _objections(school: Organisation) -> Iterator[Item]:
    """Who wrote of whom is nobody's to read here: letters are a number a year."""
    yield from _of_plans(school, _resolved())
    by_year = _declined(school).values(year=F("received_on__year"))
    for row in by_year.annotate(count=Count("pk"), last=Max("received_on")).order_by("year"):
        yield Item(f"letters-{row['year']}", f"{row['year']}年未登记的来件", row["last"], row["count"])


def _declined(school: Organisation) -> QuerySet[Letter]:
    return Letter.objects.filter(school=school, state=LetterState.DECLINED).order_by()


def _destroy_objections(school: Organisation, key: str) -> None:
    if key.startswith("letters-"):
        letters = _declined(school).filter(received_on__year=int(key.removeprefix("letters-")))
    else:
        objections = _of_plan(school, _resolved(), key)
        letters = Letter.objects.filter(objections__in=list(objections))
        _destroy_investigations(list(objections.values_list("pk", flat=True)))
        objections.update(summary=GONE, findings=GONE)
    _destroy_letters(list(letters.values_list("pk", flat=True)))


def _destroy_investigations(objections: list[int]) -> None:
    """What was noted down with its documents, and why somebody was replaced."""
    notes = InvestigationNote.objects.filter(objection__in=objections)
    documents = list(Attachment.objects.filter(noted_in__in=notes))
    for note in notes:
        note.attachments.clear()
    for document in documents:
        transaction.on_commit(partial(document.file.delete, save=False))
        document.delete()
    notes.update(whom=GONE, text=GONE)
    Investigator.objects.filter(objection__in=objections).update(end_reason="")


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


def _sheets_of_those_who_left(school: Organisation) -> QuerySet[ApprovalSheet]:
    return ApprovalSheet.objects.of(school).filter(staff__left_on__isnull=False)


def _sheets(school: Organisation) -> Iterator[Item]:
    for sheet in _sheets_of_those_who_left(school).defer("content").select_related("staff"):
        staff = sheet.staff
        assert staff.left_on is not None
        yield Item(str(sheet.pk), f"{staff.name}（工号{staff.staff_number}）", staff.left_on, 1)


def _destroy_sheets(school: Organisation, key: str) -> None:
    _sheets_of_those_who_left(school).filter(pk=key).delete()


# kind → what there is of it
HOLDINGS = {
    "ballots": Holding(_ballots, _destroy_ballots),
    "talks": Holding(_talks, _destroy_talks),
    "inspections": Holding(_inspections, _destroy_inspections),
    "scans": Holding(_scans, _destroy_scans),
    "papers": Holding(_papers, _destroy_papers),
    "entries": Holding(_entries, _destroy_entries),
    "objections": Holding(_objections, _destroy_objections),
    "messages": Holding(_messages, _destroy_messages),
    "sheets": Holding(_sheets, _destroy_sheets),
}
