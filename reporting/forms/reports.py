"""What does an author write and count for the yearly report, section by section?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from reporting.models import Report
from reporting.wording import LABELS, SECTIONS, subjects
from reporting.yearly import entries
from selection.records.models import Paper

LONGEST, MOST = 4000, 1_000_000
FIGURES = [path for section in SECTIONS for path in subjects(section) if entries()[path].unit]


@dataclass(frozen=True)
class Part:
    """A section of the form: its text, then what its author counts, then what else there is to say."""

    title: str
    text: forms.BoundField
    figures: list[forms.BoundField]
    subjects: list[forms.BoundField]

    @property
    def is_said(self) -> bool:
        return any(field.value() for field in self.subjects) or any(field.errors for field in self.subjects)


class ReportForm(forms.Form):
    """Texts by the paper's keys, figures by their paths."""

    def __init__(self, *args: Any, paper: Paper, report: Report, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for key, label in LABELS.items():
            self.fields[key] = forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST,
                initial=paper.wording.get(key, ""),
                widget=forms.TextInput if key == "addressee" else forms.Textarea,
            )
        for path in FIGURES:
            entry = entries()[path]
            self.fields[path] = forms.IntegerField(
                label=f"{entry.label}（{entry.unit}）",
                required=False,
                min_value=0,
                max_value=MOST,
                initial=report.figures.get(path),
            )

    @property
    def texts(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in LABELS}

    @property
    def numbers(self) -> dict[str, int | None]:
        return {path: self.cleaned_data[path] for path in FIGURES}

    def parts(self) -> Iterator[Part]:
        for section in SECTIONS:
            named = subjects(section)
            yield Part(
                LABELS[section],
                self[section],
                [self[path] for path in named if entries()[path].unit],
                [self[path] for path in named if not entries()[path].unit],
            )
