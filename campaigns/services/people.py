"""Bring persons up for an opening, and move one person without moving the herd."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django_fsm import can_proceed

from campaigns.choices import WALK, AgendaPurpose, Source, Stage, Standing, Track
from campaigns.guards import decide
from campaigns.models import AgendaItem, Candidacy, Objection, Opening
from campaigns.models.candidacies import PASSING
from personnel import register
from personnel.models import StaffMember, Tenure
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers

from . import duties, filing
from .acts import may_record
from .authority import take
from .taking_effect import fill, in_effect

MOVABLE = (Standing.NOMINATED, Standing.QUALIFIED, Standing.INSPECTEE, Standing.PROPOSED, Standing.HELD)
RETURNS = {
    Standing.NOMINATED: Candidacy.return_to_nominated,
    Standing.QUALIFIED: Candidacy.return_to_qualified,
    Standing.INSPECTEE: Candidacy.return_to_inspectee,
    Standing.PROPOSED: Candidacy.return_to_proposed,
}
FOLLOWED = {
    Standing.INSPECTEE: Candidacy.become_inspectee,
    Standing.PROPOSED: Candidacy.propose,
    Standing.HELD: Candidacy.hold,
    Standing.NOT_SELECTED: Candidacy.pass_over,
}
NOMINATED_IN = (Stage.PREPARE, Stage.ANNOUNCE, Stage.RECOMMEND)
IN_QUESTION = "公示期间有反映事项尚未办结"  # why somebody waits until what was reported is settled
# The last stage in which somebody who stood so may still join the others (A126).
RESTORED_UNTIL = {
    Standing.NOMINATED: Stage.EVALUATE,
    Standing.QUALIFIED: Stage.EVALUATE,
    Standing.INSPECTEE: Stage.DECIDE,
    Standing.PROPOSED: Stage.FILE,
}


@transaction.atomic
def nominate(
    opening: Opening,
    staff: StaffMember,
    *,
    by: User,
    source: Source | str,
    item: AgendaItem | None = None,
) -> Candidacy:
    """Bring a person up, whose tasks and whose relatives' tasks on the plan are others' from now on (R-25)."""
    campaign = opening.campaign
    may_record(campaign.plan, by)
    if campaign.track == Track.COMPETITIVE:
        raise Refused("竞岗聘任的人选由报名产生，请在“报名和资格审查”中办理")
    if campaign.track == Track.DIRECT and source != Source.ORGANISATION:
        raise Refused("直接聘任没有民主推荐，人选请以班子会议的组织提名为据")
    if take(campaign).stage not in NOMINATED_IN:
        raise Refused(
            f"现在是“{campaign.get_stage_display()}”阶段，推荐已经结束，不能再提出人选；"
            "确需增加人选，请先退回重新推荐"
        )
    if staff.organisation_id != campaign.plan.organisation_id:
        raise Refused(f"{campaign.get_track_display()}的人选应为本校在册人员")
    if opening.candidacies.filter(staff=staff).exists():
        raise Refused(f"{staff.name}已是{opening}的人选")
    if source == Source.ORGANISATION and item is not None:
        _refuse_other_than_a_nomination(item)
    duties.refuse_in_conflict(campaign, staff, source)
    person = Candidacy.objects.create(
        opening=opening,
        staff=staff,
        source=source,
        nominated_by=item,
        is_promotion=is_promotion(opening, staff),
    )
    take_along(person)
    ledgers.append(
        campaign.ledger,
        "提出人选",
        by=by,
        about=f"candidacy:{person.pk}",
        source=str(source),
        person=staff.name,
        how=f"{opening}，{Source(source).label}",
    )
    duties.recuse_in_conflict(campaign.plan, by)
    return person


def take_along(person: Candidacy) -> None:
    """What was reported about somebody from the motion on concerns the candidate from now on."""
    before = Objection.objects.of_the_selection().filter(campaign=person.campaign, staff=person.staff)
    before.update(candidacy=person)


def _refuse_other_than_a_nomination(item: AgendaItem) -> None:
    if item.purpose != AgendaPurpose.NOMINATION or item.is_superseded:
        raise Refused("组织提名须依据班子会议的组织提名议题")
    if not item.meeting.is_confirmed:
        raise Refused(f"{item.meeting}是线下补录，请先由第二人核实，再据此提出人选")


def is_promotion(opening: Opening, staff: StaffMember) -> bool:
    """Someone who serves at the same rank already is renewed or transferred, not promoted."""
    serving = Tenure.objects.filter(staff=staff).in_force(opening.campaign.plan.reference_on)
    ranks = set(serving.values_list("post__rank", flat=True))
    return opening.post.rank not in ranks and not (opening.post.rank == "deputy" and "chief" in ranks)


def may_follow(person: Candidacy, to: Standing) -> bool:
    """Whether a meeting's resolution can lead the person there from where the person stands now."""
    return bool(can_proceed(getattr(person, FOLLOWED[to].__name__)))


