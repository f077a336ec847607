"""保管与销毁: what is kept how long, what is due, and the lists by which it went."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView, FormView

from keeping import about, services, sheet
from keeping.due import due
from keeping.forms import DrawUpForm
from keeping.kinds import kinds
from keeping.models import DestructionList
from personnel.models import StaffMember
from selection import spreadsheet
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.accounts.views.scope import user_of
from selection.forms import ThroughService, refusals_as_messages
from selection.records import ledgers
from selection.rendering import pdf_to_keep

LATEST = 50


class Desk(LoginRequiredMixin, ThroughService, FormView):
    """The kinds, what is due at the school (``?school=``, a code) and the latest lists."""

    template_name = "keeping/desk.html"
    form_class = DrawUpForm
    drawn: DestructionList

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not self.schools and not self.may_see_to_it:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def may_see_to_it(self) -> bool:
        return bool(user_of(self.request).organisations_for(Act.CONFIRM_ACTS))

    @cached_property
    def schools(self) -> list[Organisation]:
        run = user_of(self.request).organisations_for(Act.RUN_CAMPAIGNS)
        return list(run.filter(kind=Organisation.Kind.SCHOOL).order_by("path"))

    @cached_property
    def school(self) -> Organisation | None:
        """The one that is asked for; else the first."""
        if code := self.request.GET.get("school"):
            return next((school for school in self.schools if school.code == code), None)
        return next(iter(self.schools), None)

    def get_form_kwargs(self) -> dict[str, Any]:
        found = due(self.school, user_of(self.request)) if self.school else []
        return super().get_form_kwargs() | {"due": found}

    def act(self, form: DrawUpForm) -> None:
        if self.school is None:
            raise Http404
        given = form.cleaned_data
        self.drawn = services.draw_up(self.school, given["chosen"], given["reason"], by=user_of(self.request))
        messages.success(self.request, "销毁清册已列好，请另一位有权限的人核对后监销")

    def get_success_url(self) -> str:
        return self.drawn.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists = DestructionList.objects.visible_to(user_of(self.request))
        return super().get_context_data(**kwargs) | {
            "kinds": kinds().values(),
            "schools": self.schools,
            "school": self.school,
            "lists": lists.select_related("organisation", "drawn_up_by", "settled_by")[:LATEST],
        }


class ListPage(LoginRequiredMixin, DetailView):
    template_name = "keeping/list.html"
    context_object_name = "drawn"

    def get_object(self, queryset: Any = None) -> DestructionList:
        return _list_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        drawn, user = self.object, user_of(self.request)
        is_open = drawn.state == DestructionList.State.DRAWN_UP
        may_confirm = user.may(Act.CONFIRM_ACTS, drawn.organisation)
        may_list = user.may(Act.RUN_CAMPAIGNS, drawn.organisation)
        return super().get_context_data(**kwargs) | {
            "lines": drawn.lines.all(),
            "may_carry_out": is_open and may_confirm and drawn.drawn_up_by_id != user.pk,
            "may_drop": is_open and (may_confirm or may_list),
        }


@login_required
@require_POST
@refusals_as_messages("keeping:list")
def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    services.carry_out(_list_of(request, pk), by=user_of(request))
    messages.success(request, "清册所列材料已经销毁，清册长期保存")
    return redirect("keeping:list", pk)


@login_required
@require_POST
@refusals_as_messages("keeping:list")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    services.drop(_list_of(request, pk), by=user_of(request))
    messages.success(request, "清册已撤回，所列材料都没有动")
    return redirect("keeping:list", pk)


@login_required
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as it is signed by the two and filed."""
    drawn = _list_of(request, pk)
    return pdf_to_keep(sheet.pdf(drawn), str(drawn))


@login_required
@require_GET
def mine(request: HttpRequest) -> FileResponse:
    """What the program holds about whoever asks."""
    user = user_of(request)
    return _about(user, StaffMember.objects.filter(user=user).first())


@login_required
@require_POST
def person(request: HttpRequest, pk: int) -> FileResponse:
    """The same for a person without an account, who asked whoever keeps the register."""
    asked = user_of(request)
    staff = get_object_or_404(StaffMember.objects.visible_to(asked).select_related("organisation"), pk=pk)
    if not asked.may(Act.MANAGE_REGISTER, staff.organisation):
        raise Http404
    ledger = ledgers.of_organisation(staff.organisation)
    ledgers.append(ledger, "应本人要求导出个人信息", by=asked, about=f"staff:{staff.pk}", said=staff.name)
    return _about(staff.user, staff)


def _about(user: User | None, staff: StaffMember | None) -> FileResponse:
    whose = staff.name if staff else str(user)
    title = f"{whose}的个人信息"
    return spreadsheet.download(spreadsheet.workbook(title, about.HEADS, about.rows(user, staff)), title)


def _list_of(request: HttpRequest, pk: int) -> DestructionList:
    lists = DestructionList.objects.visible_to(user_of(request))
    return get_object_or_404(lists.select_related("organisation", "drawn_up_by", "settled_by"), pk=pk)
