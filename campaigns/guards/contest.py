"""Was the contest held as it should be, and are the inspectees chosen by what it came to? (A096–A107, E008, T018)"""

from __future__ import annotations

from typing import Any

from campaigns import contest
from campaigns.choices import AgendaPurpose, KeptOfContest, Standing, Weighing
from campaigns.ranking import LEAST_TO_DROP
from selection.reasons import ADVISE, RULES, WARN, rule

PAGE = "campaigns:contest"
ARRANGE = "campaigns:contest_arrange"
CHOSEN = (Standing.INSPECTEE, Standing.PROPOSED, Standing.APPOINTED)


def _held(campaign) -> Any:
    return contest.presentation_of(campaign)


def _is_arranged(campaign):
    return _held(campaign) is not None


def _is_drawn(campaign):
    return _is_arranged(campaign) and bool(contest.turns(_held(campaign)))


@rule(
    "竞岗演讲和量分办法已确定",
    cites="A096 A097 A098 A099 A100",
    about="campaign",
    mend=ARRANGE,
    applies=contest.presents,
)
def presentation_is_arranged(campaign):
    if not _is_arranged(campaign):
        yield "尚未确定竞岗演讲的形式、统一时间和评分项目"


@rule(
    "三项依据的合计办法已确定",
    cites="A106 AMB-15",
    about="campaign",
    mend=ARRANGE,
    applies=contest.presents,
    once=_is_arranged,
)
def weights_are_chosen(campaign):
    if _held(campaign).weighing == Weighing.UNSET:
        yield "评委量分、民主测评和书面意见的权重尚未确定，请确定权重，或选择分别排名、不合计"


@rule(
    "人选均已抽签排定演讲顺序",
    cites="A096",
    about="campaign",
    mend=PAGE,
    applies=contest.presents,
    once=_is_arranged,
)
def speaking_order_is_drawn(campaign):
    held = _held(campaign)
    if (draw := held.draw) is None:
        yield "演讲顺序尚未抽签"
    elif not draw.is_confirmed:
        yield "现场抽签的记录尚待第二人核实"
    else:
        drawn = {slot.staff_id for slot in contest.turns(held)}
        for staff in contest.speakers(campaign):
            if staff.pk not in drawn:
                yield f"{staff.name}尚未排定演讲顺序"


@rule(
    "人选均已演讲",
    cites="A096 AMB-13",
    about="campaign",
    mend=PAGE,
    applies=contest.presents,
    once=_is_drawn,
)
def everybody_has_presented(campaign):
    for slot in contest.turns(_held(campaign)):
        if slot.awaits_confirmation:
            yield f"{slot.staff.name}登记为未到场演讲，按自动放弃处理，尚待第二人确认"
        elif slot.spoke_on is None and not slot.absence:
            yield f"{slot.staff.name}尚未演讲，未到场的请登记"


@rule(
    "评委人数符合规定",
    cites="A101",
    about="campaign",
    effect=WARN,
    mend=PAGE,
    applies=lambda campaign: contest.presents(campaign) and campaign.ruleset.contest.judges_most > 0,
    once=_is_arranged,
)
def judges_are_enough_and_not_too_many(campaign):
    rules, number = campaign.ruleset.contest, _held(campaign).panel.count()
    if not rules.judges_least <= number <= rules.judges_most:
        yield f"评委现有{number}人，应为{rules.judges_least}至{rules.judges_most}人"


@rule(
    "去掉最高分和最低分的，评委不少于5人",
    cites="A102 AMB-14",
    about="campaign",
    mend=PAGE,
    applies=contest.presents,
    once=lambda campaign: _is_arranged(campaign) and _held(campaign).drops_extremes,
)
def judges_are_enough_to_drop_two(campaign):
    if (number := _held(campaign).panel.count()) < LEAST_TO_DROP:
        yield f"方案规定去掉一个最高分和一个最低分，评委应不少于{LEAST_TO_DROP}人，现有{number}人"


@rule(
    "评委与人选没有回避关系",
    cites="A101 R-25",
    about="campaign",
    mend=PAGE,
    applies=contest.presents,
    once=_is_arranged,
)
def judges_are_not_concerned(campaign):
    staff = contest.speakers(campaign)
    for judge in _held(campaign).panel:
        if why := contest.conflict(judge, staff):
            yield f"评委{judge.name}{why}，应当回避，请更换评委"


@rule(
    "评委量分已结束",
    cites="A102 A106",
    about="campaign",
    mend=PAGE,
    applies=contest.presents,
    once=_is_drawn,
)
def scoring_is_closed(campaign):
    if not _held(campaign).is_closed:
        yield "评委量分尚未结束"


