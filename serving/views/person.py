"""One person in a post: what was found, recorded and decided, and what is still to be done."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView

from personnel.models import StaffMember
from personnel.models.querysets import OrganisationRows
from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import User
from selection.accounts.views.scope import user_of
from selection.forms import ThroughService, refusals_as_messages
from selection.records import attachments
from selection.records.forms import ReasonForm, accept
from serving import permissions, ways
from serving.forms.acts import FORMS, ActForm
from serving.models import (
    ActingDuty,
    DutyReview,
    Probation,
    ProbationReview,
    Removal,
    ServiceRecord,
    Task,
    WatchPeriod,
    WatchReview,
)
from serving.models.acts import ServingAct
from serving.models.watches import WatchQuerySet
from serving.services import entering, evaluations

ACTS: dict[str, Any] = {
    "record": ServiceRecord,
    "duty-review": DutyReview,
    "probation-review": ProbationReview,
    "watch": WatchPeriod,
    "watch-review": WatchReview,
    "removal": Removal,
    "acting": ActingDuty,
}


class Row(NamedTuple):
    """One act as the page shows it to this user."""

    kind: str
    act: ServingAct
    text: str
    may_confirm: bool
    may_send_back: bool
    may_strike: bool


def rows_of(staff: StaffMember, user: User) -> list[Row]:
    """The latest first. What has not been vouched for is shown as such."""
    confirms = permissions.may_confirm(staff, user)
    found = [_row(kind, act, user, confirms) for kind, model in ACTS.items() for act in _acts(model, staff)]
    return sorted(found, key=lambda row: (row.act.happened_on, row.act.entered_at), reverse=True)


def _acts(model: Any, staff: StaffMember) -> OrganisationRows:
    return model.objects.filter(staff=staff).select_related("entered_by", "confirmed_by", "attachment")


def _row(kind: str, act: ServingAct, user: User, confirms: bool) -> Row:
    waits, is_own = not act.is_confirmed, act.entered_by_id == user.pk
    text = getattr(act, "text", "") or getattr(act, "reason", "")
    may_strike = not waits and act.struck_on is None and entering.may_strike(act, user)
    return Row(kind, act, text, waits and confirms and not is_own, waits and (confirms or is_own), may_strike)


def person_of(request: HttpRequest, pk: int) -> StaffMember:
    """Of a register that the user reads; nobody reads here what is said of oneself or a relative."""
    user = user_of(request)
    staff = get_object_or_404(StaffMember.objects.visible_to(user).select_related("organisation"), pk=pk)
    if permissions.is_concerned(staff, user):
        raise Http404
    return staff


class Person(LoginRequiredMixin, DetailView):
    template_name = "serving/person.html"
    context_object_name = "staff"

    def get_object(self, queryset: Any = None) -> StaffMember:
        return person_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        staff, user = self.object, user_of(self.request)
        keeps = permissions.may_keep(staff, user)
        return super().get_context_data(**kwargs) | {
            "school": staff.organisation,
            "today": clock.today(),
            "tenures": staff.tenures.select_related("post").order_by("-starts_on"),
            "tasks": [
                (task, ways.ways(task) if keeps else [])
                for task in Task.objects.visible_to(user).open().filter(staff=staff)
            ],
            "probations": Probation.objects.filter(tenure__staff=staff).select_related("tenure__post"),
            "graded": evaluations.overall(staff, user),
            "rows": rows_of(staff, user),
            "may_keep": keeps,
            "kinds": [(kind, form.title) for kind, form in FORMS.items() if form.is_offered(staff)],
            "reason_form": ReasonForm(),
        }


class EnterAct(LoginRequiredMixin, ThroughService, FormView):
    """Put down an act about the person; the address says of which kind."""

    template_name = "serving/enter.html"

    def whole(self) -> AbstractContextManager[None]:
        return attachments.all_or_nothing()

    @cached_property
    def staff(self) -> StaffMember:
        staff = person_of(self.request, self.kwargs["pk"])
        if not permissions.may_keep(staff, user_of(self.request)):
            raise Http404
        return staff

    def get_form_class(self) -> type[ActForm]:
        if self.kwargs["kind"] not in FORMS:
            raise Http404
        return FORMS[self.kwargs["kind"]]

    def get_initial(self) -> dict[str, Any]:
        """As the to-do asked that led here."""
        return {name: self.request.GET[name] for name in ("kind",) if name in self.request.GET}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"staff": self.staff}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(staff=self.staff, school=self.staff.organisation, **kwargs)

    def act(self, form: ActForm) -> None:
        by = user_of(self.request)
        done = entering.enter(form.drawn_up(by), by=by)
        waits = "，由第二人核实后生效" if done.takes_a_second else ""
        messages.success(self.request, f"已登记{self.staff.name}的{form.title}{waits}")

    def get_success_url(self) -> str:
        return entering.page_of(self.staff)


def act_of(request: HttpRequest, kind: str, pk: int) -> ServingAct:
    if kind not in ACTS:
        raise Http404
    found = ACTS[kind].objects.visible_to(user_of(request))
    act: ServingAct = get_object_or_404(found.select_related("staff__organisation", "entered_by"), pk=pk)
    return act


class Watches(LoginRequiredMixin, ListView):
    """察看期 as the school, those above it and discipline see them."""

    template_name = "serving/watches.html"
    context_object_name = "watches"
    paginate_by = 50

    def get_queryset(self) -> WatchQuerySet:
        user = user_of(self.request)
        if not any(act in (Act.VIEW_REGISTER, Act.ANSWER_DISCIPLINE) for act, _path in user.reach):
            raise Http404
        found = WatchPeriod.objects.readable_by(user).in_force()
        return found.select_related("staff__organisation", "tenure__post")


@login_required
@require_POST
@refusals_as_messages
def confirm(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    act = act_of(request, kind, pk)
    entering.confirm(act, by=user_of(request))
    messages.success(request, "已核实")
    return redirect(entering.page_of(act.staff))


@login_required
@require_POST
@refusals_as_messages
def strike(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    act = act_of(request, kind, pk)
    reason = accept(ReasonForm(request.POST)).cleaned_data["reason"]
    entering.strike(act, by=user_of(request), reason=reason)
    messages.success(request, "已作废，由此产生的变动已经恢复")
    return redirect(entering.page_of(act.staff))


@login_required
@require_POST
@refusals_as_messages
def send_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    act = act_of(request, kind, pk)
    reason = accept(ReasonForm(request.POST)).cleaned_data["reason"]
    entering.send_back(act, by=user_of(request), reason=reason)
    messages.success(request, "已退回")
    return redirect(entering.page_of(act.staff))
