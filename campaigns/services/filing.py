"""任职备案: due by a day, sent, or late (A088, B061–B062, B073)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from campaigns import documents, periods, permissions
from campaigns.choices import Stage, Standing
from campaigns.lacking import lacking
from campaigns.materials import materials
from campaigns.models import Campaign, Filing, FilingPackage, Objection, Publicity
from selection import chinese, clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import arrangements, ledgers
from selection.records.models import Attachment, Delegation, Paper
from selection.workdays import Arrangements

from .acts import check_day
from .authority import ask_to_confirm, hold, require, take, tell, tell_officers
from .replying import REVIEW, accept, answer_on_paper, on_reply_confirmed, send_back

__all__ = [
    "accept",
    "answer_on_paper",
    "mark_overdue",
    "on_package_confirmed",
    "on_reply_confirmed",
    "open_filing",
    "recount",
    "send_back",
    "submit",
    "submit_on_paper",
]


STILL_TO_SEND = (Filing.State.DUE, Filing.State.SENT_BACK)


def open_filing(campaign: Campaign, free_on: date | None = None) -> Filing:
    """Day 1 is the first counted day after everybody here was free to be appointed (B061, B062, AMB-12).

    Called by the step into ``file``, and by the return of somebody whom a follow-up began with in ``file``:
    ``free_on`` that day. They write the record.
    """
    start = max(filter(None, (_counted_from(campaign), free_on)))
    counted = periods.of(campaign, campaign.ruleset.filing.deadline, start)
    filing, _ = Filing.objects.update_or_create(
        campaign=campaign,
        defaults={
            "counted_from": start,
            "due_on": counted.last,
            "due_at": clock.end_of(counted.last),
            "is_provisional": counted.provisional,
        },
    )
    return filing


def follow_publicity(campaign: Campaign) -> None:
    """更正公示: a notice posted anew moves the day from which an open deadline is counted (B062)."""
    filing = Filing.objects.filter(campaign=campaign, state__in=STILL_TO_SEND).first()
    standing = campaign.publicities.standing()
    if filing is None or not standing.exists():
        return
    start = max([*standing.values_list("last_day", flat=True), *_cleared(campaign)])
    if start == filing.counted_from:
        return
    filing.counted_from = start
    filing.save(update_fields=["counted_from"])
    recount(filing, arrangements.current())
    if filing.overdue_since is not None and filing.due_at > clock.now():
        _unmark(filing, None)


def _counted_from(campaign: Campaign) -> date:
    """公示期满、结果不影响任职: while a person waits for the finding, nothing of theirs is to be filed (B059–B062)."""
    over = Publicity.objects.concluded_for(campaign).values_list("last_day", flat=True)
    return max([*over, *_cleared(campaign)], default=clock.today())


def _cleared(campaign: Campaign) -> Iterator[date]:
    """The days on which what was said against them was found out, and on which discipline answered last."""
    persons = campaign.live()
    found_out = Objection.objects.filter(candidacy__in=persons).values_list("resolved_on", flat=True)
    yield from (day for day in found_out if day is not None)
    for person in persons.prefetch_related("discipline_opinions"):
        opinion = person.discipline_opinion
        if opinion is not None and opinion.is_answered and opinion.is_confirmed:
            yield opinion.happened_on


@transaction.atomic
def submit(filing: Filing, *, by: User) -> Filing:
    """Send the report that a leader has signed, and what belongs to it, in the system."""
    campaign = _take_to_send(filing, by)
    report = documents.filing_report.issued(filing)
    if reasons := [*_unsigned(filing, report), *_incomplete(filing)]:
        raise Refused(reasons)
    package = _new_package(filing, by, clock.today())
    package.report = report
    package.save(update_fields=["report"])
    _count_as_sent(package)
    filing.refresh_from_db()
    _note(campaign, "报送备案", by, package)
    return filing


@transaction.atomic
def submit_on_paper(
    filing: Filing, *, by: User, happened_on: date, attachment: Attachment | None
) -> FilingPackage:
    """What was sent on paper, entered with its receipt; it counts once a second person has confirmed it."""
    campaign = _take_to_send(filing, by)
    check_day(happened_on, True, attachment)
    if happened_on < filing.counted_from:
        since = f"{filing.counted_since}（{chinese.day(filing.counted_from)}）"
        raise Refused(f"报送日期（{chinese.day(happened_on)}）早于{since}，请核对")
    package = _new_package(filing, by, happened_on)
    package.is_backfilled, package.attachment = True, attachment
    package.save()
    _note(campaign, "补录报送备案", by, package)
    ask_to_confirm(campaign.plan, by)
    return package


def _take_to_send(filing: Filing, by: User) -> Campaign:
    campaign = take(filing.campaign, "报送备案", Stage.FILE)
    require(permissions.may_run(campaign, by), "报送备案")
    filing.refresh_from_db()
    if filing.state not in (Filing.State.DUE, Filing.State.SENT_BACK):
        raise Refused(f"备案{filing.get_state_display()}，不必再报送")
    if reasons := list(_too_early(campaign)):
        raise Refused(reasons)
    return campaign


def _too_early(campaign: Campaign) -> Iterator[str]:
    """一: the document comes first and is what is filed; 二: it waits for the reply (B073)."""
    if not campaign.live().exists():
        yield "本次没有拟聘或已聘任的人选，无需备案"
    if campaign.ruleset.filing.document_before_filing:
        for person in campaign.live().exclude(standing=Standing.APPOINTED):
            yield f"{person.staff.name}尚未办理聘任手续，须先发文再报送备案"


def _unsigned(filing: Filing, report: Paper | None) -> Iterator[str]:
    """What goes upward in a leader's name has been signed by one, and names those who are filed."""
    if draft := documents.filing_report.draft(filing):
        yield f"备案报告{'更正件' if draft.replaces_id else ''}尚未签发，由学校领导签发后再报送"
    elif report is None:
        yield "备案报告尚未起草，请先起草并由学校领导签发"
    elif documents.filing_report.named(report) != documents.filing_report.to_be_named(filing):
        yield "备案报告签发之后拟备案人员有变化，请重新起草并签发"


