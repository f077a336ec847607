"""How do the rosters, offices and bodies of the demo county come into the register?

Through the same services as on the web: the bureau enters each school's officer, and the officer
imports the roster. Done twice, the second time changes nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from personnel import register
from personnel.demo.county import reviewer
from personnel.demo.offices import OFFICES, SITTINGS, Sitting
from personnel.models import (
    Appraisal,
    Body,
    BodyMember,
    Department,
    PartyRole,
    Post,
    Relation,
    Sanction,
    StaffMember,
    Tenure,
)
from personnel.roster import applying, changes, reading, uploads
from personnel.roster.preview import preview
from selection import clock
from selection.accounts import roles
from selection.accounts.acts import Role
from selection.accounts.models import Organisation, User

FIXTURES = Path(settings.BASE_DIR) / "fixtures" / "rosters"
TERM_YEARS = 3


def people_the_county(organisations: dict[str, Organisation]) -> None:
    for key in OFFICES:
        people_a_school(key, organisations[key])
    for key, sittings in SITTINGS.items():
        for sitting in sittings:
            _seat(sitting, organisations[key], organisations.get(sitting.serves))
    _complicate(organisations["shiyan"])


@transaction.atomic
def people_a_school(key: str, school: Organisation) -> None:
    file = FIXTURES / f"{key}.xlsx"
    officer = roles.holders(Role.OFFICER, school).first() or _first_officer(file, school)
    _set_up_offices(key, school, officer)
    import_roster(file, school, officer)
    _fill_in_terms(school, officer)
    _fill_in_appraisals(school, officer)
    _appoint_leaders(school, officer)


def import_roster(file: Path, school: Organisation, officer: User) -> None:
    """Upload, look and confirm, as the officer does on the web."""
    kept = uploads.receive(SimpleUploadedFile(file.name, file.read_bytes()), school, by=officer)
    with kept.file.open("rb") as content:
        found = preview(content, school)
    if found.is_ready and not found.has_effect:
        uploads.drop(kept)
    else:
        applying.apply(kept, digest=found.digest, by=officer)


def officer_of(school: Organisation) -> User:
    return roles.holders(Role.OFFICER, school).get()


def _first_officer(file: Path, school: Organisation) -> User:
    """Somebody of the office without a post; entered by the bureau, so that the school can begin."""
    with file.open("rb") as content:
        rows = reading.read(content).rows
    ordinary = [
        row for row in rows if "current_post_text" not in row.facts and not row.facts.get("is_reserve")
    ]
    settled = [row for row in ordinary if row.facts["category"] == StaffMember.Category.ESTABLISHED]
    of_the_office = [row for row in settled if row.facts.get("department") == "办公室"] or settled
    row = of_the_office[len(of_the_office) // 2]
    facts = {name: value for name, value in changes.as_fields(row.facts).items() if name != "department"}
    officer = register.save_staff(StaffMember(organisation=school, **facts), by=reviewer())
    assert officer.user is not None
    roles.grant(officer.user, Role.OFFICER, school, by=reviewer())
    return officer.user


def _set_up_offices(key: str, school: Organisation, officer: User) -> None:
    for place, office in enumerate(OFFICES[key], start=1):
        department = Department.objects.of(school).filter(name=office.name).first()
        if department is None:
            fresh = Department(organisation=school, name=office.name, kind=office.kind, position=place)
            department = register.save_office(fresh, by=officer)
        for order, (title, rank) in enumerate(office.posts.items(), start=1):
            if not department.posts.filter(title=title).exists():
                post = Post(
                    department=department,
                    title=title,
                    rank=rank,
                    position=order,
                    party_member_only=office.party,
                )
                register.save_office(post, by=officer)


def _fill_in_terms(school: Organisation, officer: User) -> None:
    """Terms of three years, renewed until they reach beyond today."""
    for tenure in Tenure.objects.at(school).filter(ends_on=None, ended_on=None).select_related("staff"):
        year = tenure.starts_on.year + TERM_YEARS
        while date(year, tenure.starts_on.month, 1) <= clock.today():
            year += TERM_YEARS
        tenure.ends_on = date(year, tenure.starts_on.month, 1) - timedelta(days=1)
        register.enter(tenure, by=officer)


def _fill_in_appraisals(school: Organisation, officer: User) -> None:
    """Where the roster has no columns for them."""
    if Appraisal.objects.of(school).exists():
        return
    established = StaffMember.objects.of(school).filter(category=StaffMember.Category.ESTABLISHED)
    for number, staff in enumerate(established):
        for year in (2024, 2025):
            grade = Appraisal.Grade.EXCELLENT if (number + year) % 6 == 0 else Appraisal.Grade.COMPETENT
            register.enter(Appraisal(staff=staff, year=year, grade=grade), by=officer)


def _appoint_leaders(school: Organisation, officer: User) -> None:
    """Party roles as the roster tells them (B001, B002); principal and secretary lead in the system."""
    principal = _leaders(school)[0]
    secretary = next((each for each in _leaders(school) if "书记" in each.current_post_text), principal)
    for leader in {principal, secretary}:
        assert leader.user is not None
        roles.grant(leader.user, Role.LEADER, school, by=reviewer())
    if PartyRole.objects.of(school).exists():
        return
    begun = date(2021, 9, 1)
    seats = [(secretary, PartyRole.Role.SECRETARY)]
    if secretary != principal:
        seats.append((principal, PartyRole.Role.DEPUTY_SECRETARY))
    if others := [each for each in _in_post(school) if _is_member(each)]:
        seats.append((others[0], PartyRole.Role.DISCIPLINE_MEMBER))
    for staff, role in seats:
        register.enter(PartyRole(staff=staff, role=role, starts_on=begun), by=officer)


@transaction.atomic
def _seat(sitting: Sitting, school: Organisation, served: Organisation | None) -> None:
    if Body.objects.of(school).filter(name=sitting.name).exists():
        return
    officer = officer_of(school)
    body = register.save_office(Body(organisation=school, name=sitting.name, kind=sitting.kind), by=officer)
    people = _ranked(school)
    if served is not None:
        body.serves.add(served)
        people = [*_leaders(school), *_leaders(served), *people]
    if sitting.kind == Body.Kind.PARTY_MEETING:
        people = [each for each in people if _is_member(each)]
    members = list(dict.fromkeys(people))[: sitting.members]
    first = next((each for each in members if "书记" in each.current_post_text), members[0])
    for member in members:
        seat = BodyMember(
            body=body, staff=member, starts_on=date(2021, 9, 1), is_first_leader=member == first
        )
        register.enter(seat, by=officer)


def _ranked(school: Organisation) -> list[StaffMember]:
    """Leaders, those in post, then teachers from all over the list: the order in which seats are filled."""
    everybody = list(StaffMember.objects.of(school).serving().filter(is_on_duty=True))
    spread = [staff for step in range(5) for staff in everybody[step::5]]
    return list(dict.fromkeys([*_leaders(school), *_in_post(school), *spread]))


def _leaders(school: Organisation) -> list[StaffMember]:
    """The principal first."""
    leaders = StaffMember.objects.of(school).exclude(leadership="").select_related("user")
    return list(leaders.order_by("leadership", "staff_number"))


def _in_post(school: Organisation) -> list[StaffMember]:
    running = Tenure.objects.at(school).in_force(clock.today()).select_related("staff__user")
    return [tenure.staff for tenure in running.order_by("post__department__position", "pk")]


def _is_member(staff: StaffMember) -> bool:
    return staff.party_status == StaffMember.PartyStatus.MEMBER


@transaction.atomic
def _complicate(school: Organisation) -> None:
    """Relatives and sanctions, so that recusal and the periods of effect have something to find."""
    officer = officer_of(school)
    if Relation.objects.of(school).exists():
        return
    known = {each.staff_number: each for each in StaffMember.objects.of(school)}
    for one, other, relation in [
        ("sy009", "sy033", Relation.Kind.SPOUSE),
        ("sy005", "sy036", Relation.Kind.COLLATERAL),
        ("sy003", "sy041", Relation.Kind.AFFINITY),
    ]:
        register.enter(Relation(staff=known[one], relative=known[other], kind=relation), by=officer)
    for number, kind, decided_on, until in [
        ("sy014", Sanction.Kind.ADMONITION, date(2025, 12, 10), date(2026, 6, 9)),
        ("sy015", Sanction.Kind.WARNING, date(2024, 3, 1), date(2024, 8, 31)),
    ]:
        sanction = Sanction(staff=known[number], kind=kind, decided_on=decided_on, until=until)
        register.enter(sanction, by=officer)
