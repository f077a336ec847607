"""Forms by which a plan is drafted and set up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from campaigns import calendars, permissions
from campaigns.choices import PlanRoleKind, Track, TrackReason
from campaigns.eligibility.counting import months_after
from campaigns.forms.bars import BarFields
from campaigns.models import Campaign, Opening, Plan
from campaigns.services.plans import tracks_open_to
from campaigns.tracks import planned_stages, stage_label
from personnel.models import Body, Post, StaffMember, Tenure
from selection import clock, workdays
from selection.accounts.models import Organisation, User, ZoneOrganising
from selection.accounts.models.organisations import OrganisationQuerySet
from selection.accounts.roles import Role
from selection.chinese import weekday
from selection.records import arrangements


class PlanForm(forms.Form):
    """The facts of a plan: what it is called, the day ages are counted at, the day in post."""

    title = forms.CharField(label="方案名称", max_length=120)
    reference_on = forms.DateField(
        label="资格条件计算日期", help_text="年龄、教龄等计算到这一天", widget=forms.DateInput
    )
    starts_on = forms.DateField(label="计划到岗日期", help_text="日程由此倒排", widget=forms.DateInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reference, starts = cleaned.get("reference_on"), cleaned.get("starts_on")
        if reference and starts and starts < reference:
            self.add_error("starts_on", "计划到岗日期不能早于资格条件计算日期")
        elif reference and starts and months_after(reference, 12) < starts:
            self.add_error("reference_on", "资格条件计算日期比计划到岗日期早一年以上，请核对年份")
        return cleaned


class DraftForm(PlanForm):
    """The same, the school where there are several, as for a zone (A128), and the track; both stay."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="学校", empty_label="请选择学校")
    track = forms.ChoiceField(label="聘任方式", widget=forms.RadioSelect)

    field_order = ["organisation"]

    def __init__(self, *args: Any, schools: OrganisationQuerySet, **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = list(schools)
        self.fields["organisation"].queryset = schools
        if len(known) == 1:
            self.fields["organisation"].initial = known[0]
            self.fields["organisation"].disabled = True
            self.fields["organisation"].widget = forms.HiddenInput()
        open_to_some = {track for school in known for track in tracks_open_to(school)}
        tracks = [track for track in Track if track in open_to_some]
        self.fields["track"].choices = [(track, track.label) for track in tracks]


class SetupForm(BarFields, PlanForm):
    """What the rulebook leaves to the plan: electorate, deciding body, bars, calendar."""

    categories = forms.MultipleChoiceField(
        label="参加推荐测评的人员类别",
        choices=StaffMember.Category.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    congress = forms.ModelChoiceField(
        Body.objects.none(),
        label="由教代会代表参加",
        required=False,
        empty_label="全体教职工（按上列类别）",
    )
    body = forms.ModelChoiceField(Body.objects.none(), label="讨论决定的会议", empty_label="请选择")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.plan = plan
        bodies = Body.objects.deciding_for(plan.organisation)
        self.fields["congress"].queryset = bodies.filter(kind=Body.Kind.CONGRESS)
        deciding = bodies.exclude(kind=Body.Kind.CONGRESS)
        self.fields["body"].queryset = deciding
        if plan.body_id is None and len(deciding) == 1:
            self.initial["body"] = deciding[0].pk
        self.add_bars()
        for stage in planned_stages(plan):
            label = stage_label(stage, plan.tracks)
            day = forms.DateField(label=label, required=False, initial=plan.planned(stage))
            self.fields[f"day_{stage}"] = day

    def day_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("day_")]

    def rest_days(self) -> list[str]:
        """Planned days on which nobody works: a hint, for some schools do meet at a weekend."""
        named = {name: self.fields[name].label for name in self.fields if name.startswith("day_")}
        named["starts_on"] = self.fields["starts_on"].label
        days = {name: self._day(name) for name in named}
        return [
            f"“{named[name]}”排在{day.month}月{day.day}日（{weekday(day)}），不是工作日"
            for name, day in days.items()
            if day is not None and not _works(day)
        ]

    def days_gone(self) -> str:
        """The first planned day that is past while the plan still waits: then the day in post is too near."""
        for field in self.day_fields():
            day = self._day(field.name)
            if day is not None and day < clock.today():
                return f"“{field.label}”排在{day.month}月{day.day}日，已经过去，请推迟到岗日期或调整日程"
        return ""

    def _day(self, name: str) -> date | None:
        """As typed, else as it stands."""
        given = self[name].value()
        try:
            return self.fields[name].clean(given) if given else None
        except forms.ValidationError:
            return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("categories") and not cleaned.get("congress"):
            self.add_error("categories", "请选择参加推荐测评的人员类别，或选择由教代会代表参加")
        self.clean_bars(cleaned)
        days = [cleaned[name] for name in self.fields if name.startswith("day_") and cleaned.get(name)]
        if days != sorted(days):
            self.add_error(None, "日程须按环节先后排列，请检查各环节的日期")
        return cleaned

    def calendar(self) -> dict[str, str]:
        """As typed; where only the day in post was moved, counted backwards from there."""
        changed = {name for name in self.changed_data if name == "starts_on" or name.startswith("day_")}
        if changed == {"starts_on"}:
            return calendars.propose(self.plan, self.cleaned_data["starts_on"])
        return {
            name.removeprefix("day_"): day.isoformat()
            for name, day in self.cleaned_data.items()
            if name.startswith("day_") and day
        }


def _works(day: date) -> bool:
    """Where the year's arrangement isn't known yet, only weekends rest."""
    try:
        return workdays.is_workday(day, arrangements.current())
    except workdays.UnknownYear:
        return day.weekday() < 5


class OpeningFacts(forms.Form):
    """What is said of a post on offer."""

    seats = forms.IntegerField(label="名额", min_value=1, max_value=20, initial=1)
    reason = forms.ChoiceField()
    reason_text = forms.CharField(label="情形说明", max_length=300, required=False)
    ending = forms.ModelMultipleChoiceField(
        Tenure.objects.none(),
        label="随之结束的任职",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="续聘、调整时勾选，核定职数按最终状态计算",
    )
    proof = forms.FileField(
        label="佐证材料", required=False, help_text="局党委研究推荐的，须上传教育局的文件，报送方案前补上"
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = f"采用{campaign.get_track_display()}的情形"
        self.fields["reason"].choices = [(each.value, each.label) for each in TrackReason.of(campaign.track)]
        self.fields["ending"].queryset = (
            Tenure.objects.at(campaign.organisation)
            .in_force(campaign.plan.reference_on)
            .select_related("staff", "post__department")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reason = cleaned.get("reason")
        if reason and TrackReason(reason).wants_words and not cleaned.get("reason_text"):
            self.add_error("reason_text", "选择这一情形时请写明具体原因")
        return cleaned


class OpeningForm(OpeningFacts):
    """A post that the plan lists, with what is said of it."""

    field_order = ("post",)

    post = forms.ModelChoiceField(Post.objects.none(), label="岗位", empty_label="请选择")

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, campaign=campaign, **kwargs)
        self.fields["reason"].label = "聘任方式和采用的情形"
        self.fields["reason"].choices = reasons(tracks_open_to(campaign.organisation))
        taken = Opening.objects.filter(campaign__plan=campaign.plan).values("post")
        posts = Post.objects.filter(department__organisation=campaign.organisation, is_active=True)
        self.fields["post"].queryset = posts.exclude(pk__in=taken).select_related("department")


def reasons(tracks: Iterable[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The lawful reasons by track, each with its track before it: a closed list shows no headings."""
    return [
        (track.label, [(each.value, f"{track.label}：{each.label}") for each in TrackReason.of(track)])
        for track in map(Track, tracks)
    ]


class OfficerForm(forms.Form):
    """Who takes over: only those who hold the role that the work asks for."""

    kind = forms.ChoiceField(
        choices=[(PlanRoleKind.OFFICER, PlanRoleKind.OFFICER.label)],
        initial=PlanRoleKind.OFFICER,
        widget=forms.HiddenInput,
    )
    user = forms.ModelChoiceField(
        User.objects.none(),
        label="经办人",
        empty_label="请选择",
        help_text="只列出有“人事干部”角色的人，学校由学区组织的还有“学区组织员”；"
        "要由别人接任的，先由本校人事干部在“账号”里给接任的人添加“人事干部”角色",
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = _officers(plan)
        self.fields["user"].label_from_instance = _who


def _officers(plan: Plan) -> QuerySet[User]:
    """Active holders at the school or above it, who are not the officer already or concerned themselves."""
    school = plan.organisation
    held = Q(groups__role_group__role=Role.OFFICER, groups__role_group__organisation=school)
    if ZoneOrganising.objects.running().filter(school=school).exists():
        held |= Q(groups__role_group__role=Role.ZONE_ORGANISER, groups__role_group__organisation=school.zone)
    found = User.objects.filter(held, is_active=True).exclude(
        pk__in=[user.pk for user in plan.people(PlanRoleKind.OFFICER)]
    )
    free = [user.pk for user in found.distinct() if not permissions.is_recused(plan, user)]
    return User.objects.filter(pk__in=free).order_by("username")


def _who(user: User) -> str:
    return f"{user.name}（{user.username}）"


class RoleForm(forms.Form):
    """Name somebody for a task other than the officer's."""

    kind = forms.ChoiceField(
        label="职责", choices=[each for each in PlanRoleKind.choices if each[0] != PlanRoleKind.OFFICER]
    )
    user = forms.ModelChoiceField(User.objects.none(), label="人员", empty_label="请选择")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any):
        super().__init__(*args, **kwargs)
        school = plan.organisation
        here = Q(organisation=school) | Q(organisation=school.bureau) | Q(organisation=school.zone)
        self.fields["user"].queryset = User.objects.filter(here, is_active=True).order_by("username")
        self.fields["user"].label_from_instance = _who
