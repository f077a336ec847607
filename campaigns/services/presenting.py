"""Fix how a contest presents its persons, draw who speaks when, and say who did not come (A096–A100, AMB-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from secrets import SystemRandom
from typing import Any

from django.db import transaction

from campaigns import contest, permissions
from campaigns.choices import DrawnBy, KeptOfContest, Stage, Weighing
from campaigns.models import Campaign, Criterion, Draw, Plan, Presentation, ScorePart, ScoreSheet, Slot
from campaigns.ranking import WHOLE, Weights
from personnel.models import StaffMember
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Attachment

from . import people, plans
from .acts import check_day, may_record
from .authority import ask_to_confirm, need, require, take

ARRANGING = "确定竞岗演讲和量分办法"
ARRANGED_IN = (Stage.PREPARE, Stage.ANNOUNCE, Stage.RECOMMEND, Stage.EVALUATE)
PRESENTED_IN = Stage.EVALUATE
Lines = Sequence[tuple[str, int]]  # what it is called, and its points or its weight


@dataclass(frozen=True)
class Arrangement:
    """What the plan fixes before anybody speaks."""

    mode: str
    audience: str
    minutes: int
    criteria: Lines
    held_on: date | None = None
    place: str = ""
    drops_extremes: bool = False
    shows_results: bool = False
    judges_weight: int = WHOLE
    parts: Lines = ()
    weighing: str = Weighing.UNSET
    weights: Weights = Weights(0, 0, 0)

    def faults(self, campaign: Campaign) -> Iterator[str]:
        rules = campaign.ruleset.contest
        if rules.modes and self.mode not in rules.modes:
            yield "本方案规则不采用这种演讲形式，请另选"
        if self.drops_extremes and not rules.may_drop:
            yield "本方案规则取全部评委的平均分，不能去掉最高分和最低分"
        if (total := sum(points for _, points in self.criteria)) != WHOLE:
            yield f"各评分项目的满分合计应为100，现合计{total}"
        if (total := self.judges_weight + sum(weight for _, weight in self.parts)) != WHOLE:
            yield f"评委量分和其他量分项目的比重合计应为100，现合计{total}"
        weights = self.weights
        total = weights.scores + weights.evaluation + weights.opinions
        if self.weighing == Weighing.WEIGHTED and total != WHOLE:
            yield f"评委量分、民主测评、书面意见的权重合计应为100，现合计{total}"
        yield from _twice("评分项目", self.criteria)
        yield from _twice("量分项目", self.parts)

    @property
    def fields(self) -> dict[str, Any]:
        weights = self.weights if self.weighing == Weighing.WEIGHTED else Weights(0, 0, 0)
        same = ("mode", "audience", "minutes", "held_on", "place", "drops_extremes", "shows_results")
        return {name: getattr(self, name) for name in (*same, "judges_weight", "weighing")} | {
            "scores_weight": weights.scores,
            "evaluation_weight": weights.evaluation,
            "opinions_weight": weights.opinions,
        }


def _twice(what: str, lines: Lines) -> Iterator[str]:
    names = [name for name, _ in lines]
    if len(set(names)) < len(names):
        yield f"{what}有重复，请核对"


@transaction.atomic
def arrange(campaign: Campaign, arrangement: Arrangement, *, by: User, reason: str = "") -> Presentation:
    """Part of the plan, and fixed with it: afterwards only day, place and what is shown change, with a reason."""
    may_record(campaign.plan, by)
    locked = take(campaign, "安排竞岗演讲", *ARRANGED_IN)
    if not contest.is_contest(locked):
        raise Refused("只有竞岗聘任才安排演讲和量分")
    if faults := list(arrangement.faults(locked)):
        raise Refused(faults)
    held = contest.presentation_of(locked)
    if held is not None:
        _refuse_once_begun(held)
        if locked.plan.is_final:
            need((reason, "方案已定稿，改动演讲的日期、地点等安排须写明原因"))
    before = held.facts() if held is not None else None
    held = _write(locked, held, arrangement)
    if before != held.facts():
        _refuse_closed(locked.plan, is_first=before is None)
    ledgers.append(
        locked.ledger,
        ARRANGING,
        by=by,
        about=f"campaign:{locked.pk}",
        criteria=[list(line) for line in arrangement.criteria],
        parts=[list(line) for line in arrangement.parts],
        reason=reason.strip(),
        arranged={name: str(value) for name, value in arrangement.fields.items()},
    )
    return held


def _refuse_closed(plan: Plan, *, is_first: bool) -> None:
    """A rulebook without speeches lets a plan be final that says nothing of them; one may come later."""
    if not (is_first and plan.is_final) and (closed := plans.closed_because(plan)):
        raise Refused(f"演讲和量分办法写在方案里，现在只能改日期、地点和现场是否公布得分。{closed}")


def _refuse_once_begun(held: Presentation) -> None:
    if held.draw is not None or ScoreSheet.objects.filter(judge__presentation=held).exists():
        raise Refused("演讲顺序已经抽签，演讲和量分的安排不能再改")


def _write(campaign: Campaign, held: Presentation | None, arrangement: Arrangement) -> Presentation:
    if held is None:
        held = Presentation(campaign=campaign)
    for name, value in arrangement.fields.items():
        setattr(held, name, value)
    held.save()
    held.criteria.all().delete()
    held.parts.all().delete()
    Criterion.objects.bulk_create(
        Criterion(presentation=held, position=position, title=title, points=points)
        for position, (title, points) in enumerate(arrangement.criteria, 1)
    )
    ScorePart.objects.bulk_create(
        ScorePart(presentation=held, title=title, weight=weight) for title, weight in arrangement.parts
    )
    return held


def present_again(campaign: Campaign) -> None:
    """重新竞聘: as the plan has it; day, place, lots, judges and scores are found anew.

    Whatever else could be changed now would be changed by somebody who has seen the scores.
    """
    held = contest.presentation_of(campaign)
    if held is None:
        return
    campaign.presentations.update(is_superseded=True)
    _write(campaign, None, _arranged(held))


def _arranged(held: Presentation) -> Arrangement:
    return Arrangement(
        mode=held.mode,
        audience=held.audience,
        minutes=held.minutes,
        criteria=list(held.criteria.values_list("title", "points")),
        drops_extremes=held.drops_extremes,
        judges_weight=held.judges_weight,
        parts=list(held.parts.values_list("title", "weight")),
        weighing=held.weighing,
        weights=Weights(held.scores_weight, held.evaluation_weight, held.opinions_weight),
    )


@transaction.atomic
def draw_lots(held: Presentation, *, by: User) -> Draw:
    """The system draws, in the act and once; nobody types the order."""
    staff = _about_to_draw(held, by)
    SystemRandom().shuffle(staff)
    draw = Draw.objects.create(presentation=held, drawn_by=DrawnBy.SYSTEM, entered_by=by)
    return _put_in_order(draw, staff, by)


@transaction.atomic
def enter_draw(
    held: Presentation,
    order: Sequence[StaffMember],
    *,
    by: User,
    happened_on: date,
    attachment: Attachment | None,
) -> Draw:
    """The draw as it was made in the hall, from its signed record; a second person compares the two."""
    check_day(happened_on, True, attachment)
    staff = _about_to_draw(held, by)
    if sorted(each.pk for each in order) != sorted(each.pk for each in staff):
        raise Refused("抽签记录应列出全部人选，每人一个序号，请核对")
    draw = Draw.objects.create(
        presentation=held,
        drawn_by=DrawnBy.PAPER,
        happened_on=happened_on,
        is_backfilled=True,
        attachment=attachment,
        entered_by=by,
    )
    ask_to_confirm(held.campaign.plan, by)
    return _put_in_order(draw, order, by)


def _about_to_draw(held: Presentation, by: User) -> list[StaffMember]:
    may_record(held.campaign.plan, by)
    campaign = take(held.campaign, "抽签", PRESENTED_IN)
    if held.draw is not None:
        raise Refused("演讲顺序已经抽签，只抽一次")
    staff = contest.speakers(campaign)
    if not staff:
        raise Refused("还没有资格审查合格的人选，不能抽签")
    return staff


def _put_in_order(draw: Draw, staff: Sequence[StaffMember], by: User) -> Draw:
    Slot.objects.bulk_create(
        Slot(draw=draw, staff=each, number=number) for number, each in enumerate(staff, 1)
    )
    ledgers.append(
        draw.campaign.ledger,
        "抽签确定演讲顺序",
        by=by,
        about=f"draw:{draw.pk}",
        happened_on=draw.happened_on,
        backfilled=draw.is_backfilled,
        how=draw.get_drawn_by_display(),
        order=[each.pk for each in staff],
        persons=[each.name for each in staff],
    )
    return draw


@transaction.atomic
def add_to_the_end(held: Presentation, staff: StaffMember, *, by: User) -> Slot:
    """Whoever rejoins after the draw speaks last: the others keep what they drew."""
    may_record(held.campaign.plan, by)
    campaign = take(held.campaign, "排定演讲顺序", PRESENTED_IN)
    slots = contest.turns(held)
    if held.is_closed or not slots:
        raise Refused("抽签之后、量分结束之前才能补排演讲顺序")
    drawn = {slot.staff_id for slot in slots}
    if staff not in contest.speakers(campaign) or staff.pk in drawn:
        raise Refused(f"{staff.name}不是未排顺序的人选")
    slot = Slot.objects.create(draw=slots[0].draw, staff=staff, number=slots[-1].number + 1)
    _note(slot, "抽签后补排演讲顺序", by)
    return slot


@transaction.atomic
def say_absent(slot: Slot, *, by: User, reason: str) -> None:
    """Proposed as 自动放弃; it takes effect when another person confirms it (AMB-13)."""
    may_record(slot.draw.campaign.plan, by)
    slot = _take(slot, "登记未到场")
    need((reason, "请写明通知的经过和未到场的情况"))
    if slot.spoke_on is not None:
        raise Refused(f"{slot.staff.name}已经演讲，不能登记为未到场")
    if slot.absence:
        raise Refused(f"{slot.staff.name}已登记为未到场")
    slot.absence, slot.absence_said_by = reason.strip()[:200], by
    slot.save(update_fields=["absence", "absence_said_by"])
    _note(slot, "登记未到场演讲", by, reason=slot.absence)
    ask_to_confirm(slot.draw.campaign.plan, by)


@transaction.atomic
def confirm_absence(slot: Slot, *, by: User) -> None:
    """The second person: whoever did not come gives up every post contended for."""
    require(permissions.may_confirm(slot.draw.campaign.plan, by), "确认自动放弃")
    slot = _take(slot, "确认未到场")
    if not slot.awaits_confirmation:
        raise Refused(f"{slot.staff.name}没有待确认的未到场登记")
    if slot.absence_said_by_id == by.pk:
        raise Refused("未到场须由登记人以外的人确认")
    slot.absence_confirmed_by = by
    slot.save(update_fields=["absence_confirmed_by"])
    _note(slot, "确认未到场演讲，按自动放弃处理", by)
    for person in slot.draw.campaign.live().filter(staff=slot.staff):
        people.give_up(person, by=by, reason=f"未到场演讲：{slot.absence}")


@transaction.atomic
def take_back_absence(slot: Slot, *, by: User, reason: str) -> None:
    """Before it is confirmed: the person came after all, or was let speak later."""
    plan = slot.draw.campaign.plan
    require(permissions.may_run_plan(plan, by) or permissions.may_confirm(plan, by), "撤回未到场登记")
    slot = _take(slot, "撤回未到场登记")
    need((reason, "请写明撤回的原因"))
    if not slot.awaits_confirmation:
        raise Refused(f"{slot.staff.name}没有待确认的未到场登记")
    slot.absence, slot.absence_said_by = "", None
    slot.save(update_fields=["absence", "absence_said_by"])
    _note(slot, "撤回未到场登记", by, reason=reason.strip())


def _take(slot: Slot, act: str) -> Slot:
    take(slot.draw.campaign, act, PRESENTED_IN)
    return Slot.objects.select_related("staff", "draw__presentation__campaign__plan__ledger").get(pk=slot.pk)


def _note(slot: Slot, act: str, by: User, **said: Any) -> None:
    ledgers.append(
        slot.draw.campaign.ledger,
        act,
        by=by,
        about=f"slot:{slot.pk}",
        person=slot.staff.name,
        number=slot.number,
        **said,
    )


@transaction.atomic
def keep(held: Presentation, kind: KeptOfContest | str, text: str, *, by: User) -> None:
    """Write down what the rulebook wants on record of the contest (E020–E026)."""
    may_record(held.campaign.plan, by)
    take(held.campaign)
    kind = KeptOfContest(kind)
    need((text, f"请写明“{kind.label}”的情况"))
    held.refresh_from_db(fields=["kept"])
    held.kept[str(kind)] = text.strip()[:500]
    held.save(update_fields=["kept"])
    ledgers.append(
        held.campaign.ledger,
        f"竞岗记录：{kind.label}",
        by=by,
        about=f"presentation:{held.pk}",
        at=clock.today().isoformat(),
        text=held.kept[str(kind)],
    )
