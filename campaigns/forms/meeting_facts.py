"""Where a meeting was held, who was in the chair and who came: the same fields on entry and correction."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from personnel.models import Body, StaffMember


class MeetingFacts(forms.Form):
    """A body's members are ticked, others counted by heads."""

    place = forms.CharField(label="地点", max_length=100, required=False)
    chair = forms.CharField(label="主持人", max_length=60, required=False)
    attendees = forms.ModelMultipleChoiceField(
        StaffMember.objects.none(), label="到会成员", widget=forms.CheckboxSelectMultiple
    )
    due = forms.IntegerField(label="应到人数", min_value=1, max_value=10000)
    present = forms.IntegerField(label="实到人数", min_value=1, max_value=10000)
    minutes = forms.CharField(
        label="会议纪要", max_length=10000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def count(self, body: Body | None, day: date, came: list[int]) -> None:
        """Leave the members of that day to be ticked, besides those who are entered; or the heads."""
        if body is None:
            del self.fields["attendees"]
            return
        members = [member.staff_id for member in body.members_on(day)]
        field = self.fields["attendees"]
        field.queryset = StaffMember.objects.filter(pk__in={*members, *came}).select_related("department")
        field.label = f"到会成员（应到{len(members)}人，请勾选到会的）"
        field.label_from_instance = lambda staff: f"{staff.name}（{staff.staff_number}）"
        del self.fields["due"], self.fields["present"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        due, present = cleaned.get("due"), cleaned.get("present")
        if due and present and present > due:
            self.add_error("present", f"实到{present}人多于应到{due}人，请核对")
        return cleaned
