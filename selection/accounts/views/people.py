"""How does the officer keep the school's accounts: roles, and slips for a first password?"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from selection.accounts import invitations, roles, second_factor, stewards
from selection.accounts.acts import Act, Role
from selection.accounts.forms import RoleForm
from selection.accounts.models import Organisation, User, UserQuerySet
from selection.accounts.slips import AT_ONCE, MOST, print_slips
from selection.accounts.views.scope import user_of
from selection.forms import refusals_as_messages
from selection.reasons import Refused
from selection.rendering import pdf_to_keep

WITHOUT_PASSWORD = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)


class Managed(LoginRequiredMixin):
    """The accounts that the signed-in person manages; nobody else finds the page."""

    request: HttpRequest

    def get_queryset(self) -> UserQuerySet:
        return managed_by(user_of(self.request))


class People(Managed, ListView):
    template_name = "accounts/people.html"
    context_object_name = "people"
    paginate_by = 50

    def get_queryset(self) -> UserQuerySet:
        found = super().get_queryset().prefetch_related("groups__role_group").select_related("organisation")
        if said := self.request.GET.get("q", "").strip():
            found = found.filter(Q(name__contains=said) | Q(username__contains=said))
        return found.filter(WITHOUT_PASSWORD) if "without" in self.request.GET else found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = user_of(self.request)
        stacks = [stack for stack in stacks_of(user) if stack.without]
        return super().get_context_data(
            stacks=stacks,
            is_of_many=user.organisations_for(Act.MANAGE_LEADERS).schools().count() > 1,
            **kwargs,
        )


class Person(Managed, DetailView):
    template_name = "accounts/person.html"
    context_object_name = "person"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.object
        user = user_of(self.request)
        changes = person.role_changes.select_related("changed_by")[:20]
        return super().get_context_data(
            form=_offered(person, user),
            held=[
                (role, place, place == person.organisation and not _objection(role, person, user))
                for role, place in person.roles
            ],
            may_reset=stewards.resettable_by(user).filter(pk=person.pk).exists(),
            has_second_factor=second_factor.is_on() and person != user and second_factor.is_set_up(person),
            second_person=stewards.SECOND_PERSON,
            changes=changes,
            **kwargs,
        )


@login_required
@require_POST
@refusals_as_messages("accounts:person")
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    person, role, organisation = _chosen(request, pk)
    roles.grant(person, role, organisation, by=user_of(request))
    messages.success(request, f"已授予{person}“{role.label}”角色")
    return redirect("accounts:person", pk)


@login_required
@require_POST
@refusals_as_messages("accounts:person")
def revoke_role(request: HttpRequest, pk: int) -> HttpResponse:
    person, role, organisation = _chosen(request, pk)
    roles.revoke(person, role, organisation, by=user_of(request))
    messages.success(request, f"已收回{person}的“{role.label}”角色")
    return redirect("accounts:person", pk)


@login_required
@require_POST
@never_cache
@refusals_as_messages("accounts:people")
def print_codes(request: HttpRequest) -> HttpResponse:
    """Slips for the ticked people, or for a stack of those without a password; each print makes new codes."""
    people = chosen_for_slips(request)
    if len(people) > AT_ONCE:
        return redirect("paperwork:account_slips", preserve_request=True)
    address = request.build_absolute_uri(reverse("accounts:set_password"))
    return pdf_to_keep(print_slips(invitations.issue(people, by=user_of(request)), address), "设置口令")


def chosen_for_slips(request: HttpRequest) -> list[User]:
    user = user_of(request)
    everybody = managed_by(user).active()
    if "stack" in request.POST:
        wanted = [stack.without for stack in stacks_of(user) if stack.first == request.POST["stack"]]
        people = list(everybody.filter(pk__in=[pk for without in wanted for pk in without]))
    else:
        ticked = [pk for pk in request.POST.getlist("user") if pk.isdecimal()]
        people = list(everybody.filter(pk__in=ticked))
        stewards.refuse_slips(people, by=user)
    if not people:
        raise Refused("请先勾选要打印纸条的人员")
    if len(people) > MOST:
        raise Refused(f"一次最多打印{MOST}张，请分批勾选")
    return people


@dataclass(frozen=True)
class Stack:
    """People whose slips can be printed at once: the first and last login, and who has no password yet."""

    first: str
    last: str
    without: list[int]


def stacks_of(user: User) -> list[Stack]:
    """All in the order of their logins, so that whoever sets a password moves nobody to another stack.

    Whose password another has to set stands in no stack's list.
    """
    without = set(stewards.resettable_by(user).filter(WITHOUT_PASSWORD).values_list("pk", flat=True))
    people = list(managed_by(user).active().order_by("username").values_list("username", "pk"))
    cut = [people[start : start + MOST] for start in range(0, len(people), MOST)]
    return [Stack(part[0][0], part[-1][0], [pk for _, pk in part if pk in without]) for part in cut]


def managed_by(user: User) -> UserQuerySet:
    if not any(act in (Act.MANAGE_ACCOUNTS, Act.MANAGE_LEADERS) for act, _path in user.reach):
        raise Http404
    return User.objects.visible_to(user)


def _objection(role: str, person: User, by: User) -> str:
    assert person.organisation is not None
    return stewards.objection(role, person, person.organisation, by=by)


def _offered(person: User, by: User) -> RoleForm | None:
    """The roles that ``by`` may give this person; none to oneself."""
    assert person.organisation is not None
    everything = roles.roles_of(person.organisation)
    barred = {role for role in everything if _objection(role, person, by)}
    return RoleForm(user=person, barred=barred) if len(barred) < len(everything) else None


def _chosen(request: HttpRequest, pk: int) -> tuple[User, Role, Organisation]:
    person = get_object_or_404(managed_by(user_of(request)).select_related("organisation"), pk=pk)
    form = RoleForm(request.POST, user=person)
    if not form.is_valid():
        raise Refused("请选择一个角色")
    assert person.organisation is not None
    return person, form.chosen, person.organisation
