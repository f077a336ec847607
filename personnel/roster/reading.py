"""What does each row of the sheet say, and which cells can't be understood?"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from personnel.dates import LifeDate
from personnel.models import StaffMember
from personnel.plausible import too_young
from personnel.roster import workbook
from personnel.roster.cells import Unreadable, is_blank
from personnel.roster.columns import BY_FIELD, CORE, ORDER_NUMBERS, Column, column_for, is_header
from personnel.roster.phrases import Award, Grade
from selection.fields import keyed_digest
from selection.reasons import Refused

REMARK = re.compile(r"[：:]|^\s*(注|说明|备注|填表|制表|审核|合计)")


@dataclass(frozen=True)
class Problem:
    """What stands in the way of one row, in one column."""

    row: int
    column: str
    sentence: str


@dataclass
class PersonRow:
    """One row as read: the facts it gives by field name (blank cells give none).

    ``derived`` is what the identity number tells about birth and sex where the row doesn't.
    """

    number: int
    facts: dict[str, Any] = field(default_factory=dict)
    derived: dict[str, Any] = field(default_factory=dict)
    appraisals: dict[int, Grade] = field(default_factory=dict)
    awards: list[Award] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.facts.get("name", "")

    @property
    def staff_number(self) -> str:
        return self.facts.get("staff_number", "")

    @property
    def identity_digest(self) -> str:
        return keyed_digest(self.facts["identity"]) if "identity" in self.facts else ""

    @property
    def known(self) -> dict[str, Any]:
        return self.derived | self.facts

    @property
    def likeness(self) -> tuple[str, date, str] | None:
        """Name, birth month and sex, where all three are given."""
        born, gender = self.known.get("born"), self.known.get("gender")
        return (self.name, born.day.replace(day=1), gender) if self.name and born and gender else None

    def object_to(self, column: str, sentence: str) -> None:
        self.problems.append(Problem(self.number, column, sentence))


@dataclass
class Roster:
    """All that was read from one file."""

    rows: list[PersonRow]
    notices: list[str]


def read(file: workbook.Readable) -> Roster:
    """Raises ``Refused`` when the file is no roster at all."""
    sheet = workbook.read(file, is_header)
    _refuse_repeated_headers(sheet.headers)
    if not sheet.rows:
        raise Refused("表头下面没有人员，请填写后再上传。")
    people = [row for row in sheet.rows if not _is_footer(row)]
    return Roster([_read_row(row) for row in people], _notices(sheet, len(people)))


def _refuse_repeated_headers(headers: list[str]) -> None:
    labels = Counter(column.label for header in headers if (column := column_for(header)))
    if repeated := [label for label, times in labels.items() if times > 1]:
        raise Refused(f"“{repeated[0]}”这一列出现了两次，请只保留一列。")


def _is_footer(row: workbook.Row) -> bool:
    """Lines such as 填表人：… below the table: at most one cell that we would read, and a remark in it."""
    filled = [cell for header, cell in row.cells.items() if column_for(header) and not is_blank(cell)]
    return not filled or (len(filled) == 1 and bool(REMARK.search(str(filled[0]))))


def _notices(sheet: workbook.Sheet, people: int) -> list[str]:
    notices = [f"工作表“{title}”没有读取，只读取了“{sheet.title}”。" for title in sheet.ignored_sheets]
    present = {column.label for header in sheet.headers if (column := column_for(header))}
    if missing := [column.label for column in CORE if column.label not in present]:
        these = "这一列" if len(missing) == 1 else "这几列"
        notices.append(f"表里没有“{'、'.join(missing)}”{these}，相应内容不改动。")
    if unknown := [name for name in sheet.headers if not column_for(name) and name not in ORDER_NUMBERS]:
        notices.append(f"“{'、'.join(unknown)}”不是名册的列，没有读取。")
    if footers := len(sheet.rows) - people:
        notices.append(f"有{footers}行没有人员信息（如填表说明），已略过。")
    return notices


def _read_row(row: workbook.Row) -> PersonRow:
    person = PersonRow(row.number)
    for header, cell in row.cells.items():
        column = column_for(header)
        if column and not is_blank(cell):
            _read_cell(person, column, cell)
    if "name" not in person.facts and not person.problems:
        person.object_to("姓名", "没有填姓名，请补上或删去这一行")
    check(person)
    return person


def check(person: PersonRow) -> None:
    """Note what its facts say against each other."""
    _check_identity(person)
    _check_dates(person)
    _check_absence(person)


def _read_cell(person: PersonRow, column: Column, cell: object) -> None:
    try:
        value: Any = column.read(cell)
    except Unreadable as unreadable:
        person.object_to(column.label, str(unreadable))
        return
    if column.field.startswith("appraisal "):
        person.appraisals[int(column.field.split()[1])] = value
    elif column.field == "commendations":
        person.awards = value
    else:
        person.facts[column.field] = value


def _check_identity(person: PersonRow) -> None:
    """The archive's birth month goes before the identity number's (AMB-2); a difference is a remark."""
    number = person.facts.get("identity")
    if not number:
        return
    born = LifeDate(date(int(number[6:10]), int(number[10:12]), int(number[12:14])), True)
    gender = StaffMember.Gender.MALE if int(number[16]) % 2 else StaffMember.Gender.FEMALE
    person.derived = {"born": born, "gender": gender}
    given = person.known["born"]
    if (given.day.year, given.day.month) != (born.day.year, born.day.month):
        person.notices.append(f"出生年月{given}与身份证号不一致，以档案认定的出生年月为准")
    if person.known["gender"] != gender:
        person.object_to("性别", "与身份证号不一致，请核对")


def _check_dates(person: PersonRow) -> None:
    if born := person.known.get("born"):
        days = {name: fact.day for name, fact in person.facts.items() if isinstance(fact, LifeDate)}
        for name, sentence in too_young(born.day, days):
            person.object_to(BY_FIELD[name].label, sentence)


def _check_absence(person: PersonRow) -> None:
    """Back on duty means no reason for an absence any more."""
    if "absence" not in person.facts:
        if person.facts.get("is_on_duty"):
            person.facts |= {"absence": "", "absence_since": None}
        return
    if person.facts.setdefault("is_on_duty", False):
        person.object_to(BY_FIELD["is_on_duty"].label, "填了不在岗原因，在岗应填“否”")
