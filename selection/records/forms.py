"""What does a person fill in to decide, to enter what happened on paper, to word a paper, to enter a year?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django import forms

from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import arrangements, conditions, delegating, holiday_notices, papers, signing
from selection.records.attachments import ACCEPT
from selection.records.models import Paper, Review
from selection.workdays import YearPlan

YES_NO = [("yes", "同意"), ("no", "退回修改")]
FIRST_YEAR, LAST_YEAR = 2004, 2100
Given = TypeVar("Given", bound=forms.BaseForm)


def accept(form: Given) -> Given:
    """The form of a button, or a refusal with a sentence for everything that is wrong with it."""
    if form.is_valid():
        return form
    flaws = [(form[name].label, error) for name, errors in form.errors.as_data().items() for error in errors]
    raise Refused(
        [
            f"请填写{label}" if error.code == "required" else f"{label}：{'；'.join(error.messages)}"
            for label, error in flaws
        ]
    )


class DecisionForm(forms.Form):
    """What a reviewer says."""

    said = forms.ChoiceField(label="审核结果", choices=YES_NO, widget=forms.RadioSelect)
    remarks = forms.CharField(
        label="审核意见", required=False, max_length=2000, widget=forms.Textarea, help_text="退回修改时必填"
    )
    document_number = forms.CharField(label="批复文号", required=False, max_length=60)
    prefix = "decision"
    button = "提交审核结果"

    @property
    def approves(self) -> bool:
        return self.cleaned_data["said"] == "yes"


class RemarksForm(forms.Form):
    """What a reviewer says of single parts of the hand-in; most are left blank."""

    prefix = "remark"

    def __init__(self, *args: Any, parts: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.parts = dict(enumerate(parts))
        for number, part in self.parts.items():
            self.fields[str(number)] = forms.CharField(label=part, required=False, max_length=500)

    @property
    def given(self) -> dict[str, str]:
        """By the name of the part."""
        said = {part: self.cleaned_data[str(number)] for number, part in self.parts.items()}
        return {part: text for part, text in said.items() if text}


class ConditionsForm(forms.Form):
    """Under what a reviewer approves: in words, and no more than so many of what is asked for."""

    prefix = "condition"

    def __init__(self, *args: Any, in_words: bool, numbers: Mapping[str, int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        if in_words:
            self.fields["texts"] = forms.CharField(
                label="附加条件",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="每行一条；学校逐条写明落实情况之后才能启动",
            )
        self.parts = dict(enumerate(numbers))
        for number, part in self.parts.items():
            self.fields[str(number)] = forms.IntegerField(
                label=f"{part}{numbers[part]}，核定",
                min_value=0,
                max_value=numbers[part],
                required=False,
                initial=numbers[part],
            )

    @property
    def texts(self) -> list[str]:
        said = self.cleaned_data.get("texts", "").splitlines()
        return [line.strip()[:300] for line in said if line.strip()]

    def limits_if(self, approves: bool) -> dict[str, int]:
        """To hand back is to limit nothing."""
        return self._limits if approves else {}

    @property
    def _limits(self) -> dict[str, int]:
        given = {part: self.cleaned_data[str(number)] for number, part in self.parts.items()}
        return {part: number for part, number in given.items() if number is not None}


def conditions_form(review: Review, data: Any = None) -> ConditionsForm:
    numbers = conditions.numbers_of(review) if review.latest else {}
    return ConditionsForm(data, in_words=review.kind in conditions.HELD_TO, numbers=numbers)


class MeetForm(forms.Form):
    how = forms.CharField(label="落实情况", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class DelegationForm(forms.Form):
    """To whom one lends the reviewing, and for which days."""

    to = forms.ModelChoiceField(User.objects.none(), label="委托给", empty_label="请选择")
    first_day = forms.DateField(label="从哪天起")
    last_day = forms.DateField(label="到哪天止", help_text="含当天，过后自行结束")
    prefix = "delegation"

    def __init__(self, *args: Any, principal: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = delegating.fit_for(principal)


class ReturnForm(DecisionForm):
    """To hand back what is approved elsewhere, person by person."""

    said = forms.ChoiceField(choices=[("no", "退回修改")], widget=forms.HiddenInput, initial="no")
    remarks = forms.CharField(
        label="需要补充或修改什么", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    document_number = None  # type: ignore[assignment]
    button = "退回修改"


class OnPaperForm(DecisionForm):
    """A written decision, as the school enters it from its scan."""

    level = forms.TypedChoiceField(label="审核层级", coerce=int)
    document_number = forms.CharField(label="批复文号", max_length=60)
    happened_on = forms.DateField(label="批复日期", help_text="以批复上的落款日期为准")
    scan = forms.FileField(
        label="批复扫描件",
        help_text="PDF、图片或Office文件，不超过10MB",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    prefix = "paper"
    field_order = ("level", "said", "document_number", "happened_on", "scan", "remarks")

    def __init__(self, *args: Any, review: Review, **kwargs: Any):
        super().__init__(*args, **kwargs)
        chain = list(enumerate(level["label"] for level in review.levels))
        self.fields["level"].choices = chain[review.level :]

    def clean_happened_on(self) -> date:
        day = self.cleaned_data["happened_on"]
        if day > clock.today():
            raise forms.ValidationError("批复日期晚于今天，请核对")
        return day


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea)


class WordingForm(forms.Form):
    """The free texts of a draft; its facts are not here."""

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, label in papers.KINDS[paper.kind].wording.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=5000,
                initial=paper.wording.get(name, ""),
                widget=forms.Textarea,
            )


class SigningForm(forms.Form):
    """Who signed a draft on paper, on which day, and the scan that shows it."""

    signer = forms.ModelChoiceField(User.objects.none(), label="签发人", empty_label="请选择")
    happened_on = forms.DateField(label="签发日期", help_text="以发文稿上签字的日期为准，也是成文日期")
    scan = forms.FileField(
        label="签字扫描件",
        help_text="PDF、图片或Office文件，不超过10MB",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    prefix = "signing"

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["signer"].queryset = signing.signers(paper.organisation)
        self.fields["signer"].label_from_instance = lambda user: user.name


class SignedCopyForm(forms.Form):
    """The scan of an issued paper, signed and stamped."""

    scan = forms.FileField(
        label="签字盖章扫描件",
        help_text="PDF、图片或Office文件，不超过10MB",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    prefix = "signed"


class ArrangementForm(forms.Form):
    """A year's arrangement, pasted as text."""

    year = forms.IntegerField(label="年份", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    holidays = forms.CharField(
        label="放假日期",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="可以直接粘贴国务院办公厅的通知，如“1月1日（周五）至3日（周日）放假调休”；写有“上班”的按调休上班日计",
    )
    workdays = forms.CharField(
        label="调休上班日期（已包含在上面的不必再填）",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        year = given["year"]
        off = holiday_notices.read(given["holidays"], year)
        on = holiday_notices.read(given["workdays"], year, as_workdays=True)
        for field, reading in (("holidays", off), ("workdays", on)):
            for problem in reading.problems:
                self.add_error(field, problem)
        plan = YearPlan(frozenset(off.holidays), frozenset(off.workdays | on.workdays))
        if not self.errors:
            for problem in arrangements.problems_of(year, plan):
                self.add_error(None, problem)
        return given | {"plan": plan}
