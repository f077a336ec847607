"""Draw up a round: what is asked, of whom, by which bars, and may it be held at all?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from ballots import services as polls
from ballots.definitions import Counting
from ballots.models import Channel, Packet
from campaigns import adopting
from campaigns.choices import Purpose, Stage
from campaigns.models import Campaign, Opening, Round
from campaigns.rulesets.vocabulary import CATEGORIES
from campaigns.tracks import again
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
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers

from . import drafts, duties
from .acts import may_record
from .authority import take
from .earliest import refuse_too_early
from .rolls import scope

NOUNS = {Purpose.RECOMMENDATION: "推荐", Purpose.EVALUATION: "测评", Purpose.DECISION: "表决"}


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
    refuse_too_early(campaign, purpose)
    refuse_second(campaign, purpose, opening)
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
    opening = opening_of_run_off(campaign, held)
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


def opening_of_run_off(campaign: Campaign, held: Round) -> Opening:
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
        number=next_number(campaign, purpose, opening),
        poll=poll,
        run_off_of=run_off_of,
        entered_by=by,
    )
    ledgers.append(campaign.ledger, f"准备{what}", by=by, about=f"round:{held.pk}", poll=poll.pk)
    return held


def refuse_second(campaign: Campaign, purpose: Purpose, opening: Opening | None) -> None:
    last = campaign.standing_round(purpose, opening)
    if last is not None and not may_run_again(last):
        tied = "，并列的请只就并列的人选再次投票" if tie(last) else ""
        raise Refused(f"{last}仍然有效，不能另行组织；如须重来请先作废本轮或退回{again(campaign)}{tied}")


def may_run_again(last: Round) -> bool:
    """Only a round that came to nothing: void, without a quorum, or without a result for anybody.

    After a tie only the tied are voted on again.
    """
    verdict = validity(last)
    return last.is_void or (verdict is not None and verdict.holds is False) or has_no_result(last)


def next_number(campaign: Campaign, purpose: Purpose, opening: Opening | None) -> int:
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
