"""What a school says when it hands persons in for approval."""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.choices import LIVE, AgendaPurpose
from campaigns.models import AgendaItem, Campaign, Candidacy


class OpinionForm(forms.Form):
    """What the school's leaders say of those whom a 人选审核表 speaks of."""

    opinion = forms.CharField(
        label="学校党政班子会议研究意见", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CandidateFormForm(OpinionForm):
    """人选审核表: which meeting agreed, to whom, and what the school's leaders say."""

    field_order = ("item", "people", "opinion")

    item = forms.ModelChoiceField(AgendaItem.objects.none(), label="研究人选的会议", empty_label="请选择")
    people = forms.ModelMultipleChoiceField(
        Candidacy.objects.none(), label="报审的人选", widget=forms.CheckboxSelectMultiple
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
