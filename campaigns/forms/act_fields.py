"""Which figures do the acts before and in the deciding meeting leave, besides their words?"""

from __future__ import annotations

from collections.abc import Callable

from django import forms

from campaigns.choices import ActKind, Audience, Consulted, Outcome
from campaigns.particulars import INTRODUCED, REPORTED

Fields = dict[str, forms.Field]


def _pre_report() -> Fields:
    return {
        "items": forms.MultipleChoiceField(
            label="报告的情形", choices=[*REPORTED.items()], widget=forms.CheckboxSelectMultiple
        ),
        "document_number": forms.CharField(label="上级同意的文号", max_length=80),
    }


def _deliberation() -> Fields:
    return {
        "who": forms.ChoiceField(label="听取谁的意见", choices=Consulted.choices),
        "name": forms.CharField(label="姓名或单位名称", max_length=60),
        "view": forms.ChoiceField(
            label="意见", choices=[*Outcome.choices, ("", "已征求，尚未答复")], required=False
        ),
    }


def _introduction() -> Fields:
    return {
        name: forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
        for name, label in INTRODUCED.items()
    }


def _reconsideration() -> Fields:
    return {"agreed": forms.IntegerField(label="同意复议的成员人数", min_value=0, max_value=1000)}


def audience(usual: str) -> forms.ChoiceField:
    """Where a notice may be read besides the board of the school."""
    return forms.ChoiceField(
        label="在公示网站上谁能看到",
        choices=Audience.choices,
        initial=usual,
        required=False,  # unsaid, it is the school's own affair
        widget=forms.RadioSelect,
    )


ACT_FIELDS: dict[ActKind, Callable[[], Fields]] = {
    ActKind.PRE_REPORT: _pre_report,
    ActKind.DELIBERATION: _deliberation,
    ActKind.INTRODUCTION: _introduction,
    ActKind.RECONSIDERATION: _reconsideration,
}
