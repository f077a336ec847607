"""What is asked of those who look into an objection, and of those who conclude it?"""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns import dispositions
from campaigns.choices import Disposition, NoteKind, ObjectionConclusion
from campaigns.forms.files import FilesField, FilesInput
from campaigns.models import Objection
from campaigns.services import investigating
from selection import clock, incoming
from selection.accounts.models import User


class AssignForm(forms.Form):
    user = forms.ModelChoiceField(User.objects.none(), label="核查人", empty_label="请选择")

    def __init__(self, *args: Any, objection: Objection, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = investigating.choices(objection).select_related("organisation")
        self.fields["user"].label_from_instance = _who


class ReplaceForm(AssignForm):
    reason = forms.CharField(
        label="更换原因", max_length=200, help_text="不写反映的内容；加密保存，只有办理的人能看到"
    )


def _who(user: User) -> str:
    return f"{user.name}（{user.organisation}，{user.username}）"


class NoteForm(forms.Form):
    """One talk, paper or place."""

    kind = forms.ChoiceField(label="方式", choices=NoteKind.choices, widget=forms.RadioSelect)
    happened_on = forms.DateField(label="日期", initial=clock.today)
    whom = forms.CharField(label="同谁谈话，看了什么材料", max_length=200)
    text = forms.CharField(label="了解到的情况", max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))
    documents = FilesField(
        label="附件",
        required=False,
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": incoming.accept()}),
        help_text=f"谈话笔录、有关材料的扫描件或照片，一次最多{investigating.MOST_FILES}个，每个不超过10MB",
    )


class ProposeForm(forms.Form):
    """What was found, what it means, what is to be done."""

    findings = forms.CharField(
        label="核查情况",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写查了什么、查清了什么，不写能看出反映人是谁的话；加密保存",
    )
    conclusion = forms.ChoiceField(
        label="核查结论", choices=ObjectionConclusion.choices, widget=forms.RadioSelect
    )
    disposition = forms.ChoiceField(label="处理意见", widget=forms.RadioSelect)

    def __init__(self, *args: Any, objection: Objection, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["disposition"].choices = [
            (each.value, _what_follows(each)) for each in dispositions.open_to(objection)
        ]


def _what_follows(disposition: Disposition) -> str:
    way = dispositions.WAYS[disposition]
    after = "、".join(each.label for each in ObjectionConclusion if each in way.after)
    return f"{disposition.label}（{after}的）：{way.follows}"


class ResolveForm(ProposeForm):
    """With the investigators' proposal filled in, where whoever concludes may read it."""

    remark = forms.CharField(label="处理说明", max_length=300, required=False)
    resolved_on = forms.DateField(label="办结日期", initial=clock.today)

    @classmethod
    def proposed(cls, objection: Objection) -> dict[str, Any]:
        return {
            "findings": objection.findings,
            "conclusion": objection.proposed_conclusion,
            "disposition": objection.proposed_disposition,
        }


class AdmonishForm(forms.Form):
    on = forms.DateField(label="谈话日期", initial=clock.today)
