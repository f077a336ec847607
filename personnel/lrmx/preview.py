"""Whom do the files mean, what would each change, and what stands in its way? Nothing is written here."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import IO

from django.db.models import Q

from personnel.lrmx import mapping, reading, sheets
from personnel.lrmx.format import FAMILY, LABELS, PHOTO, VERSION, Person
from personnel.lrmx.reading import Brought
from personnel.models import RosterImport, StaffMember
from personnel.roster.changes import Change
from personnel.roster.matching import How, known_elsewhere
from personnel.roster.reading import PersonRow
from selection.accounts.models import Organisation

LONGEST_SHOWN = 120


@dataclass
class Line:
    """One file of the preview: whom it means and what it would change, or why it can't be taken."""

    number: int
    name: str
    person: Person | None
    problem: str = ""
    row: PersonRow = field(default_factory=lambda: PersonRow(0))
    staff: StaffMember | None = None
    how: str = ""
    changes: list[Change] = field(default_factory=list)
    others: list[Change] = field(default_factory=list)

    @property
    def notices(self) -> list[str]:
        return self.row.notices


@dataclass
class Preview:
    """All files as they would be taken."""

    organisation: Organisation
    lines: list[Line]

    @cached_property
    def good(self) -> list[Line]:
        return [line for line in self.lines if not line.problem]

    @cached_property
    def bad(self) -> list[Line]:
        return [line for line in self.lines if line.problem]

    @property
    def digest(self) -> str:
        """Stands for what the officer saw: confirming something else is refused."""
        seen = [
            [line.number, line.problem, line.staff and line.staff.pk, *map(str, line.changes + line.others)]
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


def preview(waiting: RosterImport) -> Preview:
    with waiting.file.open("rb") as file:
        return of_file(file, waiting.name, waiting.organisation)


def of_file(file: IO[bytes], name: str, organisation: Organisation) -> Preview:
    """Raises ``Refused`` when nothing in it can be read."""
    lines = [_line(number, each) for number, each in enumerate(reading.read(file, name), start=1)]
    _find(lines, organisation)
    _object_to_strangers(lines, organisation)
    _object_to_repeats(lines)
    for line in lines:
        _compare(line)
    return Preview(organisation, lines)


def _line(number: int, brought: Brought) -> Line:
    line = Line(number, brought.name, brought.person, brought.problem)
    if brought.person:
        line.row = mapping.row_of(number, brought.person)
        line.problem = "；".join(f"{each.column}{each.sentence}" for each in line.row.problems)
    if brought.person and not line.row.name:
        line.problem = line.problem or "没有写姓名，认不准是谁"
    return line


def _find(lines: list[Line], organisation: Organisation) -> None:
    """By identity number, then by name and birth month; what is not certain is said and not taken."""
    rows = [line.row for line in lines if not line.problem]
    digests, names = {row.identity_digest for row in rows} - {""}, {row.name for row in rows}
    wanted = Q(identity_digest__in=digests) | Q(name__in=names)
    people = list(sheets.loaded(StaffMember.objects.of(organisation).serving().filter(wanted)))
    for line in lines:
        if not line.problem:
            _match(line, people)


def _match(line: Line, people: list[StaffMember]) -> None:
    row, digest = line.row, line.row.identity_digest
    line.staff = next((each for each in people if digest and each.identity_digest == digest), None)
    line.how = How.IDENTITY
    if line.staff is None:
        alike = [each for each in people if _is_alike(row, each)]
        line.staff, line.how = (alike[0] if len(alike) == 1 else None), "姓名、出生年月相同"
        line.problem = _uncertain(row, len(alike))


def _is_alike(row: PersonRow, staff: StaffMember) -> bool:
    """Same name and month of birth, and not two different identity numbers."""
    digests = {row.identity_digest, staff.identity_digest} - {""}
    same_month = _month(row) is not None and staff.born and _month(row) == staff.born.replace(day=1)
    return bool(row.name == staff.name and same_month and len(digests) < 2)


def _month(row: PersonRow) -> date | None:
    born = row.known.get("born")
    return born.day.replace(day=1) if born else None


def _uncertain(row: PersonRow, found: int) -> str:
    if found == 1:
        return ""
    if found:
        return f"名册里有{found}人姓名、出生年月都相同，认不准是哪一位，请在审批表里填上身份证号后再导入"
    if _month(row) is None:
        return "没有身份证号，也没有出生年月，认不准是谁，请填上后再导入"
    return f"在名册里没有找到{row.name}（{row.known['born']}出生），请先在名册里登记或核对姓名、出生年月"


def _object_to_strangers(lines: list[Line], organisation: Organisation) -> None:
    """An identity number that would be added here may serve elsewhere; where is not said."""
    digests = {line.row.identity_digest for line in lines if line.staff} - {""}
    _, elsewhere = known_elsewhere(organisation, set(), digests)
    for line in lines:
        if line.staff and line.row.identity_digest in elsewhere:
            line.problem = "身份证号已在其他单位登记，请核对"


def _object_to_repeats(lines: list[Line]) -> None:
    first: dict[int, Line] = {}
    for line in lines:
        if line.staff and not line.problem and first.setdefault(line.staff.pk, line) is not line:
            line.problem = f"与第{first[line.staff.pk].number}个文件是同一个人，请只留一份"


def _compare(line: Line) -> None:
    if line.staff is None or line.person is None or line.problem:
        return
    line.changes = mapping.differences(line.row, line.staff)
    line.others = list(_others(sheets.sheet_of(line.staff), line.person))


def _others(now: Person, then: Person) -> list[Change]:
    """What the form has beside the register's columns, as it would be printed today and as the file has it."""
    found = [
        Change(name, label, _shown(name, now), _shown(name, then))
        for name, label in LABELS.items()
        if name not in mapping.HELD_IN and name != VERSION and _said(name, now) != _said(name, then)
    ]
    if (now.unknown, now.unknown_in_family) != (then.unknown, then.unknown_in_family):
        found.append(Change("", "其他内容", _count(now), _count(then)))
    return found


def _said(name: str, person: Person) -> object:
    return person.family if name == FAMILY else person[name]


def _shown(name: str, person: Person) -> str:
    if name == FAMILY:
        return "，".join(
            f"{each.values.get('ChengWei', '')}{each.values.get('XingMing', '')}" for each in person.family
        )
    if name == PHOTO:
        return f"照片（{max(1, len(person[name]) * 3 // 4096)}KB）" if person[name] else ""
    text = " ".join(person[name].split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}……"


def _count(person: Person) -> str:
    number = len(person.unknown) + len(person.unknown_in_family)
    return f"{number}项" if number else ""
