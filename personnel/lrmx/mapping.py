"""Which of the register's facts does a file give, and what would they change?

What people write freely (简历, 奖惩, 考核) is never taken apart: it stays what it is, in the file's words.
"""

from __future__ import annotations

import re
from typing import Any

from personnel.lrmx.format import IDENTITY, Person
from personnel.models import StaffMember
from personnel.roster import changes, reading
from personnel.roster.cells import Unreadable
from personnel.roster.changes import Change
from personnel.roster.columns import BY_FIELD
from personnel.roster.reading import PersonRow

Party, Education = StaffMember.PartyStatus, StaffMember.Education

# Field of the register → the element that gives it
GIVEN_BY = {
    "name": "XingMing",
    "gender": "XingBie",
    "born": "ChuShengNianYue",
    "ethnicity": "MinZu",
    "native_place": "JiGuan",
    "work_since": "CanJiaGongZuoShiJian",
    "professional_title": "ZhuanYeJiShuZhiWu",
    "identity": IDENTITY,
}
PARTY, HEALTH, HEALTHY = "RuDangShiJian", "JianKangZhuangKuang", "健康"
# Element → fields that stand against what it says when they differ
HELD_IN = {element: {field} for field, element in GIVEN_BY.items()} | {
    PARTY: {"party_status", "party_joined_on"},
    HEALTH: {"is_healthy"},
}
EDUCATIONS = ("QuanRiZhiJiaoYu", "ZaiZhiJiaoYu")
OF_EDUCATION = {"education": "XueLi", "degree": "XueWei", "graduated_from": "XueLi_BiYeYuanXiaoXi"}
POSTGRADUATE, DOCTOR = "研究生", "博士"
BETWEEN_PARTIES = re.compile("[；;、，,]")


def row_of(number: int, person: Person) -> PersonRow:
    """The file as if it were a row of a roster; what can't be read as a fact is a notice."""
    row = PersonRow(number)
    for field, element in GIVEN_BY.items():
        _take(row, field, person[element])
    if person[HEALTH].strip() == HEALTHY:
        row.facts["is_healthy"] = True
    for part in BETWEEN_PARTIES.split(person[PARTY]):
        _take_party(row, part.strip())
    row.facts |= _highest_education(row, person)
    reading.check(row)
    return row


def differences(row: PersonRow, staff: StaffMember) -> list[Change]:
    """What the file would change about the person; a probationary member joined on the same day."""
    same = Change("party_status", "政治面貌", Party.PROBATIONARY.label, Party.MEMBER.label)
    return [change for change in changes.between(row, staff) if change != same]


def _take(row: PersonRow, field: str, said: str) -> None:
    if (value := _read(row, field, said)) is not None:
        row.facts[field] = value


def _read(row: PersonRow, field: str, said: str) -> Any:
    if not said.strip():
        return None
    try:
        return BY_FIELD[field].read(said)
    except Unreadable as unreadable:
        row.notices.append(f"{BY_FIELD[field].label}：{unreadable}。名册不改，原文照样保存")
        return None


def _take_party(row: PersonRow, said: str) -> None:
    """A month is that of joining the CPC; other parties are named."""
    if said[:1].isdecimal():
        _take(row, "party_joined_on", said)
        row.facts["party_status"] = Party.MEMBER
    elif "party_status" not in row.facts:
        _take(row, "party_status", said)


def _highest_education(row: PersonRow, person: Person) -> dict[str, Any]:
    """The register has one; the form has one before work and one beside it."""
    found = [facts for prefix in EDUCATIONS if (facts := _education(row, person, prefix))]
    return max(found, key=lambda facts: list(Education).index(facts["education"]), default={})


def _education(row: PersonRow, person: Person, prefix: str) -> dict[str, Any]:
    said = {field: person[f"{prefix}_{element}"] for field, element in OF_EDUCATION.items()}
    if said["education"].strip() == POSTGRADUATE and DOCTOR in said["degree"]:
        said["education"] = DOCTOR
    read = {field: _read(row, field, text) for field, text in said.items()}
    if read["education"] is None:
        return {}
    return {field: value for field, value in read.items() if value is not None}
