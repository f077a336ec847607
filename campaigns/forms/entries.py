"""Forms by which a contest is opened, entered, and screened level by level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms

from campaigns.choices import AgendaPurpose, Scope
from campaigns.entrants import last_window
from campaigns.forms.bars import BarFields
from campaigns.forms.items import ItemField
from campaigns.forms.on_paper import OnPaperFields
from campaigns.forms.people import StaffByNumber
from campaigns.models import Campaign, Candidacy, Examination, Opening
from campaigns.rulesets.values import OpenBar
from campaigns.services import falling_back
from campaigns.services.applying import PLEDGE, Application
from campaigns.services.instances import Opinion, Stood, standing_opinions
from personnel.models import StaffMember
from selection.records import attachments

CHOOSE_STAFF = {"required": "请先按姓名或工号查找，再选择人员"}


class RegistrationForm(forms.Form):
    """When, by whom and how a contest may be entered."""

    scope = forms.ChoiceField(
        label="竞聘范围",
        choices=Scope.choices,
        widget=forms.RadioSelect,
        help_text="一般限于本校；面向本学区或全县的，须作为例外事项说明理由",
    )
    opens_at = forms.DateTimeField(label="报名开始")
    closes_at = forms.DateTimeField(label="报名截止", help_text="到这一时刻自动截止，此后不能再报名")
    how = forms.CharField(label="报名办法", max_length=300, help_text="公布给教职工，如在哪里填写、向谁提交")
    conditions = forms.CharField(
        label="其他条件和说明", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = forms.CharField(label="再次开放报名的原因", max_length=300)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if campaign.organisation.zone is None:
            self.fields["scope"].choices = [each for each in Scope.choices if each[0] != Scope.ZONE]
        last = last_window(campaign)
        if last is None or not last.has_opened:
            del self.fields["reason"]


class PostsForm(forms.Form):
    """One post, or two in order."""

    first = forms.ModelChoiceField(Opening.objects.none(), label="第一志愿", empty_label="请选择")
    second = forms.ModelChoiceField(
        Opening.objects.none(), label="第二志愿", required=False, empty_label="不填报"
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = campaign.openings.filter(result=Opening.Result.OPEN).select_related("post__department")
        one_only = campaign.ruleset.registration.most_preferences == 1 or offered.count() == 1
        self.fields["first"].queryset = self.fields["second"].queryset = offered
        if offered.count() == 1:
            self.fields["first"].initial = offered[0]
        if one_only:
            self.fields["first"].label = "竞聘岗位"
            del self.fields["second"]

    def openings(self) -> list[Opening]:
        chosen = (self.cleaned_data["first"], self.cleaned_data.get("second"))
        return [opening for opening in chosen if opening]


class ApplicationForm(PostsForm):
    """The applicant's own words; who they are is known from the register."""

    statement = forms.CharField(
        label="竞聘理由和工作设想",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="对岗位的认识、有利条件和不足、今后的工作设想",
    )
    phone = forms.CharField(label="联系电话", max_length=30, required=False)
    correction = forms.CharField(
        label="信息更正",
        max_length=300,
        required=False,
        help_text="名册信息有误的，写明哪一项、应为什么，由人事干部核对后更正",
    )
    is_pledged = forms.BooleanField(
        label=PLEDGE, error_messages={"required": "请阅读并勾选承诺，未作承诺的不能报名"}
    )

    def said(self) -> Application:
        given = self.cleaned_data
        return Application(
            self.openings(), given["statement"], given["is_pledged"], given["phone"], given["correction"]
        )


class _OfSomebody(forms.Form):
    """A form about one of the persons that were found by name or number."""

    staff = StaffByNumber(StaffMember.objects.none(), label="人员", error_messages=CHOOSE_STAFF)

    def __init__(self, *args: Any, found: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = found
        self.fields["staff"].empty_label = None


class PaperEntryForm(_OfSomebody, ApplicationForm, OnPaperFields):
    """A signed application on paper."""


class PutForwardForm(_OfSomebody, PostsForm):
    """Whom the school puts forward, by which meeting."""

    item = ItemField(label="研究组织推荐的会议")

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, campaign=campaign, **kwargs)
        met = campaign.resolved(AgendaPurpose.PUT_FORWARD)
        self.fields["item"].queryset = met
        if met.count() == 1:
            self.fields["item"].initial = met[0]


