"""Who is in the register, and what is on file about one person?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Case, Exists, F, OuterRef, Prefetch, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from personnel import masking, register
from personnel.forms.staff import SearchForm, StaffForm
from personnel.models import Relation, StaffMember, Tenure
from personnel.models.staff import StaffQuerySet
from personnel.views.scope import Kept, LeadsBack, Seen, kept_row, ledger_before
from selection import clock
from selection.accounts.acts import Act
from selection.forms import ThroughService, named_next, refusals_as_messages
from selection.records.versions import Edited, Versioned

LEADERS_FIRST = (
    Case(When(leadership="principal", then=0), When(leadership="vice_principal", then=1), default=2),
    F("department__position").asc(nulls_last=True),
    "department_id",
)
ORDERS: dict[str, tuple[Any, ...]] = {"strokes": ("stroke_key",), "pinyin": ("pinyin_key",)}


class StaffList(Seen, ListView):
    template_name = "personnel/staff_list.html"
    context_object_name = "people"
    paginate_by = 50

    @cached_property
    def search(self) -> SearchForm:
        return SearchForm(self.request.GET, school=self.school)

    def get_queryset(self) -> QuerySet[StaffMember]:
        self.search.is_valid()
        people = found(
            StaffMember.objects.visible_to(self.request.user).of(self.school), self.search.cleaned_data
        )
        running = Tenure.objects.in_force(clock.today()).select_related("post")
        people = people.select_related("department")
        people = people.prefetch_related(Prefetch("tenures", running, to_attr="running"))
        order = ORDERS.get(self.search.cleaned_data.get("order", ""), LEADERS_FIRST)
        return people.order_by(*order, "staff_number")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(search=self.search, today=clock.today(), **kwargs)


def found(people: StaffQuerySet, looked_for: dict[str, Any]) -> StaffQuerySet:
    """The people that a search asks for; without a state, those in the register today."""
    state = looked_for.get("state")
    people = people.left() if state == "left" else people.serving()
    if state == "off":
        people = people.filter(is_on_duty=False)
    if state == "reserve":
        people = people.filter(is_reserve=True)
    if state == "posts":
        running = Tenure.objects.in_force(clock.today()).filter(staff=OuterRef("pk"))
        people = people.filter(Exists(running))
    if text := (looked_for.get("q") or "").strip():
        people = people.matching(text)
    if category := looked_for.get("category"):
        people = people.filter(category=category)
    if department := looked_for.get("department"):
        people = people.filter(department=department)
    return people


class StaffDetail(LoginRequiredMixin, LeadsBack, DetailView):
    template_name = "personnel/staff_detail.html"
    context_object_name = "staff"

    def get_queryset(self) -> QuerySet[StaffMember]:
        seen = StaffMember.objects.visible_to(self.request.user)
        return seen.select_related("organisation", "department")

    def has_service(self) -> bool:
        """A page on what was decided of the person, which is nobody's own nor a relative's to read (R-25)."""
        close = StaffMember.objects.close_to(self.request.user).filter(pk=self.object.pk)
        return not close.exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        staff = self.object
        relations = Relation.objects.touching([staff.pk]).select_related("staff", "relative")
        return super().get_context_data(
            school=staff.organisation,
            may_manage=self.request.user.may(Act.MANAGE_REGISTER, staff.organisation),
            has_service=self.has_service(),
            age=staff.age_on(clock.today()),
            seen=masking.seen_by(self.request.user, staff),
            tenures=staff.tenures.select_related("post__department"),
            relations=[(each, each.other_than(staff)) for each in relations],
            today=clock.today(),
            **kwargs,
        )


class StaffFormPage(ThroughService, LeadsBack):
    """The form about one person, new or known."""

    model = StaffMember
    form_class = StaffForm
    template_name = "personnel/staff_form.html"
    request: HttpRequest
    object: StaffMember

    def act(self, form: StaffForm) -> None:
        self.object = register.save_staff(form.instance, by=self.request.user)
        messages.success(self.request, f"{self.object.name}的信息已保存。")

    def get_success_url(self) -> str:
        return named_next(self.request) or reverse("personnel:staff_detail", args=[self.object.pk])


class StaffCreate(StaffFormPage, Kept, CreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": StaffMember(organisation=self.school)}


class StaffUpdate(Versioned, StaffFormPage, LoginRequiredMixin, UpdateView):
    def get_object(self, queryset: Any = None) -> StaffMember:
        rows = StaffMember.objects.select_related("organisation", "department", "user")
        staff: StaffMember = kept_row(rows, self.request.user, self.kwargs["pk"])
        self.ledger = ledger_before(staff, staff.organisation)
        return staff

    def edited(self) -> Edited:
        staff = self.object
        return Edited(self.ledger, f"staffmember:{staff.pk}", frozenset({"修改人员信息"}))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(school=self.object.organisation, **kwargs)


@login_required
@require_POST
@refusals_as_messages("personnel:staff_detail")
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    staff = kept_row(StaffMember.objects.select_related("organisation", "user"), request.user, pk)
    register.come_back(staff, by=request.user)
    messages.success(request, f"{staff.name}已恢复在册。")
    return redirect("personnel:staff_detail", pk)
