"""Whose register does a page show, and may this user see or change it?

Out of reach is 404; in sight but not the user's to change is 403.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.http import urlencode

from personnel.models.querysets import OrganisationRows
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.forms import named_next
from selection.records import ledgers
from selection.records.models import Ledger


def seen(user: User, code: str) -> Organisation:
    """A school whose register the user may look at."""
    schools = user.organisations_for(Act.VIEW_REGISTER).schools()
    return get_object_or_404(schools, code=code)


def kept(user: User, code: str) -> Organisation:
    """A school whose register the user keeps."""
    school = seen(user, code)
    if not user.may(Act.MANAGE_REGISTER, school):
        raise PermissionDenied("只有本校人事干部可以维护人员名册。")
    return school


def kept_row(rows: OrganisationRows, user: User, pk: int) -> Any:
    """A row of a register that the user keeps."""
    row = get_object_or_404(rows.visible_to(user), pk=pk)
    if not rows.manageable_by(user).filter(pk=pk).exists():
        raise PermissionDenied("只有本校人事干部可以维护人员名册。")
    return row


def ledger_before(row: Any, home: Organisation) -> Ledger:
    """Read before what a form shows of the row, as the form's version has to be."""
    ledger = ledgers.of_organisation(home)
    row.refresh_from_db()
    return ledger


class Seen(LoginRequiredMixin):
    """A page about one school, named by its code."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def school(self) -> Organisation:
        return seen(self.request.user, self.kwargs["code"])

    @cached_property
    def may_manage(self) -> bool:
        return self.request.user.may(Act.MANAGE_REGISTER, self.school)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(school=self.school, may_manage=self.may_manage, **kwargs)


class Kept(Seen):
    """The same for whoever keeps the school's register."""

    @cached_property
    def school(self) -> Organisation:
        return kept(self.request.user, self.kwargs["code"])


class LeadsBack:
    """A page of the register that was opened from elsewhere, named as ``next``, and leads back there."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = named_next(self.request)
        return super().get_context_data(back=back, back_query=back_query(back), **kwargs)


def back_query(back: str) -> str:
    return f"?{urlencode({'next': back})}" if back else ""
