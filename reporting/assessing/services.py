"""The verbs of an assessment, up to the opening of its polls: from then on they are held as any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from ballots import services as polls
from ballots.models import Packet, Poll
from campaigns.models import Appointment
from personnel import register
from reporting.assessing import drafts
from reporting.assessing.drafts import Draft
from reporting.assessing.promoted import Promoted, appointments, judged
from reporting.models import Adjustment, Assessment
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers

STALE = "参加人员或评议对象已有变化，请重新准备"
NOBODY = "已没有新提拔任用的干部，不用再评议"
SCOPE = "参加评议的教职工"


@transaction.atomic
def set_up(organisation: Organisation, year: int, *, by: User) -> Assessment:
    _ask(organisation, by)
    register.hold(organisation)
    if Assessment.objects.of(organisation).filter(year=year).exists():
        raise Refused(f"{year}年度的“一报告两评议”已经准备，不用再办")
    made = Assessment.objects.create(organisation=organisation, year=year)
    _note(made, "准备“一报告两评议”", by)
    return made


@transaction.atomic
def leave_out(assessment: Assessment, appointment: Appointment, reason: str, *, by: User) -> None:
    assessment = _adjusting(assessment, by)
    if appointment not in appointments(assessment):
        raise Refused("此人不在当年新提拔任用的干部之列，请刷新页面再选")
    made = Adjustment.objects.create(assessment=assessment, left_out=appointment, reason=reason)
    _note(assessment, "调整评议对象", by, said=f"{made}：{reason}")


@transaction.atomic
def add(adjustment: Adjustment, *, by: User) -> None:
    """Somebody appointed in the year otherwise than by a selection that is on record here."""
    assessment = adjustment.assessment = _adjusting(adjustment.assessment, by)
    adjustment.save()
    _note(assessment, "调整评议对象", by, said=f"{adjustment}：{adjustment.reason}")


@transaction.atomic
def take_back(adjustment: Adjustment, *, by: User) -> None:
    assessment = _adjusting(adjustment.assessment, by)
    said = f"撤回{adjustment}"
    adjustment.delete()
    _note(assessment, "调整评议对象", by, said=said)


@transaction.atomic
def draw(
    assessment: Assessment,
    *,
    by: User,
    scrutineers: Iterable[User],
    channel: str,
    closes_at: datetime | None = None,
    categories: Iterable[str] = (),
    is_by_class: bool = True,
) -> None:
    """Drafts of the tables that have none, or whose poll came to nothing; one meeting opens them together."""
    assessment, watching = _held(assessment, by), list(scrutineers)
    if assessment.is_drawn:
        raise Refused("票样和名册已经准备；有变化的，请点“重新准备”")
    assessment.categories, assessment.is_by_class = list(categories), is_by_class
    persons = judged(assessment)
    _refuse_judges_in_their_own_cause(persons, watching, by)
    packet = Packet.objects.create(organisation=assessment.organisation, title=str(assessment))
    wanted, how = drafts.of(assessment, persons), {"channel": channel, "closes_at": closes_at}
    for table, poll in (("work", assessment.work), ("promotions", assessment.promotions)):
        if poll is None or poll.state == Poll.State.VOID:
            draft = wanted.get(table)
            setattr(assessment, table, draft and _write(assessment, draft, watching, packet=packet, **how))
    assessment.save()
    _bar(assessment, persons)
    _note(assessment, "准备评议票样和名册", by)


@transaction.atomic
def redraw(assessment: Assessment, *, by: User) -> None:
    """重新准备: papers and roll as of today; channel, deadline and scrutineers of the drafts stay."""
    assessment = _held(assessment, by)
    persons = judged(assessment)
    _refuse_judges_in_their_own_cause(persons, list(_scrutineers(assessment)), by)
    wanted = drafts.of(assessment, persons)
    for poll in assessment.polls:
        if poll.state == Poll.State.DRAFT and (draft := wanted.get(_table(assessment, poll))):
            polls.redraw(
                poll,
                subjects=draft.subjects,
                counting=draft.counting,
                electors=draft.electors,
                deductions=draft.deductions,
            )
    _redraw_promotions(assessment, wanted.get("promotions"), by)
    _bar(assessment, persons)
    _note(assessment, "重新准备评议票样和名册", by)


def _redraw_promotions(assessment: Assessment, draft: Draft | None, by: User) -> None:
    """表2 comes and goes with the persons on it."""
    poll, work = assessment.promotions, assessment.work
    if poll is not None and draft is None and poll.state == Poll.State.DRAFT:
        polls.void(poll, by, NOBODY)
        assessment.promotions = None
    elif poll is None and draft is not None and work is not None and work.state == Poll.State.DRAFT:
        how = {"packet": work.packet, "channel": work.channel, "closes_at": work.closes_at}
        assessment.promotions = _write(assessment, draft, work.scrutineers.all(), **how)
    assessment.save()


def objections(poll: Poll) -> Iterator[str]:
    """What keeps a draft from being opened: it no longer says who is judged, or who takes part."""
    assessment = Assessment.objects.holding(poll).select_related("organisation", "work", "promotions").first()
    if assessment is not None and poll in stale(assessment):
        yield STALE


def stale(assessment: Assessment) -> list[Poll]:
    """The drafts that aren't as they would be today."""
    waiting = [poll for poll in assessment.polls if poll.state == Poll.State.DRAFT]
    wanted = drafts.of(assessment, judged(assessment)) if waiting else {}
    return [poll for poll in waiting if drafts.differs(poll, wanted.get(_table(assessment, poll)))]


