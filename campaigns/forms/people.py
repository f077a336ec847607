"""Forms by which persons are brought up and moved on."""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.choices import AgendaPurpose, Source, Standing, Track
from campaigns.forms.items import ItemField
from campaigns.models import Campaign, Candidacy, Opening
from campaigns.naming import who_for_what
from personnel.models import StaffMember

NOMINATING = [(each.value, each.label) for each in (Source.ORGANISATION, Source.RECOMMENDATION)]


class StaffByNumber(forms.ModelChoiceField):
    """One of the persons found, each with department and staff number."""

    widget = forms.RadioSelect

    def label_from_instance(self, staff: StaffMember) -> str:
        known = [
            str(staff.department or "未分部门"),
            f"工号{staff.staff_number}",
            staff.get_category_display(),
        ]
        if staff.current_post_text:
            known.append(staff.current_post_text)
        return f"{staff.name}（{'，'.join(known)}）"


class NominationForm(forms.Form):
    """Who is brought up, for which post, and how that person came about."""

    staff = StaffByNumber(
        StaffMember.objects.none(),
        label="人员",
        error_messages={"required": "请先按姓名或工号查找，再选择人员"},
    )
    opening = forms.ModelChoiceField(Opening.objects.none(), label="岗位", empty_label="请选择")
    source = forms.ChoiceField(label="产生方式", choices=NOMINATING, widget=forms.RadioSelect)
    item = ItemField(
        label="组织提名依据的会议",
        required=False,
        help_text="组织提名须经班子集体研究；还没有会议记录的，请先录入会议",
    )

    def __init__(self, *args: Any, campaign: Campaign, found: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        openings = campaign.openings.filter(result=Opening.Result.OPEN).select_related("post__department")
        if campaign.track == Track.DIRECT:
            self.fields["source"].choices = NOMINATING[:1]
        self.fields["staff"].queryset = found
        self.fields["staff"].empty_label = None
        self.fields["opening"].queryset = openings
        self.fields["item"].queryset = campaign.resolved(AgendaPurpose.NOMINATION)
        if openings.count() == 1:
            self.fields["opening"].initial = openings[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("source") == Source.RECOMMENDATION:
            cleaned["item"] = None
        elif cleaned.get("source") and not cleaned.get("item") and "item" not in self.errors:
            self.add_error("item", "请选择研究组织提名的会议；还没有记录的，请先录入会议")
        return cleaned


class CarveOutForm(forms.Form):
    """Held persons who go on in a campaign of their own."""

    people = forms.ModelMultipleChoiceField(
        Candidacy.objects.none(), label="转出的人选", widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = campaign.candidacies().filter(standing=Standing.HELD)
        self.fields["people"].label_from_instance = who_for_what
