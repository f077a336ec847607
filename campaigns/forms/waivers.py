"""Forms by which exceptions are asked for and granted."""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.choices import AgendaPurpose, Approver
from campaigns.exceptions import Wanted, wanted
from campaigns.forms.items import ItemField
from campaigns.models import Campaign, Waiver
from campaigns.naming import exception
from selection.records import attachments


class ReasonedForm(forms.Form):
    """Why an exception is needed, and what proves it."""

    reason = forms.CharField(
        label="理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明为什么需要例外，批准机关和公示都会看到",
    )
    expires_on = forms.DateField(
        label="有效期至", required=False, help_text="批准只在一段时间内有效的填写，到期后须另行申请"
    )
    proof = forms.FileField(
        label="佐证材料",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": attachments.ACCEPT}),
        help_text="由教育局批准的，须附请示、书面报告等材料",
    )


class WaiverForm(ReasonedForm):
    """One reason for one or several exceptions."""

    field_order = ("wanted", "reason", "expires_on", "proof")

    wanted = forms.MultipleChoiceField(
        label="需要例外的情形",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "情形已有变化，请按现在的情形重新选择"},
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.by_key = {each.key: each for each in wanted(campaign)}
        self.fields["wanted"].choices = [
            (key, f"{exception(each)}（由{each.approver.label}决定）") for key, each in self.by_key.items()
        ]

    def chosen(self) -> list[Wanted]:
        return [self.by_key[key] for key in self.cleaned_data["wanted"]]


class GrantForm(forms.Form):
    """One agenda item grants several exceptions."""

    item = ItemField(label="研究例外事项的会议")
    waivers = forms.ModelMultipleChoiceField(
        Waiver.objects.none(), label="同意的例外事项", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = campaign.resolved(AgendaPurpose.WAIVER)
        self.fields["waivers"].queryset = campaign.waivers.filter(
            approver=Approver.SCHOOL_MEETING, granted_on=None, refused_on=None
        ).select_related("candidacy__staff")
        self.fields["waivers"].label_from_instance = exception
