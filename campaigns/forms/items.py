"""Which meeting, or which item of its agenda, does an act rest on?"""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.models import AgendaItem


class ItemField(forms.ModelChoiceField):
    """The items to choose from; meetings of one day under one name are told apart by their number."""

    def __init__(self, *, label: str, empty_label: str = "请选择", **kwargs: Any):
        super().__init__(AgendaItem.objects.none(), label=label, empty_label=empty_label, **kwargs)

    def label_from_instance(self, item: AgendaItem) -> str:
        return f"{item.meeting.numbered}：{item.get_purpose_display()}"
