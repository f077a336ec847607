"""What may an officer fill in about one person?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from personnel.forms.fields import LifeDateField, MonthField, say_what_blank_means
from personnel.models import Department, StaffMember
from personnel.plausible import too_young
from personnel.roster.cells import Unreadable, birthday, name, staff_number
from selection.accounts.models import Organisation
from selection.fields import identity_number_problem, mask_identity, normal_identity


class SearchForm(forms.Form):
    """What a reader looks for in the list; anything it can't understand is left out of account."""

    q = forms.CharField(label="姓名或工号", required=False, max_length=40)
    category = forms.ChoiceField(
        label="人员类别", required=False, choices=[("", "全部类别"), *StaffMember.Category.choices]
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label="部门", required=False, empty_label="全部部门"
    )
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[
            ("", "在册人员"),
            ("off", "不在岗"),
            ("reserve", "后备干部"),
            ("posts", "现任中层"),
            ("left", "已离校"),
        ],
    )
    order = forms.ChoiceField(
        label="排列",
        required=False,
        choices=[("", "按部门"), ("strokes", "按姓氏笔画"), ("pinyin", "按姓名拼音")],
    )

    def __init__(self, *args: Any, school: Organisation, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.of(school)


class YesNoUnknown(forms.NullBooleanSelect):
    def __init__(self, attrs: Any = None):
        super().__init__(attrs)
        self.choices = [("unknown", "未填"), ("true", "是"), ("false", "否")]


class StaffForm(forms.ModelForm):
    """All facts about one person, in the groups of the page."""

    born = LifeDateField(label="出生年月", required=False)
    joined_on = MonthField(label="来校时间", required=False)
    party_joined_on = MonthField(label="入党时间", required=False)
    work_since = MonthField(label="参加工作时间", required=False)
    teaching_since = MonthField(label="教龄起算时间", required=False)
    absence_since = MonthField(label="不在岗起始时间", required=False)
    identity_number = forms.CharField(label="身份证号", required=False, max_length=20)
    is_healthy = forms.NullBooleanField(label="身体健康", required=False, widget=YesNoUnknown)

    GROUPS = {
        "基本情况": "name staff_number gender born identity_number ethnicity native_place",
        "任职情况": "category department leadership current_post_text teaching_group campus joined_on",
        "政治面貌和学历": "party_status party_joined_on education degree graduated_from",
        "教学经历": "is_teacher teacher_cert professional_title work_since teaching_since",
        "在岗和培养": "is_on_duty absence absence_since is_healthy is_reserve was_seconded",
    }

    class Meta:
        model = StaffMember
        fields = [
            *("name", "staff_number", "gender", "ethnicity", "native_place"),
            *("category", "department", "leadership", "current_post_text", "teaching_group", "campus"),
            *("joined_on", "party_status", "party_joined_on", "education", "degree", "graduated_from"),
            *("is_teacher", "teacher_cert", "professional_title", "work_since", "teaching_since"),
            *("is_on_duty", "absence", "absence_since", "is_healthy", "is_reserve", "was_seconded"),
        ]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        staff = self.instance
        self.fields["department"].queryset = Department.objects.of(staff.organisation)
        self.fields["staff_number"].required = False
        self.fields["staff_number"].help_text = "登录用的账号；新人员不填时由系统编发"
        self.fields[
            "current_post_text"
        ].help_text = "照实填写，如“教务处主任（2021.09）”；正式任职在人员页的“任职”里登记"
        say_what_blank_means(self, "未填", leadership="无", absence="无", department="无")
        self.initial["born"] = _written(staff)
        if staff.identity:
            said = f"已登记 {mask_identity(staff.identity)}，不改动就不填"
            self.fields["identity_number"].widget.attrs["placeholder"] = said

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        for title, names in self.GROUPS.items():
            yield title, [self[each] for each in names.split()]

    def clean_name(self) -> str:
        return _read(name, self.cleaned_data["name"])

    def clean_staff_number(self) -> str:
        given = self.cleaned_data["staff_number"]
        return _read(staff_number, given) if given else self.instance.staff_number

    def clean_born(self) -> Any:
        born = self.cleaned_data["born"]
        if born is not None:
            _read(birthday, str(born))
        return born

    def clean_identity_number(self) -> str:
        number = normal_identity(self.cleaned_data["identity_number"])
        if number and (problem := identity_number_problem(number)):
            raise forms.ValidationError(problem)
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("absence"):
            cleaned["is_on_duty"] = False
        if cleaned.get("born"):
            for name, sentence in too_young(cleaned["born"].day, cleaned):
                self.add_error(name, sentence)
        return cleaned

    def _post_clean(self) -> None:
        """Fields that are no model fields of the same shape are carried over by hand."""
        staff, cleaned = self.instance, self.cleaned_data
        if "born" in cleaned:
            staff.born = cleaned["born"] and cleaned["born"].day
            staff.born_day_known = bool(cleaned["born"] and cleaned["born"].is_exact)
        if cleaned.get("identity_number"):
            staff.identity = cleaned["identity_number"]
        if cleaned.get("staff_number") != self.initial.get("staff_number"):
            staff.is_number_issued = False
        super()._post_clean()

    def _get_validation_exclusions(self) -> set[str]:
        """A number that is still to be issued is checked when it has been."""
        excluded = super()._get_validation_exclusions()
        return excluded if self.instance.staff_number else excluded | {"staff_number"}


def _written(staff: StaffMember) -> str:
    if staff.born is None:
        return ""
    return f"{staff.born:%Y-%m-%d}" if staff.born_day_known else f"{staff.born:%Y.%m}"


def _read(reader: Any, value: str) -> Any:
    try:
        return reader(value)
    except Unreadable as unreadable:
        raise forms.ValidationError(str(unreadable)) from None
