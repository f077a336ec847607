"""Forms by which a contest is arranged, drawn, judged and weighed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from campaigns import contest
from campaigns.choices import KeptOfContest, PresentationAudience, PresentationMode, Weighing
from campaigns.forms.on_paper import OnPaperFields
from campaigns.models import Campaign, Candidacy, Judge, Presentation, ScorePart
from campaigns.models.contest import MOST_MINUTES
from campaigns.ranking import WHOLE, Weights
from campaigns.recusal import relatives
from campaigns.services.presenting import Arrangement, Lines
from personnel.models import StaffMember
from selection.accounts.models import User


class LinesField(forms.CharField):
    """One line each: what it is called, a blank, a whole number."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> Lines:  # type: ignore[override]
        return [self._line(each) for each in (super().to_python(value) or "").splitlines() if each.strip()]

    def _line(self, text: str) -> tuple[str, int]:
        title, _, number = text.strip().rpartition(" ")
        if not title.strip() or not number.isdecimal() or not 1 <= int(number[:4]) <= WHOLE:
            raise forms.ValidationError(f"“{text.strip()}”应写成“名称 分值”，分值为1到100的整数")
        return title.strip()[:60], int(number)

    def run_validators(self, value: Any) -> None:
        """The lines are whole already."""

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"])


def written(lines: Any) -> str:
    return "\n".join(f"{title} {number}" for title, number in lines)


FREE = {"held_on", "place", "shows_results", "reason"}  # what isn't said in the plan


