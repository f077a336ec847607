"""Who holds a post now, until when, and what did the latest review of the work come to?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.functional import cached_property
from django.views.generic import ListView

from personnel.models import StaffMember, Tenure
from personnel.models.tenures import TenureQuerySet
from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import User
from selection.accounts.views.places import Places, places
from selection.accounts.views.scope import user_of
from serving.models import DutyReview, Probation, WatchPeriod


class Row(NamedTuple):
    """One holder of one post; of oneself and of relatives nothing but the post is said."""

    tenure: Tenure
    is_close: bool
    grade: str
    state: str


class Cadres(LoginRequiredMixin, ListView):
    """In the order of school, department and post."""

    template_name = "serving/cadres.html"
    context_object_name = "tenures"
    paginate_by = 50

    @cached_property
    def places(self) -> Places:
        return places(self.request, Act.VIEW_REGISTER)

    def get_queryset(self) -> TenureQuerySet:
        here = Tenure.objects.filter(post__department__organisation__in=self.places.schools)
        related = here.in_force(clock.today()).select_related("staff", "post__department__organisation")
        office = "post__department"
        return related.order_by(
            f"{office}__organisation__path", f"{office}__position", "post__position", "starts_on", "pk"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(places=self.places, **kwargs)
        year = clock.today().year - 1
        return context | {"year": year, "rows": rows(context["tenures"], year, user_of(self.request))}


def rows(tenures: Iterable[Tenure], year: int, user: User) -> list[Row]:
    """In the same number of queries whatever the number of people."""
    tenures = list(tenures)
    people = {each.staff_id for each in tenures}
    close = set(StaffMember.objects.close_to(user).filter(pk__in=people).values_list("pk", flat=True))
    reviews = DutyReview.objects.in_force().filter(staff__in=people, year=year)
    grades = {each.staff_id: each.get_grade_display() for each in reviews}
    trials = Probation.objects.running().filter(tenure__in=tenures)
    watches = WatchPeriod.objects.running().filter(tenure__in=tenures)
    states = dict.fromkeys(trials.values_list("tenure", flat=True), "试用中")
    states |= dict.fromkeys(watches.values_list("tenure", flat=True), "察看中")
    return [
        Row(each, each.staff_id in close, grades.get(each.staff_id, "未登记"), states.get(each.pk, ""))
        for each in tenures
    ]
