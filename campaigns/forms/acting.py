"""What does each kind of act ask for, besides its day and its proof?"""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.db.models import QuerySet

from campaigns import audiences
from campaigns.choices import ActKind, Consulted, Issuer
from campaigns.forms.act_fields import ACT_FIELDS, audience
from campaigns.forms.paper import PaperActFields
from campaigns.models import Campaign, Candidacy
from campaigns.naming import who_for_what
from campaigns.services import acts
from campaigns.services.acts import ABOUT_PERSONS, OF_ONE_PERSON
from personnel.models import StaffMember
from selection import clock


class Asking(NamedTuple):
    """The words of one kind of act: its box for text, and what the page says about it."""

    label: str
    purpose: str


ASKING = {
    ActKind.MOTION: Asking(
        "启动意见", "学校党组织根据工作需要和中层干部队伍实际，提出启动选拔任用工作的意见。"
    ),
    ActKind.STUDY: Asking("学习情况", "组织学习选拔任用的有关办法和工作纪律。"),
    ActKind.ANALYSIS: Asking("研判情况", "对中层干部队伍的年龄、专业、任期和履职情况作综合研判。"),
    ActKind.CONSULTATION: Asking("征求意见的范围和情况", "启动之前征求各方面意见。"),
    ActKind.SOUNDING: Asking("摸底情况", "前期摸底中推荐人选较集中或明确的情况，作为采用不竞岗方式的依据。"),
    ActKind.GATEKEEPING: Asking(
        "把关意见", "人选所在单位党组织对政治素质、道德品行、廉洁自律等出具把关意见。"
    ),
    ActKind.PUBLICATION: Asking("公布的方式和范围", "在学校公布工作方案和具体职务，此后才能办理后面的环节。"),
    ActKind.ANNOUNCEMENT: Asking(
        "会议记录", "召开全体教职工大会或教职工代表大会，由校长通报直接聘任的岗位、人选和情形。"
    ),
    ActKind.DUTY_REPORT: Asking("述职和表态情况", "勾选已述职并表态发言的人选。未参加的按自动放弃办理。"),
    ActKind.WRITTEN_OPINIONS: Asking("征求意见的情况", "向教职工书面征求对人选的意见。"),
    ActKind.INSPECTION_PLAN: Asking(
        "考察的时间、内容、方法和步骤", "考察之前制定考察工作方案，确定考察时间和考察组。"
    ),
    ActKind.JOINT_INSPECTION: Asking("派员的单位和人员", "规则要求联合考察的单位派员参加考察组的情况。"),
    ActKind.FEEDBACK: Asking(
        "反馈的对象和内容", "把考察了解到的主要表现和不足反馈所在单位党组织，部分反馈本人。"
    ),
    ActKind.INSPECTION_NOTICE: Asking("发布的方式和范围", "考察之前发布考察公告，公告之后才能开始考察。"),
    ActKind.VISIT: Asking("走访情况", "考察组到考察对象工作的地方实地走访。"),
    ActKind.LETTER: Asking("推荐人和推荐理由", "推荐须署名并写明理由，上传推荐材料；不接受电话和口头推荐。"),
    ActKind.AUDIT: Asking("审计机关和结论", "管钱管物的人选须经经济责任审计，没有问题的才登记。"),
    ActKind.POSTING: Asking("张贴情况", "拟聘公示已张贴或发布，可上传现场照片。"),
    ActKind.PRE_REPORT: Asking(
        "报告的事项和批复", "须事前报告的事项，上级书面同意后登记，日期填上级同意的日期。"
    ),
    ActKind.DELIBERATION: Asking(
        "意见", "讨论决定之前就每名人选听取书记、校长和有关领导的意见；书记、校长意见不一致的，暂不上会。"
    ),
    ActKind.MATERIALS: Asking(
        "送交的议题和材料", "会议之前把议题、方案和人选材料送交会议成员，会上不临时动议。"
    ),
    ActKind.INTRODUCTION: Asking(
        "其他说明", "讨论决定时，逐一介绍每名人选的提名、推荐、考察情况和任免理由。"
    ),
    ActKind.RECONSIDERATION: Asking(
        "复议的事由", "已作出的决定须由超过半数的应到成员同意才能复议；登记后回到办理页面，办理“复议”。"
    ),
    ActKind.APPROVED_ELSEWHERE: Asking(
        "报批、选举或联合聘任情况",
        "工会、团委、少先队负责人不由学校发文聘任，登记批复、选举结果或联合聘任文件后才能任职。",
    ),
    ActKind.APPOINTMENT_TALK: Asking("谈话情况", "由党组织书记或副书记与受聘人员任职谈话。"),
    ActKind.QUALIFIED_LIST: Asking(
        "公布的方式和范围", "资格审查全部完成之后，公布合格人员名单；只有名单上的人员参加后面的竞聘。"
    ),
}


ASSEMBLIES = ("全体教职工大会", "教职工代表大会")


