"""May a direct appointment go on? Its reasons with their proofs, the decision, the announcement (A044–A046, A116–A118)."""

from __future__ import annotations

from collections.abc import Iterator

from campaigns.choices import ActKind, AgendaPurpose, Standing, Track, TrackReason
from campaigns.recusal import relatives
from campaigns.tracks import on
from selection.chinese import day
from selection.reasons import ADVISE, WARN, Rule, Said, Unknown, rule

from .announce import has_openings, has_people
from .evaluate import every_opening_has_somebody, everybody_is_screened
from .nobody_slips import nobody_is_proposed_twice
from .order import out_of_order
from .publicize import body_is_quorate, decision_is_of_the_body, decision_is_resolved, nobody_is_too_many

direct = on(Track.DIRECT)


@rule(
    "教育局党委建议的人选附有文件",
    cites="A044",
    about="campaign",
    mend="campaigns:plan_setup",
    applies=direct,
    once=has_openings,
)
def proposal_of_the_bureau_is_proved(campaign):
    for opening in campaign.openings.all():
        if opening.reason == TrackReason.BUREAU_PROPOSAL and opening.proof_id is None:
            yield f"{opening}的人选由局党委研究推荐，请上传教育局的文件"


@rule(
    "续聘不超出现聘期",
    cites="A045",
    about="campaign",
    mend="campaigns:people",
    applies=direct,
    once=has_people,
)
def renewal_stays_within_the_term(campaign):
    starts_on = campaign.plan.starts_on
    for person in campaign.live().filter(opening__reason=TrackReason.NEW_PRINCIPAL):
        tenure, name = person.renewed, person.staff.name
        if tenure is None:
            yield f"{name}在{day(starts_on)}没有在任的同级中层职务，不属于现聘期内续聘，请改用其他情形"
        elif tenure.ends_on is None:
            yield Unknown(f"名册没有登记{name}所任{tenure.post}的聘期届满日期，请先补充")


@rule(
    "每个岗位都有直接聘任的人选",
    cites="A118 A126",
    about="campaign",
    mend="campaigns:nominate",
    applies=direct,
    once=has_openings,
)
def every_opening_names_somebody(campaign):
    yield from _said(campaign, every_opening_has_somebody)


@rule(
    "直接聘任的人选均已资格审查",
    cites="A118 A126",
    about="campaign",
    mend="campaigns:screening",
    applies=direct,
    once=has_people,
)
def everybody_named_is_screened(campaign):
    yield from _said(campaign, everybody_is_screened)


@rule(
    "集体研究决定直接聘任的人选",
    cites="A118 A125 R-21",
    about="campaign",
    mend="meeting:decision",
    applies=direct,
)
def direct_appointment_is_decided(campaign):
    """By the body that decides on the other tracks, in a meeting without ballots (AMB-17)."""
    yield from _said(campaign, *DECIDED)
    for person in campaign.live().exclude(standing__in=[Standing.PROPOSED, Standing.APPOINTED]):
        yield f"{person.staff.name}尚未经集体研究决定直接聘任"


@rule(
    "讨论到本人和亲属时退场回避",
    cites="R-25",
    about="campaign",
    effect=ADVISE,
    mend="meeting:decision",
    applies=direct,
    once=lambda campaign: campaign.resolved(AgendaPurpose.DECISION).exists(),
)
def who_is_concerned_withdraws(campaign):
    """Without a ballot nobody is taken off its roll: who was there is asked after by name."""
    people = {person.staff_id: person.staff for person in campaign.live()}
    present = campaign.resolved(AgendaPurpose.DECISION).last().meeting.attendees
    there = set(present.values_list("pk", flat=True))
    for pk, staff in people.items():
        if pk in there:
            yield f"人选{staff.name}到会，讨论本人时应当退场，请确认已经回避"
    for one, why in relatives(people):
        if one.pk in there:
            yield f"{one.name}到会，{why}，讨论时应当退场，请确认已经回避"


DECIDED = (
    decision_is_resolved,
    decision_is_of_the_body,
    body_is_quorate,
    nobody_is_too_many,
    nobody_is_proposed_twice,
)


def _said(campaign, *rules: Rule) -> Iterator[Said]:
    """What rules of later steps on the other tracks say here already."""
    for each in rules:
        if not each.is_premature(campaign):
            yield from each.check(campaign)


@rule(
    "已在教职工大会上通报",
    cites="A116",
    about="campaign",
    mend="act:announcement",
    applies=on(Track.DIRECT, also=lambda campaign: campaign.ruleset.direct.announced),
)
def staff_are_told(campaign):
    if campaign.done(ActKind.ANNOUNCEMENT).exists():
        return
    if campaign.was_done_before(ActKind.ANNOUNCEMENT):
        yield "方案变更后，尚未就新的方案重新召开大会通报"
    else:
        yield "尚未登记在全体教职工大会或教职工代表大会上通报直接聘任的情况"


@rule(
    "由校长通报",
    cites="A117",
    about="campaign",
    effect=WARN,
    mend="act:announcement",
    applies=on(Track.DIRECT, also=lambda campaign: campaign.ruleset.direct.by_principal),
    once=lambda campaign: campaign.done(ActKind.ANNOUNCEMENT).exists(),
)
def principal_tells_them(campaign):
    told = campaign.done(ActKind.ANNOUNCEMENT).last()
    if told is not None and not told.figures.get("is_principal"):
        yield f"通报人{told.figures.get('announcer_name', '未登记')}不是校长，直接聘任应由校长通报"


@rule(
    "通报在集体研究决定之后",
    cites="A116 A125 A126",
    about="campaign",
    mend="act:announcement",
    applies=direct,
    once=lambda campaign: campaign.done(ActKind.ANNOUNCEMENT).exists(),
)
def announcement_follows_the_decision(campaign):
    told = campaign.done(ActKind.ANNOUNCEMENT).last()
    item = campaign.resolved(AgendaPurpose.DECISION).last()
    if told is not None and item is not None:
        yield from out_of_order(
            "集体研究决定", item.meeting.happened_on, "通报", told.happened_on, "，请重新通报"
        )


# In the plan already; before anybody is told; before anybody is published or appointed.
PLAN_RULES = (proposal_of_the_bureau_is_proved,)
NAMED = (
    every_opening_names_somebody,
    renewal_stays_within_the_term,
    everybody_named_is_screened,
    direct_appointment_is_decided,
    who_is_concerned_withdraws,
)
TOLD = (*NAMED, staff_are_told, principal_tells_them, announcement_follows_the_decision)
