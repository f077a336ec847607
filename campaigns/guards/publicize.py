"""Has the deciding body decided rightly? (A082–A083, B054–B056, R-21, R-22)"""

from __future__ import annotations

from campaigns.choices import AgendaPurpose, Purpose, Standing, Track
from campaigns.tracks import WITH_VOTES
from campaigns.voices import validity, verdict_on
from selection.chinese import day
from selection.reasons import BLOCK, rule

from . import agenda, stances
from .announce import came_to, has_people
from .decide import NOBODY_SLIPPED, discipline_has_answered, discipline_objects_to_nobody
from .evaluate import every_opening_has_somebody, round_is_missing
from .nobody_slips import everybody_was_voted_on, nobody_is_proposed_twice
from .order import out_of_order, recommendation_is_still_valid, votes_follow_report_and_meeting


def _is_decided(campaign):
    return campaign.resolved(AgendaPurpose.DECISION).exists()


def _turnouts(campaign):
    """What is known of who took part in the votes, by opening."""
    rounds = [(each, campaign.standing_round(Purpose.DECISION, each)) for each in campaign.voted_openings()]
    return [(opening, verdict) for opening, held in rounds if held and (verdict := validity(held))]


def _has_votes(campaign):
    rounds = [campaign.standing_round(Purpose.DECISION, each) for each in campaign.voted_openings()]
    return any(held is not None and held.is_counted for held in rounds)


@rule(
    "集体研究决定拟聘人选",
    cites="A082 A083 A125 B054 B055 R-7 D010 A111",
    about="campaign",
    mend="meeting:decision",
)
def decision_is_resolved(campaign):
    item = campaign.resolved(AgendaPurpose.DECISION).last()
    if item is None:
        heard = "" if campaign.track == Track.DIRECT else "听取考察汇报、"
        yield f"尚无{campaign.ruleset.decision.body}{heard}讨论决定的记录"
        return
    reports = [person.inspection.happened_on for person in campaign.live_on_file() if person.inspection]
    written = max(reports, default=None)
    yield from out_of_order("考察材料形成", written, "讨论决定", item.meeting.happened_on)


@rule(
    "讨论决定由方案确定的会议作出",
    cites="A125 B054 R-21 R-36 T028",
    about="campaign",
    mend="meeting:decision",
    once=_is_decided,
)
def decision_is_of_the_body(campaign):
    item, body = campaign.resolved(AgendaPurpose.DECISION).last(), campaign.plan.body
    if item is not None and body is not None and item.meeting.body_id != body.pk:
        yield f"讨论决定须由方案确定的{body}作出，{item.meeting}不是该会议"


@rule(
    "讨论决定前已听取纪检机关意见",
    cites="B050 B051 B052",
    about="campaign",
    mend="meeting:decision",
    applies=lambda campaign: (
        campaign.ruleset.inspection.discipline_opinion
        and discipline_has_answered.effect_for(campaign) is BLOCK
    ),
    once=_is_decided,
)
def discipline_answers_before_the_decision(campaign):
    item = campaign.resolved(AgendaPurpose.DECISION).last()
    for person in campaign.live_on_file():
        opinion = person.discipline_opinion
        if opinion and opinion.is_answered and opinion.happened_on > item.meeting.happened_on:
            yield (
                f"{person.staff.name}的廉政意见（{day(opinion.happened_on)}）"
                f"晚于讨论决定（{day(item.meeting.happened_on)}），请重新讨论决定"
            )


@rule(
    "到会成员达到三分之二",
    cites="R-21 A125 B054 AMB-25 E015",
    about="campaign",
    mend="meeting:decision",
    once=lambda campaign: _is_decided(campaign) or bool(_turnouts(campaign)),
)
def body_is_quorate(campaign):
    """The meeting that deliberates is the body too, not only those who then voted."""
    yield from came_to(campaign, AgendaPurpose.DECISION)
    for opening, verdict in _turnouts(campaign):
        if not verdict.holds:
            yield f"{opening}：{verdict.sentence}"


@rule(
    "每个岗位均已表决",
    cites="B056 R-22 AMB-25 T027 E005 E018",
    about="campaign",
    mend="rounds:decision",
    applies=WITH_VOTES,
    once=has_people,
)
def every_opening_is_voted(campaign):
    for opening in campaign.voted_openings():
        for missing in round_is_missing(campaign, Purpose.DECISION, "讨论决定表决", opening):
            yield f"{opening}：{missing}"


@rule(
    "拟聘人选均获表决通过",
    cites="R-22 B056",
    about="campaign",
    mend="rounds:decision",
    applies=WITH_VOTES,
    once=_has_votes,
    tells_figures=True,
)
def everybody_proposed_is_adopted(campaign):
    for person in campaign.live():
        held = campaign.standing_round(Purpose.DECISION, person.opening)
        verdict = verdict_on(held, person)
        if verdict is not None and not verdict.holds:
            yield f"{person.staff.name}：{verdict.sentence}，请作未列为人选或暂缓处理"
        elif person.standing != Standing.PROPOSED and verdict is not None:
            yield f"{person.staff.name}已获表决通过，请确认表决结果"


@rule(
    "拟聘人数不超过名额",
    cites="A055 R-22",
    about="campaign",
    mend="rounds:decision",
    once=lambda campaign: campaign.live().filter(standing=Standing.PROPOSED).exists(),
)
def nobody_is_too_many(campaign):
    for opening in campaign.openings.all():
        proposed = opening.candidacies.filter(standing=Standing.PROPOSED).count()
        if proposed > opening.seats:
            yield f"{opening}拟聘{proposed}人，超过名额{opening.seats}人"


RULES = (
    recommendation_is_still_valid,
    *agenda.RULES,
    *stances.RULES,
    decision_is_resolved,
    decision_is_of_the_body,
    discipline_answers_before_the_decision,
    discipline_objects_to_nobody,
    body_is_quorate,
    every_opening_is_voted,
    everybody_was_voted_on,
    votes_follow_report_and_meeting,
    everybody_proposed_is_adopted,
    nobody_is_too_many,
    nobody_is_proposed_twice,
    *NOBODY_SLIPPED,
    every_opening_has_somebody,
)
