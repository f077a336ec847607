"""The notice of who is to be appointed: posted, over, concluded or revoked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from campaigns import documents, periods, permissions
from campaigns.choices import Audience, Stage, Standing
from campaigns.guards.order import publicity_too_early
from campaigns.models import Campaign, Candidacy, Publicity
from campaigns.rulesets.values import Period
from selection import chinese, clock, workdays
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers, pdfs
from selection.records.models import Attachment
from selection.workdays import Arrangements

from . import filing, people
from .acts import check_day
from .authority import ask_to_confirm, hold, need, require, take, tell_officers
from .signing import sign

__all__ = [
    "Posting",
    "conclude",
    "end",
    "post",
    "preview",
    "recount",
    "revoke",
    "withdraw_notice",
]

NOON = time(12)
POSTED_IN = (Stage.PUBLICIZE, Stage.FILE)


@dataclass(frozen=True, kw_only=True)
class Posting:
    """Who is published, where, how to object, on which day, and the proof of what was posted on paper.

    ``before_noon``: posted before 12:00, so that the day itself counts (AMB-11).
    """

    persons: Iterable[Candidacy]
    channels: Sequence[str]
    contact: str
    audience: Audience | str = Audience.SCHOOL
    happened_on: date | None = None
    before_noon: bool = False
    is_backfilled: bool = False
    attachment: Attachment | None = None


@transaction.atomic
def post(
    campaign: Campaign, posting: Posting, *, by: User, wording: Mapping[str, str] | None = None
) -> Publicity:
    """Publish who is to be appointed; the period of the rulebook begins (A084, A085, B057, B058)."""
    notice = _write(campaign, posting, by)
    if not notice.is_backfilled:
        filing.follow_publicity(notice.campaign)
        sign(documents.publicity.draw_up(notice, by=by), by=by, wording=wording)
    said = {
        "last_day": notice.last_day.isoformat(),
        "people": list(notice.candidacies.order_by("pk").values_list("pk", flat=True)),
    }
    _note(notice, "发布拟聘公示", by, on=notice.happened_on, backfilled=notice.is_backfilled, **said)
    if notice.is_backfilled:
        ask_to_confirm(notice.campaign.plan, by)
    return notice


def preview(campaign: Campaign, posting: Posting, *, by: User, wording: Mapping[str, str]) -> bytes:
    """The notice as it would be posted today, as a PDF; nothing is kept of it."""
    with transaction.atomic():
        notice = _write(campaign, posting, by)
        document = documents.publicity.draw_up(notice, by=by)
        documents.reword(document.paper, wording, by=by)
        pdf = pdfs.preview(document.paper)
        transaction.set_rollback(True)
    return pdf


def _write(campaign: Campaign, posting: Posting, by: User) -> Publicity:
    locked = take(campaign, "公示", *POSTED_IN)
    require(permissions.may_run(locked, by), "发布公示")
    day = posting.happened_on or clock.today()
    check_day(day, posting.is_backfilled, posting.attachment)
    persons = _fresh(posting.persons)
    channels = list(dict.fromkeys(each.strip() for each in posting.channels if each.strip()))
    _refuse(locked, persons, channels, posting.contact, day)
    period, counted = _period(locked, persons, day, _counts_today(posting))
    notice = Publicity.objects.create(
        campaign=locked,
        channels=channels,
        contact=posting.contact.strip(),
        audience=Audience(posting.audience),
        **_counting(period),
        **_days(counted),
        happened_on=day,
        is_backfilled=posting.is_backfilled,
        attachment=posting.attachment,
        entered_by=by,
    )
    notice.candidacies.set(persons)
    return notice


def _refuse(
    campaign: Campaign, persons: list[Candidacy], channels: list[str], contact: str, day: date
) -> None:
    need(
        (persons, "请选择拟聘人选"),
        (channels, "请至少选择一种公示方式"),
        (contact, "请写明反映问题的受理方式"),
    )
    if reasons := [said for person in persons for said in _objections_to_posting(campaign, person)]:
        raise Refused(reasons)
    if reasons := [said for person in persons for said in publicity_too_early(campaign, person, day)]:
        raise Refused(reasons)


def _fresh(persons: Iterable[Candidacy]) -> list[Candidacy]:
    found = Candidacy.objects.filter(pk__in=[person.pk for person in persons])
    return list(found.select_related("staff", "opening__campaign__plan", "opening__post").order_by("pk"))


def _objections_to_posting(campaign: Campaign, person: Candidacy) -> Iterable[str]:
    name = person.staff.name
    if person.campaign != campaign:
        yield f"{name}不是本次选拔任用的人选"
    elif person.standing != Standing.PROPOSED:
        yield f"{name}现为“{person.get_standing_display()}”，只有拟聘人选才能公示"
    elif person.notices().exists():
        yield f"{name}已经公示，如须更正请先撤销原公示"


def _counts_today(posting: Posting) -> bool:
    if posting.before_noon and not posting.is_backfilled and clock.now().time() >= NOON:
        raise Refused("现在已过中午12时，公示期只能从次日起算")
    return posting.before_noon


def _period(
    campaign: Campaign, persons: list[Candidacy], day: date, counts_today: bool
) -> tuple[Period, workdays.Period]:
    """The rulebook's period for each of the persons; one notice for all of them takes the longest."""
    rules = campaign.ruleset.publicity
    asked = {rules.period if person.is_promotion else rules.lateral_period for person in persons}
    if counts_today:
        asked = {replace(period, count_from=workdays.PUBLICATION) for period in asked}
    return _longest(campaign, asked, persons, day)


