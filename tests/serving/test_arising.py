"""Which facts ask for something to be done, a day before they do and on the day they do."""

from datetime import date, timedelta

import pytest

from campaigns.models import Appointment
from personnel import register
from personnel.models import Appraisal, Tenure
from selection.accounts.models import Notification
from serving.choices import TaskKind
from serving.models import Task
from serving.services import tasks
from tests.factories.accounts import BureauReviewerFactory, OfficerFactory
from tests.factories.campaigns import AppointmentFactory
from tests.factories.personnel import AppraisalFactory, PostFactory, TenureFactory
from tests.factories.serving import (
    DutyReviewFactory,
    ProbationFactory,
    ServiceRecordFactory,
    WatchPeriodFactory,
    cadre,
    county_school,
    set_rules,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def asked(school, *kinds):
    """What is open after today's look, of these kinds."""
    tasks.arise(school)
    return [task.sentence for task in Task.objects.of(school).open().filter(kind__in=kinds)]


def at_its_bound(row, refuses, holds):
    """A pair: what asks for something to be done, and what does not yet."""
    return [
        pytest.param(refuses, 1, marks=pytest.mark.row(row, side="refuses")),
        pytest.param(holds, 0, marks=pytest.mark.row(row, side="holds")),
    ]


@pytest.mark.parametrize(("days", "number"), at_its_bound("A027", 90, 91))
def test_a_new_round_is_to_be_begun_ninety_days_before_the_term_is_over(days, number):
    school = county_school()
    cadre(school, ends_on=TODAY + timedelta(days=days))

    assert len(asked(school, TaskKind.RENEW)) == number


def test_the_same_stays_open_when_the_term_is_over_and_nobody_follows(go_to):
    school = county_school()
    tenure = cadre(school, ends_on=date(2026, 3, 31))
    assert len(asked(school, TaskKind.RENEW)) == 1
    tenure.ended_on, tenure.end_reason = date(2026, 4, 1), Tenure.EndReason.EXPIRED
    tenure.save()

    go_to(date(2026, 4, 2))
    assert len(asked(school, TaskKind.RENEW)) == 1

    TenureFactory(staff=tenure.staff, post=tenure.post, starts_on=date(2026, 4, 2), ends_on=date(2029, 4, 1))
    assert asked(school, TaskKind.RENEW) == []


@pytest.mark.parametrize(("born", "number"), at_its_bound("A014", date(1974, 5, 31), date(1974, 6, 1)))
def test_leaving_for_age_is_to_be_dealt_with_ninety_days_before(born, number):
    school = county_school()
    cadre(school, staff__born=born, ends_on=None)

    assert len(asked(school, TaskKind.LEAVE)) == number


def test_a_term_that_ends_with_the_exit_age_asks_for_one_thing():
    """Trap 13."""
    school = county_school()
    tenure = cadre(school, staff__born=date(1974, 4, 1), ends_on=date(2026, 3, 31))

    assert asked(school, TaskKind.RENEW, TaskKind.LEAVE) == [
        f"王某（{tenure.post}）满52周岁，一般应退出中层岗位；确需延长任职的，报教育局同意"
    ]


@pytest.mark.row("A036", side="holds")
def test_where_both_are_to_rotate_the_deputy_hears_that_the_chief_goes_first():
    school = county_school()
    chief = PostFactory(department__organisation=school)
    deputy = PostFactory(department=chief.department, deputy=True)
    for name, post in (("王某", chief), ("李某", deputy)):
        cadre(school, name, post=post, starts_on=date(2020, 4, 1), ends_on=None)

    assert [said.endswith("；正职也须交流，先交流正职") for said in asked(school, TaskKind.ROTATE)] == [
        False,
        True,
    ]


@pytest.mark.parametrize(("ends_on", "number"), at_its_bound("R-28", date(2026, 4, 1), date(2026, 4, 2)))
def test_a_probation_is_reviewed_thirty_days_before_its_end(ends_on, number):
    probation = ProbationFactory(ends_on=ends_on)

    assert len(asked(probation.tenure.staff.organisation, TaskKind.PROBATION)) == number


@pytest.mark.parametrize(
    ("grade", "sentences"),
    [
        pytest.param(
            Appraisal.Grade.INCOMPETENT,
            ["王某2025年度考核不合格（不称职），一般应降职聘任或解聘"],
            marks=pytest.mark.row("A031", side="refuses"),
        ),
        pytest.param(
            Appraisal.Grade.BASIC,
            ["王某2025年度考核基本合格（基本称职），不适宜原岗位的，应予交流"],
            marks=[pytest.mark.row("A032", side="refuses"), pytest.mark.row("A031", side="holds")],
        ),
        pytest.param(Appraisal.Grade.COMPETENT, [], marks=pytest.mark.row("A032", side="holds")),
    ],
)
def test_a_bad_year_has_consequences(grade, sentences):
    school = county_school()
    AppraisalFactory(staff=cadre(school).staff, grade=grade)

    assert asked(school, TaskKind.DEMOTE, TaskKind.RELOCATE) == sentences


@pytest.mark.parametrize(
    ("grade", "number"), at_its_bound("E028", Appraisal.Grade.BASIC, Appraisal.Grade.COMPETENT)
)
def test_the_city_deals_with_whoever_is_below_competent(grade, number):
    school = set_rules(county_school(), low_appraisal=True)
    AppraisalFactory(staff=cadre(school).staff, grade=grade)

    assert len(asked(school, TaskKind.DEAL_WITH)) == number


@pytest.mark.row("AMB-31", side="holds")
def test_the_annual_appraisal_alone_asks_for_no_dismissal():
    school = county_school()
    AppraisalFactory(staff=cadre(school).staff, grade=Appraisal.Grade.INCOMPETENT)

    assert asked(school, TaskKind.DISMISS) == []


@pytest.mark.parametrize(("grade", "number"), at_its_bound("A123", "failed", "basic"))
def test_a_failed_duty_review_asks_for_the_dismissal(grade, number):
    school = county_school()
    DutyReviewFactory(staff=cadre(school).staff, grade=grade)

    assert len(asked(school, TaskKind.DISMISS)) == number


@pytest.mark.row("AMB-31", side="refuses")
def test_a_review_that_nobody_vouched_for_asks_for_nothing():
    school = county_school()
    DutyReviewFactory(staff=cadre(school).staff, grade="failed", is_backfilled=True)

    assert asked(school, TaskKind.DISMISS) == []


@pytest.mark.row("A119", side="refuses")
def test_whoever_held_a_post_last_year_is_to_be_reviewed():
    school = county_school()
    cadre(school)

    assert asked(school, TaskKind.DUTY_REVIEW) == ["2025年度履职考核尚未全部登记"]


@pytest.mark.row("A119", side="holds")
def test_once_everybody_is_reviewed_it_is_asked_no_more():
    school = county_school()
    tenure = cadre(school)
    asked(school, TaskKind.DUTY_REVIEW)

    DutyReviewFactory(staff=tenure.staff)

    assert asked(school, TaskKind.DUTY_REVIEW) == []
    assert Task.objects.get(kind=TaskKind.DUTY_REVIEW).how == "情况已变，不用再办"


@pytest.mark.parametrize(("ends_on", "number"), at_its_bound("T047", date(2026, 4, 1), date(2026, 4, 2)))
def test_a_watch_is_concluded_thirty_days_before_its_end(ends_on, number):
    watch = WatchPeriodFactory(ends_on=ends_on)

    assert len(asked(watch.staff.organisation, TaskKind.WATCH)) == number


@pytest.mark.parametrize(("outcome", "number"), at_its_bound("T048", "not_improved", "improved"))
def test_who_has_not_improved_is_to_be_demoted_or_moved(outcome, number):
    watch = WatchPeriodFactory(outcome=outcome, concluded_on=TODAY)

    assert len(asked(watch.staff.organisation, TaskKind.MOVE)) == number


@pytest.mark.parametrize(("is_talked_to", "number"), at_its_bound("T039", False, True))
def test_who_is_new_in_a_post_is_talked_to(is_talked_to, number):
    school = set_rules(county_school(), integrity_talk=True)
    tenure = cadre(school, starts_on=date(2026, 2, 1))
    if is_talked_to:
        ServiceRecordFactory(staff=tenure.staff)

    assert len(asked(school, TaskKind.TALK)) == number


@pytest.mark.parametrize(("days", "number"), at_its_bound("T040", 6, 7))
def test_who_is_new_is_trained_for_a_week(days, number):
    school = set_rules(county_school(), training_days=7)
    tenure = cadre(school, starts_on=date(2026, 2, 1))
    ServiceRecordFactory(staff=tenure.staff, kind="training", days=days)

    assert len(asked(school, TaskKind.TRAINING)) == number


def test_who_held_a_post_before_is_not_new():
    school = set_rules(county_school(), training_days=7, integrity_talk=True)
    first = cadre(school, starts_on=date(2023, 2, 1), ends_on=date(2026, 1, 31))
    TenureFactory(staff=first.staff, post=first.post, starts_on=date(2026, 2, 1), ends_on=None)

    assert asked(school, TaskKind.TALK, TaskKind.TRAINING) == []


@pytest.mark.parametrize(
    ("reason", "is_settled", "number"),
    [
        pytest.param("expired", False, 1, marks=pytest.mark.row("A016", side="refuses")),
        pytest.param("expired", True, 0, marks=pytest.mark.row("A016", side="holds")),
        pytest.param("not_reappointed", False, 1, marks=pytest.mark.row("A131", side="refuses")),
        pytest.param("not_reappointed", True, 0, marks=pytest.mark.row("A131", side="holds")),
    ],
)
def test_the_work_of_who_gave_up_a_post_is_settled(reason, is_settled, number):
    school = county_school()
    tenure = cadre(school, ended_on=date(2026, 2, 1), end_reason=reason)
    if is_settled:
        ServiceRecordFactory(staff=tenure.staff, kind="settlement")

    assert len(asked(school, TaskKind.SETTLE)) == number


def test_the_officer_is_told_once_and_never_of_the_officer_s_own():
    school = county_school()
    mine, other = OfficerFactory(organisation=school), OfficerFactory(organisation=school)
    cadre(school, ends_on=date(2026, 4, 30), staff__user=mine)

    for _look in range(2):
        asked(school, TaskKind.RENEW)

    told = Notification.objects.filter(sentence__startswith="启动新一轮聘任")
    assert [each.user for each in told] == [other]


def displaced_by_an_annulled():
    """Who left a post to another, whose appointment was declared invalid then."""
    school = county_school()
    left = cadre(school, ended_on=date(2026, 2, 27), end_reason=Tenure.EndReason.NOT_REAPPOINTED)
    made = AppointmentFactory(
        candidacy__opening__campaign__plan__organisation=school, voided_on=date(2026, 3, 2)
    )
    made.candidacy.opening.ending.add(left)
    return left


@pytest.mark.row("A132", side="holds")
def test_whoever_made_room_for_an_invalid_appointment_is_to_be_decided_on():
    left = displaced_by_an_annulled()
    school = left.staff.organisation

    [said] = asked(school, TaskKind.RESTORE)
    assert said.endswith(f"{left.staff.name}原任{left.post}是否恢复，须集体研究决定")

    register.reopen_tenure(left, by=OfficerFactory(organisation=school))
    assert asked(school, TaskKind.RESTORE) == []
    assert Task.objects.get(kind=TaskKind.RESTORE).how == "已恢复任职或另有任用"


def test_an_appointment_that_stands_asks_for_nothing():
    left = displaced_by_an_annulled()
    Appointment.objects.update(voided_on=None)

    assert asked(left.staff.organisation, TaskKind.RESTORE) == []


def test_what_was_done_does_not_come_again():
    school = county_school()
    cadre(school, ends_on=date(2026, 4, 30))
    asked(school, TaskKind.RENEW)
    task = Task.objects.get(kind=TaskKind.RENEW)

    tasks.finish(task, by=OfficerFactory(organisation=school), how="已启动2026年聘任工作")

    assert asked(school, TaskKind.RENEW) == []


@pytest.mark.parametrize("people", [1, 3])
def test_any_number_of_people_takes_as_many_queries(people, django_assert_num_queries):
    school = county_school()
    for number in range(people):
        cadre(school, f"王{number}")
    tasks.arise(school)

    with django_assert_num_queries(20):
        tasks.arise(school)


def test_the_schools_are_looked_through_once_a_day(go_to):
    school = county_school()
    cadre(school, ends_on=date(2026, 6, 1))

    tasks.sweep()
    assert Task.objects.filter(kind=TaskKind.RENEW).count() == 0
    go_to(date(2026, 3, 3))
    tasks.sweep()
    assert Task.objects.filter(kind=TaskKind.RENEW).count() == 1
    tasks.sweep()
    assert Task.objects.filter(kind=TaskKind.RENEW).count() == 1


def test_the_bureau_hears_once_a_day_what_comes_up_in_its_schools(go_to):
    east = county_school(name="东小学")
    west = county_school(name="西小学", parent__parent=east.bureau)
    reviewer = BureauReviewerFactory(organisation=east.bureau)
    for school in (east, west):
        cadre(school, ends_on=date(2026, 5, 31))

    tasks.sweep()
    tasks.sweep()

    assert [each.sentence for each in Notification.objects.filter(user=reviewer)] == [
        f"新列任后待办6件（{east.short_name}3件、{west.short_name}3件），最早的期限是2025年12月31日"
    ]
    go_to(date(2026, 3, 3))
    tasks.sweep()
    assert Notification.objects.filter(user=reviewer).count() == 1


@pytest.mark.row("A050", side="refuses")
@pytest.mark.row("A050", side="holds")
def test_who_was_appointed_in_another_school_is_to_be_released_here():
    school = county_school()
    there = PostFactory(title="政教处主任", department__organisation__short_name="西小学")
    tenure = TenureFactory(staff__organisation=school, post=there, starts_on=date(2026, 4, 1))

    name = tenure.staff.name
    assert asked(school, TaskKind.RELEASE) == [
        f"{name}自2026年4月1日起聘任为西小学政教处主任，须办理免职和离校"
    ]
    tenure.staff.left_on = TODAY
    tenure.staff.save()
    assert asked(school, TaskKind.RELEASE) == []


def test_an_open_to_do_says_what_is_so_today():
    school = county_school()
    tenure = cadre(school, ends_on=date(2026, 5, 1))
    tasks.arise(school)
    Task.objects.update(sentence="写于名册更正之前")

    tasks.arise(school)

    assert "王某" in Task.objects.get(staff=tenure.staff, kind="renew").sentence
