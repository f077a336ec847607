"""What would an import do, and what stands in its way? Nothing is written here."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from personnel.models import Department, Post, StaffMember
from personnel.roster import changes, reading
from personnel.roster.cells import key
from personnel.roster.changes import Change
from personnel.roster.matching import Choices, How, Match, Register, known_elsewhere, match
from personnel.roster.phrases import held_posts
from personnel.roster.reading import PersonRow, Problem, Roster
from personnel.roster.workbook import Readable
from selection.accounts.models import Organisation
from selection.reasons import Refused

REQUIRED_OF_NEW = {"gender": "性别", "category": "人员类别"}


@dataclass
class PlannedTenure:
    """A tenure that the row's 现任职务 gives, for a post the school has."""

    post: Post
    since: date


@dataclass
class Line:
    """One row of the preview: whom it means and what it would change."""

    row: PersonRow
    match: Match
    changes: list[Change] = field(default_factory=list)
    tenures: list[PlannedTenure] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.match.how == How.NEW

    @property
    def is_asked(self) -> bool:
        return self.match.how == How.ASK

    @property
    def is_changed(self) -> bool:
        return bool(self.match.staff and (self.changes or self.tenures))


@dataclass
class Preview:
    """The whole import as it would happen."""

    organisation: Organisation
    lines: list[Line]
    problems: list[Problem]
    notices: list[str]
    new_departments: dict[str, list[int]]
    missing: int

    @cached_property
    def new(self) -> list[Line]:
        return [line for line in self.lines if line.is_new]

    @cached_property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.is_changed]

    @cached_property
    def asked(self) -> list[Line]:
        return [line for line in self.lines if line.is_asked]

    @cached_property
    def skipped(self) -> list[Line]:
        return [line for line in self.lines if line.match.how == How.SKIPPED]

    @property
    def unchanged(self) -> int:
        return len(self.lines) - len(self.new) - len(self.changed) - len(self.asked) - len(self.skipped)

    @property
    def remarks(self) -> list[tuple[int, str, str]]:
        """Row number, name, sentence: what deserves a look and stops nothing."""
        return [(line.row.number, line.row.name, said) for line in self.lines for said in line.row.notices]

    @property
    def is_ready(self) -> bool:
        return not self.problems and not self.asked

    @property
    def has_effect(self) -> bool:
        return bool(self.new or self.changed)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "新增": len(self.new),
            "修改": len(self.changed),
            "不变": self.unchanged,
            "略过": len(self.skipped),
            "新建部门": len(self.new_departments),
        }

    @property
    def digest(self) -> str:
        """Stands for what the officer saw: confirming something else is refused."""
        seen = [
            [
                line.row.number,
                line.match.how,
                line.match.staff and line.match.staff.pk,
                *map(str, line.changes),
            ]
            for line in self.lines
        ]
        text = json.dumps([seen, sorted(self.new_departments), self.counts], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def preview(file: Readable, organisation: Organisation, choices: Choices | None = None) -> Preview:
    """Raises ``Refused`` when the file is no roster at all."""
    return of_roster(reading.read(file), organisation, choices or {})


def of_roster(roster: Roster, organisation: Organisation, choices: Choices) -> Preview:
    register, offices = Register(organisation), Offices(organisation)
    matches = match(roster.rows, register, choices, changes.changes_nothing)
    _object_to_repeats(roster.rows, matches)
    _object_to_strangers(roster.rows, matches, organisation)
    lines = [Line(row, matches[row.number]) for row in roster.rows]
    for line in lines:
        _work_out(line, register, offices)
    met = {line.match.staff.pk for line in lines if line.match.staff}
    missing = [each for each in register.people if each.pk not in met and each.left_on is None]
    problems = [problem for row in roster.rows for problem in row.problems]
    return Preview(organisation, lines, problems, roster.notices, offices.unknown, len(missing))


class Offices:
    """The departments and posts of one school by name, and the names that it lacks."""

    def __init__(self, organisation: Organisation):
        self.departments = {key(each.name) for each in Department.objects.of(organisation)}
        self.unknown: dict[str, list[int]] = {}
        self.posts: dict[str, list[Post]] = defaultdict(list)
        for post in Post.objects.of(organisation).active().select_related("department"):
            for title in {key(post.title), key(f"{post.department.name}{post.title}")}:
                self.posts[title].append(post)

    def note_department(self, row: PersonRow) -> None:
        name = row.facts.get("department")
        if not name or key(name) in self.departments:
            return
        known_as = next((known for known in self.unknown if key(known) == key(name)), name)
        self.unknown.setdefault(known_as, []).append(row.number)

    def post(self, title: str) -> Post | None:
        """The post of that title, when exactly one bears it."""
        found = self.posts.get(key(title), [])
        return found[0] if len(found) == 1 else None


def _object_to_repeats(rows: list[PersonRow], matches: dict[int, Match]) -> None:
    numbers: dict[str, int] = {}
    identities: dict[str, int] = {}
    people: dict[int, int] = {}
    for row in rows:
        staff = matches[row.number].staff
        if row.staff_number and (first := numbers.setdefault(row.staff_number, row.number)) != row.number:
            row.object_to("工号", f"与第{first}行的工号相同，请核对")
        elif (
            row.identity_digest
            and (first := identities.setdefault(row.identity_digest, row.number)) != row.number
        ):
            row.object_to("身份证号", f"与第{first}行的身份证号相同，请核对")
        elif staff and (first := people.setdefault(staff.pk, row.number)) != row.number:
            row.object_to("姓名", f"与第{first}行是名册中的同一个人（工号{staff.staff_number}），请核对")


def _object_to_strangers(
    rows: list[PersonRow], matches: dict[int, Match], organisation: Organisation
) -> None:
    """A number known at another school is refused without naming it; who comes back has one on file."""
    on_file = {number: each.staff.identity_digest for number, each in matches.items() if each.staff}
    told = {row.number: row.identity_digest or on_file.get(row.number, "") for row in rows}
    numbers, digests = known_elsewhere(
        organisation, {row.staff_number for row in rows} - {""}, set(told.values()) - {""}
    )
    for row in rows:
        if row.staff_number in numbers:
            row.object_to("工号", f"“{row.staff_number}”已被其他单位使用，请核对或换一个工号")
        if told[row.number] in digests:
            row.object_to("身份证号", "已在其他单位登记，请核对；调入的人员请先由原单位在人员页登记离校")


def _work_out(line: Line, register: Register, offices: Offices) -> None:
    row, staff = line.row, line.match.staff
    if line.match.how in {How.SKIPPED, How.ASK}:
        return
    offices.note_department(row)
    if staff is None and row.name:
        for name, label in REQUIRED_OF_NEW.items():
            if name not in row.known and not any(each.column == label for each in row.problems):
                row.object_to(label, "新人员必须填写这一列")
    elif staff is not None:
        _object_to_mix_ups(row, staff, register)
        line.changes = changes.between(row, staff)
    line.tenures = _tenures(row, staff, offices)


def _object_to_mix_ups(row: PersonRow, staff: StaffMember, register: Register) -> None:
    """A number matched, but the row speaks of somebody else."""
    owner = register.by_digest.get(row.identity_digest)
    if owner is not None and owner.pk != staff.pk:
        row.object_to(
            "身份证号", f"已登记给{owner.name}（工号{owner.staff_number}），与这一行的工号不是同一人"
        )
    same_person = owner is not None or changes.same_birth_and_sex(row, staff)
    if row.name and row.name != staff.name and not same_person:
        row.object_to("工号", f"“{staff.staff_number}”在名册中是{staff.name}，请核对工号或姓名")


def _tenures(row: PersonRow, staff: StaffMember | None, offices: Offices) -> list[PlannedTenure]:
    planned = []
    for held in held_posts(row.facts.get("current_post_text", "")):
        if changes.leadership_of(held.title):
            continue
        post = offices.post(held.title)
        running = post and staff and changes.running_tenure(staff, post)
        if post is None:
            row.notices.append(f"“{held.title}”不是已设置的岗位，只作文字记录")
        elif running and held.since and running.starts_on != held.since:
            row.notices.append(f"“{held.title}”的任职时间与已登记的{running.starts_on:%Y.%m}不同，没有改动")
        elif not running and held.since is None:
            row.notices.append(f"“{held.title}”没有写任职时间，只作文字记录")
        elif not running and held.since:
            planned.append(PlannedTenure(post, held.since))
    return planned


def refuse_unless_ready(found: Preview) -> None:
    if found.problems:
        raise Refused("名册里还有问题没有改正，请改好后重新上传。")
    if found.asked:
        raise Refused(f"还有{len(found.asked)}行没有选择是哪一位，请先选择。")
