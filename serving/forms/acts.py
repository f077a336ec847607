"""What does an officer fill in about somebody in a post, and what does the second person say?"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from personnel.forms.fields import say_what_blank_means
from personnel.models import Body, StaffMember, Tenure
from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import User
from selection.records import attachments, ledgers
from selection.records.models import Attachment
from serving import rulebooks
from serving.models import (
    ActingDuty,
    DutyReview,
    ProbationReview,
    Removal,
    ServiceRecord,
    WatchPeriod,
    WatchReview,
)
from serving.models.acts import ServingAct
from serving.services import acting, probations, removals, watches

EARLIEST = 5  # how many years back somebody's work may still be reviewed


class ActForm(forms.ModelForm):
    """An act about one person, who is given and not chosen: the day, what was found, the proof."""

    title: ClassVar[str]
    when: ClassVar[str] = "日期"
    happened_on = forms.DateField(initial=clock.today)
    scan = forms.FileField(
        label="材料扫描件",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": attachments.ACCEPT}),
        help_text="PDF、图片或Office文件，不超过10MB",
    )

    def __init__(self, *args: Any, staff: StaffMember, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.instance.staff = staff
        self.fields["happened_on"].label = self.when
        say_what_blank_means(self, "请选择")
        if self.instance.takes_a_second:
            self.fields["scan"].required = True
            self.fields["scan"].help_text += "；由第二人对照材料核实后生效"

    @classmethod
    def is_offered(cls, staff: StaffMember) -> bool:
        """Whether there is anything of the kind to enter about the person now."""
        return True

    def _get_validation_exclusions(self) -> set[str]:
        """The person is part of what must be unique."""
        return super()._get_validation_exclusions() - {"staff"}

    def drawn_up(self, by: User) -> ServingAct:
        """The act with its proof kept, for the service to enter."""
        act: ServingAct = self.instance
        act.happened_on = self.cleaned_data["happened_on"]
        if scan := self.cleaned_data["scan"]:
            act.attachment = kept(scan, act.staff, by)
        return act


def kept(scan: Any, staff: StaffMember, by: User) -> Attachment:
    """For whoever entered it and whoever confirms, and nobody else."""
    school = staff.organisation
    return attachments.keep(
        scan,
        school,
        by,
        confidential=True,
        readers_act=Act.CONFIRM_ACTS,
        ledger=ledgers.of_organisation(school),
    )


class RecordForm(ActForm):
    title = "任后记录"

    class Meta:
        model = ServiceRecord
        fields = ["kind", "happened_on", "text", "days", "scan"]
        help_texts: ClassVar = {"days": "任职培训须填写天数"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == "training" and not cleaned.get("days"):
            self.add_error("days", "请填写培训天数")
        return cleaned


class DutyReviewForm(ActForm):
    title = "履职考核"
    when = "研究确定结果的日期"

    class Meta:
        model = DutyReview
        fields = ["year", "grade", "happened_on", "text", "scan"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", clock.today().year - 1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        year, day = cleaned.get("year"), cleaned.get("happened_on")
        if year and day and not day.year - EARLIEST <= year <= day.year:
            self.add_error("year", "年度与研究确定结果的日期不符，请核对")
        return cleaned


class ProbationReviewForm(ActForm):
    title = "试用期满考核"
    when = "研究确定结论的日期"

    class Meta:
        model = ProbationReview
        fields = ["outcome", "happened_on", "extended_to", "text", "scan"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.instance.probation = probations.to_review(self.instance.staff).first()

    @classmethod
    def is_offered(cls, staff: StaffMember) -> bool:
        return probations.to_review(staff).exists()

    def clean(self) -> dict[str, Any]:
        if self.instance.probation_id is None:
            raise forms.ValidationError("此人没有需要考核的试用期；已登记的，请到此人的页面核实或退回")
        return super().clean() or self.cleaned_data

    def drawn_up(self, by: User) -> ServingAct:
        act = super().drawn_up(by)
        assert isinstance(act, ProbationReview)
        probations.refuse_unfit(act)
        return act


class WatchForm(ActForm):
    title = "察看期"
    when = "诫勉并开始察看的日期"

    class Meta:
        model = WatchPeriod
        fields = ["tenure", "happened_on", "reason", "scan"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer(self.fields["tenure"], watches.watchable(self.instance.staff))

    @classmethod
    def is_offered(cls, staff: StaffMember) -> bool:
        rules = rulebooks.of(staff.organisation)
        asked = bool(rules and rules.service.watch_months)
        return asked and watches.watchable(staff).exists()

    def _post_clean(self) -> None:
        """The ruleset sets the end; what it says of the row is checked with it, by the service."""
        self.instance.tenure = self.cleaned_data.get("tenure")
        self.instance.reason = self.cleaned_data.get("reason", "")

    def drawn_up(self, by: User) -> ServingAct:
        act = super().drawn_up(by)
        assert isinstance(act, WatchPeriod)
        watches.set_end(act)
        return act


class WatchReviewForm(ActForm):
    title = "察看结果"
    when = "研究确定结论的日期"

    class Meta:
        model = WatchReview
        fields = ["outcome", "happened_on", "text", "scan"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.instance.watch = watches.to_review(self.instance.staff).first()

    @classmethod
    def is_offered(cls, staff: StaffMember) -> bool:
        return watches.to_review(staff).exists()

    def clean(self) -> dict[str, Any]:
        if self.instance.watch_id is None:
            raise forms.ValidationError("此人没有需要登记结果的察看期；已登记的，请到此人的页面核实或退回")
        return super().clean() or self.cleaned_data

    def drawn_up(self, by: User) -> ServingAct:
        act = super().drawn_up(by)
        assert isinstance(act, WatchReview)
        watches.refuse_unfit(act)
        return act


class DoneForm(forms.Form):
    how = forms.CharField(label="办理情况", max_length=300)


class RemovalForm(ActForm):
    title = "免职（解聘）"
    when = "会议决定的日期"

    class Meta:
        model = Removal
        fields = ["tenure", "reason", "body", "happened_on", "effective_on", "text", "scan"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        staff = self.instance.staff
        offer(self.fields["tenure"], removals.removable(Tenure.objects.filter(staff=staff)))
        self.fields["body"].queryset = Body.objects.deciding_for(staff.organisation)

    @classmethod
    def is_offered(cls, staff: StaffMember) -> bool:
        return removals.removable(Tenure.objects.filter(staff=staff)).exists()

    def drawn_up(self, by: User) -> ServingAct:
        act = super().drawn_up(by)
        assert isinstance(act, Removal)
        removals.refuse_unfit(act)
        return act


class ActingForm(ActForm):
    title = "主持工作"
    when = "会议决定的日期"

    class Meta:
        model = ActingDuty
        fields = ["post", "body", "happened_on", "starts_on", "ends_on", "text", "scan"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        school = self.instance.staff.organisation
        self.fields["post"].queryset = acting.posts_of(school)
        self.fields["body"].queryset = Body.objects.deciding_for(school)

    @classmethod
    def is_offered(cls, staff: StaffMember) -> bool:
        return staff.left_on is None

    def drawn_up(self, by: User) -> ServingAct:
        act = super().drawn_up(by)
        assert isinstance(act, ActingDuty)
        acting.refuse_unfit(act)
        return act


def offer(field: forms.Field, tenures: QuerySet[Tenure]) -> None:
    """The only one there is, is chosen already."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = tenures
    if len(tenures) == 1:
        field.initial = tenures[0].pk


FORMS: dict[str, type[ActForm]] = {
    "record": RecordForm,
    "duty-review": DutyReviewForm,
    "probation-review": ProbationReviewForm,
    "watch": WatchForm,
    "watch-review": WatchReviewForm,
    "removal": RemovalForm,
    "acting": ActingForm,
}
