"""Put people to the vote, count, or enter what was counted on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from types import EllipsisType, MappingProxyType
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from ballots import locks, meetings
from ballots import services as polls
from ballots.definitions import Counting
from ballots.models import Channel, Packet, Poll
from ballots.permissions import may_run
from campaigns import adopting
from campaigns.asking import instructions
from campaigns.choices import WALK, PlanRoleKind, Purpose, Stage
from campaigns.models import Campaign, Opening, Round
from campaigns.rulesets.schema import CATEGORIES
from campaigns.voices import (
    CHOICE_WORDS,
    RUN_OFF_SUPPORT_WORDS,
    RUN_OFF_TURNOUT_WORDS,
    SUPPORT_WORDS,
    TURNOUT_WORDS,
    has_no_result,
    quorum_bar,
    support_bar,
    tie,
    validity,
)
from selection import chinese, clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Attachment

from . import drafts, duties
from .acts import check_day, may_record
from .authority import ask_to_confirm, take, tell
from .figures import faults
from .rolls import scope

NOUNS = {Purpose.RECOMMENDATION: "推荐", Purpose.EVALUATION: "测评", Purpose.DECISION: "表决"}
CLOSED = "已截止，请启封计票"
CLOSED_WITH_PAPER = "已截止，请先录入纸质票并签字"
PRINTED = (Purpose.RECOMMENDATION, Purpose.EVALUATION)


@transaction.atomic
def draw_up(
    campaign: Campaign,
    purpose: Purpose | str,
    *,
    by: User,
    opening: Opening | None = None,
    closes_at: datetime | None = None,
    packet: Packet | None = None,
    channel: str = Channel.ONLINE,
    keeps_merged: bool = False,
) -> Round:
    """A draft poll for the persons who stand now, with the roll that the plan names.

    ``keeps_merged`` counts the categories together that were merged in the void round before.
    """
    purpose = Purpose(purpose)
    may_record(campaign.plan, by)
    campaign = take(campaign)
    _refuse_too_early(campaign, purpose)
    _refuse_second(campaign, purpose, opening)
    counting = counting_of(campaign, purpose, opening)
    last = campaign.standing_round(purpose, opening) if keeps_merged else None
    if last is not None and last.poll is not None:
        counting = counting.merged_as(last.poll.counting)
    return _draft(
        campaign,
        purpose,
        opening,
        drafts.compose(campaign, purpose, opening),
        by=by,
        counting=counting,
        closes_at=closes_at,
        packet=packet,
        channel=channel,
    )


@transaction.atomic
def draw_up_run_off(held: Round, *, by: User, closes_at: datetime | None = None) -> Round:
    """再次投票: a draft for those only whom the round left undecided, for the seats that are left.

    What the round decided of the others stands.
    """
    may_record(held.campaign.plan, by)
    campaign = take(held.campaign, "组织再次投票", Stage.DECIDE)
    opening = _opening_of_run_off(campaign, held)
    return _draft(
        campaign,
        Purpose.DECISION,
        opening,
        drafts.compose_run_off(held),
        by=by,
        counting=_counting_of_run_off(held, opening),
        closes_at=closes_at,
        run_off_of=held,
    )


def _opening_of_run_off(campaign: Campaign, held: Round) -> Opening:
    opening = held.opening
    if opening is None or held != campaign.standing_round(Purpose.DECISION, opening):
        raise Refused(f"{held}不是按岗位的表决，或者已被后来的办理取代，不能再次投票")
    if faults := list(adopting.run_off_faults(opening, held)):
        raise Refused(faults)
    return opening


def _counting_of_run_off(held: Round, opening: Opening) -> Counting:
    """The same bars, spoken of as 再次表决."""
    words = {
        "present": RUN_OFF_TURNOUT_WORDS,
        "collected": RUN_OFF_TURNOUT_WORDS,
        "approval": RUN_OFF_SUPPORT_WORDS,
    }
    return replace(
        counting_of(held.campaign, Purpose.DECISION, opening),
        noun="再次表决",
        seats=adopting.adopted(opening, held).seats_left,
        said=words,
    )


def _draft(
    campaign: Campaign,
    purpose: Purpose,
    opening: Opening | None,
    draft: drafts.Draft,
    *,
    by: User,
    counting: Counting,
    closes_at: datetime | None,
    packet: Packet | None = None,
    channel: str = Channel.ONLINE,
    run_off_of: Round | None = None,
) -> Round:
    what = f"{purpose.label}{'（再次投票）' if run_off_of else ''}"
    poll = polls.draw_up(
        organisation=campaign.organisation,
        ledger=campaign.ledger,
        title=f"{opening or campaign.plan.title}{what}"[:120],
        kind=draft.asked.kind,
        subjects=draft.asked.subjects,
        counting=draft.asked.on(counting),
        electors=draft.electors,
        deductions=draft.deductions,
        roll_scope=scope(campaign, purpose),
        instructions=instructions(campaign, purpose),
        closes_at=closes_at,
        packet=packet,
        channel=channel,
        asks_remarks=purpose == Purpose.EVALUATION and campaign.ruleset.evaluation.written_opinions,
    )
    polls.appoint_scrutineers(poll, duties.watchers(campaign.plan))
    polls.bar(poll, [person.staff.user for person in draft.persons if person.staff.user])
    held = Round.objects.create(
        campaign=campaign,
        purpose=purpose,
        opening=opening,
        number=_next_number(campaign, purpose, opening),
        poll=poll,
        run_off_of=run_off_of,
        entered_by=by,
    )
    ledgers.append(campaign.ledger, f"准备{what}", by=by, about=f"round:{held.pk}", poll=poll.pk)
    return held


def _refuse_too_early(campaign: Campaign, purpose: Purpose) -> None:
    combined = campaign.ruleset.evaluation.with_recommendation
    earliest = {
        Purpose.RECOMMENDATION: Stage.RECOMMEND,
        Purpose.EVALUATION: Stage.RECOMMEND if combined else Stage.EVALUATE,
        Purpose.DECISION: Stage.DECIDE,
    }[purpose]
    if campaign.stage not in WALK or WALK.index(Stage(campaign.stage)) < WALK.index(earliest):
        raise Refused(f"进入“{earliest.label}”阶段后才能办理{purpose.label}")


def _refuse_second(campaign: Campaign, purpose: Purpose, opening: Opening | None) -> None:
    last = campaign.standing_round(purpose, opening)
    if last is not None and not may_run_again(last):
        tied = "，并列的请只就并列的人选再次投票" if tie(last) else ""
        raise Refused(f"{last}仍然有效，不能另行组织；如须重来请先作废本轮或退回重新推荐{tied}")


def may_run_again(last: Round) -> bool:
    """Only a round that came to nothing: void, without a quorum, or without a result for anybody.

    After a tie only the tied are voted on again.
    """
    verdict = validity(last)
    return last.is_void or (verdict is not None and verdict.holds is False) or has_no_result(last)


def _next_number(campaign: Campaign, purpose: Purpose, opening: Opening | None) -> int:
    return campaign.rounds.filter(purpose=purpose, opening=opening).count() + 1


def counting_of(campaign: Campaign, purpose: Purpose, opening: Opening | None) -> Counting:
    """What the ruleset and the plan ask of this round, in the poll's own words and numbers."""
    quorum = quorum_bar(campaign, purpose)
    is_evaluation = purpose == Purpose.EVALUATION
    is_choice = purpose == Purpose.RECOMMENDATION and campaign.ruleset.recommendation.ballot == "choice"
    turnout, support = TURNOUT_WORDS[purpose], CHOICE_WORDS if is_choice else SUPPORT_WORDS[purpose]
    came = replace(turnout, counted="实到", unit="人") if is_evaluation else turnout
    return Counting(
        noun=NOUNS[purpose],
        opening=quorum,
        validity=quorum if is_evaluation else None,
        approval=support_bar(campaign, purpose),
        asks_consent=is_evaluation,
        seats=opening.seats if opening else 0,
        said={"present": came, "collected": turnout, "approval": support},
        **_by_category(campaign, purpose),
    )


