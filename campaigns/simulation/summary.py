"""What a played campaign came to, as plain data."""

from __future__ import annotations

from typing import Any

from campaigns.course import entered
from campaigns.models import Campaign
from campaigns.voices import support, validity
from selection.records import ledgers


def summary(campaign: Campaign) -> dict[str, Any]:
    """Stages with dates, every verdict with its sentence, persons, papers with their SHA-256."""
    return {
        "plan": campaign.plan.title,
        "ruleset": campaign.ruleset.code,
        "track": campaign.track,
        "stage": campaign.stage,
        "stages": {str(stage): day.isoformat() for stage, day in entered(campaign).items()},
        "rounds": [_round(held, campaign) for held in campaign.rounds.order_by("pk")],
        "people": [
            {"name": person.staff.name, "post": str(person.opening.post), "standing": person.standing}
            for person in campaign.candidacies()
        ],
        "papers": [
            {
                "title": document.paper.title,
                "kind": document.paper.kind,
                "number": document.paper.number,
                "issued_on": document.paper.issued_on and document.paper.issued_on.isoformat(),
                "sha256": document.paper.sha256,
            }
            for document in campaign.plan.documents.select_related("paper")
        ],
        "record_is_whole": ledgers.verify(campaign.ledger) is None,
    }


def _round(held: Any, campaign: Campaign) -> dict[str, Any]:
    verdict = validity(held)
    return {
        "purpose": held.purpose,
        "opening": str(held.opening or ""),
        "held_on": held.happened_on.isoformat(),
        "validity": verdict and verdict.sentence,
        "people": {
            person.staff.name: {"tally": held.tally(person), "verdict": found and found.sentence}
            for person in campaign.candidacies()
            if held.tally(person) is not None
            for found in [support(held, person)]
        },
    }
