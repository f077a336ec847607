"""How is a person described on a paper? Never by identity number or photo."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from campaigns.documents.dates import month
from campaigns.models import Candidacy
from personnel.dates import full_years
from personnel.models import StaffMember, Tenure
from selection.chinese import day

NOTHING = "无"
UNKNOWN = "未登记"


def facts(person: Candidacy, on: date) -> dict[str, Any]:
    """The columns of a list of persons; ``on`` is the day for which posts hold."""
    staff = person.staff
    return {
        "candidacy": person.pk,
        "name": staff.name,
        "gender": staff.get_gender_display(),
        "born": month(staff.born, UNKNOWN),
        "education": staff.get_education_display() or UNKNOWN,
        "degree": staff.degree,
        "current_post": current_post(staff, on),
        "post": str(person.opening.post),
    }


def rows(candidacies: Iterable[Candidacy], on: date) -> list[dict[str, Any]]:
    """A row a person, with every post for which the person stands."""
    found: dict[int, dict[str, Any]] = {}
    for each in candidacies:
        if each.staff_id in found:
            found[each.staff_id]["post"] += f"、{each.opening.post}"
        else:
            found[each.staff_id] = facts(each, on)
    return list(found.values())


def ethnicity(staff: StaffMember) -> str:
    """汉 and 汉族 are both met in rosters."""
    name = staff.ethnicity.strip()
    return name if not name or name.endswith("族") else f"{name}族"


def current_post(staff: StaffMember, on: date) -> str:
    """Posts in force with their months; else what the roster says; else what the person works as."""
    held = [f"{_office(tenure)}（{month(tenure.starts_on)}任）" for tenure in _tenures(staff, on)]
    if staff.leadership:
        held.insert(0, staff.get_leadership_display())
    work = "教师" if staff.is_teacher else "职工"
    return "、".join(held) or staff.current_post_text or f"{staff.teaching_group}{work}"


def current_titles(staff: StaffMember, on: date) -> str:
    """The same without months, for a sentence."""
    held = [_office(tenure) for tenure in _tenures(staff, on)]
    if staff.leadership:
        held.insert(0, staff.get_leadership_display())
    return "、".join(held) or current_post(staff, on)


def introduction(person: Candidacy, on: date) -> str:
    """张三，女，汉族，1986年1月出生，…，现任教务处副主任，拟聘任教务处主任。"""
    staff, post = person.staff, person.opening.post
    stays = any(tenure.post_id == post.pk for tenure in _tenures(staff, on))
    said = [
        staff.name,
        staff.get_gender_display(),
        ethnicity(staff),
        f"{staff.native_place}人" if staff.native_place else "",
        f"{month(staff.born)}出生" if staff.born else "",
        f"{staff.get_education_display()}学历" if staff.education else "",
        staff.degree,
        staff.get_party_status_display(),
        f"{month(staff.work_since)}参加工作" if staff.work_since else "",
        staff.professional_title,
        f"现任{current_titles(staff, on)}",
        f"{'拟续聘' if stays else '拟聘任'}{post}",
    ]
    return "，".join(part for part in said if part) + "。"


def years_of_teaching(staff: StaffMember, on: date) -> str:
    return f"{full_years(staff.teaching_since, on)}年" if staff.teaching_since else UNKNOWN


def appraisals(staff: StaffMember, on: date, years: int) -> str:
    """The results of the last ``years`` complete years, a missing one named as such."""
    known = {each.year: each.get_grade_display() for each in staff.appraisals.all()}
    wanted = range(on.year - 1, on.year - 1 - years, -1)
    return "；".join(f"{year}年度{known.get(year, UNKNOWN)}" for year in wanted)


def awards_and_penalties(staff: StaffMember) -> str:
    awards = [
        f"{month(each.on)}获{each.get_level_display()}“{each.title}”" for each in staff.commendations.all()
    ]
    penalties = [
        f"{day(each.decided_on)}受{each.get_kind_display()}"
        + (f"，影响期至{day(each.until)}" if each.until else "")
        for each in staff.sanctions.all()
    ]
    return "；".join(awards + penalties) or NOTHING


def relatives(staff: StaffMember) -> str:
    """Relatives in the register, for 回避 (R-25)."""
    pairs = [
        *((pair.relative, pair.get_kind_display()) for pair in staff.relations.all()),
        *((pair.staff, pair.get_kind_display()) for pair in staff.relations_to.all()),
    ]
    return "；".join(f"与{other.name}系{kind}关系" for other, kind in pairs) or NOTHING


def _office(tenure: Tenure) -> str:
    return f"{tenure.post}（主持工作）" if tenure.kind == Tenure.Kind.ACTING else str(tenure.post)


def _tenures(staff: StaffMember, on: date) -> list[Tenure]:
    return list(staff.current_tenures(on).select_related("post").order_by("starts_on", "pk"))
