"""What may an officer fill in about departments, posts, bodies and quota?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from personnel.forms.fields import MonthField, say_what_blank_means
from personnel.models import Body, BodyMember, Department, Post, QuotaTable, StaffMember
from personnel.quota import Figures, Overview, first_day_of
from selection import chinese, clock
from selection.accounts.models import Organisation

MOST_POSTS = 99


class DepartmentForm(forms.ModelForm):
    class Meta:
        model = Department
        fields = ["name", "kind", "position"]
        help_texts = {
            "kind": "内设机构负责人由学校发文聘任；工会、团委、少先队负责人按权限报批或选举产生",
            "position": "数字小的排在前面",
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        say_what_blank_means(self, "请选择")

    def _get_validation_exclusions(self) -> set[str]:
        """The school is given, and part of what must be unique."""
        return super()._get_validation_exclusions() - {"organisation"}


class PostForm(forms.ModelForm):
    class Meta:
        model = Post
        fields = ["title", "rank", "party_member_only", "conditions", "position", "is_active"]
        help_texts = {
            "title": "如教务处主任",
            "conditions": "专业岗位除一般资格外还要求的专业知识或能力，由审核人认定；没有的留空",
            "is_active": "取消勾选后不再安排任职，已有的任职不受影响",
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        say_what_blank_means(self, "请选择")

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"department"}


class BodyForm(forms.ModelForm):
    class Meta:
        model = Body
        fields = ["name", "kind"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        say_what_blank_means(self, "请选择")

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"organisation"}


class BodyMemberForm(forms.ModelForm):
    starts_on = MonthField(label="起始时间")

    class Meta:
        model = BodyMember
        fields = ["staff", "starts_on", "is_first_leader"]
        help_texts = {"is_first_leader": "讨论决定时最后表态"}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        say_what_blank_means(self, "请选择")
        served = Organisation.objects.filter(pk=self.instance.body.organisation_id)
        served |= Organisation.objects.filter(serving_bodies=self.instance.body)
        people = StaffMember.objects.filter(organisation__in=served.distinct()).serving()
        self.fields["staff"].queryset = people.by_pinyin()
        self.fields["staff"].label_from_instance = lambda each: f"{each.name}（{each.staff_number}）"

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"body"}


class QuotaForm(forms.ModelForm):
    """The whole 职数核定表: a number for each department and rank, beside who holds the posts."""

    class Meta:
        model = QuotaTable
        fields = ["reference_on", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, overview: Overview, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.overview = overview
        for figures in overview.figures:
            self.fields[_name(figures)] = forms.IntegerField(
                label=f"{figures.label}申报职数",
                min_value=0,
                max_value=MOST_POSTS,
                initial=figures.requested,
                required=False,
                widget=forms.NumberInput(attrs={"aria-label": f"{figures.label}申报职数"}),
            )

    def clean_reference_on(self) -> date:
        """A day on which the register says who holds the posts."""
        day: date = self.cleaned_data["reference_on"]
        if day > clock.today():
            raise forms.ValidationError("统计日期不能晚于今天")
        first = first_day_of(self.instance.organisation)
        if first and day < first:
            raise forms.ValidationError(f"名册里最早的任职从{chinese.day(first)}开始，统计日期不能早于这一天")
        return day

    @property
    def rows(self) -> list[tuple[Any, list[tuple[Figures, forms.BoundField]]]]:
        return [
            (row, [(figures, self[_name(figures)]) for figures in row.ranks]) for row in self.overview.rows
        ]

    @property
    def numbers(self) -> dict[tuple[int, str], int]:
        return {
            (figures.department.pk, figures.rank.value): self.cleaned_data[_name(figures)] or 0
            for figures in self.overview.figures
        }


def _name(figures: Figures) -> str:
    return f"{figures.rank.value}-{figures.department.pk}"
