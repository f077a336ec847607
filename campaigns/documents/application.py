"""竞聘报名表: what the register says of whoever enters a contest, as the form and the list show it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from campaigns.documents import persons
from campaigns.documents.dates import month
from campaigns.models import Entry, Plan
from personnel.models import StaffMember

APPRAISED_YEARS = 3
# In the order of the form: key of the stored facts → its label.
LABELS = {
    "name": "姓名",
    "staff_number": "工号",
    "gender": "性别",
    "born": "出生年月",
    "age": "年龄",
    "ethnicity": "民族",
    "party": "政治面貌",
    "party_since": "入党时间",
    "work_since": "参加工作时间",
    "education": "学历学位",
    "graduated_from": "毕业院校及专业",
    "teacher_cert": "教师资格",
    "professional_title": "职称",
    "category": "人员类别",
    "current_post": "现任岗位或职务",
    "appraisals": "近三年年度考核",
    "record": "奖惩",
}


def facts(staff: StaffMember, plan: Plan) -> dict[str, Any]:
    """As the register stands, counted to the plan's reference date."""
    on = plan.reference_on
    age = staff.age_on(on)
    return {
        "name": staff.name,
        "staff_number": staff.staff_number,
        "gender": staff.get_gender_display(),
        "born": month(staff.born, persons.UNKNOWN),
        "age": f"{age}周岁" if age is not None else persons.UNKNOWN,
        "ethnicity": persons.ethnicity(staff) or persons.UNKNOWN,
        "party": staff.get_party_status_display() or persons.UNKNOWN,
        "party_since": month(staff.party_joined_on),
        "work_since": month(staff.work_since, persons.UNKNOWN),
        "education": "，".join(filter(None, (staff.get_education_display(), staff.degree)))
        or persons.UNKNOWN,
        "graduated_from": staff.graduated_from or persons.UNKNOWN,
        "teacher_cert": staff.get_teacher_cert_display() or persons.UNKNOWN,
        "professional_title": staff.professional_title or persons.NOTHING,
        "category": staff.get_category_display(),
        "current_post": persons.current_post(staff, on),
        "appraisals": persons.appraisals(staff, on, APPRAISED_YEARS),
        "record": persons.awards_and_penalties(staff),
    }


def lines(said: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, value), what is empty left out."""
    return [(label, said[key]) for key, label in LABELS.items() if said.get(key)]


def address(entry: Entry) -> str:
    return reverse("campaigns:my_entry", args=[entry.pk])


def changed(entry: Entry) -> list[tuple[str, str, str]]:
    """(label, then, now) of what the register says otherwise since the person entered."""
    now = facts(entry.staff, entry.campaign.plan)
    return [
        (label, entry.facts.get(key, ""), now[key])
        for key, label in LABELS.items()
        if entry.facts.get(key, "") != now[key]
    ]
