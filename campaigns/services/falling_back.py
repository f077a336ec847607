"""Too few are qualified: a post leaves the contest and is filled 不竞岗, under the same plan (A051, A039)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from ballots.verdicts import Bar
from campaigns.choices import AgendaPurpose, Stage, Track, TrackReason
from campaigns.documents import application
from campaigns.models import AgendaItem, Campaign, Entry, Opening, Plan
from campaigns.rulesets.values import OpenBar
from campaigns.tracks import BARS
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers

from . import people, plans
from .acts import may_record
from .authority import need, take, tell


@transaction.atomic
def fall_back(
    opening: Opening,
    item: AgendaItem,
    *,
    by: User,
    reason: str,
    bars: Mapping[str, Bar | None] | None = None,
) -> Campaign:
    """As a meeting resolved; the post is carried over into a non-competitive selection that begins anew.

    Whoever entered for the post alone is out of the contest, and is told so. ``bars`` are those for which the
    approved plan of a contest had no need, as proposed where they aren't given.
    """
    may_record(opening.campaign.plan, by)
    campaign = take(opening.campaign, "改为不竞岗聘任", Stage.RECOMMEND)
    opening.refresh_from_db()
    need((reason, "请写明改为不竞岗聘任的原因"))
    _refuse_unfit(campaign, opening, item)
    because = f"{opening}改为不竞岗聘任：{reason.strip()}"
    for person in opening.candidacies.live().select_related("opening__campaign__plan", "staff"):
        people.set_aside(person, by=by, reason=because[:300])
    opening.result, opening.result_reason = Opening.Result.CARRIED, because[:300]
    opening.save(update_fields=["result", "result_reason"])
    for name, bar in wanted_bars(campaign.plan).items():
        plans.settle_bar(campaign.plan, name, by=by, bar=(bars or {}).get(name, bar.proposed))
    following = _selection(campaign)
    _carry(opening, following, reason)
    for entry in (
        campaign.entries.standing().filter(preferences__opening=opening).select_related("staff__user")
    ):
        _let_go(entry, because)
    ledgers.append(
        campaign.ledger,
        "改为不竞岗聘任",
        by=by,
        about=f"opening:{opening.pk}",
        happened_on=item.meeting.happened_on,
        reason=reason.strip(),
        agenda_item=item.pk,
        campaign=following.pk,
    )
    return following


def wanted_bars(plan: Plan) -> dict[str, OpenBar]:
    """What the other track votes by and the plan has not settled."""
    needed = BARS[Track.NON_COMPETITIVE]
    return {
        name: bar for name, bar in plan.ruleset.open_bars.items() if name in needed and name not in plan.bars
    }


def _refuse_unfit(campaign: Campaign, opening: Opening, item: AgendaItem) -> None:
    if campaign.track != Track.COMPETITIVE or opening.campaign_id != campaign.pk:
        raise Refused("只有竞岗聘任的岗位才能改为不竞岗聘任")
    if opening.result != Opening.Result.OPEN:
        raise Refused(f"{opening}已有结果：{opening.get_result_display()}")
    if not campaign.resolved(AgendaPurpose.FALL_BACK).filter(pk=item.pk).exists():
        raise Refused("请先录入班子会议“研究改为不竞岗聘任”；线下补录的会议须先由第二人核实")


def _selection(campaign: Campaign) -> Campaign:
    """The plan's non-competitive selection while it is being prepared, else a new one."""
    there = campaign.plan.campaigns.filter(track=Track.NON_COMPETITIVE, stage=Stage.PREPARE, follows=None)
    return there.first() or Campaign.objects.create(plan=campaign.plan, track=Track.NON_COMPETITIVE)


def _carry(opening: Opening, following: Campaign, reason: str) -> None:
    made = Opening.objects.create(
        campaign=following,
        post=opening.post,
        seats=opening.seats,
        reason=TrackReason.OTHER,
        reason_text=f"竞岗报名资格审查合格人员不足，经集体研究改为不竞岗聘任：{reason.strip()}"[:300],
        proof=opening.proof,
    )
    made.ending.set(opening.ending.all())


def _let_go(entry: Entry, because: str) -> None:
    still_open = entry.preferences.filter(opening__result=Opening.Result.OPEN)
    if entry.state in (Entry.State.ENTERED, Entry.State.QUALIFIED) and not still_open.exists():
        entry.withdraw()
        entry.state_reason = because[:600]
        entry.save()
    if entry.staff.user:
        tell([entry.staff.user], because, application.address(entry))
