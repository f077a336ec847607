"""Did the steps follow one another, by the days on which they happened? (A063–A083, R-6)

What is compared is when an act was done, never when it was entered: paper may come in later.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from campaigns.choices import ActKind, AgendaPurpose, Purpose, Stage, TalkKind, Track
from campaigns.eligibility.counting import months_after
from campaigns.tracks import WITH_VOTES, on
from campaigns.voices import talk_days, talks_needed
from selection import clock
from selection.chinese import day
from selection.reasons import rule


def out_of_order(
    first: str, first_on: date | None, then: str, then_on: date | None, tail: str = ""
) -> Iterator[str]:
    """One sentence where ``then`` is dated before ``first``; a day that is not known says nothing."""
    if first_on is not None and then_on is not None and then_on < first_on:
        yield f"{then}（{day(then_on)}）早于{first}（{day(first_on)}）{tail}"


@rule(
    "推荐在公布方案之后",
    cites="A063 B037",
    about="campaign",
    mend="rounds:recommendation",
    applies=on(Track.NON_COMPETITIVE),
    once=lambda campaign: was_held(campaign, Purpose.RECOMMENDATION),
)
def recommendation_follows_publication(campaign):
    published = campaign.done(ActKind.PUBLICATION).first()
    if published is None:
        return
    meeting = campaign.standing_round(Purpose.RECOMMENDATION)
    talks = talk_days(campaign, TalkKind.RECOMMENDATION)
    first_talk = talks[0] if talks else None
    yield from out_of_order("公布工作方案", published.happened_on, "谈话推荐", first_talk)
    yield from out_of_order("公布工作方案", published.happened_on, "会议推荐", held_on(meeting))


@rule(
    "谈话推荐、确定会议推荐人选、会议推荐依次进行",
    cites="B028 B033 B034 B035 R-4",
    about="campaign",
    mend="meeting:shortlist",
    applies=on(
        Track.NON_COMPETITIVE, also=lambda campaign: campaign.ruleset.recommendation.shortlist_meeting
    ),
    once=lambda campaign: campaign.resolved(AgendaPurpose.SHORTLIST).exists(),
)
def shortlist_stands_between_talks_and_meeting(campaign):
    item = campaign.resolved(AgendaPurpose.SHORTLIST).last()
    if item is None:
        return
    resolved, label = item.meeting.happened_on, "确定会议推荐人选的会议"
    if campaign.ruleset.recommendation.talks:
        yield from out_of_order("谈话推荐达到规定人数", _enough_talks_on(campaign), label, resolved)
    meeting = campaign.standing_round(Purpose.RECOMMENDATION)
    yield from out_of_order(label, resolved, "会议推荐", held_on(meeting))


def _enough_talks_on(campaign) -> date | None:
    """The day on which the talks of recommendation came to the number that is asked for."""
    days = talk_days(campaign, TalkKind.RECOMMENDATION)
    need = max(talks_needed(campaign, TalkKind.RECOMMENDATION), 1)
    return days[need - 1] if len(days) >= need else None


@rule(
    "民主测评不早于会议推荐",
    cites="A070 B042",
    about="campaign",
    mend="rounds:evaluation",
    applies=on(Track.NON_COMPETITIVE),
    once=lambda campaign: was_held(campaign, Purpose.EVALUATION),
)
def evaluation_follows_recommendation(campaign):
    meeting = campaign.standing_round(Purpose.RECOMMENDATION)
    evaluation = campaign.standing_round(Purpose.EVALUATION)
    yield from out_of_order("会议推荐", held_on(meeting), "民主测评", held_on(evaluation))


@rule(
    "推荐结果在有效期内",
    cites="R-6",
    about="campaign",
    mend="campaigns:people",
    applies=on(Track.NON_COMPETITIVE),
    once=lambda campaign: was_held(campaign, Purpose.RECOMMENDATION),
)
def recommendation_is_still_valid(campaign):
    meeting = campaign.standing_round(Purpose.RECOMMENDATION)
    months = campaign.ruleset.recommendation.valid_months
    if meeting is None or not meeting.is_counted:
        return
    until = months_after(meeting.happened_on, months)
    if (used := _used_on(campaign)) > until:
        yield (
            f"会议推荐（{day(meeting.happened_on)}）的结果{months}个月内有效，已于{day(until)}到期，"
            f"不能再用于{day(used)}的办理，请退回重新推荐"
        )


def _used_on(campaign) -> date:
    """When the step that is asked for used the recommendation; today while that is still to come."""
    used = {
        Stage.EVALUATE: _resolved_on(campaign, AgendaPurpose.INSPECTEES),
        Stage.INSPECT: max(
            (person.inspection.happened_on for person in campaign.live_on_file() if person.inspection),
            default=None,
        ),
        Stage.DECIDE: _resolved_on(campaign, AgendaPurpose.DECISION),
    }
    return used.get(campaign.stage) or clock.today()


def _resolved_on(campaign, purpose: AgendaPurpose) -> date | None:
    item = campaign.resolved(purpose).last()
    return item.meeting.happened_on if item else None


@rule(
    "表决在考察和会议之后",
    cites="A082 A083 B049 B054 B056",
    about="campaign",
    mend="rounds:decision",
    applies=WITH_VOTES,
    once=lambda campaign: any(
        was_held(campaign, Purpose.DECISION, opening) for opening in campaign.voted_openings()
    ),
)
def votes_follow_report_and_meeting(campaign):
    item = campaign.resolved(AgendaPurpose.DECISION).last()
    for opening in campaign.voted_openings():
        voted, label = held_on(campaign.standing_round(Purpose.DECISION, opening)), f"{opening}的表决"
        yield from out_of_order("讨论决定的会议", item.meeting.happened_on if item else None, label, voted)
        for person in campaign.live_on_file().filter(opening=opening):
            found = person.inspection
            report = f"{person.staff.name}的考察材料"
            yield from out_of_order(report, found.happened_on if found else None, label, voted)


@rule(
    "公示在讨论决定之后",
    cites="R-26 A083 A084 T031",
    about="campaign",
    mend="campaigns:publicity",
    once=lambda campaign: any(person.notices().exists() for person in campaign.live()),
)
def publicity_follows_the_decision(campaign):
    for person in campaign.live():
        notice = person.notices().last()
        if notice is not None:
            yield from publicity_too_early(campaign, person, notice.happened_on)


def publicity_too_early(campaign, person, posted_on: date) -> Iterator[str]:
    """Asked of a notice before it is posted, and of the one that stands."""
    item = campaign.resolved(AgendaPurpose.DECISION).last()
    voted = campaign.standing_round(Purpose.DECISION, person.opening)
    label, tail = f"{person.staff.name}的公示", "，请核对"
    decided = max(filter(None, (item and item.meeting.happened_on, held_on(voted))), default=None)
    yield from out_of_order("讨论决定", decided, label, posted_on, tail)


def was_held(campaign, purpose: Purpose, opening=None) -> bool:
    return held_on(campaign.standing_round(purpose, opening)) is not None


def held_on(round_) -> date | None:
    """The day of a round that was held; a poll that is still to be held has none."""
    return round_.happened_on if round_ is not None and round_.counts is not None else None
