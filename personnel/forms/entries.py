"""What may an officer add to a person's file?"""

from __future__ import annotations

from typing import Any

from django import forms

from personnel.forms.fields import MonthField, say_what_blank_means
from personnel.models import (
    Appraisal,
    Commendation,
    PartyRole,
    Post,
    Relation,
    Sanction,
    StaffMember,
    Tenure,
)
from selection import clock

DECIDED = (
    Tenure.EndReason.DISMISSED,
    Tenure.EndReason.NOT_REAPPOINTED,
)  # by a meeting, on record (A122, A123)


class EntryForm(forms.ModelForm):
    """One entry about one person, who is given and not chosen."""

    def __init__(self, *args: Any, staff: StaffMember, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.instance.staff = staff
        say_what_blank_means(self, "请选择", reason="参加了考核")

    def _get_validation_exclusions(self) -> set[str]:
        """The person is part of what must be unique."""
        return super()._get_validation_exclusions() - {"staff"}


class AppraisalForm(EntryForm):
    class Meta:
        model = Appraisal
        fields = ["year", "grade", "reason"]
        help_texts = {"reason": "选“未参加考核”时填写"}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", clock.today().year - 1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("grade") == Appraisal.Grade.NONE and not cleaned.get("reason"):
            self.add_error("reason", "请选择没有参加考核的原因")
        return cleaned


class CommendationForm(EntryForm):
    on = MonthField(label="表彰时间", required=False)

    class Meta:
        model = Commendation
        fields = ["level", "title", "on"]


class SanctionForm(EntryForm):
    class Meta:
        model = Sanction
        fields = ["kind", "decided_on", "until"]
        help_texts = {"until": "按决定文件填写；暂时不清楚的不填，审核资格时会提示待核"}


class RelationForm(EntryForm):
    class Meta:
        model = Relation
        fields = ["relative", "kind"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        staff = self.instance.staff
        others = StaffMember.objects.of(staff.organisation).serving().exclude(pk=staff.pk)
        self.fields["relative"].queryset = others.by_pinyin()
        self.fields["relative"].label_from_instance = _told_apart


class TenureForm(EntryForm):
    starts_on = MonthField(label="任职时间")

    class Meta:
        model = Tenure
        fields = ["post", "kind", "starts_on", "ends_on", "document", "counts_quota"]
        help_texts = {"ends_on": "聘期的最后一天", "document": "文号，如校任〔2023〕3号"}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        posts = Post.objects.of(self.instance.staff.organisation).active().select_related("department")
        self.fields["post"].queryset = posts
        if self.instance.kind != Tenure.Kind.ACTING:
            kinds = [each for each in Tenure.Kind.choices if each[0] != Tenure.Kind.ACTING]
            self.fields["kind"].choices = kinds
            self.fields["kind"].help_text = "主持工作由会议研究决定，在“任后管理”中登记"


class PartyRoleForm(EntryForm):
    starts_on = MonthField(label="任职时间")

    class Meta:
        model = PartyRole
        fields = ["role", "starts_on"]


class EndTenureForm(forms.Form):
    on = forms.DateField(label="离任时间", help_text="不再任职的第一天")
    reason = forms.ChoiceField(
        label="离任原因",
        choices=[each for each in Tenure.EndReason.choices if each[0] not in DECIDED],
        help_text="解聘和期满未续聘由会议研究决定，在“任后管理”中登记",
    )


class LeaveForm(forms.Form):
    on = forms.DateField(label="离校时间", help_text="不再在册的第一天，到了这一天再登记")


class EndRoleForm(forms.Form):
    on = forms.DateField(label="离任时间", help_text="不再任职的第一天")


def _told_apart(staff: StaffMember) -> str:
    return f"{staff.name}（{staff.staff_number}）"
