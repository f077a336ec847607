"""A made-up school with a zone and a bureau above it, large enough to play a campaign in."""

from __future__ import annotations

from datetime import date
from random import Random

from campaigns.services import adopting
from personnel import quota
from personnel.models import (
    Appraisal,
    Body,
    BodyMember,
    Commendation,
    Department,
    PartyRole,
    Post,
    Rank,
    StaffMember,
    Tenure,
)
from selection import clock
from selection.accounts import roles
from selection.accounts.models import Organisation, User
from selection.accounts.roles import Role

from .quota import approve

FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = "安宁清远嘉禾书言知行明德思齐若水景行怀瑾云舟子衿望舒"
OFFICES = ("办公室", "教务处", "政教处", "总务处")
FEWEST = 30


def found(staff: int, ruleset: str, dice: Random, *, with_quota: bool = True) -> Organisation:
    """The school with its quota approved, if asked for; ``staff`` people in post, all with an account."""
    bureau = Organisation.objects.found(code="ju", name="清禾县教育局", kind=Organisation.Kind.BUREAU)
    zone = Organisation.objects.found(code="xq", name="城关学区", kind=Organisation.Kind.ZONE, parent=bureau)
    school = Organisation.objects.found(
        code="xx",
        name="清禾县模拟学校",
        kind=Organisation.Kind.SCHOOL,
        parent=zone,
        school_levels=["primary"],
        document_code="模校任",
        address="清禾县城关镇",
        phone="0999-6020000",
        duty_officer="学校办公室",
    )
    for role, place in (
        (Role.BUREAU_REVIEWER, bureau),
        (Role.DISCIPLINE, bureau),
        (Role.ZONE_REVIEWER, zone),
    ):
        clerk = User.objects.create_user(str(role), _name(dice), organisation=place)
        roles.grant(clerk, role, place)
    adopting.adopt(school, ruleset)
    people = _people(school, max(staff, FEWEST), dice)
    _lead(school, people)
    if with_quota:
        _approve_quota(school)
    return school


def _name(dice: Random) -> str:
    return dice.choice(FAMILY) + "".join(dice.sample(GIVEN, 2))


def _people(school: Organisation, staff: int, dice: Random) -> list[StaffMember]:
    """Fully qualified people: what a simulation tests is the procedure, not the register."""
    users = User.objects.bulk_create(
        User(username=f"m{number:04}", name=_name(dice), organisation=school, password="!")
        for number in range(1, staff + 1)
    )
    people = StaffMember.objects.bulk_create(
        StaffMember(
            organisation=school,
            user=user,
            staff_number=user.username,
            name=user.name,
            gender=dice.choice(["male", "female"]),
            born=date(dice.randrange(1987, 1996), dice.randrange(1, 13), 1),
            category="established",
            party_status="member",
            education="bachelor",
            teacher_cert="primary",
            work_since=date(2012, 9, 1),
            teaching_since=date(2012, 9, 1),
            joined_on=date(2012, 9, 1),
            teaching_group=dice.choice(["语文组", "数学组", "英语组", "综合组"]),
            is_healthy=True,
            is_reserve=True,
        )
        for user in users
    )
    this_year = clock.today().year
    Appraisal.objects.bulk_create(
        Appraisal(staff=person, year=year, grade="competent")
        for person in people
        for year in (this_year - 3, this_year - 2, this_year - 1)
    )
    Commendation.objects.bulk_create(
        Commendation(staff=person, level="school", title="优秀教师", on=date(2022, 9, 10))
        for person in people
    )
    return people


def _lead(school: Organisation, people: list[StaffMember]) -> None:
    """Principal, secretary, officer, a body of seven, and two cadres in post."""
    since = date(2023, 9, 1)
    principal, secretary, officer, *others = people
    principal.leadership, secretary.leadership = "principal", "vice_principal"
    StaffMember.objects.bulk_update([principal, secretary], ["leadership"])
    PartyRole.objects.create(staff=secretary, role="secretary", starts_on=since)
    for person, role in ((officer, Role.OFFICER), (principal, Role.LEADER), (secretary, Role.LEADER)):
        assert person.user is not None
        roles.grant(person.user, role, school)
    body = Body.objects.create(organisation=school, name="党政联席会议", kind=Body.Kind.JOINT_MEETING)
    BodyMember.objects.bulk_create(
        BodyMember(body=body, staff=person, starts_on=since, is_first_leader=person == secretary)
        for person in [principal, secretary, *others[-5:]]
    )
    for position, name in enumerate(OFFICES):
        department = Department.objects.create(
            organisation=school, name=name, kind="internal", position=position
        )
        chief = Post.objects.create(department=department, title=f"{name}主任", rank=Rank.CHIEF)
        Post.objects.create(department=department, title=f"{name}副主任", rank=Rank.DEPUTY)
        if position < 2:
            Tenure.objects.create(
                staff=others[-1 - position], post=chief, starts_on=since, ends_on=date(2026, 8, 31)
            )


def _approve_quota(school: Organisation) -> None:
    officer = roles.holders(Role.OFFICER, school).get()
    table = quota.open_table(school, reference_on=clock.today(), by=officer)
    departments = Department.objects.of(school)
    quota.save_lines(table, {(each.pk, rank.value): 1 for each in departments for rank in Rank}, by=officer)
    table.refresh_from_db()
    approve(table, officer)
