"""The appointment: made out for those whom the school decided on, signed, or entered from paper and confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.db import transaction

from campaigns import documents, permissions, terms
from campaigns.choices import ActKind, AgendaPurpose, Issuer, Stage, Standing
from campaigns.documents import drafting
from campaigns.eligibility.counting import months_after
from campaigns.guards.close import APPOINTING
from campaigns.headcount import over_quota
from campaigns.models import Appointment, Campaign, Candidacy, Plan
from personnel import register
from selection import chinese, clock
from selection.accounts.models import User
from selection.reasons import Reason, Refused, reasons_against
from selection.records import ledgers
from selection.records.acts import vouch
from selection.records.models import Attachment, Paper, PaperSigning

from .acts import check_day
from .authority import ask_to_confirm, need, require, take
from .taking_effect import take_effect

NUMBERED_WHEN_SIGNED = (
    "聘任文件的文号在签发时自动编排，请把文号留空；线下已发文的，请勾选“线下·补录”并上传文件"
)


@transaction.atomic
def appoint(
    persons: Iterable[Candidacy],
    *,
    by: User,
    starts_on: date | None = None,
    document: str = "",
    happened_on: date | None = None,
    attachment: Attachment | None = None,
    is_backfilled: bool = False,
    wording: Mapping[str, str] | None = None,
) -> list[Appointment]:
    """Make out the appointment of everybody named, of one plan, under one document; or of nobody, and why.

    Whom the school appoints gets a draft of the 聘任文件, which takes effect when a leader signs it
    (A086). Union, league and pioneers are appointed at once on ``document``, the number of the approval
    or election that was recorded (A087). What was issued on paper takes effect when a second person has
    confirmed it.
    """
    persons = _fresh(persons)
    need((persons, "请选择拟聘人选"))
    for campaign in _campaigns(persons):
        take(campaign, "办理聘任", Stage.FILE)
    plan = persons[0].campaign.plan
    require(permissions.may_run_plan(plan, by) or permissions.may_decide(plan, by), "办理聘任")
    day = happened_on or clock.today()
    check_day(day, is_backfilled, attachment)
    start = starts_on or max(plan.starts_on, day)
    register.hold(plan.organisation)
    issuers = {person.opening.issuer for person in persons}
    if is_backfilled and Issuer.SCHOOL in issuers:
        need((document, "请填写聘任文件的文号"))
    _refuse(persons, day, start)
    if document.strip() and not is_backfilled and issuers == {Issuer.SCHOOL}:
        raise Refused(NUMBERED_WHEN_SIGNED)
    earlier = list(Paper.objects.drafts().filter(appointments__candidacy__in=persons).distinct())
    made = [_prepare(person, by, day, start, document, attachment, is_backfilled) for person in persons]
    draft = (
        None
        if is_backfilled
        else _draft([each for each in made if each.issuer == Issuer.SCHOOL], by, wording)
    )
    for paper in earlier:
        if paper != draft:
            _give_up(paper)
    if is_backfilled:
        _note(plan, "办理聘任", by, made)
        ask_to_confirm(plan, by)
        return made
    if elsewhere := [each for each in made if each.issuer == Issuer.ELSEWHERE]:
        take_effect(elsewhere, by)
        _note(plan, "办理聘任", by, elsewhere)
    return made


def _note(plan: Plan, act: str, by: User, made: list[Appointment]) -> None:
    first = made[0]
    ledgers.append(
        plan.ledger,
        act,
        by=by,
        about=f"plan:{plan.pk}",
        happened_on=first.happened_on,
        backfilled=first.is_backfilled,
        appointments=[each.pk for each in made],
        people=[each.candidacy_id for each in made],
        starts_on=first.starts_on.isoformat(),
    )


def _fresh(persons: Iterable[Candidacy]) -> list[Candidacy]:
    found = Candidacy.objects.filter(pk__in=[person.pk for person in persons])
    return list(found.select_related("staff", "opening__post__department", "opening__campaign__plan"))


def _campaigns(persons: list[Candidacy]) -> list[Campaign]:
    found = sorted({person.campaign for person in persons}, key=lambda campaign: campaign.pk)
    if len({campaign.plan_id for campaign in found}) > 1:
        raise Refused("一份聘任文件只能办理同一工作方案的人选，请分别办理")
    return found


def _refuse(persons: list[Candidacy], day: date, start: date) -> None:
    """Every reason against every person, and against the number of posts (A055, under the school's lock)."""
    said: list[str | Reason] = []
    for person in persons:
        said += [reason for reason in reasons_against(person, APPOINTING) if reason.stops]
        said += _faults(person, day, start)
    said += _twice(persons)
    said += _too_many(persons)
    for campaign in _campaigns(persons):
        said += over_quota(campaign.organisation, including=campaign)
    if said:
        raise Refused(dict.fromkeys(map(str, said)))


def _faults(person: Candidacy, day: date, start: date) -> Iterator[str]:
    name = person.staff.name
    if person.standing == Standing.APPOINTED:
        yield f"{name}已经聘任"
    elif person.standing != Standing.PROPOSED:
        yield f"{name}现为“{person.get_standing_display()}”，不能办理聘任"
    if terms.last_day(person, start) < start:
        yield f"{name}到任时已满退出中层岗位的年龄，须先报教育局同意延长任职"
    left_on = person.staff.left_on
    if left_on is not None and left_on <= max(day, start):
        yield f"{name}已于{chinese.day(left_on)}离开本校，不能办理聘任"
    yield from _dates_out_of_order(person, day, start)


def _twice(persons: list[Candidacy]) -> Iterator[str]:
    """One person, one post of a plan: the meeting decides which, nobody else."""
    for staff, wanted in Counter(person.staff for person in persons).items():
        plan = persons[0].campaign.plan_id
        held = Candidacy.objects.filter(staff=staff, opening__campaign__plan=plan)
        taken = held.filter(standing=Standing.APPOINTED, appointment__voided_on=None).count()
        if wanted + taken > 1:
            yield f"{staff.name}同时列为两个岗位的拟聘人选，请先按讨论决定的意见只保留一个岗位"


def _too_many(persons: list[Candidacy]) -> Iterator[str]:
    for opening, wanted in Counter(person.opening for person in persons).items():
        taken = opening.candidacies.filter(standing=Standing.APPOINTED).count()
        if taken + wanted > opening.seats:
            yield f"{opening}名额{opening.seats}人，已聘任{taken}人，不能再聘任{wanted}人"


def _dates_out_of_order(person: Candidacy, day: date, start: date) -> Iterator[str]:
    """What the rows ask by the dates of the acts, not by those of their entry (A085, B061, B073, R-27)."""
    name, campaign, issued = person.staff.name, person.campaign, chinese.day(day)
    notice = person.notices().filter(state="concluded").last()
    if notice is not None and day <= notice.last_day:
        yield f"{name}的聘任文件日期（{issued}）不晚于公示截止日（{chinese.day(notice.last_day)}），请核对"
    told = campaign.done(ActKind.ANNOUNCEMENT).last()
    if told is not None and day < told.happened_on:
        yield f"{name}的聘任文件日期（{issued}）早于通报（{chinese.day(told.happened_on)}），请核对"
    reply = campaign.filing.reply if hasattr(campaign, "filing") else None
    if not person.ruleset.filing.document_before_filing and reply and day < reply.happened_on:
        replied = chinese.day(reply.happened_on)
        yield f"{name}的聘任文件日期（{issued}）早于批复日期（{replied}），须先批复后发文"
    decided = campaign.resolved(AgendaPurpose.DECISION).last()
    if decided is not None and start < decided.meeting.happened_on:
        met = chinese.day(decided.meeting.happened_on)
        yield f"{name}的任职时间（{chinese.day(start)}）早于讨论决定（{met}），请核对"
    if start > months_after(day, 12):
        yield f"{name}的任职时间（{chinese.day(start)}）比聘任文件（{issued}）晚一年以上，请核对"


def _prepare(
    person: Candidacy,
    by: User,
    day: date,
    start: date,
    document: str,
    attachment: Attachment | None,
    is_backfilled: bool,
) -> Appointment:
    """The row of the appointment; one entered from paper and not confirmed yet is entered anew."""
    issuer = person.opening.issuer
    facts = {
        "issuer": issuer,
        "document": _number_elsewhere(person, document) if issuer == Issuer.ELSEWHERE else document.strip(),
        "starts_on": start,
        "ends_on": terms.last_day(person, start),
        "happened_on": day,
        "attachment": attachment,
        "is_backfilled": is_backfilled,
        "entered_by": by,
        "entered_at": clock.now(),
    }
    return Appointment.objects.update_or_create(candidacy=person, defaults=facts)[0]


def _number_elsewhere(person: Candidacy, document: str) -> str:
    """The number given, else what the recorded approval or election says of itself."""
    done = person.campaign.done(ActKind.APPROVED_ELSEWHERE, person).last()
    said = document.strip() or (done.figures.get("document_number") if done else "") or ""
    return said[:80] or "选举或报批结果"


def _draft(made: list[Appointment], by: User, wording: Mapping[str, str] | None) -> Paper | None:
    """The document for a leader to sign."""
    if not made:
        return None
    document = documents.appointment.draw_up(made, by=by)
    if wording:
        documents.reword(document.paper, wording, by=by)
    for appointment in made:
        appointment.paper = document.paper
        appointment.save(update_fields=["paper"])
    _note(document.plan, "起草聘任文件", by, made)
    return document.paper


def _give_up(paper: Paper) -> None:
    """A draft that another document replaces; whoever else it named waits for one of their own."""
    Appointment.objects.filter(paper=paper).update(paper=None)
    PaperSigning.objects.filter(paper=paper).delete()
    paper.document.delete()
    paper.delete()


def on_signed(paper: Paper, by: User) -> None:
    """A leader signed the 聘任文件: those whom it names are appointed, if nothing has come between."""
    made = list(paper.appointments.filter(tenure=None).order_by("pk"))
    if not made:
        Appointment.objects.filter(paper=paper.replaces).update(paper=paper, document=paper.number)
        return
    persons = _fresh(each.candidacy for each in made)
    for campaign in _campaigns(persons):
        take(campaign, "办理聘任", Stage.FILE)
    plan = persons[0].campaign.plan
    register.hold(plan.organisation)
    assert paper.issued_on is not None
    _refuse(persons, paper.issued_on, made[0].starts_on)
    for appointment in made:
        appointment.document, appointment.happened_on = paper.number, paper.issued_on
        appointment.save(update_fields=["document", "happened_on"])
    take_effect(made, by)
    _note(plan, "办理聘任", by, made)


drafting.ON_SIGNATURE[documents.appointment.KIND] = on_signed


def on_confirmed(appointment: Appointment, by: User) -> None:
    """Take effect, if nothing has come between since the entry.

    One document may speak of several persons: whoever confirms it confirms it for all of them.
    """
    made = [appointment, *_under_the_same_document(appointment)]
    persons = _fresh(each.candidacy for each in made)
    for campaign in _campaigns(persons):
        take(campaign, "办理聘任", Stage.FILE)
    register.hold(persons[0].campaign.organisation)
    _refuse(persons, appointment.happened_on, appointment.starts_on)
    for other in made[1:]:
        vouch(other, by)
    take_effect(made, by)


def take_back(appointment: Appointment, by: User, reason: str) -> None:
    """Not confirmed: whomever the document named waits for an appointment anew."""
    for each in [appointment, *_under_the_same_document(appointment)]:
        each.delete()


def _under_the_same_document(appointment: Appointment) -> list[Appointment]:
    same = Appointment.objects.filter(
        attachment=appointment.attachment_id,
        document=appointment.document,
        happened_on=appointment.happened_on,
        starts_on=appointment.starts_on,
        entered_by=appointment.entered_by_id,
    )
    return list(same.filter(is_backfilled=True, confirmed_at=None).exclude(pk=appointment.pk))
