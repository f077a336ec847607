"""When did the act happen, was it on paper, and where is the proof? The same block in every form.

A form inherits ``PaperActFields`` and adds its own fields; its template shows those with
``form.own_fields`` and the block with ``campaigns/_paper_act.html``; the view hands
``**form.dated(plan, by)`` to the service.
"""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.models import Plan
from selection import clock
from selection.accounts.models import User
from selection.records import attachments


class PaperActFields(forms.Form):
    """发生日期, 线下·补录, 材料扫描件."""

    PAPER = ("happened_on", "is_backfilled", "scan")

    happened_on = forms.DateField(label="发生日期", initial=clock.today)
    is_backfilled = forms.BooleanField(
        label="线下·补录",
        required=False,
        help_text="已在线下办理、现在补登的事项：须上传材料，由第二人核实后生效",
    )
    scan = forms.FileField(
        label="材料扫描件",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": attachments.ACCEPT}),
        help_text="PDF、PNG、JPG、DOCX或XLSX，不超过10MB",
    )

    def own_fields(self) -> list[forms.BoundField]:
        """What the form asks besides the block."""
        return [field for field in self.visible_fields() if field.name not in self.PAPER]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, is_backfilled = cleaned.get("happened_on"), cleaned.get("is_backfilled")
        if day and day > clock.today():
            self.add_error("happened_on", "发生日期不能晚于今天")
        elif day and day < clock.today() and not is_backfilled:
            self.add_error("is_backfilled", "发生日期早于今天，请勾选“线下·补录”并上传材料")
        if is_backfilled and not cleaned.get("scan") and "scan" not in self.errors:
            self.add_error("scan", "线下·补录须上传原始材料的扫描件或照片")
        return cleaned

    def dated(self, plan: Plan, by: User, confidential: bool = False) -> dict[str, Any]:
        """``happened_on``, ``is_backfilled`` and ``attachment`` as every service takes them."""
        scan = self.cleaned_data["scan"]
        kept = (
            attachments.keep(scan, plan.organisation, by, confidential, ledger=plan.ledger) if scan else None
        )
        return {
            "happened_on": self.cleaned_data["happened_on"],
            "is_backfilled": self.cleaned_data["is_backfilled"],
            "attachment": kept,
        }
