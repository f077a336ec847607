"""In which columns, and in which way of writing dates, does each school keep its roster?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import cycle
from typing import Any

from tools.rosters.people import Person

CORE = ["姓名", "性别", "出生年月", "人员类别", "政治面貌", "学历", "现任职务及任职时间", "部门"]
ABSENT = ["在岗", "不在岗原因", "不在岗起始时间"]
CAREER = ["教师资格", "职称", "参加工作时间", "教龄起算", "来校时间"]
GROWTH = ["后备", "挂职", "表彰", "2024年度考核", "2025年度考核"]

Dated = Callable[[date], Any]


@dataclass
class Roster:
    """A sheet ready to be written: titles above, headers, rows."""

    titles: list[str]
    headers: list[str]
    rows: list[list[Any]]
    sheet: str = "教职工名册"


def sheet(
    titles: list[str], headers: list[str], people: list[Person], written: Dated | None = None
) -> Roster:
    """``written`` says how the school writes months; without it, every way in turn."""
    ways = cycle([written] if written else [dotted, dashed, run_together, in_chinese, as_excel])
    rows = []
    for number, person in enumerate(people, start=1):
        cells = {"序号": number} | _cells(person, next(ways))
        rows.append([cells[header] for header in headers])
    return Roster(titles, headers, rows)


def dotted(day: date) -> str:
    return f"{day:%Y.%m}"


def dashed(day: date) -> str:
    return f"{day.year}-{day.month}-{day.day}"


def run_together(day: date) -> str:
    return f"{day:%Y%m}"


def in_chinese(day: date) -> str:
    return f"{day.year}年{day.month}月"


def as_excel(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _cells(person: Person, written: Dated) -> dict[str, Any]:
    def month(day: date | None) -> Any:
        return None if day is None else written(day)

    return {
        "工号": person.number or None,
        "姓名": person.name,
        "性别": person.gender,
        "出生年月": month(person.born),
        "身份证号": person.identity,
        "民族": person.ethnicity,
        "人员类别": person.category,
        "政治面貌": person.party,
        "入党时间": month(person.party_joined),
        "学历": person.education,
        "现任职务及任职时间": person.post or None,
        "部门": person.department or None,
        "教研组": person.group or None,
        "校区": person.campus or None,
        "教学点": person.campus or None,
        "教师": "是" if person.is_teacher else "否",
        "教师资格": person.cert or None,
        "职称": person.title or None,
        "参加工作时间": month(person.work_since),
        "教龄起算": month(person.teaching_since) if person.is_teacher else None,
        "来校时间": month(person.joined),
        "在岗": "否" if person.absence else "是",
        "不在岗原因": person.absence or None,
        "不在岗起始时间": month(person.absence_since),
        "身体健康": "是" if person.category == "在编" else None,
        "后备": "是" if person.is_reserve else "否",
        "挂职": "是" if person.was_seconded else "否",
        "表彰": person.awards or None,
        "2024年度考核": person.appraisals.get(2024),
        "2025年度考核": person.appraisals.get(2025),
    }
