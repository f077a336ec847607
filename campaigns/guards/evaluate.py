"""Has recommendation brought up people who may stand? (A064–A067, B028–B040)"""

from __future__ import annotations

from django.db.models import Count

from ballots.models import Poll
from campaigns.choices import AgendaPurpose, Conclusion, Purpose, Source, Stage, Standing, TalkKind, Track
from campaigns.tracks import on
from campaigns.voices import attendance, support, talk_count, talk_support, talks_needed, validity
from selection.reasons import ADVISE, WARN, Elsewhere, Unknown, rule

from .announce import approval_precedes_the_first_step, came_to, has_people
from .order import recommendation_follows_publication, shortlist_stands_between_talks_and_meeting
from .rotation import chiefs_rotate_first


@rule(
    "谈话推荐人数达到要求",
    cites="A065 B028 B033",
    about="campaign",
    mend="talks:recommendation",
    applies=on(Track.NON_COMPETITIVE, also=lambda campaign: campaign.ruleset.recommendation.talks),
)
def enough_were_asked_in_talks(campaign):
    held = talk_count(campaign, TalkKind.RECOMMENDATION).held
    need = talks_needed(campaign, TalkKind.RECOMMENDATION)
    if held < need:
        yield f"谈话推荐已谈{held}人，应不少于{need}人"


@rule(
    "每次谈话由两人进行",
    cites="R-13",
    about="campaign",
    effect=WARN,
    mend="",
    once=lambda campaign: campaign.talks.held().filter(is_superseded=False).exists(),
)
def talks_were_held_by_two(campaign):
    for kind in TalkKind:
        held = campaign.talks.held().filter(kind=kind, is_superseded=False)
        alone = held.annotate(talkers_there=Count("talkers")).filter(talkers_there__lt=2).count()
        if alone:
            sentence = f"{kind.label}有{alone}次只由一人谈话，一般应由2人以上进行"
            yield Elsewhere(sentence, f"talks:{kind}")


@rule(
    "会议推荐人选经集体研究",
    cites="B034 A125",
    about="campaign",
    mend="meeting:shortlist",
    applies=on(
        Track.NON_COMPETITIVE, also=lambda campaign: campaign.ruleset.recommendation.shortlist_meeting
    ),
)
def shortlist_is_resolved(campaign):
    if not campaign.resolved(AgendaPurpose.SHORTLIST).exists():
        yield "尚无集体研究确定会议推荐人选的记录"


@rule(
    "会议推荐参考人选多于岗位",
    cites="R-8",
    about="campaign",
    effect=ADVISE,
    mend="campaigns:nominate",
    applies=on(
        Track.NON_COMPETITIVE, also=lambda campaign: campaign.ruleset.recommendation.shortlist_meeting
    ),
    once=lambda campaign: campaign.resolved(AgendaPurpose.SHORTLIST).exists(),
)
def shortlist_outnumbers_the_seats(campaign):
    for opening in campaign.openings.all():
        listed = opening.candidacies.live().count()
        if listed and listed <= opening.seats:
            yield f"{opening}的参考人选{listed}人，没有多于名额{opening.seats}人，一般应有差额"


@rule(
    "确定会议推荐人选的会议到会成员达到三分之二",
    cites="R-21",
    about="campaign",
    effect=ADVISE,
    mend="meeting:shortlist",
    applies=on(
        Track.NON_COMPETITIVE, also=lambda campaign: campaign.ruleset.recommendation.shortlist_meeting
    ),
    once=lambda campaign: campaign.resolved(AgendaPurpose.SHORTLIST).exists(),
)
def shortlist_meeting_is_well_attended(campaign):
    yield from came_to(campaign, AgendaPurpose.SHORTLIST)


