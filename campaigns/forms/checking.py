"""One sheet about one person: a result and a remark for each item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from campaigns.checks import Found, Sheet
from campaigns.models import PersonCheck
from selection import clock
from selection.records import attachments


class CheckForm(forms.Form):
    """``known`` is what was entered before, or what the register tells."""

    def __init__(self, *args: Any, sheet: Sheet, known: Mapping[str, Found], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for item, label in sheet.items.items():
            found = known.get(item, Found(""))
            self.fields[f"result_{item}"] = forms.ChoiceField(
                label=label, choices=[("", "请选择"), *PersonCheck.Result.choices], initial=found.result
            )
            self.fields[f"remark_{item}"] = forms.CharField(
                label=f"{label}：情况说明", max_length=300, required=False, initial=found.remark
            )
        self.fields["checked_on"] = forms.DateField(
            label="核查日期", initial=clock.today, widget=forms.DateInput(attrs={"type": "date"})
        )
        self.fields["scan"] = forms.FileField(
            label="核查材料",
            required=False,
            widget=forms.ClearableFileInput(attrs={"accept": attachments.ACCEPT}),
        )

    @property
    def found(self) -> dict[str, Found]:
        return {
            item: Found(self.cleaned_data[f"result_{item}"], self.cleaned_data[f"remark_{item}"])
            for item in self.sheet.items
        }
