"""Did everybody who still stands go through every step before this one? (A126)

A person may be held and restored, or brought up while others went on. Each later step asks again.
"""

from __future__ import annotations

from campaigns.choices import Purpose, Standing
from campaigns.tracks import WITH_VOTES, again
from selection.reasons import rule

from .announce import has_people
from .order import was_held


@rule(
    "民主测评列有全部人选",
    cites="A070 A126 B041",
    about="campaign",
    mend="rounds:evaluation",
    applies=WITH_VOTES,
    once=lambda campaign: was_held(campaign, Purpose.EVALUATION),
)
def everybody_was_evaluated(campaign):
    held = campaign.standing_round(Purpose.EVALUATION)
    if held is not None and held.is_counted:
        for person in campaign.live():
            if held.tally(person) is None:
                yield f"{person.staff.name}未列入民主测评，请{again(campaign)}、测评或作未列为人选处理"


@rule(
    "人选均为考察对象",
    cites="A078 A126 B040",
    about="campaign",
    mend="campaigns:people",
    applies=WITH_VOTES,
    once=has_people,
)
def everybody_is_an_inspectee(campaign):
    chosen = (Standing.INSPECTEE, Standing.PROPOSED, Standing.APPOINTED)
    for person in campaign.live().exclude(standing__in=chosen):
        yield f"{person.staff.name}未经确定为考察对象，请退回{again(campaign)}、转入接续办理或作未列为人选处理"


@rule(
    "人选均已列入表决",
    cites="A083 A126 B056",
    about="campaign",
    mend="rounds:decision",
    applies=WITH_VOTES,
    once=lambda campaign: any(
        was_held(campaign, Purpose.DECISION, opening) for opening in campaign.voted_openings()
    ),
)
def everybody_was_voted_on(campaign):
    for person in campaign.live():
        held = campaign.standing_round(Purpose.DECISION, person.opening)
        if held is not None and held.is_counted and held.tally(person) is None:
            yield f"{person.staff.name}未列入讨论决定表决，请另行表决或作未列为人选处理"


@rule(
    "一人只拟聘一个岗位",
    cites="A083 A125",
    about="campaign",
    mend="meeting:decision",
    once=lambda campaign: campaign.live().filter(standing=Standing.PROPOSED).exists(),
)
def nobody_is_proposed_twice(campaign):
    posts: dict[int, str] = {}
    for person in campaign.live().filter(standing__in=(Standing.PROPOSED, Standing.APPOINTED)):
        post = str(person.opening.post)
        if (other := posts.setdefault(person.staff_id, post)) != post:
            yield f"{person.staff.name}同时拟聘{other}和{post}，请按讨论决定的意见只保留一个岗位"
