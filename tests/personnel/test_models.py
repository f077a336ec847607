"""What the register's tables remember and refuse."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from personnel.models import Body, Relation, StaffMember, Tenure
from tests.factories.accounts import (
    BureauReviewerFactory,
    OfficerFactory,
    SchoolFactory,
    TeacherFactory,
    ZoneFactory,
    ZoneReviewerFactory,
)
from tests.factories.personnel import (
    AppraisalFactory,
    BodyFactory,
    BodyMemberFactory,
    PartyRoleFactory,
    PostFactory,
    QuotaLineFactory,
    RelationFactory,
    SanctionFactory,
    StaffFactory,
    TenureFactory,
)
from tests.factories.rosters import identity_number

pytestmark = pytest.mark.django_db


def test_a_register_is_seen_by_its_school_zone_and_bureau_only():
    zone = ZoneFactory()
    staff = StaffFactory(organisation=SchoolFactory(parent=zone), with_account=True)
    lookers = [
        OfficerFactory(organisation=staff.organisation),
        ZoneReviewerFactory(organisation=zone),
        BureauReviewerFactory(organisation=zone.parent),
    ]
    strangers = [
        staff.user,
        TeacherFactory(organisation=staff.organisation),
        OfficerFactory(),
        ZoneReviewerFactory(),
        BureauReviewerFactory(),
    ]

    assert [StaffMember.objects.visible_to(user).count() for user in lookers] == [1, 1, 1]
    assert [StaffMember.objects.visible_to(user).count() for user in strangers] == [0, 0, 0, 0, 0]


def test_only_the_schools_officer_keeps_the_register():
    zone = ZoneFactory()
    tenure = TenureFactory(staff__organisation=SchoolFactory(parent=zone))
    officer = OfficerFactory(organisation=tenure.staff.organisation)

    assert Tenure.objects.manageable_by(officer).get() == tenure
    assert not Tenure.objects.manageable_by(ZoneReviewerFactory(organisation=zone)).exists()


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 8, 31), 40), (date(2026, 9, 1), 41), (date(2026, 10, 1), 41)]
)
def test_a_birthday_known_to_the_month_counts_from_its_first(day, age):
    assert StaffFactory(born=date(1985, 9, 1)).age_on(day) == age


@pytest.mark.parametrize(
    ("born", "differs"), [(date(1985, 3, 1), False), (date(1985, 4, 1), True), (None, False)]
)
def test_a_birth_month_unlike_the_identity_number_is_remarked(born, differs):
    assert StaffFactory(born=born, identity=identity_number("19850312")).born_differs_from_identity == differs


def test_an_unknown_birthday_gives_no_age():
    assert StaffFactory(without_dates=True).age_on(date(2026, 3, 2)) is None


@time_machine.travel("2026-03-02T09:00+08:00", tick=False)
@pytest.mark.parametrize(
    ("left_on", "serves"), [(None, True), (date(2026, 3, 3), True), (date(2026, 3, 2), False)]
)
def test_whoever_left_by_today_serves_no_more(left_on, serves):
    StaffFactory(left_on=left_on)

    assert StaffMember.objects.serving().exists() == serves
    assert StaffMember.objects.left().exists() != serves


@pytest.mark.row("A026", side="holds")
@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2023, 8, 31), False),
        (date(2023, 9, 1), True),
        (date(2026, 8, 31), True),
        (date(2026, 9, 1), False),
    ],
)
def test_a_tenure_is_in_force_from_its_first_to_its_last_day(day, in_force):
    tenure = TenureFactory(starts_on=date(2023, 9, 1), ends_on=date(2026, 8, 31))

    assert tenure.staff.current_tenures(day).exists() == in_force


@pytest.mark.parametrize(("day", "in_force"), [(date(2025, 8, 30), True), (date(2025, 8, 31), False)])
def test_the_day_of_removal_is_the_first_out_of_post(day, in_force):
    TenureFactory(ended=True)

    assert Tenure.objects.in_force(day).exists() == in_force


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"ends_on": date(2022, 1, 1)}, "tenure_term_in_order"),
        ({"ended_on": date(2022, 1, 1), "end_reason": "removed"}, "tenure_end_in_order"),
        ({"ended_on": date(2025, 1, 1)}, "tenure_end_has_reason"),
        ({"end_reason": "removed"}, "tenure_end_has_reason"),
    ],
)
def test_the_table_of_tenures_refuses_what_makes_no_sense(facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        TenureFactory(**facts)


def test_the_tables_refuse_what_makes_no_sense():
    refused = [
        lambda: StaffFactory(staff_number=""),
        lambda: StaffFactory(is_on_duty=True, absence="sick"),
        lambda: AppraisalFactory(grade="competent", reason="sick"),
        lambda: AppraisalFactory(year=1900),
        lambda: SanctionFactory(until=date(2020, 1, 1)),
        lambda: PartyRoleFactory(ended_on=date(2020, 1, 1)),
        lambda: BodyMemberFactory(ended_on=date(2020, 1, 1)),
        lambda: QuotaLineFactory(requested=100),
    ]

    for act in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_an_identity_number_belongs_to_one_person_and_none_to_many():
    StaffFactory.create_batch(2)
    StaffFactory(identity_digest="a" * 64, left=True)
    StaffFactory(identity_digest="a" * 64)

    with pytest.raises(IntegrityError):
        StaffFactory(identity_digest="a" * 64)


def test_an_identity_number_does_not_lie_in_the_clear(django_assert_num_queries):
    from django.db import connection

    staff = StaffFactory(identity="999999198503120014")

    with connection.cursor() as cursor:
        cursor.execute("SELECT identity FROM personnel_staffmember")
        (stored,) = cursor.fetchone()
    assert "1985" not in stored
    assert StaffMember.objects.get().identity == staff.identity


@pytest.mark.row("R-25", side="holds")
def test_a_relation_is_found_from_either_side():
    relation = RelationFactory()
    RelationFactory()

    assert list(Relation.objects.touching([relation.staff_id])) == [relation]
    assert list(Relation.objects.touching([relation.relative_id])) == [relation]
    assert relation.other_than(relation.staff) == relation.relative
    assert relation.other_than(relation.relative) == relation.staff


@pytest.mark.row("R-36", side="holds")
def test_a_body_may_decide_for_another_organisation():
    branch = BodyFactory(name="联合党支部")
    village = SchoolFactory()
    branch.serves.add(village)
    own = BodyFactory(organisation=village, name="校务会议")

    assert set(Body.objects.deciding_for(village)) == {branch, own}
    assert list(Body.objects.deciding_for(branch.organisation)) == [branch]


def test_a_body_has_the_members_of_the_day_and_its_first_leader_last():
    body = BodyFactory(members=3, members__starts_on=date(2022, 1, 1))
    gone = BodyMemberFactory(body=body, ended_on=date(2025, 1, 1))

    today = list(body.members_on(date(2026, 3, 2)))
    assert [seat.is_first_leader for seat in today] == [False, False, True]
    assert gone not in today
    assert gone in body.members_on(date(2024, 12, 31))


def test_a_party_role_is_held_from_one_day_to_another():
    role = PartyRoleFactory(ended_on=date(2025, 1, 1))

    assert role.staff.party_roles.in_force(date(2024, 12, 31)).exists()
    assert not role.staff.party_roles.in_force(date(2025, 1, 1)).exists()


def test_rows_name_themselves_in_chinese():
    tenure = TenureFactory(staff__name="王小明", post__title="教务处主任", starts_on=date(2023, 9, 1))
    relation = RelationFactory(staff__name="王小明", relative__name="李静")
    seat = BodyMemberFactory(staff__name="王小明")
    line = QuotaLineFactory(department__name="教务处", table__organisation__name="实验学校")

    assert [str(row) for row in (tenure, relation, seat, line, line.table)] == [
        "王小明任教务处主任（2023.09）",
        "王小明与李静：夫妻",
        "党政联席会议成员王小明",
        "教务处正职",
        "实验学校职数核定表（2026年3月1日）",
    ]


def test_posts_that_are_no_longer_used_are_told_apart():
    used, unused = PostFactory(), PostFactory(is_active=False)

    assert list(type(used).objects.active()) == [used]
    assert str(unused) == unused.title