@rule(
    "会议推荐有效",
    cites="A065 B035 B036 B039 E003 E006",
    about="campaign",
    mend="rounds:recommendation",
    applies=on(Track.NON_COMPETITIVE, also=lambda campaign: campaign.ruleset.recommendation.meeting),
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
    elif held.poll is not None and held.poll.state == Poll.State.DRAFT:
        yield f"{label}尚未开始投票"
    elif (verdict := validity(held)) is None:
        yield f"{label}尚未截止"
    elif not verdict.holds:
        yield verdict.sentence
    elif held.is_void:
        yield f"{label}本轮已作废，请重新组织"
    elif not held.is_counted:
        yield f"{label}尚未计票"
    elif any(not each.is_counted for each in held.standing_run_offs):
        yield f"{label}的再次投票尚未计票"


@rule(
    "推荐会到会人数达到上级规定",
    cites="R-5 AMB-21",
    about="campaign",
    effect=ADVISE,
    mend="rounds:recommendation",
    applies=on(
        Track.NON_COMPETITIVE,
        also=lambda campaign: (
            campaign.ruleset.recommendation.meeting
            and campaign.ruleset.recommendation.advised_quorum is not None
        ),
    ),
    once=lambda campaign: attendance(campaign.standing_round(Purpose.RECOMMENDATION)) is not None,
)
def recommendation_meeting_is_well_attended(campaign):
    verdict = attendance(campaign.standing_round(Purpose.RECOMMENDATION))
    if verdict is not None and not verdict.holds:
        yield verdict.sentence


@rule(
    "组织提名经集体研究",
    cites="A064 A066 E003",
    about="campaign",
    mend="meeting:nomination",
    once=lambda campaign: campaign.live().filter(source=Source.ORGANISATION).exists(),
)
def organisation_nominations_are_resolved(campaign):
    for person in campaign.live().filter(source=Source.ORGANISATION, nominated_by=None):
        yield f"{person.staff.name}的组织提名尚无班子集体研究的记录"


@rule(
    "推荐人选均已资格审查",
    cites="A006 A007 A008 A011 B006 B007 B008 B015 AMB-4",
    about="campaign",
    mend="campaigns:screening",
    once=has_people,
)
def everybody_is_screened(campaign):
    for person in campaign.live():
        if person.screening_conclusion == Conclusion.UNKNOWN:
            yield Unknown(f"{person.staff.name}的资格条件尚有待核事项")
        elif not person.screening_conclusion:
            yield f"{person.staff.name}尚未作资格审查结论"
        elif person.screening_conclusion not in (Conclusion.ELIGIBLE, Conclusion.ON_EXCEPTION):
            yield f"{person.staff.name}不符合资格条件，请作不再列为人选处理"
        elif not person.is_vouched_for():
            yield Unknown(
                f"{person.staff.name}的待核事项由学校认定为“{person.get_screening_conclusion_display()}”，"
                "须填报人选审核表，由审核单位确认"
            )
        elif person.unwaived():
            finding = person.unwaived()[0]
            stands = "已到期" if person.had_waiver(finding["rule"], finding["sentence"]) else "尚未批准"
            said = f"{person.staff.name}的例外事项{stands}：{finding['sentence']}"
            yield Elsewhere(said, "campaigns:waivers")


@rule(
    "票数较低者已作处理",
    cites="A067 B040 AMB-10 AMB-22 E007",
    about="campaign",
    mend="rounds:recommendation",
    once=lambda campaign: is_counted(campaign, Purpose.RECOMMENDATION) or talks_were_held(campaign),
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
    openings = list(campaign.openings.all())
    if not openings:
        yield "尚未列出本次选拔的岗位"
    elif all(opening.is_settled for opening in openings):
        yield "各岗位均已登记空缺或转下次办理，没有人选可以继续，请终止本次办理"
    manned = set(campaign.live().values_list("opening", flat=True))
    for opening in openings:
        if not opening.is_settled and opening.pk not in manned:
            yield _without_anybody(opening)


def _without_anybody(opening):
    """Somebody who waits is not gone, and who was never named can't be: each is mended elsewhere."""
    held = list(opening.candidacies.filter(standing=Standing.HELD).select_related("staff"))
    if held:
        return Elsewhere(f"{opening}的人选暂缓办理：{'；'.join(map(_why_held, held))}", "campaigns:people")
    if opening.campaign.track == Track.COMPETITIVE and opening.campaign.stage == Stage.RECOMMEND:
        return Elsewhere(f"{opening}没有资格审查合格的人员", "campaigns:shortage")
    if not opening.candidacies.exists():
        return Elsewhere(f"{opening}尚未提出人选", "campaigns:nominate")
    return f"{opening}已无人选，请登记岗位空缺或转下次办理"


def _why_held(person):
    name, objections = person.staff.name, person.objections
    is_alone = not person.campaign.live().exists()
    if objections.open().exists():
        way_on = "办结后恢复" if is_alone else "可转入接续办理，其他人选继续"
        return f"{name}有反映事项尚未办结，{way_on}"
    if objections.filter(conclusion="affecting").exists():
        return f"{name}经查有影响任用的问题，请作不再列为人选处理"
    if objections.exists():
        return f"{name}的反映事项已办结，请恢复后继续办理"
    return f"{name}（{person.standing_reason}），请恢复{'' if is_alone else '，或转入接续办理'}"


def is_counted(campaign, purpose):
    held = campaign.standing_round(purpose)
    return held is not None and held.is_counted


def talks_were_held(campaign, kind=TalkKind.RECOMMENDATION):
    return bool(talk_count(campaign, kind).views)


@rule(
    "会议推荐列有全部人选",
    cites="B034 B039",
    about="campaign",
    mend="rounds:recommendation",
    applies=on(Track.NON_COMPETITIVE),
    once=lambda campaign: is_counted(campaign, Purpose.RECOMMENDATION),
)
def everybody_was_on_the_ballot(campaign):
    held = campaign.standing_round(Purpose.RECOMMENDATION)
    for person in campaign.live():
        if held.tally(person) is None:
            yield f"{person.staff.name}未列入会议推荐，请重新推荐或作未列为人选处理"


RULES = (
    approval_precedes_the_first_step,
    recommendation_follows_publication,
    enough_were_asked_in_talks,
    talks_were_held_by_two,
    shortlist_is_resolved,
    shortlist_outnumbers_the_seats,
    shortlist_meeting_is_well_attended,
    shortlist_stands_between_talks_and_meeting,
    recommendation_is_valid,
    recommendation_meeting_is_well_attended,
    organisation_nominations_are_resolved,
    everybody_was_on_the_ballot,
    low_recommendations_are_concluded,
    everybody_is_screened,
    chiefs_rotate_first,
    every_opening_has_somebody,
)