def _by_category(campaign: Campaign, purpose: Purpose) -> dict[str, Any]:
    """The breakdown by category of staff; the members of a body are none."""
    ruleset = campaign.ruleset
    rules = ruleset.recommendation if purpose == Purpose.RECOMMENDATION else ruleset.evaluation
    if purpose == Purpose.DECISION or not rules.by_category:
        return {}
    weights = {CATEGORIES[each.category]: each.percent for each in rules.weights}
    return {"by_category": True, "min_cell": rules.min_cell, "weights": weights}


def came(campaign: Campaign, day: date) -> int | None:
    """实到 of the deciding body's meeting of that day, as it was entered."""
    met = campaign.plan.meetings.filter(happened_on=day, body=campaign.plan.body, is_superseded=False)
    last = met.exclude(body=None).order_by("pk").last()
    return last.present if last else None


def refuse_other_attendance(campaign: Campaign, purpose: str, day: date, present: int | None) -> None:
    """A meeting has one 实到, in its minutes and in its votes."""
    entered = came(campaign, day) if purpose == Purpose.DECISION else None
    if present is not None and entered not in (None, present):
        raise Refused(f"当天会议录入的实到是{entered}人，与这里的{present}人不一致，请核对")


def open_(
    held: Round, *, by: User, present: int | None = None, closes_at: datetime | EllipsisType | None = ...
) -> None:
    """``closes_at`` ``...`` keeps the deadline of the draft; None leaves the end to the staff."""
    attended = meetings.came(poll_of(held)) if present is None else present
    refuse_other_attendance(held.campaign, held.purpose, clock.today(), attended)
    polls.open_poll(poll_of(held), by, present, closes_at)
    held.refresh_from_db(fields=["happened_on"])
    _tell_watchers(held, by, "已开始投票，请监票")


