"""What a school says when it hands persons in for approval."""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.choices import AgendaPurpose
from campaigns.forms.items import ItemField
from campaigns.models import AgendaItem, Campaign, Candidacy, CandidateForm


class OpinionForm(forms.Form):
    """What the school's leaders say of those whom a 人选审核表 speaks of."""

    opinion = forms.CharField(
        label="学校党政班子会议研究意见", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReturnedForm(OpinionForm):
    """A form that came back: those whom it speaks of and who still stand, and whoever may be added."""

    field_order = ("people", "opinion")

    people = forms.ModelMultipleChoiceField(
        Candidacy.objects.none(), label="报审的人选", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, handed_in: CandidateForm, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fit = [person.pk for person in may_be_reported(handed_in.campaign, handed_in)]
        self.fields["people"].queryset = handed_in.campaign.candidacies().filter(pk__in=fit)
        self.fields["people"].initial = [person.pk for person in handed_in.candidacies.filter(pk__in=fit)]
        self.fields["opinion"].initial = handed_in.opinion


class CandidateFormForm(OpinionForm):
    """人选审核表: which meeting agreed, to whom, and what the school's leaders say."""

    field_order = ("item", "people", "opinion")

    item = ItemField(label="研究人选的会议")
    people = forms.ModelMultipleChoiceField(
        Candidacy.objects.none(), label="报审的人选", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        purposes = [AgendaPurpose.CANDIDATES, AgendaPurpose.INSPECTEES, AgendaPurpose.NOMINATION]
        self.fields["item"].queryset = AgendaItem.objects.confirmed().filter(
            meeting__plan=campaign.plan, purpose__in=purposes, is_superseded=False
        )
        reported = may_be_reported(campaign)
        self.fields["people"].queryset = campaign.candidacies().filter(pk__in=[each.pk for each in reported])
        self.fields["people"].initial = [each.pk for each in reported if each.opening.wants_form]


def may_be_reported(campaign: Campaign, form: CandidateForm | None = None) -> list[Candidacy]:
    """Who stands, is not ruled out, and has no other form that serves."""
    return [
        person for person in campaign.live() if not person.is_ruled_out and person.awaits_form(besides=form)
    ]