class LateForm(_OfSomebody):
    """Who may enter late, until when and why; the officer adds who allowed it, and the paper."""

    until = forms.DateTimeField(label="可报名到")
    reason = forms.CharField(label="准许逾期报名的原因", max_length=300)
    allowed_by = forms.CharField(label="批准人", max_length=60)
    happened_on = forms.DateField(label="批准日期")
    scan = forms.FileField(
        label="批准材料扫描件",
        widget=forms.ClearableFileInput(attrs={"accept": attachments.ACCEPT}),
        help_text="PDF、PNG、JPG、DOCX或XLSX，不超过10MB；由第二人核实后生效",
    )

    def __init__(self, *args: Any, campaign: Campaign, is_leader: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if is_leader:
            for name in ("allowed_by", "happened_on", "scan"):
                del self.fields[name]


class ReportForm(forms.Form):
    """By which meeting the school has screened those who entered."""

    item = ItemField(label="资格初审的会议", required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        met = campaign.resolved(AgendaPurpose.SCREENING)
        self.fields["item"].queryset = met
        self.fields["item"].initial = met.last()


class FallBackForm(BarFields):
    """Which post leaves the contest, by which meeting, and why; what the other track votes by."""

    opening = forms.ModelChoiceField(Opening.objects.none(), label="岗位", empty_label="请选择")
    item = ItemField(label="研究的会议")
    reason = forms.CharField(label="原因", max_length=200)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = campaign.openings.filter(result=Opening.Result.OPEN).select_related("post__department")
        self.fields["opening"].queryset = offered
        self.fields["item"].queryset = campaign.resolved(AgendaPurpose.FALL_BACK)
        self.plan = campaign.plan
        self.add_bars()

    def open_bars(self) -> dict[str, OpenBar]:
        return falling_back.wanted_bars(self.plan)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.clean_bars(cleaned)
        return cleaned


class OpinionRow(NamedTuple):
    """One person of a list under examination: how they stand, and what is said of them here."""

    person: Candidacy
    stood: Stood
    passes: forms.BoundField
    remark: forms.BoundField


class ExaminationForm(forms.Form):
    """A conclusion on each person, as the instance below concluded until it is changed."""

    CHOICES = [("yes", "合格"), ("no", "不合格")]

    def __init__(self, *args: Any, examination: Examination, **kwargs: Any):
        super().__init__(*args, **kwargs)
        persons = examination.candidacies.live().select_related(
            "staff__department", "opening__post__department", "preference__entry"
        )
        self.people = list(persons.prefetch_related("waivers").order_by("opening", "pk"))
        self.stood = standing_opinions(examination)
        for person in self.people:
            self._add(person, self.stood[person.pk])

    def _add(self, person: Candidacy, stood: Stood) -> None:
        self.fields[f"passes_{person.pk}"] = forms.ChoiceField(
            label=f"对{person.staff.name}的结论",
            choices=self.CHOICES,
            initial="yes" if stood.passes else "no",
            widget=forms.RadioSelect,
            error_messages={"required": f"请对{person.staff.name}作出结论"},
        )
        self.fields[f"remark_{person.pk}"] = forms.CharField(
            label="说明",
            max_length=300,
            required=False,
            initial="" if stood.passes else stood.remark,
            widget=forms.TextInput(attrs={"placeholder": "不合格或改变结论的理由"}),
        )

    def rows(self) -> Iterator[OpinionRow]:
        for person in self.people:
            yield OpinionRow(
                person, self.stood[person.pk], self[f"passes_{person.pk}"], self[f"remark_{person.pk}"]
            )

    def opinions(self) -> dict[Candidacy, Opinion]:
        given = self.cleaned_data
        return {
            person: Opinion(given[f"passes_{person.pk}"] == "yes", given[f"remark_{person.pk}"])
            for person in self.people
        }


class PaperExaminationForm(ExaminationForm):
    """The same as a written answer says."""

    document_number = forms.CharField(label="文号", max_length=60)
    happened_on = forms.DateField(label="批复日期")
    scan = forms.FileField(
        label="批复扫描件", widget=forms.ClearableFileInput(attrs={"accept": attachments.ACCEPT})
    )

    def paper_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("document_number", "happened_on", "scan")]
