"""What a step brings with it, as a table that one can read."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from ballots import services as polls
from ballots.models import Poll
from campaigns import documents, permissions, ticking, voiding
from campaigns.choices import BALLOTS, PUBLICITY, ActKind, AgendaPurpose, Purpose, Standing
from campaigns.models import (
    Act,
    AgendaItem,
    Appointment,
    Campaign,
    Correction,
    DisciplineOpinion,
    Draw,
    Entry,
    Filing,
    FilingPackage,
    FilingReply,
    Inspection,
    Meeting,
    Opening,
    PartResult,
    Publicity,
    Round,
    ScoreSheet,
    Suspension,
    WrittenOpinion,
)
from campaigns.tracks import again
from selection.accounts import roles
from selection.accounts.models import User
from selection.accounts.roles import Role
from selection.records import papers, reviews
from selection.records.models import DatedAct, Paper

from . import (
    annulling,
    applying,
    appointing,
    correcting,
    counted,
    filing,
    inspecting,
    judging,
    presenting,
    publicizing,
    resolutions,
)
from .authority import tell

CHOSEN_BY = [AgendaPurpose.SHORTLIST, AgendaPurpose.INSPECTEES]
UNDER_THE_PLAN = [Purpose.RECOMMENDATION, Purpose.EVALUATION, Purpose.TALK_RECOMMENDATION]
FollowUp = Callable[[Campaign, User], None]


def after(campaign: Campaign, step: str, by: User, because: str = "") -> None:
    """``because`` is written on what ends with the step."""
    _end_polls(campaign, ENDS_POLLS.get(step, ()), by, because)
    for follow_up in FOLLOW_UPS.get(step, ()):
        follow_up(campaign, by)


def after_pause(campaign: Campaign, suspension: Suspension) -> None:
    ticking.resume_periods(campaign, suspension)


def _draw_up_plan(campaign: Campaign, by: User) -> None:
    """Once for all tracks of the plan."""
    of_the_plan = Paper.objects.in_force().filter(document__plan=campaign.plan, kind=documents.plan.KIND)
    if not of_the_plan.exists():
        documents.plan.draw_up(campaign.plan, by=by)


def _annul_appointments(campaign: Campaign, by: User) -> None:
    annulling.annul_all(campaign, by)


def _take_everything_back(campaign: Campaign, by: User) -> None:
    """宣布无效: posts, notices and papers say so."""
    campaign.openings.filter(result__in=[Opening.Result.OPEN, Opening.Result.FILLED]).update(
        result=Opening.Result.VOIDED
    )
    for notice in campaign.publicities.standing():
        publicizing.withdraw_notice(notice, "因宣布无效撤销")
    papers.set_aside(voiding.papers_of([campaign]), Paper.State.WITHDRAWN)


def _end_reviews(campaign: Campaign, by: User) -> None:
    for review in voiding.reviews_of(campaign):
        reviews.give_up(review)


def _tell_whoever_is_at_work(campaign: Campaign, by: User) -> None:
    """The school's leaders, who has a task on the plan, and the bureau where it was to answer the filing."""
    plan = campaign.plan
    said = f"《{plan.title}》的一次办理已{campaign.get_stage_display()}：{campaign.ended_because}"
    at_work = {role.user for role in plan.roles.filter(ended_on=None).select_related("user")}
    told = at_work | set(roles.holders(Role.LEADER, plan.organisation))
    if Filing.objects.filter(campaign=campaign, state=Filing.State.SUBMITTED).exists():
        told |= set(User.objects.who_may(filing.REVIEW, plan.organisation.bureau))
    others = [user for user in told - {by} if not permissions.is_recused(plan, user)]
    tell(others, said, campaign.get_absolute_url())


def _open_filing(campaign: Campaign, by: User) -> None:
    filing.open_filing(campaign)


def _leave_recommendation_behind(campaign: Campaign, by: User) -> None:
    """重新推荐: ballots, talks and what rested on them are superseded; the persons stand as at first."""
    for held in campaign.rounds.filter(is_superseded=False).order_by("pk"):
        counted.return_the_moved(held, by, f"{again(campaign)}，{held}的票数不再作数")
    resolutions.return_the_moved(campaign, CHOSEN_BY, by)
    _supersede(
        campaign,
        [Purpose.RECOMMENDATION, Purpose.EVALUATION, Purpose.TALK_RECOMMENDATION, Purpose.TALK_CONSULTATION],
        [ActKind.DUTY_REPORT, ActKind.WRITTEN_OPINIONS, ActKind.INSPECTION_NOTICE],
        CHOSEN_BY,
    )
    campaign.talks.exclude(kind="inspection").update(is_superseded=True)
    WrittenOpinion.objects.filter(candidacy__in=campaign.candidacies()).update(is_superseded=True)
    presenting.present_again(campaign)
    for person in campaign.live().filter(standing=Standing.INSPECTEE):
        person.return_to_qualified()
        person.save()


