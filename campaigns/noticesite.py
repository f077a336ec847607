"""What hangs on the notice site, and who sees it there?

Lines of lists and feeds name posts and days, never a person: names stand on the notice alone, which is taken
down when it is settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from campaigns.choices import ActKind, Audience
from campaigns.models import Act, Plan, Publicity
from campaigns.readers import Reader
from selection import chinese
from selection.accounts.models import Organisation

EVERYBODY = AnonymousUser()
Schools = Iterable[Organisation]


class Line(NamedTuple):
    """One notice in a list: when it was posted, until when it hangs, who may read it."""

    school: Organisation
    kind: str
    title: str
    posted_on: date
    last_day: date | None
    url: str
    is_public: bool

    @property
    def until(self) -> str:
        return f"，{chinese.day(self.last_day)}24:00截止" if self.last_day else ""


def lines(reader: Reader, school: Organisation | None = None) -> list[Line]:
    """What the reader may read, of one school or of all, the latest first."""
    schools = Organisation.objects.schools() if school is None else [school]
    found = [line for kind in (_publicities, _inspections, _plans) for line in kind(reader, schools)]
    return sorted(found, key=lambda line: (line.posted_on, line.url), reverse=True)


def _publicities(reader: Reader, schools: Schools) -> Iterator[Line]:
    hanging = Publicity.objects.posted_to(reader).filter(campaign__plan__organisation__in=schools)
    for notice in hanging.select_related("campaign__plan__organisation"):
        yield Line(
            notice.campaign.plan.organisation,
            "拟聘公示",
            "中层干部拟聘人选公示",
            notice.happened_on,
            notice.last_day,
            reverse("campaigns:notice", args=[notice.pk]),
            notice.audience == Audience.PUBLIC,
        )


def _inspections(reader: Reader, schools: Schools) -> Iterator[Line]:
    hanging = Act.objects.posted_to(reader).filter(plan__organisation__in=schools)
    for act in hanging.select_related("plan__organisation"):
        yield Line(
            act.plan.organisation,
            "考察公告",
            "中层干部考察公告",
            act.happened_on,
            None,
            reverse("campaigns:inspection_notice", args=[act.pk]),
            act.figures.get("audience") == Audience.PUBLIC,
        )


def _plans(reader: Reader, schools: Schools) -> Iterator[Line]:
    plans = Plan.objects.published_to(reader).filter(organisation__in=schools).select_related("organisation")
    told = Act.objects.of(ActKind.PUBLICATION).confirmed().filter(plan__in=plans)
    first = {act.plan_id: act for act in told.order_by("-happened_on", "-pk")}
    for plan in plans:
        act = first[plan.pk]
        yield Line(
            plan.organisation,
            "工作方案",
            plan.title,
            act.happened_on,
            None,
            reverse("campaigns:published_plan", args=[plan.pk]),
            act.figures.get("audience") == Audience.PUBLIC,
        )
