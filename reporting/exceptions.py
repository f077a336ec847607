"""Which exceptions were granted in a year, to whom and by whom? (R-18)"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from campaigns import permissions
from campaigns.models import Campaign, Waiver
from campaigns.naming import exception
from selection import chinese
from selection.accounts.models import Organisation, User


@dataclass(frozen=True)
class Granted:
    """One exception that was granted in the year, in words without votes."""

    campaign: int
    school: str
    plan: str
    kind: str
    sentence: str
    reason: str
    approver: str
    granted_on: date
    expires_on: date | None


COLUMNS: dict[str, tuple[int, Callable[[Granted], str]]] = {
    "学校": (22, lambda each: each.school),
    "类别": (12, lambda each: each.kind),
    "例外事项": (50, lambda each: each.sentence),
    "理由": (40, lambda each: each.reason),
    "批准机关": (16, lambda each: each.approver),
    "批准日期": (16, lambda each: chinese.day(each.granted_on)),
    "有效期至": (16, lambda each: chinese.day(each.expires_on) if each.expires_on else ""),
    "工作方案": (36, lambda each: each.plan),
}


def granted(organisation: Organisation, year: int, user: User | None = None) -> Iterator[Granted]:
    """Of the organisation and all below it, by kind; no vote goes into a report, nor to who may not see it.

    For a user: only of the selections in that user's sight.
    """
    found = Waiver.objects.granted_in(year, organisation).select_related(
        "campaign__plan__organisation", "candidacy__staff__department"
    )
    if user is not None:
        found = found.filter(campaign__in=Campaign.objects.visible_to(user))
    sees: dict[int, bool] = {}
    for each in found:
        plan = each.campaign.plan
        if user is not None and plan.pk not in sees:
            sees[plan.pk] = permissions.may_see_figures(plan, user)
        assert each.granted_on is not None
        yield Granted(
            campaign=each.campaign_id,
            school=plan.organisation.short_name,
            plan=plan.title,
            kind=each.get_kind_display(),
            sentence=exception(each, sees.get(plan.pk, False)),
            reason=each.reason,
            approver=each.get_approver_display(),
            granted_on=each.granted_on,
            expires_on=each.expires_on,
        )
