"""Was anything done before it was approved in writing? (A061, A062)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from campaigns.models import Act, Campaign, CandidateForm, Round, Talk
from campaigns.models.lineage import MADE_KNOWN
from selection.chinese import day


def before_approval(campaigns: Sequence[Campaign]) -> Iterator[tuple[int, str]]:
    """The rule ``approval_precedes_the_first_step``, asked of many, and of plans that nobody approved yet."""
    firsts, approvals = _first_steps(campaigns), _approvals(campaigns)
    for each in campaigns:
        first, approved = firsts.get(each.pk), approvals.get(each.pk)
        if first is None:
            continue
        if not each.plan.is_final:
            yield each.pk, f"{day(first)}已开始办理，方案还没有批准"
        elif approved is not None and approved > first:
            yield each.pk, f"{day(first)}已开始办理，{day(approved)}才书面批准"


def _first_steps(campaigns: Sequence[Campaign]) -> dict[int, date]:
    """``Campaign.first_step_on`` of each; what was made known of a whole plan counts for all of it."""
    found: dict[int, date] = {}

    def note(campaign: int, on: date) -> None:
        found[campaign] = min(found.get(campaign, on), on)

    of_plan: dict[int, list[int]] = {}
    for each in campaigns:
        of_plan.setdefault(each.plan_id, []).append(each.pk)
    made_known = Act.objects.confirmed().filter(plan__in=of_plan, kind__in=MADE_KNOWN, is_superseded=False)
    for plan, campaign, on in made_known.values_list("plan", "campaign", "happened_on"):
        for pk in of_plan[plan] if campaign is None else [campaign]:
            note(pk, on)
    for model, on_field in ((Talk, "held_on"), (Round, "happened_on")):
        held = model.objects.filter(campaign__in=campaigns, is_superseded=False)
        for campaign, on in held.exclude(**{on_field: None}).values_list("campaign", on_field):
            note(campaign, on)
    return found


def _approvals(campaigns: Sequence[Campaign]) -> dict[int, date]:
    """``Campaign.approved_on`` of each."""
    found = {
        each.pk: each.plan.review.approved_on
        for each in campaigns
        if each.plan.review is not None and each.plan.review.approved_on is not None
    }
    forms = CandidateForm.objects.filter(campaign__in=campaigns, was_before_start=True)
    for pk, on in forms.values_list("campaign", "review__approved_on"):
        if on is not None:
            found[pk] = max(found.get(pk, on), on)
    return found
