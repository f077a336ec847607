"""How does a paper come onto the plan: drawn up from facts, drawn up again, worded, found wanting?

Facts come from the campaign alone. While a paper is a draft, drawing it up again renews its facts and
keeps the officer's wording; once issued, another paper about the same subject is its correction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse

from campaigns import permissions
from campaigns.choices import NAMED_IN_PUBLIC
from campaigns.documents import tokens
from campaigns.models import Campaign, Candidacy, Document, Plan
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers, papers
from selection.records.models import Paper
from selection.records.papers import PaperKind

Facts = dict[str, Any]
Wording = dict[str, str]

# kind → the wording proposed for given facts
PROPOSALS: dict[str, Callable[[Facts], Wording]] = {}
# kind → the facts of a draft's subject as they stand now, where they may change before it is signed
CURRENT: dict[str, Callable[[Paper], Facts | None]] = {}
# kind → what a signature sets going; filled by the services
ON_SIGNATURE: dict[str, Callable[[Paper, User], None]] = {}
RECUSED = "您是本次人选或其亲属，应当回避，请由其他学校领导签发"
OVER = "所属的选拔任用工作已终止或宣布无效，这份文书不再签发"
STALE = "起草之后情况有变化，请重新起草后再签发"


def register(
    kind: str,
    template: str,
    *,
    label: str,
    proposal: Callable[[Facts], Wording],
    sections: Mapping[str, str],
    current: Callable[[Paper], Facts | None] | None = None,
    is_numbered: bool = False,
    is_signed_by_leader: bool = False,
    is_upward: bool = False,
) -> None:
    """Make the kind known to the record.

    A text whose figures were touched keeps a paper from being issued, and so does what its facts name
    as ``missing``, and facts that have changed since.
    """
    PROPOSALS[kind] = proposal
    if current is not None:
        CURRENT[kind] = current
    papers.KINDS[kind] = PaperKind(
        label=label,
        template=template,
        numbered=is_numbered,
        wording=sections,
        is_signed_by_leader=is_signed_by_leader,
        is_upward=is_upward,
        refusals=refusals,
        not_before=not_before,
        hold=hold,
        on_issue=on_issue,
        page=page,
        is_shut=is_shut,
    )


# A paper of the school's under a number of its own, in a leader's name.
register_official = partial(register, is_numbered=True, is_signed_by_leader=True)


def refusals(paper: Paper, by: User) -> list[str]:
    """Why this user can't sign the draft as it stands."""
    said = [RECUSED] if permissions.is_recused(_document(paper).plan, by) else []
    said += [OVER] if Document.objects.over().filter(pk=_document(paper).pk).exists() else []
    said += [STALE] if _is_stale(paper) else []
    return [*said, *paper.context.get("missing", ()), *faults(paper.kind, paper.context, paper.wording)]


def _is_stale(paper: Paper) -> bool:
    """A correction says what the first one said, whatever has come since."""
    current = CURRENT.get(paper.kind)
    if current is None or paper.replaces_id is not None:
        return False
    return ledgers.canonical(current(paper)) != ledgers.canonical(paper.context)


def not_before(paper: Paper) -> date | None:
    """The day of what the paper speaks of; drafts of before this was kept have none."""
    day = paper.context.get("not_before")
    return date.fromisoformat(day) if day else None


def hold(paper: Paper) -> None:
    """The selections of the paper and of the persons whom it names, oldest first."""
    document = _document(paper)
    named = Q(openings__candidacies__in=document.candidacies.all())
    concerned = Campaign.objects.filter(named | Q(pk=document.campaign_id))
    list(
        Campaign.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=concerned.values("pk"))
        .order_by("pk")
    )


def on_issue(paper: Paper, by: User) -> None:
    file_correction(paper, by)
    if follow_up := ON_SIGNATURE.get(paper.kind):
        follow_up(paper, by)


def page(paper: Paper) -> str:
    """The address of the selection, else of the plan, that the paper belongs to."""
    document = _document(paper)
    if document.campaign_id is not None:
        return reverse("campaigns:campaign", args=[document.campaign_id])
    return reverse("campaigns:plan", args=[document.plan_id])


def is_shut(paper: Paper) -> bool:
    """It is about persons, of one of whom at least the public has not been told."""
    return _document(paper).candidacies.exclude(opening__campaign__stage__in=NAMED_IN_PUBLIC).exists()


def file_correction(paper: Paper, by: User) -> None:
    """A correction drawn up outside takes its place on the plan when it is issued."""
    known = _document(paper)
    if known.paper_id != paper.pk:
        _file(paper, known.plan, known.campaign, known.candidacies.all())


def _document(paper: Paper) -> Document:
    """The place on the plan of the paper, or of the one that it corrects."""
    found = Document.objects.filter(paper=paper).first()
    if found is not None:
        return found
    assert paper.replaces is not None
    return _document(paper.replaces)


def _file(paper: Paper, plan: Plan, campaign: Campaign | None, people: Iterable[Candidacy]) -> Document:
    document = Document.objects.create(plan=plan, campaign=campaign, paper=paper)
    document.candidacies.set(people)
    return document


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
        _redraw(draft.paper, facts)
        draft.candidacies.set(people)
        return draft
    texts = PROPOSALS[kind](facts) | dict(worded or {})
    paper = papers.draw_up(kind, plan.organisation, plan.ledger, facts["title"], facts, texts)
    paper.replaces = Paper.objects.in_force().filter(document__in=earlier).last()
    if paper.replaces is not None:
        paper.save(update_fields=["replaces"])
    return _file(paper, plan, campaign, people)


def _redraw(paper: Paper, facts: Facts) -> None:
    """New facts; a text that stands as it was proposed is proposed anew, the officer's own words stay."""
    before, now = PROPOSALS[paper.kind](paper.context), PROPOSALS[paper.kind](facts)
    own = {key: text for key, text in paper.wording.items() if text != before.get(key)}
    papers.redraw(paper, title=facts["title"], context=facts)
    paper.wording = now | own
    paper.save(update_fields=["wording"])


def faults(kind: str, facts: Facts, texts: Mapping[str, str]) -> list[str]:
    """Sentences on every text whose locked figures were removed, altered or invented."""
    proposed, labels = PROPOSALS[kind](facts), papers.KINDS[kind].wording
    return [
        fault
        for key, text in proposed.items()
        for fault in tokens.faults(labels[key], texts.get(key, ""), text, facts["tokens"])
    ]


def reword(paper: Paper, changed: Mapping[str, str], *, by: User) -> None:
    """Change free texts of a draft, or refuse with a sentence on every locked figure that is missing."""
    if wrong := faults(paper.kind, paper.context, paper.wording | dict(changed)):
        raise Refused(wrong)
    papers.reword(paper, dict(changed), by)
