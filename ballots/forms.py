"""What do the people who hold a poll enter?"""

from __future__ import annotations

from typing import Any

from django import forms

from ballots.models import Poll
from selection import clock


class OpeningForm(forms.Form):
    """实到 of the meeting and the deadline, both of which may be left open."""

    present = forms.IntegerField(
        label="实到人数",
        required=False,
        min_value=0,
        help_text="会议投票请填签到人数；不开会的投票可不填",
    )
    closes_at = forms.DateTimeField(
        label="截止时间", required=False, help_text="到时自动截止；不填则由工作人员截止"
    )

    def __init__(self, *args: Any, poll: Poll, **kwargs: Any) -> None:
        closes_at = poll.closes_at and clock.local(poll.closes_at)
        kwargs["initial"] = {"present": poll.present, "closes_at": closes_at}
        super().__init__(*args, **kwargs)


class PresentForm(forms.Form):
    """实到, entered or mended before the urn is opened."""

    present = forms.IntegerField(label="实到人数", min_value=0)


class VoidForm(forms.Form):
    """Why a round is void."""

    reason = forms.CharField(label="作废原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
