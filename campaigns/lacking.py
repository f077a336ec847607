"""Which papers of what was done are not signed yet, and where is that mended?

Every act draws up its paper; it is there when it is issued, or when the act was entered from paper and
confirmed, so that the signed scan lies with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from campaigns import documents
from campaigns.choices import LIVE, ActKind, Standing
from campaigns.models import Campaign, Candidacy
from selection.records import papers
from selection.records.models import Paper, ReviewDecision


@dataclass(frozen=True)
class Lacking:
    """One paper that is not in force: of which kind, what is missing, where that is mended."""

    kind: str
    sentence: str
    url: str


def lacking(campaign: Campaign) -> list[Lacking]:
    """In the order in which they were drawn up."""
    drawn = campaign.plan.documents.filter(Q(campaign__in=campaign.lineage) | Q(campaign=None))
    drafts = [
        each.paper for each in drawn.filter(paper__state="draft").select_related("paper").order_by("pk")
    ]
    found = [
        _unsigned(paper)
        for paper in drafts
        if not _lies_on_paper(campaign, paper) and not _is_of_nobody(paper)
    ]
    notice = documents.inspection_notice.KIND
    if not drawn.filter(paper__kind=notice).exists() and _posted_here(campaign):
        url = reverse("campaigns:act", args=[campaign.pk, ActKind.INSPECTION_NOTICE])
        found.append(Lacking(notice, "考察公告尚未起草和签发", url))
    return found


def of_kind(campaign: Campaign, kind: str) -> list[Lacking]:
    return [each for each in lacking(campaign) if each.kind == kind]


def _unsigned(paper: Paper) -> Lacking:
    correction = "的更正件" if paper.replaces_id else ""
    who = "，由学校领导签发" if papers.KINDS[paper.kind].is_signed_by_leader else ""
    return Lacking(
        paper.kind, f"“{paper.title}”{correction}尚未签发{who}", reverse("records:paper", args=[paper.pk])
    )


def _is_of_nobody(paper: Paper) -> bool:
    """A form for people who are no candidates any more."""
    if paper.kind != documents.candidate_form.KIND:
        return False
    considered = Candidacy.objects.filter(forms=_subject(paper), standing__in=[*LIVE, Standing.HELD])
    return not considered.exists()


def _lies_on_paper(campaign: Campaign, paper: Paper) -> bool:
    covered = ON_PAPER.get(paper.kind)
    return covered is not None and covered(campaign, paper)


def _plan_on_paper(campaign: Campaign, paper: Paper) -> bool:
    published = campaign.done(ActKind.PUBLICATION)
    return bool(published.filter(is_backfilled=True, attachment__isnull=False).exists())


def _form_on_paper(campaign: Campaign, paper: Paper) -> bool:
    """The written approval stands on the form itself (A060)."""
    form = campaign.plan.candidate_forms.filter(pk=_subject(paper)).first()
    if form is None:
        return False
    decided = ReviewDecision.objects.filter(submission__review=form.review, is_dropped=False)
    return decided.filter(is_backfilled=True, confirmed_at__isnull=False, attachment__isnull=False).exists()


def _table_on_paper(campaign: Campaign, paper: Paper) -> bool:
    """The scan of a paper count is the table that its counters signed."""
    return bool(
        campaign.plan.campaigns.filter(rounds=_subject(paper), rounds__attachment__isnull=False).exists()
    )


def _subject(paper: Paper) -> int:
    """The key behind ``about``: round:7 is 7."""
    return int(paper.context["about"].partition(":")[2])


def _posted_here(campaign: Campaign) -> bool:
    return bool(campaign.done(ActKind.INSPECTION_NOTICE).filter(is_backfilled=False).exists())


ON_PAPER: dict[str, Callable[[Campaign, Paper], bool]] = {
    documents.plan.KIND: _plan_on_paper,
    documents.candidate_form.KIND: _form_on_paper,
    documents.result_table.KIND: _table_on_paper,
}
