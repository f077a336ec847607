"""人选一览: how far is each person, in the columns of the campaign's track?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

from django.urls import reverse

from campaigns import contest
from campaigns.choices import LIVE, PUBLICITY, Conclusion, Purpose, Standing, TalkKind, Track
from campaigns.models import Campaign, Candidacy
from campaigns.voices import talk_count

CHOSEN = (Standing.INSPECTEE, Standing.PROPOSED, Standing.APPOINTED)
DECIDED = (Standing.PROPOSED, Standing.APPOINTED)
MARKS = {
    Conclusion.ELIGIBLE: "yes",
    Conclusion.ON_EXCEPTION: "yes",
    Conclusion.INELIGIBLE: "no",
    Conclusion.UNKNOWN: "doubt",
}
Cell = dict[str, str]


class Facts:
    """What the cells ask again and again, fetched once and only where the track has such a column."""

    def __init__(self, campaign: Campaign):
        self.campaign = campaign

    @cached_property
    def recommendation(self) -> Any:
        return self.campaign.standing_round(Purpose.RECOMMENDATION)

    @cached_property
    def evaluation(self) -> Any:
        return self.campaign.standing_round(Purpose.EVALUATION)

    @cached_property
    def is_talked_about(self) -> bool:
        return talk_count(self.campaign, TalkKind.RECOMMENDATION).held > 0

    @cached_property
    def spoke(self) -> set[int]:
        """The staff who have presented."""
        held = contest.presentation_of(self.campaign)
        return {slot.staff_id for slot in contest.turns(held) if slot.spoke_on} if held else set()

    @cached_property
    def posted_by(self) -> set[int]:
        return {each.pk for each in self.campaign.sources_of(PUBLICITY)}


def person_grid(campaign: Campaign) -> dict[str, Any]:
    """A row per person, a column per step; figures are on the pages of those entitled."""
    columns = [each for each in COLUMNS if campaign.track in each.tracks]
    people = campaign.candidacies().prefetch_related("publicities", "inspections", "discipline_opinions")
    facts = Facts(campaign)
    return {
        "columns": [each.label for each in columns],
        "rows": [_row(person, facts, columns) for person in people],
    }


def _row(person: Candidacy, facts: Facts, columns: list[Column]) -> dict[str, Any]:
    is_out = person.standing not in LIVE and person.standing != Standing.HELD
    return {
        "name": person.staff.name,
        "url": reverse("campaigns:candidacy", args=[person.pk]),
        "note": str(person.opening.post),
        "held": person.standing_reason if person.standing == Standing.HELD else "",
        "out": f"{person.get_standing_display()}：{person.standing_reason}" if is_out else "",
        "cells": [{"label": each.label} | each.cell(person, facts) for each in columns],
    }


def _done(is_done: bool) -> Cell:
    return {"mark": "yes" if is_done else "none"}


def _screening(person: Candidacy, facts: Facts) -> Cell:
    conclusion = person.screening_conclusion
    if not conclusion:
        return {"mark": "wait" if person.screening else "none"}
    return {"mark": MARKS[Conclusion(conclusion)], "text": person.get_screening_conclusion_display()}


def _voted(person: Candidacy, held: Any) -> Cell:
    if held is None:
        return {"mark": "none"}
    return {"mark": "yes" if held.tally(person) is not None else "wait"}


def _discipline(person: Candidacy, facts: Facts) -> Cell:
    opinion = person.discipline_opinion
    return _done(opinion is not None and opinion.result == "clear")


def _publicity(person: Candidacy, facts: Facts) -> Cell:
    notices = [
        notice
        for notice in person.publicities.all()
        if notice.state != "revoked" and notice.campaign_id in facts.posted_by
    ]
    if not notices:
        return {"mark": "none"}
    state = notices[-1].state
    return {"mark": "yes" if state == "concluded" else "wait", "text": notices[-1].get_state_display()}


class Column(NamedTuple):
    """One step: its label, the tracks that know it, and how a person stands there."""

    label: str
    tracks: tuple[Track, ...]
    cell: Callable[[Candidacy, Facts], Cell]


ALL = tuple(Track)
VOTED = (Track.NON_COMPETITIVE, Track.COMPETITIVE)
COLUMNS = (
    Column("资格", ALL, _screening),
    Column("推荐", (Track.NON_COMPETITIVE,), lambda person, facts: _voted(person, facts.recommendation)),
    Column("谈话", (Track.NON_COMPETITIVE,), lambda person, facts: _done(facts.is_talked_about)),
    Column("演讲", (Track.COMPETITIVE,), lambda person, facts: _done(person.staff_id in facts.spoke)),
    Column("测评", VOTED, lambda person, facts: _voted(person, facts.evaluation)),
    Column("对象", VOTED, lambda person, facts: _done(person.standing in CHOSEN)),
    Column("考察", VOTED, lambda person, facts: _done(person.inspection is not None)),
    Column("纪检", VOTED, _discipline),
    Column("上会", ALL, lambda person, facts: _done(person.standing in DECIDED)),
    Column("公示", ALL, _publicity),
    Column("任职", ALL, lambda person, facts: _done(person.standing == Standing.APPOINTED)),
)
