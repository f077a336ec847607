"""Who is appointed, from when, and on which document?"""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.choices import Issuer
from campaigns.forms.paper import PaperActFields
from campaigns.models import Candidacy
from campaigns.naming import who_for_what


class AppointForm(PaperActFields):
    """Several persons under one document; the number is asked where the school does not give it itself."""

    people = forms.ModelMultipleChoiceField(
        Candidacy.objects.none(),
        label="拟聘人选",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "选中的人选现在不能办理聘任，请先处理本页列出的原因"},
    )
    starts_on = forms.DateField(label="聘期起", help_text="聘期止按规则和退出中层岗位的年龄自动计算")
    document = forms.CharField(label="文号", max_length=80, required=False)

    def __init__(self, *args: Any, ready: list[Candidacy], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = Candidacy.objects.filter(
            pk__in=[person.pk for person in ready]
        ).select_related("staff__department", "opening__post__department")
        self.fields["people"].label_from_instance = who_for_what
        self.fields["document"].help_text = _numbers(ready)

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("starts_on", "document")}


def _numbers(ready: list[Candidacy]) -> str:
    """When the number has to be typed."""
    said = "由学校发文的，签发时自动编号；线下已发文的，填聘任文件文号"
    if any(person.opening.issuer == Issuer.ELSEWHERE for person in ready):
        said += "；按权限报批或选举产生的，填批复或选举结果文号，不填的用已登记的文号"
    return said
