"""Forms by which an act or a meeting is corrected: they begin with what stands there."""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.forms.meeting_facts import MeetingFacts
from campaigns.models import Act, Meeting
from selection import clock
from selection.records import attachments


class CorrectionForm(forms.Form):
    """What every correction asks for besides what it changes."""

    happened_on = forms.DateField(label="发生日期")
    scan = forms.FileField(
        label="证明材料",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": attachments.ACCEPT}),
        help_text="更正日期须上传，如会议签到表、公布时的照片；不超过10MB",
    )
    reason = forms.CharField(label="更正的原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("happened_on")
        if day and day > clock.today():
            self.add_error("happened_on", "发生日期不能晚于今天")
        is_moved = day is not None and day != self.initial.get("happened_on")
        if is_moved and not cleaned.get("scan") and "scan" not in self.errors:
            self.add_error("scan", "更正日期须上传能证明日期的材料")
        return cleaned

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("scan", "reason")}


class ActCorrectionForm(CorrectionForm):
    text = forms.CharField(label="内容", max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))
    field_order = ("happened_on", "text", "scan", "reason")

    def __init__(self, *args: Any, subject: Act, **kwargs: Any):
        initial = {"happened_on": subject.happened_on, "text": subject.text}
        super().__init__(*args, **kwargs | {"initial": initial})
        self.fields["text"].required = bool(subject.text)


class MeetingCorrectionForm(MeetingFacts, CorrectionForm):
    """What was resolved, and of whom, is not asked for: it has had its effect."""

    field_order = (
        "happened_on", "place", "chair", "attendees", "due", "present", "minutes", "scan", "reason",
    )  # fmt: skip

    def __init__(self, *args: Any, subject: Meeting, **kwargs: Any):
        names = ("happened_on", "place", "chair", "due", "present", "minutes")
        initial = {name: getattr(subject, name) for name in names}
        came = list(subject.attendees.values_list("pk", flat=True))
        super().__init__(*args, **kwargs | {"initial": initial | {"attendees": came}})
        self.count(subject.body, subject.happened_on, came)
