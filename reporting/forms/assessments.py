"""What does whoever runs an assessment enter?"""

from __future__ import annotations

from typing import Any

from django import forms

from ballots.models import Channel
from campaigns.forms.rounds import CHANNELS
from personnel.models import StaffMember
from reporting.assessing import tables
from reporting.assessing.promoted import Promoted
from reporting.models import Adjustment, Assessment
from selection import clock
from selection.accounts.models import Organisation, User
from serving import rulebooks

BACK = 1  # years before this one that may be judged


class YearForm(forms.Form):
    """Which year the report was about: until the summer usually the last one."""

    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.fields["year"].choices = [
            (year, f"{year}年度") for year in range(today.year, today.year - BACK - 1, -1)
        ]
        self.fields["year"].initial = today.year - (today.month < 7)


class LeaveOutForm(forms.Form):
    """Who of those appointed is not judged, and why."""

    appointment = forms.TypedChoiceField(label="不列入的人员", coerce=int)
    reason = forms.CharField(label="原因", max_length=100)

    def __init__(self, *args: Any, judged: list[Promoted], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.by_key = {each.appointment.pk: each.appointment for each in judged if each.appointment}
        self.fields["appointment"].choices = [
            (each.appointment.pk, f"{each.name}（{each.present}）") for each in judged if each.appointment
        ]


class AddForm(forms.ModelForm):
    """Who was appointed otherwise, and why that isn't on record here."""

    class Meta:
        model = Adjustment
        fields = ("name", "born", "former", "present", "reason")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, given in (
            ("born", "如1985年3月"),
            ("former", "如教务处副主任（2021.09）"),
            ("present", "如教务处主任（2025.08）"),
            ("reason", "如由教育局直接任命"),
        ):
            self.fields[name].required, self.fields[name].help_text = True, given
        self.fields["name"].required = True


class DrawForm(forms.Form):
    """Who takes part, who watches the urn, how they vote and until when."""

    categories = forms.MultipleChoiceField(
        label="参加评议的人员类别",
        choices=StaffMember.Category,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-names"}),
    )
    is_by_class = forms.BooleanField(label="按A、B、C三类票分别统计", required=False, initial=True)
    scrutineers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="监票人",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-names"}),
        error_messages={"required": "请指定监票人"},
    )
    channel = forms.ChoiceField(
        label="投票途径", choices=CHANNELS, initial=Channel.SLIP, widget=forms.RadioSelect
    )
    closes_at = forms.DateTimeField(
        label="截止时间", required=False, help_text="到时自动截止；不填则由工作人员截止"
    )

    def __init__(self, *args: Any, assessment: Assessment, judged: list[Promoted], **kwargs: Any):
        super().__init__(*args, **kwargs)
        organisation = assessment.organisation
        own = [user.pk for each in judged for user in each.users]
        watching = User.objects.filter(organisation=organisation, is_active=True).exclude(pk__in=own)
        self.fields["scrutineers"].queryset = watching.order_by(
            "staff_member__stroke_key", "name", "username"
        )
        self.fields["scrutineers"].label_from_instance = lambda user: user.name
        rules = rulebooks.of(organisation)
        if organisation.kind == Organisation.Kind.BUREAU:
            del self.fields["categories"], self.fields["is_by_class"]
            return
        least = rules.evaluation.min_cell if rules else tables.USUAL_CELL
        self.fields["is_by_class"].help_text = (
            f"A类党政主要领导、B类班子成员、C类其他教职工；不足{least}人的类别自动并入相邻的类别，仍不足的不分类。"
            f"截止时某一类收回不足{least}份的，整轮作废重来，没有把握时请不要分类"
        )
        self.fields["categories"].initial = assessment.categories or (
            list(rules.recommendation.categories) if rules else list(StaffMember.Category)
        )