def _incomplete(filing: Filing) -> Iterator[str]:
    """What belongs to the package and isn't there, or lies unsigned on the desk (B062, R-34)."""
    unsigned = {each.sentence for each in lacking(filing.campaign)}
    _report, *annexes = materials(filing, with_links=False)
    for annex in annexes:
        for reason in annex.reasons:
            yield f"{reason}，请{'签发' if reason in unsigned else '补齐'}后再报送"


def _new_package(filing: Filing, by: User, day: date) -> FilingPackage:
    """The next one; a package entered from paper that nobody confirmed is entered anew."""
    package = filing.package
    if package is None or package.is_confirmed:
        number = filing.packages.count() + 1
        return FilingPackage.objects.create(filing=filing, number=number, happened_on=day, entered_by=by)
    package.happened_on, package.entered_by, package.entered_at = day, by, clock.now()
    package.is_backfilled, package.attachment = False, None
    package.save()
    return package


def _count_as_sent(package: FilingPackage) -> None:
    filing, campaign = package.filing, package.campaign
    filing.submit()
    filing.save()
    school = campaign.organisation
    asked = Delegation.objects.everybody_for(REVIEW, school.bureau)
    tell(
        [each for each in asked if permissions.may_answer_filing(campaign, each)],
        f"{school.short_name}报送任职备案，请办理",
        campaign.get_absolute_url(),
    )


def on_package_confirmed(package: FilingPackage, by: User) -> None:
    take(package.campaign, "报送备案", Stage.FILE)
    package.filing.refresh_from_db()
    if package.filing.state not in (Filing.State.DUE, Filing.State.SENT_BACK):
        raise Refused(f"备案{package.filing.get_state_display()}，这次补录不再需要确认")
    _count_as_sent(package)
    _lift_the_mark(package.filing, by)


def _lift_the_mark(filing: Filing, by: User) -> None:
    """The clock marked as late what had been sent in time on paper: the record says so (B062)."""
    if filing.overdue_since is not None and not filing.was_late:
        _unmark(filing, by)


def _unmark(filing: Filing, by: User | None) -> None:
    filing.overdue_since = None
    filing.save(update_fields=["overdue_since"])
    ledgers.append(
        filing.campaign.ledger,
        "取消备案逾期",
        by=by,
        about=f"filing:{filing.pk}",
        due_on=filing.due_on.isoformat(),
    )


@transaction.atomic
def mark_overdue(filing: Filing, at: datetime) -> bool:
    """The clock's part: late since 24:00 of the last day, however late the clock comes. Once only (B062)."""
    campaign = hold(filing.campaign)
    late = Filing.objects.overdue(at).filter(pk=filing.pk).first()
    if late is None:
        return False
    late.overdue_since = late.due_at
    late.save(update_fields=["overdue_since"])
    tell_officers(
        campaign.plan, f"任职备案已逾期：应于{chinese.day(late.due_on)}前报送", campaign.get_absolute_url()
    )
    ledgers.append(
        campaign.ledger,
        "备案逾期",
        by=None,
        about=f"filing:{late.pk}",
        happened_on=clock.local(late.due_at).date(),
        due_on=late.due_on.isoformat(),
    )
    return True


def recount(filing: Filing, known: Arrangements) -> None:
    """Count an open deadline again, after a pause or a change of holidays."""
    campaign = filing.campaign
    counted = periods.of(campaign, campaign.ruleset.filing.deadline, filing.counted_from, known)
    if (counted.last, counted.provisional) == (filing.due_on, filing.is_provisional):
        return
    filing.due_on, filing.due_at = counted.last, clock.end_of(counted.last)
    filing.is_provisional = counted.provisional
    filing.save()
    ledgers.append(
        campaign.ledger,
        "重新计算备案期限",
        by=None,
        about=f"filing:{filing.pk}",
        due_on=filing.due_on.isoformat(),
    )


def _note(campaign: Campaign, act: str, by: User, package: FilingPackage) -> None:
    ledgers.append(
        campaign.ledger,
        act,
        by=by,
        about=f"filing:{package.filing_id}",
        happened_on=package.happened_on,
        backfilled=package.is_backfilled,
        filingpackage=package.pk,
    )
