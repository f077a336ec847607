"""Forms by which the team's text and discipline's answer are written, or entered from paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from campaigns.choices import DisciplineResult
from campaigns.forms.on_paper import OnPaperFields
from campaigns.inspecting import label_of
from campaigns.models import Candidacy
from campaigns.models.inspection import DIMENSION_FIELDS
from campaigns.services.inspecting import PARTS, WRITTEN
from selection import clock

LONGEST = 10000
ROWS = {"achievement": 5, "shortcomings": 3, "conclusion": 3}
HELP = {
    "achievement": "写明任现职以来的工作实绩",
    "conclusion": "是否建议列为拟聘人选，适合的岗位和理由",
}
ANSWERED = ("result", "petitions", "text", "document_number", "valid_until")
ANSWERS = [choice for choice in DisciplineResult.choices if choice[0] != DisciplineResult.PENDING]


class InspectionFields(forms.Form):
    """德能勤绩廉, 师德, 主要缺点和不足, 考察组意见; unfinished texts may be saved."""

    def __init__(self, *args: Any, person: Candidacy, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rules = person.campaign.ruleset.inspection
        left_out = {field for word, field in DIMENSION_FIELDS.items() if word not in rules.dimensions}
        left_out |= set() if rules.circles else {"circles"}
        for part in PARTS:
            if part not in left_out:
                self.fields[part] = forms.CharField(
                    label=label_of(part),
                    max_length=LONGEST,
                    required=False,
                    help_text=HELP.get(part, ""),
                    widget=forms.Textarea(attrs={"rows": ROWS.get(part, 4)}),
                )
        if rules.methods:
            self.fields["methods"] = forms.MultipleChoiceField(
                label="考察方法",
                choices=[(word, word) for word in rules.methods],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        if not rules.ethics:
            self.fields["ethics"].label = f"{label_of('ethics')}（选填）"

    def parts(self) -> list[forms.BoundField]:
        return [self[name] for name in WRITTEN if name in self.fields]

    def texts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WRITTEN if name in self.fields}


class InspectionForm(InspectionFields):
    """The team's text, going on from the one that stands."""

    def __init__(self, *args: Any, person: Candidacy, **kwargs: Any):
        found = person.inspection
        kwargs["initial"] = {name: getattr(found, name) for name in WRITTEN} if found else {}
        super().__init__(*args, person=person, **kwargs)


class InspectionPaperForm(InspectionFields, OnPaperFields):
    """A text that the team wrote and signed on paper."""


class AnswerFields(forms.Form):
    """党风廉政意见, 信访情况, 意见内容, 复函文号."""

    result = forms.ChoiceField(label="党风廉政意见", choices=ANSWERS, widget=forms.RadioSelect)
    petitions = forms.ChoiceField(label="信访情况", choices=ANSWERS, widget=forms.RadioSelect)
    text = forms.CharField(
        label="意见内容",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="不是“未发现影响任用的问题”的，请写明情况",
    )
    document_number = forms.CharField(label="复函文号", max_length=60, required=False)
    valid_until = forms.DateField(
        label="有效期至",
        required=False,
        help_text="填写的，此人在有效期内参加其他选拔可以沿用这件答复；不填的只用于本次",
    )

    def clean_valid_until(self) -> date | None:
        day: date | None = self.cleaned_data["valid_until"]
        if day is not None and day < clock.today():
            raise forms.ValidationError("有效期已过，请核对")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = {cleaned.get("result"), cleaned.get("petitions")} - {None}
        if said - {DisciplineResult.CLEAR} and not cleaned.get("text", "").strip():
            self.add_error("text", "请写明意见内容")
        return cleaned

    def answer(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ANSWERED}


class AnswerForm(AnswerFields):
    """Discipline's answer in the system."""


class AnswerPaperForm(AnswerFields, OnPaperFields):
    """A written reply, entered from its scan."""
