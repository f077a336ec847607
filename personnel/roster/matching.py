"""Is the person of a row already in the register, and which one?

By staff number, then identity number, then name with birth month and sex where that is unique;
never by the name alone: then the officer chooses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from personnel.models import StaffMember
from personnel.roster.reading import PersonRow
from selection.accounts.models import Organisation, User

NEW, SKIP = "new", "skip"
Choices = dict[str, str]


class How(StrEnum):
    NUMBER = "工号相同"
    IDENTITY = "身份证号相同"
    LIKENESS = "姓名、出生年月、性别相同"
    CHOSEN = "人工选定"
    NEW = "新人员"
    SKIPPED = "略过"
    ASK = "需要选择"


@dataclass
class Match:
    """Whom a row means, and how we know; ``ASK`` comes with those it may be."""

    how: How
    staff: StaffMember | None = None
    candidates: list[StaffMember] = field(default_factory=list)
    question: str = ""


class Register:
    """The people of one school as they can be looked up, loaded once."""

    def __init__(self, organisation: Organisation):
        people = StaffMember.objects.of(organisation).select_related("department")
        self.people = list(people.prefetch_related("appraisals", "commendations", "tenures__post"))
        self.by_number = {person.staff_number: person for person in self.people}
        self.by_digest = {person.identity_digest: person for person in self.people if person.identity_digest}
        self.by_pk = {str(person.pk): person for person in self.people}
        self.by_name: dict[str, list[StaffMember]] = defaultdict(list)
        for person in self.people:
            self.by_name[person.name].append(person)


def known_elsewhere(
    organisation: Organisation, numbers: set[str], digests: set[str]
) -> tuple[set[str], set[str]]:
    """Which of the staff numbers (logins included) and identity digests belong to people of other schools.

    A login stays with whoever had it; a person who has left may be enrolled by the next school.
    """
    strangers = StaffMember.objects.exclude(organisation=organisation)
    taken = set(strangers.filter(staff_number__in=numbers).values_list("staff_number", flat=True))
    logins = User.objects.filter(username__in=numbers).exclude(staff_member__organisation=organisation)
    taken |= set(logins.values_list("username", flat=True))
    serving = strangers.filter(left_on__isnull=True, identity_digest__in=digests)
    return taken, set(serving.values_list("identity_digest", flat=True))


def match(
    rows: list[PersonRow],
    register: Register,
    choices: Choices,
    changes_nothing: Callable[[PersonRow, StaffMember], bool],
) -> dict[int, Match]:
    """Row number → match. Strong matches are made first, so that likeness chooses among the rest."""
    found: dict[int, Match] = {}
    for row in rows:
        if strong := _by_number(row, register) or _by_identity(row, register):
            found[row.number] = strong
    claimed = {each.staff.pk for each in found.values() if each.staff}
    earlier: dict[tuple, list[PersonRow]] = defaultdict(list)
    for row in rows:
        if row.number not in found:
            found[row.number] = _weak(row, register, choices, claimed, earlier, changes_nothing)
        if staff := found[row.number].staff:
            claimed.add(staff.pk)
        if row.likeness:
            earlier[row.likeness].append(row)
    return found


def _by_number(row: PersonRow, register: Register) -> Match | None:
    staff = register.by_number.get(row.staff_number)
    return Match(How.NUMBER, staff) if staff else None


def _by_identity(row: PersonRow, register: Register) -> Match | None:
    staff = register.by_digest.get(row.identity_digest)
    return Match(How.IDENTITY, staff) if staff else None


def _weak(
    row: PersonRow,
    register: Register,
    choices: Choices,
    claimed: set[int],
    earlier: dict[tuple, list[PersonRow]],
    changes_nothing: Callable[[PersonRow, StaffMember], bool],
) -> Match:
    namesakes = [each for each in register.by_name[row.name] if each.pk not in claimed]
    namesakes = [each for each in namesakes if not _is_surely_another(row, each)]
    alike = [each for each in namesakes if row.likeness and likeness(each) == row.likeness]
    if chosen := _chosen(choices.get(str(row.number)), namesakes):
        return chosen
    if unchanged := [each for each in alike if changes_nothing(row, each)]:
        return Match(How.LIKENESS, unchanged[0])
    if len(alike) == 1 and not _is_renumbered(row, alike[0]):
        return Match(How.LIKENESS, alike[0])
    if namesakes:
        return Match(How.ASK, candidates=namesakes, question="名册里有同名的人，请选择是哪一位，或选“新人员”")
    before = earlier[row.likeness] if row.likeness else []
    if twin := next((each for each in before if not _differ(row, each)), None):
        return Match(
            How.ASK, question=f"与第{twin.number}行姓名、出生年月、性别都相同，请选择是另一个人还是重复的一行"
        )
    return Match(How.NEW)


def _chosen(choice: str | None, namesakes: list[StaffMember]) -> Match | None:
    if choice == NEW:
        return Match(How.NEW)
    if choice == SKIP:
        return Match(How.SKIPPED)
    staff = next((each for each in namesakes if str(each.pk) == choice), None)
    return Match(How.CHOSEN, staff) if staff else None


def likeness(staff: StaffMember) -> tuple | None:
    return (staff.name, staff.born.replace(day=1), staff.gender) if staff.born else None


def _is_surely_another(row: PersonRow, staff: StaffMember) -> bool:
    """Two different identity numbers are two persons."""
    return bool(
        row.identity_digest and staff.identity_digest and row.identity_digest != staff.identity_digest
    )


def _differ(one: PersonRow, other: PersonRow) -> bool:
    """Two rows with numbers, or identity numbers, of their own are two persons."""
    numbers = {one.staff_number, other.staff_number}
    digests = {one.identity_digest, other.identity_digest}
    return any("" not in pair and len(pair) == 2 for pair in (numbers, digests))


def _is_renumbered(row: PersonRow, staff: StaffMember) -> bool:
    """The school gave this person a number before, and the row has another one."""
    return bool(row.staff_number) and not staff.is_number_issued and row.staff_number != staff.staff_number
