"""Find one person by name or number, on a form page that does something with that person."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from campaigns.forms.people import StaffByNumber
from personnel.models import StaffMember
from personnel.models.staff import StaffQuerySet

from .running import CampaignFormView

SHOWN = 20  # of the persons that a search finds


class FindsStaff(CampaignFormView):
    """``?q=`` finds among ``everybody()``; the form has a field ``staff``."""

    def get_template_names(self) -> list[str]:
        return (
            ["campaigns/_found.html"] if getattr(self.request, "htmx", False) else [self.template_name or ""]
        )

    def everybody(self) -> StaffQuerySet:
        return StaffMember.objects.of(self.campaign.organisation).serving().select_related("department")

    def found(self) -> StaffQuerySet:
        if not self.sought:
            return self.everybody().none()
        return self.everybody().matching(self.sought).by_pinyin()

    @property
    def sought(self) -> str:
        return self.request.GET.get("q", "").strip()

    def get_form_kwargs(self) -> dict[str, Any]:
        found = self.everybody() if self.request.method == "POST" else self.found()[:SHOWN]
        return super().get_form_kwargs() | {"found": found}

    def get_initial(self) -> dict[str, Any]:
        found = self.found()[:2]
        return super().get_initial() | ({"staff": found[0].pk} if len(found) == 1 else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        if self.request.method == "POST":
            _show_only_chosen(form, self.everybody())
        names = [staff.name for staff in form.fields["staff"].queryset]
        return context | {
            "sought": self.sought,
            "has_found": bool(names),
            "has_more": bool(self.sought) and self.found().count() > SHOWN,
            "same_names": len(names) != len(set(names)),
        }


def _show_only_chosen(form: forms.Form, everybody: StaffQuerySet) -> None:
    """A refused form shows the person that was chosen, not everybody."""
    chosen, field = form.data.get("staff", ""), cast(StaffByNumber, form.fields["staff"])
    field.queryset = everybody.filter(pk=chosen) if chosen.isdigit() else everybody.none()
