"""What is asked when something was reported about a person or a selection?"""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.choices import ObjectionChannel
from campaigns.models import Campaign, Candidacy
from campaigns.naming import who_for_what
from campaigns.services.objections import OUT
from personnel.models import StaffMember
from selection import clock
from selection.accounts.models import Organisation


class ReceiveForm(forms.Form):
    """One thing reported about one person or the selection. Nothing asks who reported it."""

    person = forms.ModelChoiceField(
        Candidacy.objects.none(), label="反映的人选", empty_label="请选择", required=False
    )
    staff = forms.ModelChoiceField(
        StaffMember.objects.none(),
        label="不是本次人选的，是谁",
        empty_label="请选择",
        required=False,
        help_text="此人后来成为人选，随之转到人选名下",
    )
    of_the_selection = forms.BooleanField(label="反映的是选拔工作本身", required=False)
    received_on = forms.DateField(label="收到日期", initial=clock.today)
    channel = forms.ChoiceField(label="方式", choices=ObjectionChannel.choices, widget=forms.RadioSelect)
    is_signed = forms.BooleanField(label="署名反映", required=False)
    summary = forms.CharField(
        label="内容摘要",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写反映的事情，不写反映人的姓名、单位和联系方式；加密保存，只有您、核查人和纪检能看到。"
        "写到校长、书记或者人事干部的，由教育局纪检办理",
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = persons(campaign)
        self.fields["person"].label_from_instance = who_for_what
        self.fields["staff"].queryset = staff_of(campaign.organisation)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        about = (given.get("person"), given.get("staff"), given.pop("of_the_selection", False))
        if sum(map(bool, about)) != 1:
            self.add_error(None, "请在人选、不是人选的人、选拔工作本身之中选一项；反映两个人的，分两件登记")
        return given


def staff_of(school: Organisation) -> Any:
    return StaffMember.objects.of(school).serving().select_related("department").order_by("staff_number")


def persons_at(school: Organisation) -> Any:
    """Whoever is considered in the school's selections that go on."""
    considered = Candidacy.objects.filter(opening__campaign__in=Campaign.objects.running())
    of_the_school = considered.filter(opening__campaign__plan__organisation=school).exclude(standing__in=OUT)
    return of_the_school.select_related("staff__department", "opening__post__department")


def persons(campaign: Campaign) -> Any:
    """Whoever is considered still, held ones included."""
    considered = campaign.candidacies().exclude(standing__in=OUT)
    return considered.select_related("staff__department", "opening__post__department")
