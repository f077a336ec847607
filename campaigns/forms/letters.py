"""What is asked of whoever writes to a school or its bureau, and of who opens the letter?"""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.choices import Addressee
from campaigns.forms.files import FilesField, FilesInput
from campaigns.forms.objections import persons_at, staff_of
from campaigns.models import Campaign, Candidacy
from campaigns.naming import who_for_what
from campaigns.services.letters import MOST_PHOTOS
from personnel.models import StaffMember
from selection import incoming
from selection.accounts.models import Organisation


class WriteForm(forms.Form):
    """Whom it is about is typed: a list would tell strangers who is being considered."""

    about = forms.CharField(label="反映对象", max_length=100, help_text="姓名和职务；有几位的一并写明")
    text = forms.CharField(
        label="反映的情况",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="时间、地点、事情经过和可以查证的线索",
    )
    photos = FilesField(
        label="照片或截图",
        required=False,
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": incoming.accept(incoming.IMAGES)}),
        help_text=f"可以不附；PNG或JPG，最多{MOST_PHOTOS}张。只留画面，拍摄的时间、地点、手机型号和文件名都不保留",
    )
    addressee = forms.ChoiceField(
        label="向谁反映",
        choices=Addressee.choices,
        initial=Addressee.DISCIPLINE,
        widget=forms.RadioSelect,
        help_text="写到校长、书记或者人事干部的，一律由教育局纪检受理，学校看不到",
    )
    writer = forms.CharField(
        label="姓名和联系方式",
        max_length=200,
        required=False,
        help_text="可以不写。写了的，只有教育局纪检能看到，每次查看都有记录；便于核实和答复",
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="回执码", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class TakeUpForm(forms.Form):
    """Candidates, or from the motion on one selection and whom it is about there."""

    people = forms.ModelMultipleChoiceField(
        Candidacy.objects.none(),
        label="反映的是哪位人选",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        label="反映的不是人选的，是哪次选拔",
        empty_label="不另登记",
        required=False,
        help_text="动议之后、人选提出之前反映某人的，或者反映选拔工作本身的，在这里登记；此人后来成为人选，随之转到人选名下",
    )
    staff = forms.ModelChoiceField(
        StaffMember.objects.none(),
        label="反映的是谁",
        empty_label="不是某个人，是选拔工作本身",
        required=False,
    )
    summary = forms.CharField(
        label="内容摘要",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写反映的事情，不写能看出反映人是谁的话",
    )

    def __init__(self, *args: Any, school: Organisation, **kwargs: Any):
        super().__init__(*args, **kwargs)
        people = persons_at(school)
        self.fields["people"].queryset = people
        self.fields["people"].label_from_instance = who_for_what
        if not people.exists():
            del self.fields["people"]
        running = Campaign.objects.running().filter(plan__organisation=school)
        self.fields["campaign"].queryset = running.select_related("plan")
        self.fields["staff"].queryset = staff_of(school)
