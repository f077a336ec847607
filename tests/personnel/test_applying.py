"""A confirmed roster becomes rows of the register, all of them or none."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from personnel.models import Appraisal, Commendation, Department, RosterImport, StaffMember, Tenure
from personnel.roster import applying, uploads
from personnel.roster.preview import preview
from selection.accounts import roles
from selection.accounts.acts import Role
from selection.accounts.models import User
from selection.fields import keyed_digest
from selection.reasons import Refused
from selection.records import ledgers
from tests.factories.accounts import OfficerFactory, SchoolFactory
from tests.factories.personnel import PostFactory, StaffFactory
from tests.factories.rosters import CORE, LI, WANG, identity_number, person, roster_file

pytestmark = pytest.mark.django_db
FULL = [*CORE, "身份证号", "2025年度考核", "2024年度考核", "表彰"]


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def officer(school):
    return OfficerFactory(organisation=school)


def upload(officer, *rows, **options) -> RosterImport:
    content = roster_file(*rows, **options).getvalue()
    return uploads.receive(SimpleUploadedFile("名册.xlsx", content), officer.organisation, by=officer)


def seen(kept: RosterImport):
    with kept.file.open("rb") as file:
        return preview(file, kept.organisation, kept.choices)


def bring_in(officer, *rows, **options) -> RosterImport:
    kept = upload(officer, *rows, **options)
    return applying.apply(kept, digest=seen(kept).digest, by=officer)


def test_new_people_get_numbers_accounts_and_departments(school, officer):
    done = bring_in(officer, WANG, LI)

    wang, li = StaffMember.objects.of(school).order_by("staff_number")
    assert (wang.name, wang.born, wang.born_day_known) == ("王小明", date(1985, 3, 1), False)
    assert (li.born, li.born_day_known, li.department.name) == (date(1990, 7, 15), True, "办公室")
    assert [wang.staff_number, li.staff_number] == [f"{school.pk:03d}0001", f"{school.pk:03d}0002"]
    assert wang.is_number_issued
    assert (wang.user.username, wang.user.name) == (wang.staff_number, "王小明")
    assert not wang.user.has_usable_password()
    assert wang.user in roles.holders(Role.STAFF, school)
    assert done.counts == {"新增": 2, "修改": 0, "不变": 0, "略过": 0, "新建部门": 2}
    assert [each.name for each in Department.objects.of(school)] == ["教务处", "办公室"]


def test_those_who_are_brought_in_stand_in_the_order_of_names(school, officer):
    bring_in(officer, WANG, LI)

    assert [each.name for each in StaffMember.objects.order_by("stroke_key")] == ["王小明", "李静"]
    assert [each.name for each in StaffMember.objects.by_pinyin()] == ["李静", "王小明"]


@pytest.mark.parametrize("number", [1, 3])
def test_new_people_cost_as_many_queries_as_one(number, officer, django_assert_num_queries):
    rows = [person(姓名=name) for name in ("王一", "李二", "张三")[:number]]
    kept = upload(officer, *rows)
    digest = seen(kept).digest

    with django_assert_num_queries(39):
        applying.apply(kept, digest=digest, by=officer)

    assert StaffMember.objects.count() == number


def test_what_belongs_to_a_person_comes_along(school, officer):
    post = PostFactory(department__organisation=school, department__name="教务处", title="教务处主任")
    row = [
        *person(现任职务及任职时间="教务处主任（2021.09）"),
        identity_number(),
        "优秀",
        "未参加（病假）",
        "县级优秀教师（2024.09）",
    ]

    bring_in(officer, row, headers=FULL)

    staff = StaffMember.objects.get()
    assert staff.identity == identity_number()
    assert staff.identity_digest == keyed_digest(identity_number())
    assert [(each.post, each.starts_on, each.kind) for each in staff.tenures.all()] == [
        (post, date(2021, 9, 1), Tenure.Kind.APPOINTED)
    ]
    assert [(each.year, each.grade, each.reason) for each in staff.appraisals.all()] == [
        (2025, "excellent", ""),
        (2024, "none", "sick"),
    ]
    assert [(each.level, each.title) for each in staff.commendations.all()] == [("county", "优秀教师")]


def test_the_same_file_twice_changes_nothing(school, officer):
    PostFactory(department__organisation=school, department__name="教务处", title="教务处主任")
    rows = [
        [
            *person(现任职务及任职时间="副校长、教务处主任（2021.09）"),
            identity_number(),
            "优秀",
            "未参加",
            "县级优秀教师；校级表彰（2020）",
        ],
        [*LI, None, "合格", None, None],
    ]
    bring_in(officer, *rows, headers=FULL)
    before = list(StaffMember.objects.order_by("pk").values())

    again = upload(officer, *rows, headers=FULL)

    assert not seen(again).has_effect
    applying.apply(again, digest=seen(again).digest, by=officer)
    assert list(StaffMember.objects.order_by("pk").values()) == before
    assert (Appraisal.objects.count(), Commendation.objects.count(), Tenure.objects.count()) == (3, 2, 1)


def test_two_namesakes_chosen_as_new_are_found_again(school, officer):
    kept = upload(officer, WANG, person(部门="办公室"), person())
    uploads.choose(kept, {"3": "new", "4": "skip"})
    applying.apply(kept, digest=seen(kept).digest, by=officer)

    again = upload(officer, person(部门="办公室"), WANG)

    assert StaffMember.objects.count() == 2
    assert seen(again).unchanged == 2


def test_a_second_roster_amends_and_keeps_what_it_does_not_say(school, officer):
    bring_in(officer, WANG, LI)
    account = User.objects.get(name="王小明")

    done = bring_in(
        officer,
        ["w1", "王小明", "男", "1985-03-12", "硕士研究生", "办公室", "优秀"],
        headers=["工号", "姓名", "性别", "出生年月", "学历", "部门", "2025年度考核"],
    )

    wang = StaffMember.objects.get(name="王小明")
    account.refresh_from_db()
    assert done.counts["修改"] == 1
    assert (wang.staff_number, wang.is_number_issued, account.username) == ("w1", False, "w1")
    assert (wang.born, wang.born_day_known, wang.education) == (date(1985, 3, 12), True, "master")
    assert (wang.party_status, wang.department.name) == ("member", "办公室")
    assert wang.appraisals.get().grade == "excellent"
    assert StaffMember.objects.count() == 2


def test_a_roster_corrects_an_appraisal_and_brings_somebody_back(school, officer):
    bring_in(officer, [*WANG, "合格"], headers=[*CORE, "2025年度考核"])
    staff = StaffMember.objects.get()
    staff.left_on = date(2025, 7, 1)
    staff.save()
    User.objects.filter(pk=staff.user_id).update(is_active=False)

    bring_in(officer, [*WANG, "优秀"], headers=[*CORE, "2025年度考核"])

    staff.refresh_from_db()
    assert staff.left_on is None
    assert User.objects.get(pk=staff.user_id).is_active
    assert staff.appraisals.get().grade == "excellent"


def test_birth_and_sex_come_from_the_identity_number_when_nothing_else_says_them(school, officer):
    bring_in(officer, ["王小明", identity_number(), "在编"], headers=["姓名", "身份证号", "人员类别"])

    staff = StaffMember.objects.get()
    assert (staff.born, staff.born_day_known, staff.gender) == (date(1985, 3, 12), True, "male")


def test_numbers_given_out_go_on_from_the_last_and_avoid_taken_ones(school, officer):
    prefix = f"{school.pk:03d}"
    StaffFactory(organisation=school, staff_number=f"{prefix}0007")
    StaffFactory(organisation=school, staff_number=f"{prefix}-x")

    bring_in(officer, [f"{prefix}0008", *WANG], [None, *LI], headers=["工号", *CORE])

    assert StaffMember.objects.get(name="李静").staff_number == f"{prefix}0009"


@time_machine.travel("2026-03-02T09:00+08:00", tick=False)
def test_the_ledger_counts_and_the_file_is_gone(school, officer, committing):
    kept = upload(officer, [*WANG, identity_number()], headers=[*CORE, "身份证号"])
    stored, storage = kept.file.name, kept.file.storage
    assert storage.exists(stored)

    done = applying.apply(kept, digest=seen(kept).digest, by=officer)

    entry = ledgers.of_organisation(school).entries.last()
    assert entry.content["act"] == "导入人员名册"
    assert entry.content["about"] == f"rosterimport:{done.pk}"
    assert entry.content["payload"] == {"said": "新增1，修改0，不变0，略过0，新建部门1"}
    assert identity_number() not in entry.text
    assert (done.state, done.file.name, done.choices) == ("applied", "", {})
    assert not storage.exists(stored)


def refusals(kept, officer, digest=None):
    with pytest.raises(Refused) as refused:
        applying.apply(kept, digest=seen(kept).digest if digest is None else digest, by=officer)
    return refused.value.reasons


def test_problems_and_open_questions_stop_the_whole_file(school, officer):
    with_problem = upload(officer, LI, person(性别="公"))
    assert refusals(with_problem, officer) == ["名册里还有问题没有改正，请改好后重新上传。"]

    with_question = upload(officer, LI, WANG, WANG)
    assert refusals(with_question, officer) == ["还有1行没有选择是哪一位，请先选择。"]

    assert StaffMember.objects.count() == 0
    assert Department.objects.count() == 0


def test_what_was_not_seen_is_not_written(school, officer):
    kept = upload(officer, WANG)
    digest = seen(kept).digest
    StaffFactory(organisation=school, name="王小明", born=date(1985, 3, 1), gender="male")

    assert refusals(kept, officer, digest) == ["预览之后名册或选择有变动，请再看一遍预览后确认。"]


def test_a_roster_is_applied_once(school, officer):
    kept = upload(officer, WANG)
    digest = seen(kept).digest
    applying.apply(kept, digest=digest, by=officer)

    assert refusals(kept, officer, digest) == ["这份名册已经处理过了，请重新上传。"]


def test_nothing_is_half_written_when_the_last_row_fails(school, officer, monkeypatch):
    kept = upload(officer, WANG, LI)
    digest = seen(kept).digest

    def fail(rows):
        raise IntegrityError("late")

    monkeypatch.setattr(Commendation.objects, "bulk_create", fail)
    with pytest.raises(IntegrityError):
        applying.apply(kept, digest=digest, by=officer)

    assert (StaffMember.objects.count(), Department.objects.count()) == (0, 0)
    assert User.objects.count() == 1
    kept.refresh_from_db()
    assert kept.state == RosterImport.State.PENDING


def test_the_next_upload_replaces_the_one_that_waits(school, officer, committing):
    first = upload(officer, WANG)
    stored, storage = first.file.name, first.file.storage

    upload(officer, LI)

    first.refresh_from_db()
    assert (first.state, first.file.name) == ("dropped", "")
    assert not storage.exists(stored)


def test_only_a_person_new_or_skip_is_an_answer(school, officer):
    kept = upload(officer, WANG)

    uploads.choose(kept, {"2": "12", "3": "new", "4": "skip", "5": "", "6": "drop table"})

    kept.refresh_from_db()
    assert kept.choices == {"2": "12", "3": "new", "4": "skip"}


def test_a_roster_that_was_applied_meanwhile_is_not_dropped(officer):
    kept = upload(officer, WANG)
    read_before = RosterImport.objects.get(pk=kept.pk)
    applying.apply(kept, digest=seen(kept).digest, by=officer)

    with pytest.raises(Refused):
        uploads.drop(read_before)

    assert RosterImport.objects.get().state == RosterImport.State.APPLIED


def test_a_dropped_roster_takes_no_answers(school, officer):
    kept = upload(officer, WANG)
    uploads.drop(kept)

    with pytest.raises(Refused, match="这份名册已经处理过了，请重新上传"):
        uploads.choose(kept, {"2": "new"})


def test_a_file_that_is_no_roster_is_not_kept(officer):
    with pytest.raises(Refused):
        uploads.receive(SimpleUploadedFile("a.xlsx", b"no"), officer.organisation, by=officer)

    assert RosterImport.objects.count() == 0
