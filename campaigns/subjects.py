"""What is a review about, in the shape that its page shows to whoever decides?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from campaigns import contest, headcount
from campaigns.documents import candidate_form
from campaigns.findings import findings_of
from campaigns.rulesets.difference import differences
from personnel import quota
from selection.records.models import Review


def subject_of(review: Review) -> dict[str, Any]:
    return SUBJECTS[review.kind](review)


def _plan(review: Review) -> dict[str, Any]:
    plan = review.plan
    held = [contest.presentation_of(each) for each in plan.selections]
    return {
        "plan": plan,
        "openings": [o for c in plan.campaigns.all() for o in c.openings.all()],
        "claims": headcount.claims(plan),
        "contests": [each for each in held if each is not None],
    }


def _candidates(review: Review) -> dict[str, Any]:
    """Each person as the paper describes them that was handed in, and what screening found."""
    form = review.candidate_form
    paper = candidate_form.paper_of(form)
    facts = paper.context if paper else candidate_form.context(form)
    said = {each["candidacy"]: each for each in facts["people"]}
    people = form.candidacies.select_related("staff", "opening__post__department", "opening__campaign__plan")
    return {
        "plan": form.plan,
        "form": form,
        "paper": paper,
        "people": [
            (person, said.get(person.pk, {}), findings_of(person))
            for person in people.prefetch_related("waivers")
        ],
    }


def _quota(review: Review) -> dict[str, Any]:
    table = review.quota_table
    offered = headcount.in_flight(table.organisation)
    changes = quota.changes(table)
    return {
        "table": table,
        "changes": [
            (each, offered.get((each.figures.department.pk, each.figures.rank.value), {})) for each in changes
        ],
    }


def _waiver(review: Review) -> dict[str, Any]:
    return {"waiver": review.waiver, "plan": review.waiver.campaign.plan}


def _ruleset(review: Review) -> dict[str, Any]:
    draft = review.ruleset_draft
    return {"draft": draft, "differences": differences(draft.base.ruleset, draft.ruleset)}


SUBJECTS: dict[str, Callable[[Review], dict[str, Any]]] = {
    "plan": _plan,
    "candidate": _candidates,
    "quota": _quota,
    "waiver": _waiver,
    "ruleset": _ruleset,
}