def follow_resolution(person: Candidacy, to: Standing, *, by: User, reason: str) -> None:
    """Where a meeting led the person; who may record the meeting was asked when it was entered."""
    _take(person)
    if to in (Standing.INSPECTEE, Standing.PROPOSED):
        FOLLOWED[to](person)
        person.standing_reason = ""
        person.save()
    elif to == Standing.HELD:
        _move(person, Candidacy.hold, by, "暂缓", reason, held_from=person.standing)
    else:
        _move(person, Candidacy.pass_over, by, "未列为人选", reason)


def return_to(person: Candidacy, stood: Standing, *, by: User, reason: str) -> None:
    """Back to where figures that were struck out had moved the person from."""
    _take(person)
    RETURNS[stood](person)
    person.standing_reason = person.held_from = ""
    person.save()
    _note(person, by, "恢复", reason)


def before_the_votes(person: Candidacy) -> Standing:
    """Where somebody stands of whom nobody has voted yet."""
    return Standing.QUALIFIED if person.screening_conclusion in PASSING else Standing.NOMINATED


@transaction.atomic
def hold(person: Candidacy, *, by: User, reason: str) -> None:
    """暂缓: this person waits, the others go on."""
    may_record(person.campaign.plan, by)
    _take(person)
    _move(person, Candidacy.hold, by, "暂缓", reason, held_from=person.standing)


@transaction.atomic
def restore(person: Candidacy, *, by: User, reason: str) -> None:
    """Back to where the person was held from, while the others have not gone past it (A126)."""
    may_record(person.campaign.plan, by)
    lift(person, by=by, reason=reason)


def lift(person: Candidacy, *, by: User, reason: str) -> None:
    """The same, as what was reported came to nothing; who may conclude that was asked there."""
    _take(person)
    if person.standing != Standing.HELD:
        raise Refused(f"{person.staff.name}没有暂缓")
    _refuse_if_passed(person)
    _refuse_in_question(person)
    _move(person, RETURNS[Standing(person.held_from)], by, "恢复", reason, held_from="")
    campaign = person.campaign
    if campaign.stage == Stage.FILE and not hasattr(campaign, "filing"):
        filing.open_filing(campaign, free_on=clock.today())


def _refuse_if_passed(person: Candidacy) -> None:
    campaign, before = person.campaign, Standing(person.held_from)
    until = RESTORED_UNTIL[before]
    if WALK.index(Stage(campaign.stage)) > WALK.index(until):
        raise Refused(
            f"{person.staff.name}暂缓前为“{before.label}”，现在已是“{campaign.get_stage_display()}”阶段，不能直接恢复；"
            f"请退回到“{until.label}”阶段以内办理，或转入接续办理后退回"
        )
    if campaign.stage == Stage.DECIDE:
        lacks = [*decide.text_lacks(person), *decide.signatures_lack(person, campaign.plan.inspectors)]
        if lacks:
            raise Refused([f"{said}，请先退回补充考察" for said in lacks])


def _refuse_in_question(person: Candidacy) -> None:
    """From the publicity on, what is reported of the person is settled first (B059)."""
    if person.campaign.stage not in (Stage.PUBLICIZE, Stage.FILE):
        return
    if person.objections.open().exists():
        raise Refused(f"{person.staff.name}有反映事项尚未办结，请先在“反映事项”中办结，再恢复")
    if person.objections.filter(conclusion="affecting").exists():
        raise Refused(f"{person.staff.name}经查有影响任用的问题，不能恢复，请作不再列为人选处理")


@transaction.atomic
def withdraw(person: Candidacy, *, by: User, reason: str) -> None:
    may_record(person.campaign.plan, by)
    _move(person, Candidacy.withdraw, by, "自动放弃", reason)


