"""Forms of handing in and answering."""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.choices import LIVE, AgendaPurpose
from campaigns.models import AgendaItem, Campaign, Candidacy


class DecisionForm(forms.Form):
    """What a reviewer says; sending back needs remarks that tell the school what to change."""

    verdict = forms.ChoiceField(
        label="审核意见", choices=[("approve", "同意"), ("send_back", "退回修改")], widget=forms.RadioSelect
    )
    remarks = forms.CharField(
        label="意见", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    document_number = forms.CharField(label="批复文号", required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == "send_back" and not cleaned.get("remarks", "").strip():
            self.add_error("remarks", "退回修改请写明要改什么")
        return cleaned


class PaperDecisionForm(forms.Form):
    """A written decision that the school received on paper."""

    verdict = forms.ChoiceField(
        label="批复结果", choices=[("approve", "同意"), ("send_back", "退回修改")], widget=forms.RadioSelect
    )
    document_number = forms.CharField(label="批复文号", max_length=60)
    happened_on = forms.DateField(label="批复日期")
    scan = forms.FileField(label="批复扫描件")
    remarks = forms.CharField(
        label="批复意见", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class CandidateFormForm(forms.Form):
    """人选审核表: which meeting agreed, to whom, and what the school's leaders say."""

    item = forms.ModelChoiceField(AgendaItem.objects.none(), label="研究人选的会议", empty_label="请选择")
    people = forms.ModelMultipleChoiceField(
        Candidacy.objects.none(), label="报审的人选", widget=forms.CheckboxSelectMultiple
    )
    opinion = forms.CharField(
        label="学校党政班子会议研究意见", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        purposes = [AgendaPurpose.CANDIDATES, AgendaPurpose.INSPECTEES, AgendaPurpose.NOMINATION]
        self.fields["item"].queryset = AgendaItem.objects.confirmed().filter(
            meeting__plan=campaign.plan, purpose__in=purposes, is_superseded=False
        )
        self.fields["people"].queryset = (
            campaign.candidacies()
            .filter(standing__in=LIVE)
            .exclude(forms__review__state__in=["pending", "approved"])
        )
