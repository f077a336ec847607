"""Entries in the register: checked, written, put down in the ledger."""

from datetime import date

import pytest
import time_machine

from personnel import register
from personnel.models import (
    Appraisal,
    Body,
    BodyMember,
    Commendation,
    Department,
    PartyRole,
    Post,
    Relation,
    Sanction,
    StaffMember,
    Tenure,
)
from selection.accounts import roles
from selection.accounts.acts import Role
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from tests.factories.accounts import OfficerFactory, SchoolFactory
from tests.factories.personnel import (
    AppraisalFactory,
    BodyFactory,
    BodyMemberFactory,
    DepartmentFactory,
    PartyRoleFactory,
    PostFactory,
    RelationFactory,
    StaffFactory,
    TenureFactory,
)
from tests.factories.rosters import identity_number

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def officer():
    return OfficerFactory(organisation=SchoolFactory())


def last_entry(organisation) -> tuple[str, str]:
    content = ledgers.of_organisation(organisation).entries.last().content
    return content["act"], content["payload"]["said"]


def fresh(officer, **facts) -> StaffMember:
    known = {"name": "王小明", "gender": "male", "category": "established"}
    return StaffMember(organisation=officer.organisation, **known | facts)


def reasons(act, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.reasons


def test_a_new_person_is_given_a_number_and_an_account(officer):
    staff = register.save_staff(fresh(officer), by=officer)

    assert staff.staff_number == f"{officer.organisation_id:03d}0001"
    assert staff.is_number_issued
    assert staff.user.username == staff.staff_number
    assert staff.user in roles.holders(Role.STAFF, officer.organisation)
    assert last_entry(officer.organisation) == ("登记人员", f"王小明（工号{staff.staff_number}）")


def test_an_amended_person_keeps_account_and_digest_in_step(officer):
    staff = register.save_staff(fresh(officer), by=officer)

    staff.name, staff.staff_number, staff.education = "王晓明", "w1", "bachelor"
    staff.identity = f" {identity_number()}"
    register.save_staff(staff, by=officer)

    account = User.objects.get(pk=staff.user_id)
    assert (account.username, account.name) == ("w1", "王晓明")
    assert StaffMember.objects.get().identity == identity_number()
    assert len(staff.identity_digest) == 64
    assert last_entry(officer.organisation) == (
        "修改人员信息",
        "王晓明（工号w1）、工号、姓名、身份证号、学历",
    )


def test_saving_without_a_change_leaves_no_trace(officer):
    staff = register.save_staff(fresh(officer), by=officer)
    length = ledgers.of_organisation(officer.organisation).length

    register.save_staff(staff, by=officer)

    assert ledgers.of_organisation(officer.organisation).length == length


def test_a_person_with_a_wrong_or_known_identity_number_is_refused(officer):
    known = register.save_staff(fresh(officer, identity=identity_number()), by=officer)
    again = fresh(officer, identity=identity_number())

    assert reasons(register.save_staff, fresh(officer, identity="1"), by=officer) == [
        "身份证号应为18位，现为1位"
    ]
    assert reasons(register.save_staff, again, by=officer) == [
        f"这个身份证号已登记给王小明（工号{known.staff_number}），请核对。"
    ]
    register.leave(known, on=DAY, by=officer)
    assert reasons(register.save_staff, again, by=officer) == [
        f"这个身份证号已登记给王小明（工号{known.staff_number}），请到人员页“恢复在册”。"
    ]


def test_a_teacher_changes_schools_when_the_former_one_has_entered_the_departure(officer):
    elsewhere = OfficerFactory()
    before = register.save_staff(fresh(elsewhere, identity=identity_number()), by=elsewhere)
    sentence = "已在其他单位登记，请核对；调入的人员请先由原单位在人员页登记离校。"

    assert reasons(register.save_staff, fresh(officer, identity=identity_number()), by=officer) == [
        f"这个身份证号{sentence}"
    ]
    register.leave(before, on=DAY, by=elsewhere)
    register.save_staff(fresh(officer, identity=identity_number()), by=officer)
    assert reasons(register.come_back, before, by=elsewhere) == [f"王小明{sentence}"]


@time_machine.travel("2026-03-02T12:00:00+08:00")
def test_nobody_leaves_before_the_day_has_come(officer):
    staff = StaffFactory(organisation=officer.organisation, with_account=True)

    assert reasons(register.leave, staff, on=date(2026, 3, 3), by=officer) == [
        "离校时间（2026年3月3日）晚于今天，请核对"
    ]
    assert User.objects.get(pk=staff.user_id).is_active


def test_a_login_in_use_anywhere_is_refused_without_saying_whose(officer):
    StaffFactory(staff_number="x1", with_account=True)

    assert reasons(register.save_staff, fresh(officer, staff_number="x1"), by=officer) == [
        "工号“x1”已被使用，请换一个工号。"
    ]


def test_what_is_wrong_with_a_field_is_headed_by_its_name(officer):
    assert reasons(register.save_staff, fresh(officer, category="?"), by=officer) == [
        "人员类别：所选的内容已有变动，请刷新页面后重新选择"
    ]


def test_whoever_holds_a_post_cannot_leave(officer):
    tenure = TenureFactory(staff__organisation=officer.organisation, post__title="教务处主任")
    staff = tenure.staff

    assert reasons(register.leave, staff, on=DAY, by=officer) == [
        f"{staff.name}还在任教务处主任，请先办理离任。"
    ]


def test_who_was_appointed_in_another_school_leaves_for_it_and_holds_the_post_there(officer):
    """Out of a contest that was open to others (A050): the register of the new school takes the post over."""
    staff = register.save_staff(fresh(officer, identity=identity_number()), by=officer)
    elsewhere = OfficerFactory(organisation=SchoolFactory())
    tenure = TenureFactory(staff=staff, post__department__organisation=elsewhere.organisation)

    register.leave(staff, on=DAY, by=officer)
    there = register.save_staff(fresh(elsewhere, identity=identity_number()), by=elsewhere)

    tenure.refresh_from_db()
    assert tenure.staff == there != staff


def test_whoever_sits_in_a_body_or_leads_the_party_cannot_leave(officer):
    staff = StaffFactory(organisation=officer.organisation)
    PartyRoleFactory(staff=staff, role=PartyRole.Role.SECRETARY)
    BodyMemberFactory(staff=staff, body=BodyFactory(organisation=officer.organisation, name="党政联席会议"))

    assert reasons(register.leave, staff, on=DAY, by=officer) == [
        f"{staff.name}还在任书记、党政联席会议成员，请先办理离任。"
    ]


def test_leaving_closes_the_account_and_coming_back_opens_it(officer):
    staff = StaffFactory(organisation=officer.organisation, with_account=True)

    register.leave(staff, on=DAY, by=officer)
    assert not User.objects.get(pk=staff.user_id).is_active
    assert last_entry(officer.organisation) == (
        "登记离校",
        f"{staff.name}（工号{staff.staff_number}），2026年3月2日",
    )

    register.come_back(staff, by=officer)
    assert User.objects.get(pk=staff.user_id).is_active
    assert StaffMember.objects.get(pk=staff.pk).left_on is None
    assert reasons(register.come_back, staff, by=officer) == [f"{staff.name}在册，不用恢复。"]


def test_somebody_without_an_account_leaves_all_the_same(officer):
    staff = StaffFactory(organisation=officer.organisation)

    register.leave(staff, on=DAY, by=officer)

    assert StaffMember.objects.get().left_on == DAY


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda staff: Appraisal(staff=staff, year=2025, grade="excellent"), "年度考核"),
        (lambda staff: Commendation(staff=staff, level="county", title="优秀教师"), "表彰"),
        (lambda staff: Sanction(staff=staff, kind="warning", decided_on=DAY), "处分处理"),
        (lambda staff: PartyRole(staff=staff, role="secretary", starts_on=DAY), "党内职务"),
        (
            lambda staff: Relation(
                staff=staff, relative=StaffFactory(organisation=staff.organisation), kind="spouse"
            ),
            "亲属关系",
        ),
        (
            lambda staff: Tenure(
                staff=staff, post=PostFactory(department__organisation=staff.organisation), starts_on=DAY
            ),
            "任职",
        ),
    ],
)
def test_every_entry_is_put_down(officer, make, said):
    staff = StaffFactory(organisation=officer.organisation)

    entry = register.enter(make(staff), by=officer)

    assert type(entry).objects.get() == entry
    act, words = last_entry(officer.organisation)
    assert act == f"登记{said}"
    assert words.startswith(f"{staff.name}（工号{staff.staff_number}）：")


