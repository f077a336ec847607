"""How does a confirmed roster become rows of the register, all of them or none?"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from personnel import numbers, register
from personnel.models import Appraisal, Commendation, Department, RosterImport, StaffMember, Tenure
from personnel.roster import changes, uploads
from personnel.roster.cells import key
from personnel.roster.preview import Line, Preview, preview, refuse_unless_ready
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers

STALE = "预览之后名册或选择有变动，请再看一遍预览后确认。"


@transaction.atomic
def apply(roster_import: RosterImport, *, digest: str, by: User) -> RosterImport:
    """Write what the officer saw and confirmed. Raises ``Refused`` when it would be something else."""
    organisation = register.hold(roster_import.organisation)
    uploads.lock_pending(roster_import)
    with roster_import.file.open("rb") as file:
        found = preview(file, organisation, roster_import.choices)
    refuse_unless_ready(found)
    if found.digest != digest:
        raise Refused(STALE)
    write(found, by)
    return _close(roster_import, found, by)


def write(found: Preview, by: User | None) -> None:
    """New people, changed people, then what hangs on them."""
    departments = _departments(found)
    people = _enrol(found, departments, by)
    for line in found.changed:
        _amend(line, departments)
        people.append((line, line.match.staff))
    _add_records(people)


def _close(roster_import: RosterImport, found: Preview, by: User) -> RosterImport:
    uploads.close(roster_import, found.counts)
    ledgers.append(
        ledgers.of_organisation(roster_import.organisation),
        "导入人员名册",
        by=by,
        about=f"rosterimport:{roster_import.pk}",
        said="，".join(f"{label}{number}" for label, number in found.counts.items()),
    )
    return roster_import


def _departments(found: Preview) -> dict[str, Department]:
    """Every department of the school by comparable name, the unknown ones created at the end of the list."""
    known = list(Department.objects.of(found.organisation))
    last = max((each.position for each in known), default=0)
    fresh = [
        Department(organisation=found.organisation, name=name, position=last + place)
        for place, name in enumerate(found.new_departments, start=1)
    ]
    return {key(each.name): each for each in [*known, *Department.objects.bulk_create(fresh)]}


def _enrol(found: Preview, departments: dict[str, Department], by: User | None) -> list[tuple[Line, Any]]:
    """New people, each with a number and an account that has no password yet."""
    lines = found.new
    wanting = [line for line in lines if not line.row.staff_number]
    issued = dict(
        zip(
            (line.row.number for line in wanting),
            numbers.issue(found.organisation, len(wanting), avoid={line.row.staff_number for line in lines}),
            strict=True,
        )
    )
    people = [_person(line, found.organisation, departments, issued) for line in lines]
    accounts = numbers.open_accounts(people, by)
    for person, account in zip(people, accounts, strict=True):
        person.user = account
    return list(zip(lines, StaffMember.objects.bulk_create(people), strict=True))


def _person(
    line: Line, organisation: Organisation, departments: dict[str, Department], issued: dict[int, str]
) -> StaffMember:
    facts = changes.as_fields(line.row.derived | changes.said_of(line.row))
    facts["staff_number"] = line.row.staff_number or issued[line.row.number]
    facts["department"] = departments.get(key(facts.get("department", "")))
    return StaffMember(organisation=organisation, is_number_issued=line.row.number in issued, **facts)


def _amend(line: Line, departments: dict[str, Department]) -> None:
    staff, row = line.match.staff, line.row
    assert staff is not None
    changed = {change.field for change in line.changes}
    said = {name: value for name, value in (row.derived | changes.said_of(row)).items() if name in changed}
    facts = changes.as_fields(said)
    if "department" in facts:
        facts["department"] = departments[key(facts["department"])]
    if "left_on" in changed:
        facts["left_on"] = None
    if "staff_number" in facts:
        facts["is_number_issued"] = False
    for name, value in facts.items():
        setattr(staff, name, value)
    staff.save()
    numbers.keep_account_in_step(staff)


def _add_records(people: list[tuple[Line, Any]]) -> None:
    tenures, appraisals, commendations = [], [], []
    for line, staff in people:
        tenures += [
            Tenure(staff=staff, post=planned.post, starts_on=planned.since) for planned in line.tenures
        ]
        fresh, corrected = _appraisals(line, staff)
        appraisals += fresh
        for appraisal in corrected:
            appraisal.save()
        awards = (
            changes.missing_awards(line.row, staff) if line.match.staff else dict.fromkeys(line.row.awards)
        )
        commendations += [Commendation(staff=staff, **award._asdict()) for award in awards]
    Tenure.objects.bulk_create(tenures)
    Appraisal.objects.bulk_create(appraisals)
    Commendation.objects.bulk_create(commendations)


def _appraisals(line: Line, staff: StaffMember) -> tuple[list[Appraisal], list[Appraisal]]:
    """Those to add and those on file that the roster corrects."""
    if line.match.staff is None:
        return [
            Appraisal(staff=staff, year=year, **said._asdict()) for year, said in line.row.appraisals.items()
        ], []
    fresh, corrected = [], []
    for year, (known, said) in changes.changed_appraisals(line.row, staff).items():
        if known is None:
            fresh.append(Appraisal(staff=staff, year=year, **said._asdict()))
        else:
            known.grade, known.reason = said
            corrected.append(known)
    return fresh, corrected