def give_up(person: Candidacy, *, by: User, reason: str) -> None:
    """自动放弃 of somebody who left the contest or did not come; who may say so was asked there (AMB-13)."""
    _move(person, Candidacy.withdraw, by, "自动放弃", reason)


def rule_out(person: Candidacy, *, by: User, reason: str) -> None:
    """As the levels that screen those who entered concluded; who may answer was asked there."""
    _move(person, Candidacy.exclude, by, "不再列为人选", reason)


def defer(person: Candidacy, *, by: User, reason: str) -> None:
    """暂缓任用, as what was reported came to; who may conclude that was asked there (T037)."""
    _take(person)
    if person.standing != Standing.HELD:
        _move(person, Candidacy.hold, by, "暂缓", reason, held_from=person.standing)
        return
    person.standing_reason = reason
    person.save(update_fields=["standing_reason"])
    _note(person, by, "暂缓", reason)


def set_aside(person: Candidacy, *, by: User, reason: str) -> None:
    """As the post is not contested any more; who may decide that was asked there."""
    _move(person, Candidacy.pass_over, by, "未列为人选", reason)


@transaction.atomic
def exclude(person: Candidacy, *, by: User, reason: str) -> None:
    may_record(person.campaign.plan, by)
    _move(person, Candidacy.exclude, by, "不再列为人选", reason)


@transaction.atomic
def pass_over(person: Candidacy, *, by: User, reason: str) -> None:
    may_record(person.campaign.plan, by)
    _move(person, Candidacy.pass_over, by, "未列为人选", reason)


def _take(person: Candidacy) -> None:
    """The person as they stand now; nobody of the campaign is moved by another until this act is done."""
    take(person.campaign)
    person.refresh_from_db()


def _move(person: Candidacy, transition, by: User, act: str, reason: str, **changes: str) -> None:
    _take(person)
    if not reason.strip():
        raise Refused(f"请写明{person.staff.name}{act}的原因")
    if person.standing not in MOVABLE:
        raise Refused(f"{person.staff.name}现为“{person.get_standing_display()}”，不能办理“{act}”")
    transition(person)
    person.standing_reason = reason
    for name, value in changes.items():
        setattr(person, name, value)
    person.save()
    _note(person, by, act, reason)


def _note(person: Candidacy, by: User, act: str, reason: str) -> None:
    ledgers.append(
        person.campaign.ledger,
        act,
        by=by,
        about=f"candidacy:{person.pk}",
        person=person.staff.name,
        reason=reason,
    )


@transaction.atomic
def declare_vacant(opening: Opening, *, by: User, reason: str) -> None:
    may_record(opening.campaign.plan, by)
    _settle(opening, Opening.Result.VACANT, by, reason, "岗位空缺")


@transaction.atomic
def carry_over(opening: Opening, *, by: User, reason: str) -> None:
    may_record(opening.campaign.plan, by)
    _settle(opening, Opening.Result.CARRIED, by, reason, "岗位转下次办理")


def leave_vacant(opening: Opening, *, by: User, reason: str) -> None:
    """As a meeting resolved; who may record the meeting was asked when it was entered."""
    _settle(opening, Opening.Result.VACANT, by, reason, "岗位空缺")


def objections_to_settling(opening: Opening) -> Iterator[str]:
    if opening.result != Opening.Result.OPEN:
        yield f"{opening}已有结果：{opening.get_result_display()}"
    elif opening.candidacies.live().exclude(standing=Standing.APPOINTED).exists():
        yield f"{opening}还有人选在办理，请先逐一作出处理"


def _settle(opening: Opening, result: str, by: User, reason: str, act: str) -> None:
    take(opening.campaign)
    opening.refresh_from_db()
    if not reason.strip():
        raise Refused("请写明岗位空缺或转下次办理的原因")
    if reasons := list(objections_to_settling(opening)):
        raise Refused(reasons)
    opening.result_reason = reason
    # of several seats some may be taken: the post is filled then, with the reason why not wholly
    if made := in_effect(opening):
        register.hold(opening.campaign.organisation)
        fill(opening, made[-1].starts_on, by)
    else:
        opening.result = result
    opening.save(update_fields=["result", "result_reason"])
    seats = opening.seats - len(made)
    ledgers.append(
        opening.campaign.ledger, act, by=by, about=f"opening:{opening.pk}", reason=reason, seats=seats
    )
