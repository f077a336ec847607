"""What does an officer fill in about several who hold a post, or about the school as a whole?"""

from __future__ import annotations

from typing import Any

from django import forms

from ballots.models import Channel
from campaigns.forms.rounds import CHANNELS
from personnel.models import StaffMember, Tenure
from selection.accounts.models import Organisation, User
from selection.records import attachments
from serving.choices import PetitionKind
from serving.models import Petition
from serving.services import petitions


class PetitionForm(forms.ModelForm):
    """Whom it is about, what is planned or why, and until when; the kind is given."""

    tenures = forms.ModelMultipleChoiceField(
        Tenure.objects.none(), label="涉及的人员", widget=forms.CheckboxSelectMultiple
    )
    scan = forms.FileField(
        label="附件", required=False, widget=forms.ClearableFileInput(attrs={"accept": attachments.ACCEPT})
    )

    class Meta:
        model = Petition
        fields = ["tenures", "text", "until", "ends_on", "scan"]

    def __init__(self, *args: Any, kind: str, school: Organisation, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.instance.kind, self.instance.organisation = kind, school
        self.fields["tenures"].queryset = petitions.open_tenures(school)
        self.fields["tenures"].label_from_instance = _with_dates
        if kind == PetitionKind.ROTATION:
            del self.fields["until"]
            self.fields["text"].help_text = "写明各人交流到哪个岗位或学校；正副职均须交流的，先交流正职"
        else:
            self.fields["until"].required = True
        if kind != PetitionKind.EXTENSION:
            del self.fields["ends_on"]


def _with_dates(tenure: Tenure) -> str:
    return f"{tenure.staff.name}（{tenure.post}，{tenure.starts_on:%Y.%m}起）"


class EvaluationForm(forms.Form):
    """Who watches the urn, how the staff vote, and until when."""

    scrutineers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="监票人",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-names"}),
    )
    channel = forms.ChoiceField(
        label="投票途径", choices=CHANNELS, initial=Channel.SLIP, widget=forms.RadioSelect
    )
    closes_at = forms.DateTimeField(
        label="截止时间", required=False, help_text="到时自动截止；不填则由工作人员截止"
    )

    def __init__(self, *args: Any, school: Organisation, cadres: list[StaffMember], **kwargs: Any):
        super().__init__(*args, **kwargs)
        others = StaffMember.objects.of(school).serving().exclude(pk__in=[each.pk for each in cadres])
        users = User.objects.filter(staff_member__in=others, is_active=True)
        self.fields["scrutineers"].queryset = users.order_by("name", "username")
        self.fields["scrutineers"].label_from_instance = lambda user: user.name
