"""Forms by which talks are recorded: one at a time by the team, or summed up from paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django import forms

from campaigns.choices import TalkKind, TalkScope, View
from campaigns.forms.on_paper import OnPaperFields
from campaigns.models import Candidacy, Talk
from selection import clock
from selection.accounts.models import User

MOST = 10000


class VoiceRow(NamedTuple):
    """One person of whom something may be said."""

    person: Candidacy
    view: forms.BoundField


class TalkForm(forms.Form):
    """Who talked, when, where, what was noted, and what was said of each person."""

    talkers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="谈话人",
        widget=forms.CheckboxSelectMultiple,
        help_text="一般由两名考察组成员进行",
    )
    held_on = forms.DateField(label="谈话日期", initial=clock.today)
    place = forms.CharField(label="地点", max_length=60, required=False)
    notes = forms.CharField(
        label="谈话记录",
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="加密保存，只有考察组和纪检人员可以查看",
    )

    def __init__(self, *args: Any, talk: Talk, **kwargs: Any):
        super().__init__(*args, **kwargs)
        team = [user.pk for user in talk.campaign.plan.inspectors if user.pk != talk.person.user_id]
        self.fields["talkers"].queryset = User.objects.filter(pk__in=team)
        self.fields["talkers"].label_from_instance = lambda user: f"{user.name}（{user.username}）"
        self.people = [person for person in talk.campaign.live() if person.staff_id != talk.person_id]
        for person in self.people:
            self.fields[f"view_{person.pk}"] = forms.ChoiceField(
                label=f"对{person.staff.name}的意见",
                choices=View.choices,
                required=False,
                widget=forms.RadioSelect,
            )

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > clock.today():
            raise forms.ValidationError("谈话日期不能晚于今天")
        return day

    def voice_rows(self) -> Iterator[VoiceRow]:
        for person in self.people:
            yield VoiceRow(person, self[f"view_{person.pk}"])

    def voices(self) -> dict[Candidacy, View]:
        said = {person: self.cleaned_data[f"view_{person.pk}"] for person in self.people}
        return {person: View(view) for person, view in said.items() if view}


class SummaryRow(NamedTuple):
    """One person of the signed summary, with a figure per view."""

    person: Candidacy
    fields: list[forms.BoundField]


class TalksPaperForm(OnPaperFields):
    """The signed summary of talks held on paper."""

    held = forms.IntegerField(label="谈话人数", min_value=1, max_value=MOST)
    cadre = forms.IntegerField(label="其中：中层及以上干部", min_value=0, max_value=MOST)
    peer = forms.IntegerField(label="其中：教职工代表", min_value=0, max_value=MOST)

    def __init__(self, *args: Any, campaign: Any, kind: TalkKind, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.people = list(campaign.live())
        for person in self.people:
            for view in View:
                self.fields[f"{view}_{person.pk}"] = forms.IntegerField(
                    label=view.label,
                    min_value=0,
                    max_value=MOST,
                    initial=0,
                    error_messages={"required": f"请填写{person.staff.name}的{view.label}人数，没有的填0"},
                )

    def head_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("held", *TalkScope.values)]

    def summary_rows(self) -> Iterator[SummaryRow]:
        for person in self.people:
            yield SummaryRow(person, [self[f"{view}_{person.pk}"] for view in View])

    def figures(self) -> dict[str, Any]:
        """As the round keeps them."""
        given = self.cleaned_data
        return {
            "held": given["held"],
            **{scope: given[scope] for scope in TalkScope.values},
            "subjects": {
                str(person.pk): {str(view): given[f"{view}_{person.pk}"] for view in View}
                for person in self.people
            },
        }
