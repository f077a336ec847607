"""Which departments, posts and bodies does a school have?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from personnel import register
from personnel.forms.offices import BodyForm, BodyMemberForm, DepartmentForm, PostForm
from personnel.models import Body, BodyMember, Department, Post, Tenure
from personnel.models.querysets import OrganisationRows
from personnel.views.scope import Kept, Seen, kept_row, ledger_before
from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import Organisation
from selection.forms import ThroughService
from selection.records.models import Ledger
from selection.records.versions import Edited, Versioned


class OfficeList(Seen, ListView):
    """Departments, the posts of each and who holds them."""

    template_name = "personnel/office_list.html"
    context_object_name = "departments"

    def get_queryset(self) -> QuerySet[Department]:
        running = Tenure.objects.in_force(clock.today()).select_related("staff")
        posts = Post.objects.prefetch_related(Prefetch("tenures", running, to_attr="running"))
        return Department.objects.of(self.school).prefetch_related(Prefetch("posts", posts))


class OfficeForm(ThroughService):
    """The form about a department, a post or a body: the service saves it."""

    template_name = "personnel/office_form.html"
    request: HttpRequest
    object: Any

    def act(self, form: Any) -> None:
        self.object = register.save_office(form.instance, by=self.request.user)
        messages.success(self.request, f"“{self.object}”已保存。")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "school": self.home(),
            "label": context["form"].instance._meta.verbose_name,
            "back": self.back(),
        }

    def home(self) -> Organisation:
        raise NotImplementedError

    def back(self) -> str:
        return reverse("personnel:offices", args=[self.home().code])

    def get_success_url(self) -> str:
        return self.back()


class DepartmentCreate(OfficeForm, Kept, CreateView):
    form_class = DepartmentForm

    def home(self) -> Organisation:
        return self.school

    def get_form_kwargs(self) -> dict[str, Any]:
        last = Department.objects.of(self.school).order_by("position").last()
        fresh = Department(organisation=self.school, position=last.position + 1 if last else 1)
        return super().get_form_kwargs() | {"instance": fresh}


class OfficeUpdate(Versioned, OfficeForm):
    """One that is there is changed."""

    ledger: Ledger
    kwargs: dict[str, Any]

    def kept(self, rows: OrganisationRows) -> Any:
        row = kept_row(rows, self.request.user, self.kwargs["pk"])
        self.object = row
        self.ledger = ledger_before(row, self.home())
        return row

    def edited(self) -> Edited:
        row = self.object
        return Edited(self.ledger, f"{row._meta.model_name}:{row.pk}")


class DepartmentUpdate(OfficeUpdate, LoginRequiredMixin, UpdateView):
    form_class = DepartmentForm

    def get_object(self, queryset: Any = None) -> Department:
        return self.kept(Department.objects.select_related("organisation"))

    def home(self) -> Organisation:
        return self.object.organisation


class PostCreate(OfficeForm, LoginRequiredMixin, CreateView):
    form_class = PostForm

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = Department.objects.select_related("organisation")
        self.department = kept_row(rows, self.request.user, self.kwargs["pk"])
        return super().get_form_kwargs() | {"instance": Post(department=self.department)}

    def home(self) -> Organisation:
        return self.department.organisation


class PostUpdate(OfficeUpdate, LoginRequiredMixin, UpdateView):
    form_class = PostForm

    def get_object(self, queryset: Any = None) -> Post:
        return self.kept(Post.objects.select_related("department__organisation"))

    def home(self) -> Organisation:
        return self.object.department.organisation


class BodyList(Seen, ListView):
    """The school's own bodies and those of others that decide for it."""

    template_name = "personnel/body_list.html"
    context_object_name = "bodies"

    def get_queryset(self) -> QuerySet[Body]:
        sitting = BodyMember.objects.in_force(clock.today()).select_related("staff")
        bodies = Body.objects.deciding_for(self.school).select_related("organisation")
        return bodies.prefetch_related(Prefetch("members", sitting, to_attr="sitting"))


class BodyDetail(LoginRequiredMixin, DetailView):
    template_name = "personnel/body_detail.html"
    context_object_name = "body"

    def get_queryset(self) -> QuerySet[Body]:
        return Body.objects.visible_to(self.request.user).select_related("organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        body = self.object
        return super().get_context_data(
            school=body.organisation,
            may_manage=self.request.user.may(Act.MANAGE_REGISTER, body.organisation),
            members=body.members.select_related("staff__organisation").order_by(
                "ended_on", "-is_first_leader", "pk"
            ),
            serves=body.serves.all(),
            today=clock.today(),
            **kwargs,
        )


class BodyCreate(OfficeForm, Kept, CreateView):
    form_class = BodyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Body(organisation=self.school)}

    def home(self) -> Organisation:
        return self.school

    def back(self) -> str:
        return reverse("personnel:bodies", args=[self.school.code])


class BodyUpdate(OfficeUpdate, LoginRequiredMixin, UpdateView):
    form_class = BodyForm

    def get_object(self, queryset: Any = None) -> Body:
        return self.kept(Body.objects.select_related("organisation"))

    def home(self) -> Organisation:
        return self.object.organisation

    def back(self) -> str:
        return reverse("personnel:body_detail", args=[self.object.pk])


class SeatCreate(OfficeForm, LoginRequiredMixin, CreateView):
    """One more member of a body."""

    form_class = BodyMemberForm

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = Body.objects.select_related("organisation")
        self.body = kept_row(rows, self.request.user, self.kwargs["pk"])
        return super().get_form_kwargs() | {"instance": BodyMember(body=self.body)}

    def act(self, form: Any) -> None:
        self.object = register.enter(form.instance, by=self.request.user)
        messages.success(self.request, f"{self.object.staff.name}已登记为{self.body}成员。")

    def home(self) -> Organisation:
        return self.body.organisation

    def back(self) -> str:
        return reverse("personnel:body_detail", args=[self.body.pk])
