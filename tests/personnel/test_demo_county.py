"""The county of the demo: five schools as the rosters tell them, twice the same."""

from collections import Counter
from datetime import date

import pytest
import time_machine
from openpyxl import load_workbook

from personnel import quota
from personnel.demo import found_the_county, people_the_county
from personnel.demo.people import FIXTURES, officer_of
from personnel.demo.quota import fill_in_quota
from personnel.models import (
    Body,
    PartyRole,
    Relation,
    RosterImport,
    Sanction,
    StaffMember,
    Tenure,
)
from selection.accounts import roles
from selection.accounts.acts import Role
from selection.accounts.models import Organisation, User
from selection.fields import identity_number_problem
from selection.records import ledgers
from tools.make_rosters import workbook
from tools.rosters.schools import ROSTERS

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
COUNTED = (Organisation, User, StaffMember, Tenure, PartyRole, Body, Relation, Sanction)


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    """Peopled once for all the tests of this module, and taken back after them."""
    from django.db import transaction

    with django_db_blocker.unblock(), time_machine.travel("2026-03-02T08:00+08:00"), transaction.atomic():
        organisations = found_the_county()
        people_the_county(organisations)
        yield organisations
        transaction.set_rollback(True)


def people(school, **facts):
    return StaffMember.objects.of(school).filter(**facts)


def test_the_school_of_the_main_plan_has_its_people(county):
    school = county["shiyan"]

    assert Counter(people(school).values_list("category", flat=True)) == {
        "established": 88,
        "service": 5,
        "volunteer": 3,
        "temporary": 15,
    }
    assert Counter(people(school).exclude(leadership="").values_list("leadership", flat=True)) == {
        "principal": 1,
        "vice_principal": 2,
    }
    assert people(school, is_reserve=True).count() == 4
    assert [
        str(tenure)
        for tenure in Tenure.objects.at(school).in_force(DAY).order_by("post__department__position")
    ] == [
        "徐立仁任办公室主任（2023.09）",
        "朱冬梅任教务处主任（2019.09）",
        "廖启松任政教处主任（2023.09）",
        "乔仲柱任总务处主任（2023.09）",
    ]


@pytest.mark.row("B002", side="holds")
def test_the_secretary_is_a_vice_principal(county):
    secretary = PartyRole.objects.of(county["shiyan"]).get(role=PartyRole.Role.SECRETARY).staff

    assert secretary.leadership == StaffMember.Leadership.VICE_PRINCIPAL
    assert roles.holders(Role.LEADER, county["shiyan"]).filter(pk=secretary.user_id).exists()


def test_the_other_schools_have_theirs(county):
    assert people(county["yizhong"]).count() == 300
    assert set(people(county["yizhong"]).values_list("campus", flat=True)) == {"本部", "东校区"}
    assert county["yizhong"].zone is None
    assert Body.objects.of(county["yizhong"]).get(kind=Body.Kind.CONGRESS).members.count() == 60
    assert Counter(people(county["hedong"]).values_list("campus", flat=True)) == {
        "中心校": 36,
        "柳树坪教学点": 6,
        "石桥教学点": 6,
        "白泥湾教学点": 6,
    }
    assert people(county["liuwan"]).count() == 10
    kindergarten = people(county["yucai"], department__name="幼儿园")
    assert kindergarten.count() == 30
    assert kindergarten.exclude(category="established").count() == 22


@pytest.mark.row("R-36", side="holds")
def test_the_village_school_has_a_joint_party_branch(county):
    (branch,) = Body.objects.deciding_for(county["liuwan"]).filter(kind=Body.Kind.PARTY_MEETING)

    assert branch.organisation == county["hedong"]
    assert {seat.staff.organisation for seat in branch.members_on(DAY)} == {
        county["hedong"],
        county["liuwan"],
    }


def test_every_school_has_an_officer_and_two_may_lead(county):
    for key in ROSTERS:
        officer = officer_of(county[key])
        assert officer.staff_member.organisation == county[key]
        assert roles.holders(Role.LEADER, county[key]).count() in (1, 2)


def test_names_are_told_apart_and_rare_characters_kept(county):
    names = Counter(people(county["shiyan"]).values_list("name", flat=True))

    assert names["周淑兰"] == 2
    assert {"何书镕", "秦雨珺", "方景喆", "贺云玥", "江书𬭎", "阿衣木古·沙马莫"} <= set(names)
    assert len("阿衣木古·沙马莫") == 8


def test_identity_numbers_pass_the_check_and_belong_to_no_region(county):
    numbers = [each.identity for each in people(county["shiyan"])]

    assert {number[:6] for number in numbers} == {"999999"}
    assert {identity_number_problem(number) for number in numbers} == {None}


def test_there_is_something_to_recuse_and_to_sanction(county):
    school = county["shiyan"]

    assert Relation.objects.of(school).count() == 3
    assert Sanction.objects.of(school).filter(until__gte=DAY).count() == 1
    assert people(school, party_status="probationary").count() == 1
    assert people(school, is_on_duty=False).count() == 4


def test_terms_end_after_the_demo_begins(county):
    assert not Tenure.objects.filter(ends_on__lt=DAY).exists()
    assert not Tenure.objects.filter(ends_on=None).exists()


def test_four_more_posts_are_asked_for(county):
    school = county["shiyan"]

    table = fill_in_quota("shiyan", school, by=officer_of(school))

    assert sum(line.requested for line in table.lines.all()) == 8
    assert quota.overview(school, DAY, table).held == 4
    assert fill_in_quota("shiyan", school, by=officer_of(school)) == table


def test_doing_it_twice_changes_nothing(county):
    counts = [model.objects.count() for model in COUNTED]
    people_before = list(StaffMember.objects.order_by("pk").values())

    people_the_county(found_the_county())

    assert [model.objects.count() for model in COUNTED] == counts
    assert list(StaffMember.objects.order_by("pk").values()) == people_before
    assert RosterImport.objects.filter(state="applied").count() == len(ROSTERS)


def test_the_ledgers_hold(county):
    for key in ROSTERS:
        assert ledgers.verify(ledgers.of_organisation(county[key])) is None


@pytest.mark.parametrize("name", ROSTERS)
def test_the_rosters_are_what_the_tool_makes(name, tmp_path):
    made = tmp_path / "made.xlsx"
    made.write_bytes(workbook(ROSTERS[name]()))

    assert cells(made) == cells(FIXTURES / f"{name}.xlsx")


def cells(path) -> list[tuple]:
    return list(load_workbook(path).active.iter_rows(values_only=True))


def test_a_roster_is_made_the_same_to_the_byte():
    assert workbook(ROSTERS["liuwan"]()) == workbook(ROSTERS["liuwan"]())
