"""Hold a round that was drawn up: open, close, count, and do what follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import EllipsisType, MappingProxyType
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from ballots import locks, meetings
from ballots import services as polls
from ballots.models import Poll
from ballots.permissions import may_run
from campaigns.choices import PlanRoleKind, Purpose
from campaigns.guards import vote
from campaigns.models import Campaign, Round
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused, refuse_if

from . import duties
from .authority import tell

CLOSED = "已截止，请启封计票"
CLOSED_WITH_PAPER = "已截止，请先录入纸质票并签字"
PRINTED = (Purpose.RECOMMENDATION, Purpose.EVALUATION)


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
    refuse_if(held.campaign, vote.before(held.campaign, held.purpose))
    attended = meetings.came(poll_of(held)) if present is None else present
    if attended is None and held.purpose == Purpose.DECISION:
        attended = present = came(held.campaign, clock.today())
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