class ActForm(PaperActFields):
    """One act; those about persons are written for several persons at once."""

    people = forms.ModelMultipleChoiceField(
        Candidacy.objects.none(), label="人选", widget=forms.CheckboxSelectMultiple
    )
    talker = forms.ModelChoiceField(StaffMember.objects.none(), label="谈话人", empty_label="请选择")
    place = forms.CharField(label="谈话地点", max_length=60)
    assembly = forms.ChoiceField(
        label="通报的会议", choices=[(each, each) for each in ASSEMBLIES], widget=forms.RadioSelect
    )
    announcer = forms.ModelChoiceField(StaffMember.objects.none(), label="通报人", empty_label="请选择")
    asked = forms.IntegerField(label="摸底人数", min_value=1, max_value=5000, required=False)
    mentions = forms.CharField(
        label="被提到的人选",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每行一人：岗位、姓名、次数，中间用空格隔开，如“教务处副主任 王某 12”",
    )
    document_number = forms.CharField(label="文号", max_length=80, required=False)
    text = forms.CharField(max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, campaign: Campaign, kind: ActKind, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["text"].label = ASKING[kind].label
        self.fields["people"].queryset = persons_without(campaign, kind)
        self.fields["people"].label_from_instance = who_for_what
        self.fields["text"].required = kind not in OF_ONE_PERSON
        if kind not in ABOUT_PERSONS:
            del self.fields["people"]
        if kind != ActKind.APPROVED_ELSEWHERE:
            del self.fields["document_number"]
        if kind == ActKind.APPOINTMENT_TALK:
            self._ask_who_talked(campaign)
        else:
            del self.fields["talker"], self.fields["place"]
        if kind != ActKind.SOUNDING:
            del self.fields["asked"], self.fields["mentions"]
        if kind == ActKind.ANNOUNCEMENT:
            self._ask_who_announced(campaign)
        else:
            del self.fields["assembly"], self.fields["announcer"]
        self.own = ACT_FIELDS[kind]() if kind in ACT_FIELDS else {}
        if kind in audiences.MADE_PUBLIC:
            self.own = {"audience": audience(audiences.usual(campaign, kind))}
        self.fields |= self.own

    def _ask_who_talked(self, campaign: Campaign) -> None:
        talker = self.fields["talker"]
        talker.queryset = acts.talkers(campaign)
        talker.label_from_instance = _with_office
        talker.help_text = "党组织书记或副书记" + (
            "" if talker.queryset.exists() else "；名册里还没有登记，请先到人员名册登记党内职务"
        )

    def _ask_who_announced(self, campaign: Campaign) -> None:
        announcer = self.fields["announcer"]
        announcer.queryset = acts.announcers(campaign)
        announcer.label_from_instance = _with_leadership
        announcer.help_text = "一般由校长通报" + (
            "" if announcer.queryset.exists() else "；名册里还没有登记校级职务，请先到人员名册登记"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        waits = cleaned.get("who") == Consulted.CO_ADMIN
        if self.kind == ActKind.DELIBERATION and not cleaned.get("view") and not waits:
            self.add_error("view", "请选择意见；只有协管方可以先登记征求，答复后再登记")
        return cleaned

    def clean_mentions(self) -> list[list[Any]]:
        """Post, name and how often, line by line (A137)."""
        found = []
        for line in self.cleaned_data["mentions"].splitlines():
            parts = line.split()
            if parts and (len(parts) != 3 or not parts[2].isdecimal()):
                raise forms.ValidationError(f"“{line.strip()}”看不明白，请写成：岗位 姓名 次数")
            found += [[parts[0], parts[1], int(parts[2])]] if parts else []
        return found

    def figures(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.own:
            return {name: given[name] for name in self.own}
        if self.kind == ActKind.APPOINTMENT_TALK:
            talker = given["talker"]
            return {"talker": talker.pk, "talker_name": talker.name, "place": given["place"]}
        if self.kind == ActKind.ANNOUNCEMENT:
            return acts.told_by(given["announcer"], given["assembly"])
        if self.kind == ActKind.SOUNDING:
            return {"asked": given["asked"] or 0, "mentions": given["mentions"]}
        number = given.get("document_number")
        return {"document_number": number} if number else {}

    def persons(self) -> list[Candidacy | None]:
        """Those whom the act is about; one None for an act about nobody in particular."""
        return list(self.cleaned_data["people"]) if "people" in self.fields else [None]


class NoticeDaysForm(forms.Form):
    """From when to when people will be inspected, as the notice announces it; blank is as planned."""

    starts_on = forms.DateField(label="考察开始", required=False)
    ends_on = forms.DateField(label="考察结束", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and first < clock.today():
            self.add_error("starts_on", "不能早于今天，公告在考察之前发布")
        if first and last and last < first:
            self.add_error("ends_on", "不能早于考察开始的日期")
        return given


def _with_office(staff: StaffMember) -> str:
    roles = staff.party_roles.in_force(clock.today()).filter(role__in=acts.TALKING)
    return f"{staff.name}（{'、'.join(str(role) for role in roles)}）"


def _with_leadership(staff: StaffMember) -> str:
    return f"{staff.name}（{staff.get_leadership_display()}）"


def persons_without(campaign: Campaign, kind: ActKind) -> QuerySet[Candidacy]:
    """Live persons of whom the act has not been recorded, a record that waits to be confirmed included."""
    recorded = campaign.plan.acts.of(kind).filter(
        campaign__in=campaign.sources_of(kind), candidacy__isnull=False
    )
    if kind in OF_ONE_PERSON:
        return campaign.live()
    persons = campaign.live().exclude(pk__in=recorded.values("candidacy"))
    if kind == ActKind.APPROVED_ELSEWHERE:
        chosen = [person.pk for person in persons if person.opening.issuer == Issuer.ELSEWHERE]
        return campaign.live().filter(pk__in=chosen)
    return persons