def page_of(poll: Poll, user: User) -> tuple[str, str] | None:
    """The assessment to which a poll belongs, for those who may read it."""
    found = Assessment.objects.visible_to(user).holding(poll).first()
    return (str(found), found.get_absolute_url()) if found else None


def _write(assessment: Assessment, draft: Draft, watching: Iterable[User], **how: Any) -> Poll:
    made = polls.draw_up(
        organisation=assessment.organisation,
        ledger=ledgers.of_organisation(assessment.organisation),
        title=draft.title,
        kind=Poll.Kind.GRADING,
        subjects=draft.subjects,
        counting=draft.counting,
        electors=draft.electors,
        deductions=draft.deductions,
        instructions=draft.instructions,
        asks_remarks=True,
        roll_scope=SCOPE,
        **how,
    )
    polls.appoint_scrutineers(made, watching)
    return made


def _table(assessment: Assessment, poll: Poll) -> str:
    return "work" if assessment.work_id == poll.pk else "promotions"


def _scrutineers(assessment: Assessment) -> Iterator[User]:
    for poll in assessment.polls:
        yield from poll.scrutineers.all()


def _bar(assessment: Assessment, persons: list[Promoted]) -> None:
    """Whoever is judged votes as everybody does, and sees of both polls no more than that."""
    for poll in assessment.polls:
        polls.bar(poll, [user for each in persons for user in each.users])


def _refuse_judges_in_their_own_cause(persons: list[Promoted], watching: list[User], by: User) -> None:
    own = {user.pk: each.name for each in persons for user in each.users}
    if by.pk in own:
        raise Refused("您是被评议的新提拔干部，应当回避，请由其他人办理")
    if not watching:
        raise Refused("请指定监票人")
    if named := [own[each.pk] for each in watching if each.pk in own]:
        raise Refused(f"{'、'.join(named)}是被评议的新提拔干部，不能监票")


def _adjusting(assessment: Assessment, by: User) -> Assessment:
    assessment = _held(assessment, by)
    if not assessment.is_open_to_adjustment:
        raise Refused("评议已经开始，评议对象不能再调整")
    return assessment


def _held(assessment: Assessment, by: User) -> Assessment:
    _ask(assessment.organisation, by)
    register.hold(assessment.organisation)
    found = Assessment.objects.select_related("organisation", "work__packet", "promotions")
    return found.get(pk=assessment.pk)


def _ask(organisation: Organisation, by: User) -> None:
    if not by.runs(organisation):
        raise Refused("您没有组织“一报告两评议”的权限，请由本单位人事干部办理")


def _note(assessment: Assessment, act: str, by: User, **payload: Any) -> None:
    ledgers.append(
        ledgers.of_organisation(assessment.organisation),
        act,
        by=by,
        about=f"assessment:{assessment.pk}",
        title=str(assessment),
        **payload,
    )
