"""The texts of a plan, section by section, with what is wrong beside the section that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms

from campaigns.documents import tokens


class Figure(NamedTuple):
    """A figure that a text names: how it is written, what is printed, whether it must stay."""

    token: str
    value: str
    is_locked: bool


class Section(NamedTuple):
    field: forms.BoundField
    figures: list[Figure]
    proposed: str
    is_own: bool


class PlanTextForm(forms.Form):
    """``labels``, ``proposed`` and ``worded`` by section; ``figures``: token → what is printed for it."""

    def __init__(
        self,
        *args: Any,
        labels: Mapping[str, str],
        proposed: Mapping[str, str],
        worded: Mapping[str, str],
        figures: Mapping[str, str],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.labels, self.proposed, self.figures = labels, proposed, figures
        for key, label in labels.items():
            if key in proposed:
                self.fields[key] = _field(label, worded[key])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for key, text in list(cleaned.items()):
            faults = tokens.faults(self.labels[key], text, self.proposed[key], self.figures)
            for sentence in list(faults):
                self.add_error(key, sentence)
        return cleaned

    def typed(self) -> dict[str, str]:
        """The texts as they stand in the boxes, right or wrong."""
        return {name: str(self[name].value() or "").replace("\r\n", "\n") for name in self.fields}

    def sections(self) -> Iterator[Section]:
        typed = self.typed()
        for name in self.fields:
            proposed = self.proposed[name]
            locked = tokens.named(proposed)
            named = list(dict.fromkeys([*locked, *tokens.named(typed[name])]))
            figures = [
                Figure(f"{{{token}}}", self.figures[token], token in locked)
                for token in named
                if token in self.figures
            ]
            yield Section(self[name], figures, proposed, typed[name].strip() != proposed)


def _field(label: str, text: str) -> forms.CharField:
    rows = min(14, 2 + sum(1 + len(line) // 45 for line in text.splitlines()))
    return forms.CharField(
        label=label, required=False, initial=text, widget=forms.Textarea(attrs={"rows": rows})
    )