def _leave_decision_behind(campaign: Campaign, by: User) -> None:
    """复议 and 补充考察: the vote and the notices that rested on it are superseded."""
    _supersede(campaign, [Purpose.DECISION], [ActKind.RECONSIDERATION], [AgendaPurpose.DECISION])
    _leave_behind(campaign, PUBLICITY)
    for notice in campaign.publicities.standing():
        publicizing.withdraw_notice(notice)
    for person in campaign.live().filter(standing=Standing.PROPOSED):
        person.return_to_inspectee()
        person.save()


def _reopen_plan(campaign: Campaign, by: User) -> None:
    """方案变更: neither what was approved stands, nor what was done on it; a new submission pins the rules anew.

    Persons stay named, with what was found of each; they are recommended anew, or decided on anew.
    """
    plan = campaign.plan
    plan.finalised_at = None
    plan.save(update_fields=["finalised_at"])
    if plan.review is not None:
        reviews.reopen(plan.review)
    _supersede(
        campaign,
        UNDER_THE_PLAN,
        [ActKind.PUBLICATION, ActKind.ANNOUNCEMENT],
        [AgendaPurpose.PLAN, AgendaPurpose.SHORTLIST, AgendaPurpose.DECISION],
    )
    for person in campaign.live().filter(standing=Standing.PROPOSED):
        person.return_to_qualified()
        person.save()
    campaign.talks.update(is_superseded=True)
    of_the_plan = Paper.objects.filter(document__plan=plan, kind=documents.plan.KIND)
    papers.set_aside(of_the_plan, Paper.State.SUPERSEDED)


def _withdraw_notices(campaign: Campaign, by: User) -> None:
    for notice in campaign.publicities.filter(state__in=["running", "ended"]):
        publicizing.withdraw_notice(notice)


def _supersede(campaign: Campaign, purposes: list, acts: list, items: list) -> None:
    _leave_behind(campaign, *purposes, *acts, *items)
    campaign.rounds.filter(purpose__in=purposes).update(is_superseded=True)
    mine = Q(campaign=campaign) | Q(campaign=None)
    campaign.plan.acts.filter(mine, kind__in=acts).update(is_superseded=True)
    AgendaItem.objects.filter(mine, meeting__plan=campaign.plan, purpose__in=items).update(is_superseded=True)


def _leave_behind(campaign: Campaign, *matters: str) -> None:
    """What was taken over from the campaign that this one follows is taken over no more."""
    if campaign.follows_id is not None:
        campaign.left_behind = sorted({*campaign.left_behind, *map(str, matters)})
        campaign.save(update_fields=["left_behind"])


def _end_polls(campaign: Campaign, purposes: tuple[Purpose, ...], by: User, because: str) -> None:
    """What was not counted never will be: its envelopes and its key are destroyed."""
    uncounted = [Poll.State.DRAFT, Poll.State.OPEN, Poll.State.CLOSED]
    rounds = campaign.rounds.filter(purpose__in=purposes, poll__state__in=uncounted)
    for poll in Poll.objects.filter(round__in=rounds).order_by("pk"):
        polls.abandon(poll, by, because)


# Which uncounted votes end with a step, because what they belong to is left behind or over.
ENDS_POLLS: dict[str, tuple[Purpose, ...]] = {
    "recommend_again": (Purpose.RECOMMENDATION, Purpose.EVALUATION),
    "inspect_again": (Purpose.DECISION,),
    "decide_again": (Purpose.DECISION,),
    "revise_plan": BALLOTS,
    "terminate": BALLOTS,
    "void": BALLOTS,
}
FOLLOW_UPS: dict[str, tuple[FollowUp, ...]] = {
    "announce": (_draw_up_plan,),
    "file": (_open_filing,),
    "recommend_again": (_leave_recommendation_behind,),
    "inspect_again": (_leave_decision_behind,),
    "decide_again": (_leave_decision_behind,),
    "revise_plan": (_reopen_plan,),
    "terminate": (_withdraw_notices, _end_reviews, _tell_whoever_is_at_work),
    "void": (_annul_appointments, _take_everything_back, _end_reviews, _tell_whoever_is_at_work),
}


def after_confirmation(done: DatedAct, by: User) -> None:
    """What an act entered from paper sets going once it counts."""
    if follow_up := ON_CONFIRMED.get(type(done)):
        follow_up(done, by)


ON_CONFIRMED: dict[type[DatedAct], Callable[..., None]] = {
    Appointment: appointing.on_confirmed,
    FilingPackage: filing.on_package_confirmed,
    FilingReply: filing.on_reply_confirmed,
    Round: counted.on_confirmed,
    Publicity: publicizing.on_confirmed,
    Inspection: inspecting.on_confirmed,
    DisciplineOpinion: inspecting.on_confirmed,
    Correction: correcting.on_confirmed,
    Act: correcting.refuse_withdrawn,
    Meeting: resolutions.on_confirmed,
    Draw: judging.refuse_dropped,
    ScoreSheet: judging.refuse_dropped,
    PartResult: judging.refuse_dropped,
    WrittenOpinion: judging.refuse_dropped,
    Entry: applying.on_confirmed,
}
