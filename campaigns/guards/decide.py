"""Is the inspection complete? (A080–A081, B043–B053)"""

from __future__ import annotations

from collections.abc import Iterator

from campaigns.choices import ActKind, DisciplineResult, TalkKind
from campaigns.voices import talk_count, talks_needed
from selection.reasons import WARN, rule

from .announce import has_people
from .beyond import people_with_money_are_audited
from .checking import BEFORE_DECISION
from .evaluate import (
    every_opening_has_somebody,
    everybody_is_screened,
    everybody_was_on_the_ballot,
    talks_were_held_by_two,
)
from .nobody_slips import everybody_is_an_inspectee, everybody_was_evaluated
from .order import out_of_order, recommendation_is_still_valid

NOBODY_SLIPPED = (
    everybody_is_screened,
    everybody_was_on_the_ballot,
    everybody_was_evaluated,
    everybody_is_an_inspectee,
)


def _written(campaign):
    """What there is of 考察材料, of those who go on."""
    return [found for person in campaign.live_on_file() if (found := person.inspection) is not None]


def _answered(campaign):
    return [
        person for person in campaign.live_on_file() if person.discipline_answers - {DisciplineResult.PENDING}
    ]


@rule(
    "考察材料完整",
    cites="A080 A081 B045 B046 B047 R-19 T022 A110",
    about="campaign",
    mend="campaigns:inspections",
    once=has_people,
)
def inspections_are_complete(campaign):
    for person in campaign.live_on_file():
        yield from text_lacks(person)


def text_lacks(person) -> Iterator[str]:
    """Asked again of somebody who rejoins after the others were inspected."""
    found = person.inspection
    if found is None:
        yield f"{person.staff.name}尚无考察材料"
    elif not found.is_confirmed:
        yield f"{person.staff.name}的考察材料是线下补录，尚待第二人核实"
    elif blank := found.missing_parts(person.ruleset.inspection):
        yield f"{person.staff.name}的考察材料缺：{'、'.join(blank)}"


@rule(
    "考察在公告之后",
    cites="A079 R-12",
    about="campaign",
    mend="campaigns:inspections",
    once=lambda campaign: bool(_written(campaign)),
)
def inspections_follow_the_notice(campaign):
    notice = campaign.done(ActKind.INSPECTION_NOTICE).first()
    for person in campaign.live_on_file():
        found = person.inspection
        if notice is not None and found is not None:
            report = f"{person.staff.name}的考察材料"
            yield from out_of_order("考察公告", notice.happened_on, report, found.happened_on)


@rule(
    "考察材料由考察组成员签字",
    cites="B049 R-19 T019 T021",
    about="campaign",
    mend="campaigns:inspections",
    once=lambda campaign: bool(_written(campaign)),
)
def inspections_are_signed(campaign):
    for person in campaign.live_on_file():
        yield from signatures_lack(person, campaign.plan.inspectors)


def signatures_lack(person, team) -> Iterator[str]:
    found = person.inspection
    if found is not None and (missing := set(team) - set(found.signers.all())) and not found.is_backfilled:
        names = "、".join(sorted(member.name for member in missing))
        yield f"{person.staff.name}的考察材料尚待{names}签字"


@rule(
    "考察谈话人数达到要求",
    cites="B043 B048 AMB-24",
    about="campaign",
    mend="talks:inspection",
    applies=lambda campaign: campaign.ruleset.inspection.talks,
)
def enough_were_talked_to(campaign):
    held = talk_count(campaign, TalkKind.INSPECTION).held
    need = talks_needed(campaign, TalkKind.INSPECTION)
    if held < need:
        yield f"考察谈话已谈{held}人，应不少于{need}人"


@rule(
    "已实地走访",
    cites="B044",
    about="campaign",
    effect=WARN,
    mend="act:visit",
    applies=lambda campaign: campaign.ruleset.inspection.visit,
)
def workplaces_are_visited(campaign):
    if not campaign.done(ActKind.VISIT).exists():
        yield "尚未登记实地走访的情况"


@rule(
    "其他单位已派员参加考察",
    cites="T011",
    about="campaign",
    effect=WARN,
    mend="act:joint_inspection",
    applies=lambda campaign: bool(campaign.ruleset.inspection.joined_by),
)
def others_join_the_inspection(campaign):
    if not campaign.done(ActKind.JOINT_INSPECTION).exists():
        yield f"尚未登记{'、'.join(campaign.ruleset.inspection.joined_by)}派员参加考察的情况"


@rule(
    "已了解生活圈、社交圈和八小时以外的表现",
    cites="D009 E004 E011",
    about="campaign",
    effect=WARN,
    mend="campaigns:inspections",
    applies=lambda campaign: campaign.ruleset.inspection.circles,
    once=lambda campaign: bool(_written(campaign)),
)
def circles_are_looked_into(campaign):
    for found in _written(campaign):
        if not found.circles.strip():
            yield f"{found.candidacy.staff.name}的考察材料没有写明生活圈、社交圈和八小时以外的表现"


@rule(
    "考察用了多种方法",
    cites="T020",
    about="campaign",
    effect=WARN,
    mend="campaigns:inspections",
    applies=lambda campaign: campaign.ruleset.inspection.methods_least > 0,
    once=lambda campaign: bool(_written(campaign)),
)
def enough_methods_were_used(campaign):
    need = campaign.ruleset.inspection.methods_least
    for found in _written(campaign):
        if len(found.methods) < need:
            yield f"{found.candidacy.staff.name}的考察用了{len(found.methods)}种方法，一般不少于{need}种"


@rule(
    "纪检机关已回复意见",
    cites="B050 B051 E010",
    about="campaign",
    mend="campaigns:inspections",
    applies=lambda campaign: campaign.ruleset.inspection.discipline_opinion,
    once=has_people,
)
def discipline_has_answered(campaign):
    for person in campaign.live_on_file():
        opinion = person.discipline_opinion
        if opinion is None:
            yield f"{person.staff.name}尚未征求纪检机关意见"
        elif not opinion.is_answered:
            yield f"{person.staff.name}的廉政意见或信访情况尚未回复"
        elif not opinion.is_confirmed:
            yield f"{person.staff.name}的廉政意见是线下补录，尚待第二人核实"


@rule(
    "纪检机关没有不同意见",
    cites="B052 B053 T012 E017",
    about="campaign",
    mend="campaigns:people",
    once=lambda campaign: bool(_answered(campaign)),
)
def discipline_objects_to_nobody(campaign):
    """Asked or merely advised to ask: what discipline has said against a person always counts."""
    for person in campaign.live_on_file():
        answers = person.discipline_answers
        if DisciplineResult.VETO in answers:
            yield f"纪检机关不同意任用{person.staff.name}，请作不再列为人选处理"
        elif DisciplineResult.UNRESOLVED in answers:
            yield f"{person.staff.name}有问题尚未核查清楚，请暂缓或待核查清楚"


RULES = (
    recommendation_is_still_valid,
    inspections_are_complete,
    inspections_follow_the_notice,
    inspections_are_signed,
    *BEFORE_DECISION,
    enough_were_talked_to,
    talks_were_held_by_two,
    workplaces_are_visited,
    others_join_the_inspection,
    people_with_money_are_audited,
    circles_are_looked_into,
    enough_methods_were_used,
    discipline_has_answered,
    discipline_objects_to_nobody,
    *NOBODY_SLIPPED,
    every_opening_has_somebody,
)