def close(held: Round, *, by: User) -> None:
    poll = poll_of(held)
    polls.close(poll, by)
    _tell_watchers(held, by, _closed(poll))


@transaction.atomic
def close_due(poll: Poll) -> None:
    """The clock's: shut a poll whose time is over; where it is a round's, its watchers hear of it, once."""
    locks.exclusive(poll)
    was_open = poll.state == Poll.State.OPEN
    polls.close(poll)
    held = Round.objects.filter(poll=poll).first()
    if held is not None and was_open and poll.state == Poll.State.CLOSED:
        _tell_watchers(held, None, _closed(poll))


def _closed(poll: Poll) -> str:
    return CLOSED if poll.collected is not None else CLOSED_WITH_PAPER


def _tell_watchers(held: Round, by: User | None, what: str) -> None:
    plan = held.campaign.plan
    others = [user for user in duties.watchers(plan) if user != by]
    tell(
        others,
        f"“{plan.title}”{held.get_purpose_display()}{what}",
        reverse("campaigns:round", args=[held.pk]),
    )


def void(held: Round, *, by: User, reason: str) -> None:
    polls.void(poll_of(held), by, reason)


@transaction.atomic
@sensitive_variables()
def count(held: Round, *, by: User, passphrases: Mapping[int, str] = MappingProxyType({})) -> None:
    """Open the urn and hand the figures to those whom the plan names; the paper of results follows.

    ``passphrases``, by holder, where scrutineers hold the key.
    """
    poll = poll_of(held)
    if not poll.is_counted:
        polls.count(poll, by, passphrases)
    finish(held, by=by)


@transaction.atomic
def finish(held: Round, *, by: User) -> None:
    """What follows a count, as far as it hasn't: the figures are handed over, the paper is drawn up.

    It is done once however often it is asked for, and wherever the urn was opened.
    """
    from campaigns import documents

    if not held.is_counted:
        raise Refused(f"{held}尚未计票，不能生成结果表")
    if held.poll is not None and held.poll.state == Poll.State.COUNTED:
        _release(held, held.poll, by)
    if lacks_paper(held):
        documents.result_table.draw_up(held, by=by)