def _longest(
    campaign: Campaign,
    asked: set[Period],
    persons: Iterable[Candidacy],
    day: date,
    known: Arrangements | None = None,
) -> tuple[Period, workdays.Period]:
    """Working days and natural days may both be asked for: whichever is over later (AMB-26)."""
    if (days := campaign.ruleset.publicity.natural_days) and any(each.is_promotion for each in persons):
        asked = asked | {replace(period, n=days, unit="day") for period in asked}
    runs = [(period, periods.of(campaign, period, day, known)) for period in asked]
    return max(runs, key=lambda run: (run[1].last, run[0].n))


def _counting(period: Period) -> dict[str, Any]:
    return {"length": period.n, "unit": period.unit, "count_from": period.count_from}


def _days(counted: workdays.Period) -> dict[str, Any]:
    return {
        "first_day": counted.first,
        "last_day": counted.last,
        "ends_at": clock.end_of(counted.last),
        "is_provisional": counted.provisional,
    }


@transaction.atomic
def end(notice: Publicity, at: datetime) -> bool:
    """The clock's part: over at 24:00 of the last day, however late the clock comes. Once only."""
    campaign = hold(notice.campaign)
    due = Publicity.objects.due(at).filter(pk=notice.pk).first()
    if due is None:
        return False
    due.ended_at = due.ends_at
    due.end()
    due.save()
    tell_officers(campaign.plan, f"{due}已期满，请作出公示结论", campaign.get_absolute_url())
    _note(due, "公示期满", None, on=due.last_day)
    return True


@transaction.atomic
def conclude(notice: Publicity, *, by: User, text: str) -> list[Candidacy]:
    """What the notice came to. Whom an open objection concerns is held; the others go on (R-26, B061)."""
    campaign = take(notice.campaign, "作出公示结论", *POSTED_IN)
    require(permissions.may_run(campaign, by), "作出公示结论")
    need((text, "请写明公示结果"))
    notice.refresh_from_db()
    if notice.state == Publicity.State.RUNNING:
        provisional = "（暂定）" if notice.is_provisional else ""
        raise Refused(f"公示期到{chinese.day(notice.last_day)}{provisional}，期满后才能作出公示结论")
    if notice.state != Publicity.State.ENDED:
        raise Refused(f"该公示{notice.get_state_display()}，不能再作公示结论")
    held = [person for person in notice.candidacies.live() if person.objections.open().exists()]
    for person in held:
        people.hold(person, by=by, reason=people.IN_QUESTION)
    notice.conclusion = text.strip()
    notice.conclude()
    notice.save()
    filing.follow_publicity(campaign)
    _note(notice, "作出公示结论", by, held=[person.pk for person in held])
    return held


@transaction.atomic
def revoke(notice: Publicity, *, by: User, reason: str) -> None:
    """更正公示: the notice no longer counts; its persons are published anew."""
    campaign = take(notice.campaign, "撤销公示", *POSTED_IN)
    require(permissions.may_run(campaign, by), "撤销公示")
    need((reason, "请写明撤销公示的原因"))
    notice.refresh_from_db()
    if notice.state == Publicity.State.REVOKED:
        raise Refused("该公示已经撤销")
    if not notice.is_confirmed:
        raise Refused("这次公示的补录尚未核实，请由录入人撤回或由核实人退回")
    if notice.candidacies.filter(standing=Standing.APPOINTED).exists():
        raise Refused("公示的人选已经聘任，不能撤销公示")
    withdraw_notice(notice, reason)
    _note(notice, "撤销拟聘公示", by, reason=reason.strip())


def on_confirmed(notice: Publicity, by: User) -> None:
    """From now on the period counts, and an open deadline of filing with it."""
    campaign = take(notice.campaign, "核实公示", *POSTED_IN)
    notice.refresh_from_db(fields=["state"])
    if notice.state == Publicity.State.REVOKED:
        raise Refused("这次公示的补录已经撤回，不必再核实")
    filing.follow_publicity(campaign)


def take_back(notice: Publicity, by: User, reason: str) -> None:
    notice.refresh_from_db()
    withdraw_notice(notice, f"补录未予核实：{reason}")


def withdraw_notice(notice: Publicity, reason: str = "因程序退回或终止") -> None:
    """Take a notice back within an act that writes the record itself."""
    before = f"（此前的公示结论：{notice.conclusion}）" if notice.conclusion else ""
    notice.conclusion = f"{reason.strip()}{before}"
    notice.revoke()
    notice.save()


def recount(notice: Publicity, known: Arrangements) -> None:
    """Count a running period again, after a pause or a change of holidays.

    A day that was published as certain may only move back: nobody's time to object is cut short.
    """
    stated = Period(notice.length, notice.unit, notice.count_from)
    persons = notice.candidacies.all()
    period, counted = _longest(notice.campaign, {stated}, persons, notice.happened_on, known)
    if not notice.is_provisional and counted.last < notice.last_day:
        return
    if (counted.last, counted.provisional) == (notice.last_day, notice.is_provisional):
        return
    for name, value in (_counting(period) | _days(counted)).items():
        setattr(notice, name, value)
    notice.save()
    if not notice.is_backfilled:
        documents.publicity.draw_up(notice, by=notice.entered_by)  # a correction for the officer to sign
    tell_officers(
        notice.campaign.plan, f"公示截止日改为{chinese.day(notice.last_day)}，请签发更正后的公示并重新张贴"
    )
    _note(notice, "重新计算公示截止日", None, last_day=notice.last_day.isoformat())


def _note(
    notice: Publicity,
    act: str,
    by: User | None,
    *,
    on: date | None = None,
    backfilled: bool = False,
    **said: Any,
) -> None:
    ledgers.append(
        notice.campaign.ledger,
        act,
        by=by,
        about=f"publicity:{notice.pk}",
        happened_on=on,
        backfilled=backfilled,
        **said,
    )