def test_an_entry_that_is_amended_says_so(officer):
    tenure = TenureFactory(staff__organisation=officer.organisation)

    tenure.ends_on = date(2028, 8, 31)
    register.enter(tenure, by=officer)

    assert last_entry(officer.organisation)[0] == "修改任职"


def test_a_pair_of_relatives_is_recorded_once_whichever_way_round(officer):
    pair = RelationFactory(staff__organisation=officer.organisation)
    turned = Relation(staff=pair.relative, relative=pair.staff, kind="direct")

    assert reasons(register.enter, turned, by=officer) == ["这两人的亲属关系已登记。"]


def test_nobody_is_their_own_relative(officer):
    staff = StaffFactory(organisation=officer.organisation)

    assert reasons(register.enter, Relation(staff=staff, relative=staff, kind="spouse"), by=officer) == [
        "不能把本人登记为自己的亲属。"
    ]


def test_what_was_entered_by_mistake_is_struck_and_remembered(officer):
    appraisal = AppraisalFactory(staff__organisation=officer.organisation, staff__name="王小明")

    register.strike(appraisal, by=officer)

    assert Appraisal.objects.count() == 0
    act, said = last_entry(officer.organisation)
    assert act == "删除误录的年度考核"
    assert said.endswith("：2025年度合格（称职）")


