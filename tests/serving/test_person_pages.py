"""The pages on which to-dos are done and acts are entered and vouched for."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from serving.models import DutyReview, Task, WatchPeriod
from serving.services import tasks
from tests.factories.accounts import DisciplineFactory, LeaderFactory
from tests.factories.serving import (
    DutyReviewFactory,
    ProbationFactory,
    WatchPeriodFactory,
    cadre,
    county_school,
    officer_of,
    set_rules,
)

pytestmark = pytest.mark.django_db
TASKS = reverse("serving:tasks")


def scan():
    return SimpleUploadedFile("纪要.pdf", b"%PDF-1.7 minutes")


def errors_of(answer):
    return [error for errors in answer.context["form"].errors.values() for error in errors]


@pytest.fixture
def school():
    return county_school()


def test_a_to_do_is_done_in_words(as_user, school):
    cadre(school, ends_on=date(2026, 4, 30))
    tasks.arise(school)
    task = Task.objects.get(kind="renew")
    officer = as_user(officer_of(school))
    assert task.sentence in officer.get(TASKS).content.decode()

    officer.post(reverse("serving:task_done", args=[task.pk]), {"how": "已启动2026年聘任工作"})

    assert task.sentence not in officer.get(TASKS).content.decode()
    assert "已启动2026年聘任工作" in officer.get(TASKS, {"done": "1"}).content.decode()


def test_a_leader_reads_what_is_to_be_done_and_does_not_do_it(as_user, school):
    cadre(school, ends_on=date(2026, 4, 30))
    tasks.arise(school)
    task = Task.objects.get(kind="renew")

    as_user(LeaderFactory(organisation=school)).post(
        reverse("serving:task_done", args=[task.pk]), {"how": "办了"}
    )

    task.refresh_from_db()
    assert task.done_on is None


def test_a_review_is_entered_vouched_for_and_shown(as_user, school):
    staff = cadre(school).staff
    page = reverse("serving:person", args=[staff.pk])
    form = {"year": "2025", "grade": "excellent", "happened_on": "2026-01-20", "text": "成绩突出。"}

    answer = as_user(officer_of(school)).post(
        reverse("serving:enter", args=[staff.pk, "duty-review"]), form | {"scan": scan()}
    )
    assert answer.url == page
    leader = as_user(LeaderFactory(organisation=school))
    assert "待核实" in leader.get(page).content.decode()
    review = DutyReview.objects.get()
    leader.post(reverse("serving:confirm", args=["duty-review", review.pk]))

    assert "待核实" not in leader.get(page).content.decode()


@pytest.mark.parametrize(
    ("kind", "form", "errors"),
    [
        ("duty-review", {"year": "2025", "grade": "best"}, 4),
        ("record", {"kind": "training", "text": "党校培训", "happened_on": "2026-03-02"}, 1),
        ("probation-review", {"outcome": "confirmed", "text": "胜任", "happened_on": "2026-03-02"}, 2),
        ("watch", {}, 4),
        ("watch-review", {"outcome": "improved", "text": "有改进", "happened_on": "2026-03-02"}, 2),
    ],
)
def test_a_flawed_form_comes_back_with_its_faults(as_user, school, kind, form, errors):
    staff = cadre(school).staff

    answer = as_user(officer_of(school)).post(reverse("serving:enter", args=[staff.pk, kind]), form)

    assert len(errors_of(answer)) == errors


def test_what_is_of_tomorrow_is_refused_on_the_form(as_user, school):
    staff = cadre(school).staff
    form = {"kind": "talk", "text": "提出廉政要求", "happened_on": "2026-03-03"}

    answer = as_user(officer_of(school)).post(reverse("serving:enter", args=[staff.pk, "record"]), form)

    assert errors_of(answer) == ["发生日期（2026年3月3日）晚于今天，请核对"]


def test_a_watch_is_begun_and_seen_by_discipline(as_user, school):
    set_rules(school, watch_months=6)
    tenure = cadre(school)
    form = {"tenure": tenure.pk, "happened_on": "2026-03-02", "reason": "分管工作落后", "scan": scan()}
    as_user(officer_of(school)).post(reverse("serving:enter", args=[tenure.staff_id, "watch"]), form)
    watch = WatchPeriod.objects.get()
    as_user(LeaderFactory(organisation=school)).post(reverse("serving:confirm", args=["watch", watch.pk]))

    page = as_user(DisciplineFactory(organisation=school.bureau)).get(reverse("serving:watches"))

    assert [(each.staff.name, each.ends_on) for each in page.context["watches"]] == [
        ("王某", date(2026, 9, 1))
    ]


def test_what_nobody_vouched_for_is_not_shown_to_discipline(as_user, school):
    watch = WatchPeriodFactory(tenure=cadre(school), is_backfilled=True)

    page = as_user(DisciplineFactory(organisation=school.bureau)).get(reverse("serving:watches"))

    assert list(page.context["watches"]) == []
    assert watch.is_confirmed is False


def test_an_officer_has_no_page_of_the_own(as_user, school):
    officer = officer_of(school)
    tenure = cadre(school, staff__user=officer)

    assert as_user(officer).get(reverse("serving:person", args=[tenure.staff_id])).status_code == 404


def offered(client, staff):
    return [label for _kind, label in client.get(reverse("serving:person", args=[staff.pk])).context["kinds"]]


def test_only_what_there_is_to_enter_is_offered(as_user, school):
    officer = as_user(officer_of(school))
    tenure = cadre(school)
    gone = cadre(school, "李某", ended_on=date(2025, 9, 1), end_reason="transferred")

    assert offered(officer, gone.staff) == ["任后记录", "履职考核", "主持工作"]
    assert offered(officer, tenure.staff) == ["任后记录", "履职考核", "免职（解聘）", "主持工作"]
    set_rules(school, watch_months=6)
    ProbationFactory(tenure=tenure)
    assert offered(officer, tenure.staff) == [
        "任后记录",
        "履职考核",
        "试用期满考核",
        "察看期",
        "免职（解聘）",
        "主持工作",
    ]


def test_whoever_looks_after_a_post_is_shown_until_it_ends(as_user, school):
    acting = cadre(school, kind="acting", ends_on=None, starts_on=date(2026, 1, 5))
    officer = as_user(officer_of(school))
    assert f"王某主持{acting.post.department}工作" in officer.get(TASKS).content.decode()

    acting.ended_on, acting.end_reason = date(2026, 3, 2), "removed"
    acting.save()

    assert "正在主持工作" not in officer.get(TASKS).content.decode()


def test_who_sends_back_says_why(as_user, school):
    review = DutyReviewFactory(staff=cadre(school).staff, is_backfilled=True)
    leader = as_user(LeaderFactory(organisation=school))
    address = reverse("serving:send_back", args=["duty-review", review.pk])

    leader.post(address, {"reason": ""})
    assert DutyReview.objects.count() == 1
    leader.post(address, {"reason": "与会议记录不符"})
    assert DutyReview.objects.count() == 0


@pytest.mark.parametrize("page", ["serving:tasks", "serving:watches"])
@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_take_as_many_queries_for_any_number(
    page, number, as_user, school, django_assert_max_num_queries
):
    for each in range(number):
        WatchPeriodFactory(tenure=cadre(school, f"王{each}"))
    tasks.arise(school)
    officer = as_user(officer_of(school))
    officer.get(reverse(page))

    with django_assert_max_num_queries(10):
        officer.get(reverse(page))


def test_the_only_post_that_can_be_meant_is_chosen_already(as_user, school):
    tenure = cadre(school)
    officer = as_user(officer_of(school))

    page = officer.get(reverse("serving:enter", args=[tenure.staff_id, "removal"]))

    assert page.context["form"]["tenure"].value() == tenure.pk
    cadre(school, staff=tenure.staff)
    page = officer.get(reverse("serving:enter", args=[tenure.staff_id, "removal"]))
    assert page.context["form"]["tenure"].value() is None
