"""What is asked when something was reported about a person, and when it was looked into?"""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.choices import ObjectionChannel, ObjectionConclusion
from campaigns.models import Campaign, Candidacy
from campaigns.naming import who_for_what
from campaigns.services.objections import OUT
from selection import clock
from selection.accounts.models import Organisation


class ReceiveForm(forms.Form):
    """One thing reported about one person. Nothing asks who reported it."""

    person = forms.ModelChoiceField(Candidacy.objects.none(), label="反映对象", empty_label="请选择")
    received_on = forms.DateField(label="收到日期", initial=clock.today)
    channel = forms.ChoiceField(label="方式", choices=ObjectionChannel.choices, widget=forms.RadioSelect)
    is_signed = forms.BooleanField(label="署名反映", required=False)
    summary = forms.CharField(
        label="内容摘要",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写反映的事情，不写反映人的姓名、单位和联系方式；加密保存，只有您和纪检能看到",
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = persons(campaign)
        self.fields["person"].label_from_instance = who_for_what


def persons_at(school: Organisation) -> Any:
    """Whoever is considered in the school's selections that go on."""
    considered = Candidacy.objects.filter(opening__campaign__in=Campaign.objects.running())
    of_the_school = considered.filter(opening__campaign__plan__organisation=school).exclude(standing__in=OUT)
    return of_the_school.select_related("staff__department", "opening__post__department")


def persons(campaign: Campaign) -> Any:
    """Whoever is considered still, held ones included."""
    considered = campaign.candidacies().exclude(standing__in=OUT)
    return considered.select_related("staff__department", "opening__post__department")


class InvestigateForm(forms.Form):
    investigator = forms.CharField(
        label="核查人", max_length=60, help_text="可写姓名和职务，如两人以上一并写明"
    )


class ResolveForm(forms.Form):
    """What was found, what it means, what is to be done."""

    conclusion = forms.ChoiceField(
        label="核查结论", choices=ObjectionConclusion.choices, widget=forms.RadioSelect
    )
    findings = forms.CharField(
        label="核查情况",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="加密保存，只有登记人和纪检能看到",
    )
    disposition = forms.CharField(
        label="处理意见", max_length=300, help_text="如：正常办理聘任、诫勉谈话后聘任、不予聘任"
    )
    resolved_on = forms.DateField(label="办结日期", initial=clock.today)