class ArrangeForm(forms.Form):
    """What the plan fixes before anybody speaks; once it is final, only the rest can be chosen."""

    mode = forms.ChoiceField(label="形式", choices=PresentationMode.choices)
    audience = forms.ChoiceField(label="在哪个会上", choices=PresentationAudience.choices)
    minutes = forms.IntegerField(label="统一时间（分钟）", min_value=1, max_value=MOST_MINUTES)
    held_on = forms.DateField(label="日期", required=False)
    place = forms.CharField(label="地点", max_length=60, required=False)
    criteria = LinesField(label="评分项目和满分", help_text="每行一项，名称和满分之间空一格；满分合计100")
    drops_extremes = forms.BooleanField(
        label="去掉一个最高分和一个最低分",
        required=False,
        help_text="评委不少于5人时才能采用；不选的取全部评委的平均分",
    )
    judges_weight = forms.IntegerField(label="评委量分所占比重", min_value=0, max_value=WHOLE, initial=WHOLE)
    parts = LinesField(
        label="其他量分项目和比重",
        required=False,
        help_text="如“笔试 40”，每行一项；与评委量分的比重合计100，没有的留空",
    )
    weighing = forms.ChoiceField(
        label="评委量分、民主测评和书面意见的合计办法",
        choices=Weighing.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    scores = forms.IntegerField(label="量分的权重", min_value=0, max_value=WHOLE, required=False)
    evaluation = forms.IntegerField(label="民主测评的权重", min_value=0, max_value=WHOLE, required=False)
    opinions = forms.IntegerField(label="书面意见的权重", min_value=0, max_value=WHOLE, required=False)
    shows_results = forms.BooleanField(label="现场公布每人的得分", required=False)
    reason = forms.CharField(
        label="改动的原因",
        max_length=300,
        required=False,
        help_text="方案已定稿，改动日期、地点等安排须写明原因",
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rules, held = campaign.ruleset.contest, contest.presentation_of(campaign)
        if rules.modes:
            kept = [choice for choice in PresentationMode.choices if choice[0] in rules.modes]
            self.fields["mode"].choices = kept
        if not rules.may_drop:
            del self.fields["drops_extremes"]
        if held is None:
            proposed = {"minutes": rules.minutes or 10, "criteria": written(_even(rules.topics))}
        else:
            proposed = _as_it_stands(held)
        self.initial = proposed | dict(self.initial)
        if not campaign.plan.is_final:
            del self.fields["reason"]
        elif held is not None:
            for name in set(self.fields) - FREE:
                self.fields[name].disabled = True

    def arrangement(self) -> Arrangement:
        given = self.cleaned_data
        same = (
            "mode",
            "audience",
            "minutes",
            "criteria",
            "held_on",
            "place",
            "shows_results",
            "judges_weight",
        )
        return Arrangement(
            **{name: given[name] for name in (*same, "parts", "weighing")},
            drops_extremes=given.get("drops_extremes", False),
            weights=Weights(*(given[name] or 0 for name in ("scores", "evaluation", "opinions"))),
        )


def _even(topics: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """A first proposal: all alike, and the last takes what is left."""
    for place, title in enumerate(topics, 1):
        share = WHOLE // len(topics)
        yield title, share if place < len(topics) else WHOLE - share * (len(topics) - 1)


def _as_it_stands(held: Presentation) -> dict[str, Any]:
    same = ("mode", "audience", "minutes", "held_on", "place", "drops_extremes", "judges_weight", "weighing")
    return {name: getattr(held, name) for name in (*same, "shows_results")} | {
        "criteria": written(held.criteria.values_list("title", "points")),
        "parts": written(held.parts.values_list("title", "weight")),
        "scores": held.scores_weight,
        "evaluation": held.evaluation_weight,
        "opinions": held.opinions_weight,
    }


class JudgeForm(forms.Form):
    """An account, or a name where the sheets come on paper."""

    user = forms.ModelChoiceField(
        User.objects.none(), label="评委账号", required=False, empty_label="没有账号，用纸质评分表"
    )
    name = forms.CharField(label="姓名", max_length=30, required=False, help_text="没有账号的填写")
    unit = forms.CharField(label="单位和职务", max_length=80, required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        school = campaign.organisation
        near = Q(organisation=school) | Q(organisation=school.zone) | Q(organisation=school.bureau)
        speakers = contest.speakers(campaign)
        barred = [*speakers, *(one for one, _why in relatives(each.pk for each in speakers))]
        free = User.objects.filter(near, is_active=True).exclude(staff_member__in=barred)
        self.fields["user"].queryset = free.order_by("username")
        self.fields["user"].label_from_instance = lambda user: f"{user.name}（{user.username}）"


class KeptForm(forms.Form):
    kind = forms.ChoiceField(label="事项", choices=KeptOfContest.choices)
    text = forms.CharField(label="情况", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class DrawPaperForm(OnPaperFields):
    """The numbers as they stand on the signed record."""

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.staff = {f"number_{each.pk}": each for each in contest.speakers(campaign)}
        for name, each in self.staff.items():
            self.fields[name] = forms.IntegerField(
                label=f"{each.name}（{each.staff_number}）的序号", min_value=1, max_value=len(self.staff)
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        numbers = [cleaned[name] for name in self.staff if name in cleaned]
        if len(set(numbers)) < len(numbers):
            self.add_error(None, "序号有重复，请对照抽签记录核对")
        return cleaned

    def order(self) -> list[StaffMember]:
        return sorted(self.staff.values(), key=lambda each: self.cleaned_data[f"number_{each.pk}"])


class FiguresForm(OnPaperFields):
    """One figure that is weighed besides the judges' scores: of a further part, or of the written opinions."""

    part = forms.ModelChoiceField(
        ScorePart.objects.none(), label="录入什么", required=False, empty_label="书面意见"
    )
    person = forms.ModelChoiceField(Candidacy.objects.none(), label="人选", empty_label="请选择")
    points = forms.DecimalField(
        label="成绩（百分制）", min_value=0, max_value=WHOLE, decimal_places=2, required=False
    )
    asked = forms.IntegerField(label="收回的书面意见（份）", min_value=1, required=False)
    agreeing = forms.IntegerField(label="其中赞成（份）", min_value=0, required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any):
        super().__init__(*args, **kwargs)
        held = contest.presentation_of(campaign)
        parts = held.parts.all() if held is not None else ScorePart.objects.none()
        self.fields["part"].queryset = parts
        if not parts:
            del self.fields["part"], self.fields["points"]
        self.fields["person"].queryset = campaign.live()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("part") is not None:
            if cleaned.get("points") is None and "points" not in self.errors:
                self.add_error("points", "请填写成绩")
        elif not {"part", "asked", "agreeing"} & set(self.errors):
            for name in ("asked", "agreeing"):
                if cleaned.get(name) is None:
                    self.add_error(name, "请填写份数")
        return cleaned


class PointsForm(forms.Form):
    """A score sheet: one box a criterion."""

    def __init__(self, *args: Any, judge: Judge, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.criteria = list(judge.presentation.criteria.all())
        for each in self.criteria:
            self.fields[f"points_{each.pk}"] = forms.DecimalField(
                label=f"{each.title}（满分{each.points}分）",
                min_value=0,
                max_value=each.points,
                decimal_places=2,
                widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
            )

    def points(self) -> dict[int, Decimal]:
        return {each.pk: self.cleaned_data[f"points_{each.pk}"] for each in self.criteria}


class SheetPaperForm(PointsForm, OnPaperFields):
    """A sheet that the judge filled in on paper."""

    staff = forms.ModelChoiceField(StaffMember.objects.none(), label="人选", empty_label="请选择")

    def __init__(self, *args: Any, judge: Judge, **kwargs: Any):
        super().__init__(*args, judge=judge, **kwargs)
        slots = contest.turns(judge.presentation)
        self.fields["staff"].queryset = StaffMember.objects.filter(pk__in=[slot.staff_id for slot in slots])