def test_a_tenure_ends_once(officer):
    tenure = TenureFactory(staff__organisation=officer.organisation)

    register.end_tenure(tenure, on=DAY, reason=Tenure.EndReason.REMOVED, by=officer)

    assert last_entry(officer.organisation)[1].endswith("，2026年3月2日免去")
    assert reasons(register.end_tenure, tenure, on=DAY, reason="removed", by=officer) == [
        "这段任职已经结束，不用再办。"
    ]


def test_a_tenure_does_not_end_before_it_begins(officer):
    tenure = TenureFactory(staff__organisation=officer.organisation, starts_on=date(2026, 3, 3))

    assert reasons(register.end_tenure, tenure, on=DAY, reason="removed", by=officer) == [
        "离任时间不能早于任职时间。"
    ]


@pytest.mark.row("A132", side="holds")
def test_a_void_tenure_counts_as_never_begun(officer):
    tenure = TenureFactory(staff__organisation=officer.organisation)

    register.void_tenure(tenure, on=DAY, by=officer)

    assert not Tenure.objects.in_force(DAY).exists()
    assert reasons(register.void_tenure, tenure, on=DAY, by=officer) == ["这段任职已经宣布无效。"]


@pytest.mark.parametrize("factory", [PartyRoleFactory, BodyMemberFactory])
def test_a_role_or_seat_ends_once(factory, officer):
    role = factory(staff__organisation=officer.organisation)

    register.end_role(role, on=DAY, by=officer)

    assert type(role).objects.get().ended_on == DAY
    assert reasons(register.end_role, role, on=DAY, by=officer) == ["已经登记过离任，不用再办。"]


def test_departments_posts_and_bodies_are_set_up_and_changed(officer):
    school = officer.organisation

    department = register.save_office(Department(organisation=school, name="教务处"), by=officer)
    register.save_office(Post(department=department, title="教务处主任", rank="chief"), by=officer)
    assert last_entry(school) == ("新建岗位", "教务处主任")

    body = register.save_office(
        Body(organisation=school, name="党政联席会议", kind="joint_meeting"), by=officer
    )
    body.name = "党政联席会"
    register.save_office(body, by=officer)
    assert last_entry(school) == ("修改会议机构", "党政联席会")


def test_two_departments_of_one_school_do_not_bear_one_name(officer):
    DepartmentFactory(organisation=officer.organisation, name="教务处")

    twin = Department(organisation=officer.organisation, name="教务处")
    assert reasons(register.save_office, twin, by=officer) == ["本单位已有同名部门，请换一个名称。"]


def test_a_seat_is_put_down_in_the_ledger_of_the_bodys_seat(officer):
    body = BodyFactory(organisation=officer.organisation)
    elsewhere = StaffFactory()

    register.enter(BodyMember(body=body, staff=elsewhere, starts_on=DAY), by=officer)

    assert last_entry(officer.organisation)[0] == "登记会议机构成员"
