"""What is to be destroyed, and why may it be?"""

from __future__ import annotations

from typing import Any

from django import forms

from keeping.due import Due


class DrawUpForm(forms.Form):
    """``due`` are the things to choose from; nothing is chosen beforehand."""

    chosen = forms.MultipleChoiceField(
        label="到期材料",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一项要销毁的材料"},
    )
    reason = forms.CharField(
        label="鉴定意见",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="为什么不必再保管，例如：保管期满，无未了结的反映和诉讼。有争议的不要选，留待以后",
    )

    def __init__(self, *args: Any, due: list[Due], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due = due
        self.fields["chosen"].choices = [(each.name, f"{each.kind.title}：{each.item.title}") for each in due]
