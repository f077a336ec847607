"""The form by which each member's stance on each person is entered, in the order of speaking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms

from campaigns import speaking
from campaigns.choices import Outcome
from campaigns.models import AgendaItem, Candidacy
from personnel.models import StaffMember


class SpeakerRow(NamedTuple):
    """One member: place in the order, a stance on each person (None where the member withdrew), words."""

    member: StaffMember
    place: forms.BoundField
    stances: list[tuple[Candidacy, forms.BoundField | None]]
    words: forms.BoundField


class StancesForm(forms.Form):
    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.members, self.persons = speaking.members_of(item), speaking.persons_of(item)
        self.withdrawn = speaking.withdrawn(item)
        for number, member in enumerate(self.members, 1):
            self._add(member, number)

    def _add(self, member: StaffMember, number: int) -> None:
        self.fields[f"place_{member.pk}"] = forms.IntegerField(
            label=f"{member.name}的发言次序", min_value=1, max_value=len(self.members), initial=number
        )
        for person in self.persons:
            if (member.pk, person.pk) not in self.withdrawn:
                self.fields[f"stance_{member.pk}_{person.pk}"] = forms.ChoiceField(
                    label=f"{member.name}对{person}的表态",
                    error_messages={"required": "请选择同意、不同意或缓议"},
                    choices=[("", "请选择"), *Outcome.choices],
                )
        self.fields[f"words_{member.pk}"] = forms.CharField(
            label=f"{member.name}的发言要点", max_length=300, required=False
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        places = [cleaned.get(f"place_{member.pk}") for member in self.members]
        if None not in places and len(set(places)) < len(places):
            self.add_error(None, "发言次序有重复，请每人填一个不同的次序")
        return cleaned

    def rows(self) -> Iterator[SpeakerRow]:
        for member in self.members:
            names = {person: f"stance_{member.pk}_{person.pk}" for person in self.persons}
            stances = [
                (person, self[name] if name in self.fields else None) for person, name in names.items()
            ]
            yield SpeakerRow(member, self[f"place_{member.pk}"], stances, self[f"words_{member.pk}"])

    def order(self) -> list[StaffMember]:
        return sorted(self.members, key=lambda member: self.cleaned_data[f"place_{member.pk}"])

    def said(self) -> dict[tuple[StaffMember, Candidacy], str]:
        return {
            (member, person): self.cleaned_data[name]
            for member in self.members
            for person in self.persons
            if (name := f"stance_{member.pk}_{person.pk}") in self.fields
        }

    def words(self) -> dict[StaffMember, str]:
        return {member: self.cleaned_data[f"words_{member.pk}"] for member in self.members}
