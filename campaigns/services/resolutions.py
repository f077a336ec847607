"""What a resolution sets going: at once, or once a second person has confirmed its meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from campaigns.choices import LIVE, WALK, AgendaPurpose, Outcome, Stage, Standing, Track
from campaigns.guards import agenda
from campaigns.models import AgendaItem, AgendaOutcome, Campaign, Candidacy, Meeting
from campaigns.tracks import stage_label
from selection.accounts.models import User
from selection.reasons import Refused, reasons_against

from . import people, waiving
from .authority import PAUSED, take

# What is resolved too early counts for nothing; what moves persons belongs where they can be moved so.
RESOLVED_IN = {
    AgendaPurpose.PLAN: (Stage.PREPARE,),
    AgendaPurpose.NOMINATION: people.NOMINATED_IN,
    AgendaPurpose.SHORTLIST: (Stage.RECOMMEND,),
    AgendaPurpose.PUT_FORWARD: (Stage.RECOMMEND,),
    AgendaPurpose.SCREENING: (Stage.RECOMMEND,),
    AgendaPurpose.FALL_BACK: (Stage.RECOMMEND,),
    AgendaPurpose.INSPECTEES: (Stage.EVALUATE, Stage.INSPECT),
    AgendaPurpose.DECISION: (Stage.DECIDE,),
}
OF_TRACK = {
    AgendaPurpose.SHORTLIST: (Track.NON_COMPETITIVE,),
    AgendaPurpose.PUT_FORWARD: (Track.COMPETITIVE,),
    AgendaPurpose.SCREENING: (Track.COMPETITIVE,),
    AgendaPurpose.FALL_BACK: (Track.COMPETITIVE,),
    AgendaPurpose.INSPECTEES: (Track.NON_COMPETITIVE, Track.COMPETITIVE),
}
# Where an outcome leads, and the reason that is written where the meeting gave none (A066, B034, A078).
LEADS_TO: dict[AgendaPurpose, dict[Outcome, tuple[Standing, str]]] = {
    AgendaPurpose.NOMINATION: {
        Outcome.REFUSED: (Standing.NOT_SELECTED, "班子集体研究未提名"),
        Outcome.DEFERRED: (Standing.NOT_SELECTED, "班子集体研究未提名"),
    },
    AgendaPurpose.SHORTLIST: {
        Outcome.REFUSED: (Standing.NOT_SELECTED, "未列为会议推荐人选"),
        Outcome.DEFERRED: (Standing.NOT_SELECTED, "未列为会议推荐人选"),
    },
    AgendaPurpose.INSPECTEES: {
        Outcome.AGREED: (Standing.INSPECTEE, ""),
        Outcome.DEFERRED: (Standing.HELD, "集体研究暂缓"),
        Outcome.REFUSED: (Standing.NOT_SELECTED, "集体研究未列为考察对象"),
    },
}
# On the direct track the meeting itself decides: nobody votes by ballot (A118, AMB-17).
DECIDED_IN = (Stage.PREPARE, Stage.ANNOUNCE)
DECIDES: dict[Outcome, tuple[Standing, str]] = {
    Outcome.AGREED: (Standing.PROPOSED, ""),
    Outcome.DEFERRED: (Standing.HELD, "集体研究暂缓"),
    Outcome.REFUSED: (Standing.NOT_SELECTED, "集体研究未同意直接聘任"),
}
WORDS = {
    Standing.INSPECTEE: "列为考察对象",
    Standing.PROPOSED: "列为拟聘人选",
    Standing.HELD: "暂缓",
    Standing.NOT_SELECTED: "作未列为人选处理",
}


class Move(NamedTuple):
    """A person, where the resolution leads that person, and why."""

    person: Candidacy
    to: Standing
    reason: str

    def __str__(self) -> str:
        return f"{self.person.staff.name}{WORDS[self.to]}"


def not_now(campaign: Campaign, purpose: AgendaPurpose) -> Iterator[str]:
    """Why an item of this purpose cannot be recorded as the campaign stands, and what comes first."""
    stages = DECIDED_IN if _decides(campaign, purpose) else RESOLVED_IN.get(purpose, ())
    if campaign.is_suspended:
        yield PAUSED
    elif not campaign.is_running:
        yield f"本次选拔任用已{campaign.get_stage_display()}，不能再办理“{purpose.label}”"
    elif campaign.track not in OF_TRACK.get(purpose, Track):
        yield f"“{purpose.label}”不是{campaign.get_track_display()}的议题"
    elif stages and campaign.stage not in stages:
        track = {campaign.track}
        is_early = WALK.index(Stage(campaign.stage)) < WALK.index(stages[0])
        way = (
            f"请在进入“{stage_label(stages[0], track)}”阶段后办理"
            if is_early
            else f"确需重新研究的，请先退回到“{stage_label(stages[-1], track)}”阶段"
        )
        yield f"现在是“{campaign.get_stage_display()}”阶段，不能办理“{purpose.label}”，{way}"
    elif purpose == AgendaPurpose.DECISION:
        yield from (str(reason) for reason in reasons_against(campaign, agenda.BEFORE) if reason.stops)


def has_effect(campaign: Campaign | None, purpose: AgendaPurpose) -> bool:
    """Whether an item of this purpose is carried out, not only kept."""
    return purpose in (*LEADS_TO, AgendaPurpose.WAIVER, AgendaPurpose.VACANCY) or _decides(campaign, purpose)


def _decides(campaign: Campaign | None, purpose: AgendaPurpose) -> bool:
    return purpose == AgendaPurpose.DECISION and campaign is not None and campaign.track == Track.DIRECT


def moves(item: AgendaItem) -> Iterator[Move]:
    """Whom the item moves; who stands there already needs no move."""
    purpose = AgendaPurpose(item.purpose)
    leads = DECIDES if _decides(item.campaign, purpose) else LEADS_TO.get(purpose, {})
    for said in item.outcomes.select_related("candidacy__staff"):
        to, usual = leads.get(Outcome(said.outcome), (None, ""))
        if to is not None and said.candidacy.standing != to:
            yield Move(said.candidacy, to, said.note or usual)


def return_the_moved(campaign: Campaign, purposes: Sequence[AgendaPurpose], by: User) -> None:
    """Whom the meetings that stand passed over or put off is chosen from anew, when they are superseded."""
    for purpose in purposes:
        said = AgendaOutcome.objects.filter(
            item__in=campaign.resolved(purpose), candidacy__in=campaign.candidacies()
        )
        for each in said.select_related("candidacy__staff").order_by("pk"):
            to, usual = LEADS_TO[purpose].get(Outcome(each.outcome), (None, ""))
            person, because = each.candidacy, each.note or usual
            if to not in LIVE and (person.standing, person.standing_reason) == (to, because):
                people.return_to(
                    person,
                    people.before_the_votes(person),
                    by=by,
                    reason=f"“{purpose.label}”的会议不再作数",
                )


def unfit(item: AgendaItem) -> Iterator[str]:
    """Why persons, exceptions and posts are not such as the item can be carried out on."""
    for move in moves(item):
        if not people.may_follow(move.person, move.to):
            yield _stands_otherwise(move.person, WORDS[move.to])
    for person in _nominated(item):
        if not person.is_live:
            yield _stands_otherwise(person, "列为组织提名人选")
    for waiver in item.waivers.all():
        if not waiver.is_open:
            yield f"例外事项“{waiver.sentence}”已有结果，不必再办"
    for opening in item.openings.all():
        yield from people.objections_to_settling(opening)


def _stands_otherwise(person: Candidacy, words: str) -> str:
    return f"{person.staff.name}现为“{person.get_standing_display()}”，不能再{words}"


def _nominated(item: AgendaItem) -> list[Candidacy]:
    if item.purpose != AgendaPurpose.NOMINATION:
        return []
    agreed = item.outcomes.filter(outcome=Outcome.AGREED).select_related("candidacy__staff")
    return [said.candidacy for said in agreed]


def carry_out(item: AgendaItem, by: User) -> None:
    for move in moves(item):
        people.follow_resolution(move.person, move.to, by=by, reason=move.reason)
    for person in _nominated(item):
        person.nominated_by = item
        person.save(update_fields=["nominated_by"])
    waiving.carry_out_grant(item, by)
    for opening in item.openings.all():
        people.leave_vacant(opening, by=by, reason=item.resolution[:300])


def on_confirmed(meeting: Meeting, by: User) -> None:
    """The meeting counts from now on: what it resolved is carried out, if that still fits."""
    meeting.refresh_from_db(fields=["is_superseded"])
    if meeting.is_superseded:
        raise Refused("这项补录已经撤回，不必再核实")
    for item in meeting.items.filter(is_superseded=False).order_by("pk"):
        if not has_effect(item.campaign, AgendaPurpose(item.purpose)):
            continue
        campaign = take(item.campaign) if item.campaign else None
        changed = list(not_now(campaign, AgendaPurpose(item.purpose))) if campaign else []
        if changed := [*changed, *unfit(item)]:
            label = item.get_purpose_display()
            raise Refused([f"“{label}”录入后情况已有变化，不能核实，请退回录入人：", *changed])
        carry_out(item, by)


def follows(meeting: Meeting) -> list[str]:
    """What confirming the meeting will bring, in sentences for who entered it and who confirms it."""
    return [sentence for item in meeting.items.filter(is_superseded=False) for sentence in _effects(item)]


def _effects(item: AgendaItem) -> Iterator[str]:
    for person in _nominated(item):
        yield f"{person.staff.name}列为组织提名人选"
    yield from map(str, moves(item))
    for waiver in item.waivers.select_related("candidacy__staff"):
        who = f"{waiver.candidacy.staff.name}的" if waiver.candidacy else ""
        yield f"批准{who}一项例外"
    for opening in item.openings.select_related("post__department"):
        yield f"{opening}登记为空缺"
