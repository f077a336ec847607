"""Has recommendation brought up people who may stand? (A064–A067, B028–B040)"""

from __future__ import annotations

from campaigns.choices import AgendaPurpose, Conclusion, Purpose, Source, TalkKind
from campaigns.voices import attendance, support, talk_count, talk_support, talks_needed, validity
from selection.reasons import ADVISE, Unknown, rule

from .announce import approval_precedes_the_first_step


@rule(
    "谈话推荐人数达到要求",
    cites="A065 B028 B033",
    about="campaign",
    mend="talks:recommendation",
    applies=lambda campaign: campaign.ruleset.recommendation.talks,
)
def enough_were_asked_in_talks(campaign):
    held = talk_count(campaign, TalkKind.RECOMMENDATION).held
    need = talks_needed(campaign, TalkKind.RECOMMENDATION)
    if held < need:
        yield f"谈话推荐已谈{held}人，应不少于{need}人"


@rule(
    "会议推荐人选经集体研究",
    cites="B034 A125",
    about="campaign",
    mend="meeting:shortlist",
    applies=lambda campaign: campaign.ruleset.recommendation.shortlist_meeting,
)
def shortlist_is_resolved(campaign):
    if not campaign.resolved(AgendaPurpose.SHORTLIST).exists():
        yield "尚无集体研究确定会议推荐人选的记录"


@rule(
    "会议推荐有效",
    cites="A065 B035 B036 B039",
    about="campaign",
    mend="rounds:recommendation",
    applies=lambda campaign: campaign.ruleset.recommendation.meeting,
)
def recommendation_is_valid(campaign):
    yield from round_is_missing(campaign, Purpose.RECOMMENDATION, "会议推荐")


def round_is_missing(campaign, purpose, label, opening=None):
    """What is still wanting of a round: held, closed, valid, counted."""
    held = campaign.standing_round(purpose, opening)
    if held is None:
        yield f"尚未组织{label}"
    elif held.is_paper and not held.is_confirmed:
        yield f"{label}的线下补录尚待第二人核实"
    elif (verdict := validity(held)) is None:
        yield f"{label}尚未截止"
    elif not verdict.holds:
        yield verdict.sentence
    elif held.is_void:
        yield f"{label}本轮已作废，请重新组织"
    elif not held.is_counted:
        yield f"{label}尚未计票"


@rule(
    "推荐会到会人数达到上级规定",
    cites="R-5 AMB-21",
    about="campaign",
    effect=ADVISE,
    mend="rounds:recommendation",
    applies=lambda campaign: (
        campaign.ruleset.recommendation.meeting and campaign.ruleset.recommendation.advised_quorum is not None
    ),
)
def recommendation_meeting_is_well_attended(campaign):
    verdict = attendance(campaign.standing_round(Purpose.RECOMMENDATION))
    if verdict is not None and not verdict.holds:
        yield verdict.sentence


@rule("组织提名经集体研究", cites="A064 A066", about="campaign", mend="meeting:nomination")
def organisation_nominations_are_resolved(campaign):
    for person in campaign.live().filter(source=Source.ORGANISATION, nominated_by=None):
        yield f"{person.staff.name}的组织提名尚无班子集体研究的记录"


@rule(
    "推荐人选均已资格审查",
    cites="A006 A007 A008 A011 B006 B007 B008 B015",
    about="campaign",
    mend="campaigns:screening",
)
def everybody_is_screened(campaign):
    for person in campaign.live():
        if person.screening_conclusion == Conclusion.UNKNOWN:
            yield Unknown(f"{person.staff.name}的资格条件尚有待核事项")
        elif not person.screening_conclusion:
            yield f"{person.staff.name}尚未作资格审查结论"
        elif person.screening_conclusion not in (Conclusion.ELIGIBLE, Conclusion.ON_EXCEPTION):
            yield f"{person.staff.name}不符合资格条件，请作不再列为人选处理"
        elif person.unwaived():
            yield f"{person.staff.name}的例外事项尚未批准：{person.unwaived()[0]['sentence']}"


@rule(
    "票数较低者已作处理",
    cites="A067 B040 AMB-10 AMB-22",
    about="campaign",
    mend="rounds:recommendation",
    tells_figures=True,
)
def low_recommendations_are_concluded(campaign):
    held = campaign.standing_round(Purpose.RECOMMENDATION)
    for person in campaign.live():
        if person.is_promotion or campaign.ruleset.recommendation.low_is == "excluded":
            for verdict in (support(held, person), talk_support(person, TalkKind.RECOMMENDATION)):
                if verdict is not None and not verdict.holds:
                    yield f"{person.staff.name}：{verdict.sentence}，请作出处理"


@rule("每个岗位有人选或已明确空缺", cites="A066 AMB-23", about="campaign", mend="campaigns:openings")
def every_opening_has_somebody(campaign):
    for opening in campaign.openings.all():
        if not opening.is_settled and not opening.candidacies.live().exists():
            yield f"{opening}已无人选，请登记岗位空缺或转下次办理"


@rule("会议推荐列有全部人选", cites="B034 B039", about="campaign", mend="rounds:recommendation")
def everybody_was_on_the_ballot(campaign):
    held = campaign.standing_round(Purpose.RECOMMENDATION)
    if held is not None and held.is_counted:
        for person in campaign.live():
            if held.tally(person) is None:
                yield f"{person.staff.name}未列入会议推荐，请重新推荐或作未列为人选处理"


RULES = (
    approval_precedes_the_first_step,
    enough_were_asked_in_talks,
    shortlist_is_resolved,
    recommendation_is_valid,
    recommendation_meeting_is_well_attended,
    organisation_nominations_are_resolved,
    everybody_was_on_the_ballot,
    low_recommendations_are_concluded,
    everybody_is_screened,
    every_opening_has_somebody,
)