def _release(held: Round, poll: Poll, by: User) -> None:
    """In the officer's name; where the officer was just recused, it waits for the next one."""
    for user in [*held.campaign.plan.people(PlanRoleKind.OFFICER), by]:
        if may_run(poll, user):
            polls.release(poll, user)
            return


def lacks_paper(held: Round) -> bool:
    """Counted, and its paper of results is not on the plan. A decision is printed in the minutes."""
    if held.purpose not in PRINTED or not held.is_counted:
        return False
    return not result_papers(held).exists()


def result_papers(held: Round) -> Any:
    return held.campaign.plan.documents.filter(
        paper__kind="result_table", paper__context__about=f"round:{held.pk}"
    )


def page_of(poll: Poll) -> str:
    """Where a poll is held that belongs to a round; empty for one of its own."""
    held = Round.objects.filter(poll=poll).first()
    return reverse("campaigns:round", args=[held.pk]) if held else ""


def poll_of(held: Round) -> Poll:
    if held.poll is None:
        raise Refused("这一轮是线下办理的，没有线上投票")
    return held.poll


@transaction.atomic
def enter_on_paper(
    campaign: Campaign,
    purpose: Purpose | str,
    figures: Mapping[str, Any],
    *,
    by: User,
    happened_on: date,
    attachment: Attachment | None,
    opening: Opening | None = None,
    run_off_of: Round | None = None,
) -> Round:
    """Figures of a round held on paper; they count once a second person has confirmed them."""
    purpose = Purpose(purpose)
    may_record(campaign.plan, by)
    check_day(happened_on, True, attachment)
    campaign = take(campaign)
    if purpose in NOUNS:
        _refuse_too_early(campaign, purpose)
    if run_off_of is not None:
        figures = _figures_of_run_off(campaign, run_off_of, figures)
    elif purpose in NOUNS:
        _refuse_second(campaign, purpose, opening)
    refuse_other_attendance(campaign, purpose, happened_on, figures.get("present"))
    if purpose == Purpose.DECISION:
        _refuse_other_than_members(campaign, figures["entitled"], happened_on)
    persons = {str(person.pk): person for person in campaign.candidacies()}
    if wrong := list(faults(purpose, figures, persons)):
        raise Refused(wrong)
    held = Round.objects.create(
        campaign=campaign,
        purpose=purpose,
        opening=opening,
        number=_next_number(campaign, purpose, opening),
        figures=dict(figures),
        run_off_of=run_off_of,
        happened_on=happened_on,
        is_backfilled=True,
        attachment=attachment,
        entered_by=by,
    )
    ledgers.append(
        campaign.ledger,
        f"{purpose.label}{'（再次投票）' if run_off_of else ''}（线下·补录）",
        by=by,
        about=f"round:{held.pk}",
        happened_on=happened_on,
        backfilled=True,
    )
    ask_to_confirm(campaign.plan, by)
    return held


def _figures_of_run_off(campaign: Campaign, held: Round, figures: Mapping[str, Any]) -> dict[str, Any]:
    """With the seats that are left, and of those only whom the round left undecided."""
    opening = _opening_of_run_off(campaign, held)
    persons = {str(person.pk) for person in adopting.run_off_persons(opening, held)}
    if set(figures["subjects"]) != persons:
        raise Refused("再次投票只就上一次没有分出的人选，票上的人选与之不符，请重新录入")
    return {**figures, "seats": adopting.adopted(opening, held).seats_left}


def _refuse_other_than_members(campaign: Campaign, entitled: int, day: date) -> None:
    """应到 of a decision is the body as it was that day; who was recused is still due (R-21, R-25)."""
    body = campaign.plan.body
    if body is None:
        return
    members = len(body.members_on(day))
    if entitled != members:
        raise Refused(
            f"{body}在{chinese.day(day)}有成员{members}人，应到人数应为{members}人（回避的也计入应到），请核对"
        )
