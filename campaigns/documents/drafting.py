"""How does a paper come onto the plan: drawn up from facts, drawn up again, worded, found wanting?

Facts come from the campaign alone. While a paper is a draft, drawing it up again renews its facts and
keeps the officer's wording; once issued, another paper about the same subject is its correction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.documents import tokens
from campaigns.models import Campaign, Candidacy, Document, Plan
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import papers
from selection.records.models import Paper
from selection.records.papers import PaperKind

Facts = dict[str, Any]
Wording = dict[str, str]

# kind → the wording proposed for given facts
PROPOSALS: dict[str, Callable[[Facts], Wording]] = {}


@dataclass(frozen=True)
class Text:
    """One free text of a paper with the figures that are locked in it."""

    key: str
    label: str
    text: str
    figures: tuple[tuple[str, str], ...]


def register(
    kind: str,
    *,
    label: str,
    proposal: Callable[[Facts], Wording],
    sections: Mapping[str, str],
    is_numbered: bool = False,
) -> None:
    """Make the kind known to the record; a text whose figures were touched keeps it from being issued."""
    PROPOSALS[kind] = proposal
    papers.KINDS[kind] = PaperKind(
        label=label,
        template=f"papers/{kind}.html",
        numbered=is_numbered,
        wording=sections,
        refusals=lambda paper, by: faults(kind, paper.context, paper.wording),
    )


def write(
    kind: str,
    plan: Plan,
    facts: Facts,
    *,
    campaign: Campaign | None = None,
    people: Iterable[Candidacy] = (),
    worded: Mapping[str, str] | None = None,
) -> Document:
    """Put the paper on the plan. ``facts["about"]`` names its subject, ``facts["title"]`` its title."""
    earlier = Document.objects.filter(plan=plan, paper__kind=kind, paper__context__about=facts["about"])
    if draft := earlier.filter(paper__state=Paper.State.DRAFT).select_related("paper").last():
        papers.redraw(draft.paper, title=facts["title"], context=facts)
        draft.candidacies.set(people)
        return draft
    texts = PROPOSALS[kind](facts) | dict(worded or {})
    paper = papers.draw_up(kind, plan.organisation, plan.ledger, facts["title"], facts, texts)
    paper.replaces = Paper.objects.in_force().filter(document__in=earlier).last()
    if paper.replaces is not None:
        paper.save(update_fields=["replaces"])
    document = Document.objects.create(plan=plan, campaign=campaign, paper=paper)
    document.candidacies.set(people)
    return document


def faults(kind: str, facts: Facts, texts: Mapping[str, str]) -> list[str]:
    """Sentences on every text whose locked figures were removed, altered or invented."""
    proposed, labels = PROPOSALS[kind](facts), papers.KINDS[kind].wording
    return [
        fault
        for key, text in proposed.items()
        for fault in tokens.faults(labels[key], texts.get(key, ""), text, facts["tokens"])
    ]


def texts(paper: Paper) -> list[Text]:
    """What the officer may word, in print order, each with its locked figures and what they stand for."""
    known: dict[str, str] = paper.context["tokens"]
    labels = papers.KINDS[paper.kind].wording
    proposed = PROPOSALS[paper.kind](paper.context)
    return [
        Text(
            key,
            labels[key],
            paper.wording.get(key, ""),
            tuple((f"{{{name}}}", known[name]) for name in tokens.named(proposed[key])),
        )
        for key in labels
        if key in proposed
    ]


def reword(paper: Paper, changed: Mapping[str, str], *, by: User) -> None:
    """Change free texts of a draft, or refuse with a sentence on every locked figure that is missing."""
    if wrong := faults(paper.kind, paper.context, paper.wording | dict(changed)):
        raise Refused(wrong)
    papers.reword(paper, dict(changed), by)