@rule(
    "确定考察对象的依据齐全",
    cites="A106 AMB-15",
    about="campaign",
    mend="campaigns:contest_figures",
    applies=contest.presents,
    once=_is_drawn,
)
def every_input_is_there(campaign):
    """The evaluation is asked for by its own rule; here only what is weighed besides it."""
    weights = _held(campaign).weights
    for line in contest.table(campaign):
        if not line.person.is_live:
            continue
        for part in line.inputs.parts:
            if part.points is None and part.title != contest.JUDGES:
                yield f"{line.person.staff.name}的{part.title}成绩尚未录入或尚待核实"
        if weights and weights.opinions and line.inputs.opinions is None:
            yield f"{line.person}的书面意见份数尚未录入或尚待核实"


def _counted(campaign, spare):
    """What the inspectees fall short of, pool by pool: a person who contends for two posts is one (AMB-16)."""
    chosen = campaign.live().filter(standing__in=CHOSEN)
    openings = [opening for opening in campaign.openings.all() if not opening.is_settled]
    by_post = campaign.ruleset.contest.counted_by == "post"
    for pool in [[each] for each in openings] if by_post else [openings]:
        seats = sum(opening.seats for opening in pool)
        number = chosen.filter(opening__in=pool).values("staff").distinct().count()
        if seats and number < (needed := spare.needed(seats)):
            where = str(pool[0]) if by_post else "本次竞岗"
            yield f"{where}拟任{seats}人，考察对象{number}人，应不少于{needed}人"


def _was_chosen(campaign):
    return campaign.resolved(AgendaPurpose.INSPECTEES).exists()


def _is_waived(campaign):
    """Whether fewer qualified persons than the rulebook wants were allowed (A051)."""
    granted = [each.rule for each in campaign.waivers.all() if each.is_granted]
    return any("A051" in RULES[key].cites for key in granted if key in RULES)


def _has_spare(campaign):
    return contest.is_contest(campaign) and campaign.ruleset.contest.spare is not None


@rule(
    "考察对象多于拟任职务人数",
    cites="A107 E021 AMB-16",
    about="campaign",
    mend="meeting:inspectees",
    applies=_has_spare,
    once=_was_chosen,
    opened_by="A051",
    opens=_is_waived,
)
def inspectees_outnumber_posts(campaign):
    """Where too few qualified persons were allowed, the bureau may allow too few inspectees."""
    yield from _counted(campaign, campaign.ruleset.contest.spare)


@rule(
    "差额考察",
    cites="T018 E021 AMB-16",
    about="campaign",
    effect=WARN,
    mend="meeting:inspectees",
    applies=lambda campaign: campaign.ruleset.inspection.spare is not None,
    once=_was_chosen,
)
def inspectees_reach_the_differential(campaign):
    yield from _counted(campaign, campaign.ruleset.inspection.spare)


@rule(
    "不按名次确定考察对象的已说明理由",
    cites="E008 A108",
    about="campaign",
    effect=WARN,
    mend="meeting:inspectees",
    applies=lambda campaign: contest.is_contest(campaign) and campaign.ruleset.contest.in_order,
    once=_was_chosen,
    tells_figures=True,
)
def whoever_was_skipped_is_told_why(campaign):
    noted = _noted(campaign)
    ranked = [(line.person, line.place.number) for line in contest.table(campaign) if line.place]
    for person, place in ranked:
        behind = [
            other.staff.name
            for other, number in ranked
            if other.opening_id == person.opening_id and other.standing in CHOSEN and number > place
        ]
        if person.standing == Standing.NOT_SELECTED and behind and person.pk not in noted:
            yield (
                f"{person}综合排名第{place}，未列为考察对象而列了名次在后的{behind[0]}，"
                "请在确定考察对象的会议记录中写明理由"
            )


def _noted(campaign) -> set[int]:
    """Of whom the meeting that chose the inspectees wrote something down."""
    said = campaign.resolved(AgendaPurpose.INSPECTEES).values_list("outcomes__candidacy", "outcomes__note")
    return {person for person, note in said if note}


@rule(
    "竞岗过程的记录齐全",
    cites="E020 E023 E024 E025 E026",
    about="campaign",
    effect=ADVISE,
    mend=PAGE,
    applies=lambda campaign: contest.is_contest(campaign) and bool(campaign.ruleset.contest.kept),
    once=_is_arranged,
)
def contest_is_on_record(campaign):
    kept = _held(campaign).kept
    for key in campaign.ruleset.contest.kept:
        if not kept.get(key):
            yield f"尚未记录“{KeptOfContest(key).label}”的情况"


# What the plan says of the contest is settled before it is handed in.
PLAN_RULES = (presentation_is_arranged, weights_are_chosen)
RULES_OF_CONTEST = (
    *PLAN_RULES,
    speaking_order_is_drawn,
    everybody_has_presented,
    judges_are_enough_and_not_too_many,
    judges_are_enough_to_drop_two,
    judges_are_not_concerned,
    scoring_is_closed,
    every_input_is_there,
    contest_is_on_record,
    inspectees_outnumber_posts,
    inspectees_reach_the_differential,
    whoever_was_skipped_is_told_why,
)
