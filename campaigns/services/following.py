"""What a step brings with it, as a table that one can read."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from campaigns import documents, ticking
from campaigns.choices import ActKind, AgendaPurpose, Purpose, Standing
from campaigns.models import AgendaItem, Appointment, Campaign, FilingPackage, FilingReply, Suspension
from selection.accounts.models import User
from selection.records import reviews
from selection.records.models import DatedAct

from . import appointing, filing, publicizing

FollowUp = Callable[[Campaign, User], None]


def after(campaign: Campaign, step: str, by: User) -> None:
    for follow_up in FOLLOW_UPS.get(step, ()):
        follow_up(campaign, by)


def after_pause(campaign: Campaign, suspension: Suspension) -> None:
    ticking.resume_periods(campaign, suspension)


def _draw_up_plan(campaign: Campaign, by: User) -> None:
    documents.plan.draw_up(campaign.plan, by=by)


def _annul_appointments(campaign: Campaign, by: User) -> None:
    appointing.annul_all(campaign)


def _open_filing(campaign: Campaign, by: User) -> None:
    filing.open_filing(campaign)


def _leave_recommendation_behind(campaign: Campaign, by: User) -> None:
    """重新推荐: ballots, talks and what rested on them are superseded; the persons stand as at first."""
    _supersede(
        campaign,
        [Purpose.RECOMMENDATION, Purpose.EVALUATION, Purpose.TALK_RECOMMENDATION, Purpose.TALK_CONSULTATION],
        [ActKind.DUTY_REPORT, ActKind.WRITTEN_OPINIONS, ActKind.INSPECTION_NOTICE],
        [AgendaPurpose.SHORTLIST, AgendaPurpose.INSPECTEES],
    )
    campaign.talks.exclude(kind="inspection").update(is_superseded=True)
    for person in campaign.live().filter(standing=Standing.INSPECTEE):
        person.return_to_qualified()
        person.save()


def _leave_decision_behind(campaign: Campaign, by: User) -> None:
    """复议 and 补充考察: the vote and the notices that rested on it are superseded."""
    _supersede(campaign, [Purpose.DECISION], [], [AgendaPurpose.DECISION])
    for notice in campaign.publicities.standing():
        publicizing.withdraw_notice(notice)
    for person in campaign.live().filter(standing=Standing.PROPOSED):
        person.return_to_inspectee()
        person.save()


def _reopen_plan(campaign: Campaign, by: User) -> None:
    """方案变更: what was approved no longer stands; a new submission pins the rules anew."""
    plan = campaign.plan
    plan.finalised_at = None
    plan.save(update_fields=["finalised_at"])
    if plan.review is not None:
        reviews.reopen(plan.review)
    _supersede(campaign, [], [ActKind.PUBLICATION], [AgendaPurpose.PLAN])


def _withdraw_notices(campaign: Campaign, by: User) -> None:
    for notice in campaign.publicities.filter(state__in=["running", "ended"]):
        publicizing.withdraw_notice(notice)


def _supersede(campaign: Campaign, purposes: list, acts: list, items: list) -> None:
    campaign.rounds.filter(purpose__in=purposes).update(is_superseded=True)
    mine = Q(campaign=campaign) | Q(campaign=None)
    campaign.plan.acts.filter(mine, kind__in=acts).update(is_superseded=True)
    AgendaItem.objects.filter(mine, meeting__plan=campaign.plan, purpose__in=items).update(is_superseded=True)


FOLLOW_UPS: dict[str, tuple[FollowUp, ...]] = {
    "announce": (_draw_up_plan,),
    "file": (_open_filing,),
    "recommend_again": (_leave_recommendation_behind,),
    "inspect_again": (_leave_decision_behind,),
    "decide_again": (_leave_decision_behind,),
    "revise_plan": (_reopen_plan,),
    "terminate": (_withdraw_notices,),
    "void": (_withdraw_notices, _annul_appointments),
}


def after_confirmation(done: DatedAct, by: User) -> None:
    """What an act entered from paper sets going once it counts."""
    if follow_up := ON_CONFIRMED.get(type(done)):
        follow_up(done, by)


ON_CONFIRMED: dict[type[DatedAct], Callable[..., None]] = {
    Appointment: appointing.on_confirmed,
    FilingPackage: filing.on_package_confirmed,
    FilingReply: filing.on_reply_confirmed,
}
