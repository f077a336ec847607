"""What is entered about a serving cadre: by whom, vouched for by whom, and what follows."""

from dataclasses import replace
from datetime import date

import pytest

from campaigns.eligibility.loading import load
from campaigns.rulesets.presets import COUNTY_SCHOOLS
from campaigns.rulesets.stages.serving import ServiceRules
from personnel.models import StaffMember, Tenure
from personnel.register import enter as enter_in_register
from selection.accounts.models import Notification
from selection.reasons import Refused
from serving.forms.acts import DutyReviewForm, ProbationReviewForm, WatchForm
from serving.models import DutyReview, Probation, ProbationReview, Task, WatchPeriod, WatchReview
from serving.services import entering, probations, watches
from tests.factories.accounts import LeaderFactory, TeacherFactory
from tests.factories.campaigns import AppointmentFactory
from tests.factories.personnel import AppraisalFactory, RelationFactory, TenureFactory
from tests.factories.serving import (
    DutyReviewFactory,
    ProbationFactory,
    WatchPeriodFactory,
    cadre,
    county_school,
    officer_of,
    scan_for,
    set_rules,
)

pytestmark = pytest.mark.django_db


def review_of(staff, **fields):
    fields = {"year": 2025, "grade": "passed", "text": "较好。", "happened_on": date(2026, 1, 20)} | fields
    return DutyReview(staff=staff, attachment=scan_for(staff.organisation), **fields)


def sentence_of(refusal):
    return refusal.value.reasons


def test_a_review_counts_when_a_second_person_has_seen_the_paper():
    school = county_school()
    staff, leader = cadre(school).staff, LeaderFactory(organisation=school)
    review = entering.enter(review_of(staff, grade="failed"), by=officer_of(school))
    assert not Task.objects.filter(kind="dismiss").exists()

    entering.confirm(review, by=leader)

    assert [task.sentence for task in Task.objects.filter(kind="dismiss")] == [
        "王某2025年度履职考核不合格，应予解聘"
    ]


def test_nobody_vouches_for_the_own_entry():
    review = DutyReviewFactory(is_backfilled=True)

    with pytest.raises(Refused) as refusal:
        entering.confirm(review, by=review.entered_by)

    assert sentence_of(refusal) == ["您没有核实这一事项的权限，请由学校领导或教育局审核员核实"]


def test_without_the_paper_nothing_is_entered():
    staff = cadre().staff
    review = review_of(staff)
    review.attachment = None

    with pytest.raises(Refused) as refusal:
        entering.enter(review, by=officer_of(staff.organisation))

    assert sentence_of(refusal) == ["请上传履职考核的材料，由第二人核实后生效"]
    assert DutyReview.objects.count() == 0


def test_a_year_is_reviewed_once():
    review = DutyReviewFactory()

    with pytest.raises(Refused) as refusal:
        entering.enter(review_of(review.staff), by=officer_of(review.staff.organisation))

    assert sentence_of(refusal) == ["此人这一年度的履职考核已登记。"]


def test_a_relative_enters_and_confirms_nothing():
    school = county_school()
    officer = officer_of(school)
    relation = RelationFactory(staff__organisation=school, staff__user=officer)
    TenureFactory(staff=relation.relative)

    with pytest.raises(Refused) as refusal:
        entering.enter(review_of(relation.relative), by=officer)

    assert sentence_of(refusal) == ["您是本人或其亲属，应当回避，请由其他人办理"]


def test_a_teacher_enters_nothing():
    staff = cadre().staff

    with pytest.raises(Refused) as refusal:
        entering.enter(review_of(staff), by=TeacherFactory(organisation=staff.organisation))

    assert sentence_of(refusal) == ["您没有登记的权限，请由本校人事干部办理"]


def test_what_is_sent_back_is_gone_and_whoever_entered_it_hears_why():
    review = DutyReviewFactory(is_backfilled=True)
    leader = LeaderFactory(organisation=review.staff.organisation)

    entering.send_back(review, by=leader, reason="结果与会议记录不符")

    assert DutyReview.objects.count() == 0
    assert [each.sentence for each in review.entered_by.notifications.all()] == [
        "您登记的王某的履职考核未予核实：结果与会议记录不符"
    ]


def test_what_counts_is_not_sent_back():
    review = DutyReviewFactory()

    with pytest.raises(Refused) as refusal:
        entering.send_back(review, by=review.entered_by, reason="登错了")

    assert sentence_of(refusal) == ["该事项已经核实或已经撤回"]


def test_an_appraisal_in_the_register_asks_for_its_consequence_at_once():
    school = county_school()
    appraisal = AppraisalFactory.build(staff=cadre(school).staff, grade="incompetent")

    enter_in_register(appraisal, by=officer_of(school))

    assert Task.objects.filter(kind="demote").count() == 1


# Probation


def appointment(months=12, **fields):
    """An appointment that has just taken effect under a ruleset with a probation."""
    rules = replace(COUNTY_SCHOOLS, service=ServiceRules(probation_months=months))
    made = AppointmentFactory(candidacy__opening__campaign__plan__rules=rules, **fields)
    made.tenure = TenureFactory(staff=made.candidacy.staff, post=made.candidacy.opening.post)
    return made


def ends():
    return list(Probation.objects.values_list("starts_on", "ends_on"))


@pytest.mark.row("TRAP-16", side="refuses")
@pytest.mark.row("R-28", side="refuses")
def test_whoever_is_promoted_is_on_trial_for_a_year():
    probations.begin(appointment(), by=None)

    assert ends() == [(date(2026, 4, 1), date(2027, 3, 31))]


@pytest.mark.row("TRAP-16", side="holds")
@pytest.mark.row("R-28", side="holds")
@pytest.mark.parametrize(
    ("months", "fields"),
    [(0, {}), (12, {"candidacy__is_promotion": False}), (12, {"candidacy__opening__of_the_union": True})],
    ids=["the ruleset has none", "a transfer to the same rank", "elected"],
)
def test_others_are_not_on_trial(months, fields):
    """Trap 16."""
    probations.begin(appointment(months, **fields), by=None)

    assert ends() == []


def probation_review(probation, **fields):
    fields = {"outcome": "confirmed", "text": "胜任。", "happened_on": date(2026, 3, 3)} | fields
    return ProbationReview(
        probation=probation,
        staff=probation.tenure.staff,
        attachment=scan_for(probation.tenure.staff.organisation),
        **fields,
    )


def concluded(review):
    """Entered and vouched for."""
    school = review.staff.organisation
    entering.enter(review, by=officer_of(school))
    entering.confirm(review, by=LeaderFactory(organisation=school))
    review.probation.refresh_from_db()
    return review.probation


def test_who_does_well_stays(go_to):
    go_to(date(2026, 3, 3))
    probation = concluded(probation_review(ProbationFactory()))

    assert (probation.outcome, probation.concluded_on) == ("confirmed", date(2026, 3, 3))


@pytest.mark.row("R-18", side="refuses")
@pytest.mark.row("R-18", side="holds")
def test_a_trial_is_known_to_the_rules_until_it_is_concluded(go_to):
    go_to(date(2026, 3, 3))
    probation = ProbationFactory()
    staff = StaffMember.objects.filter(pk=probation.tenure.staff_id)

    during = [each.on_trial_until for each in load(staff, date(2026, 3, 3))]
    concluded(probation_review(probation))

    assert during == [date(2026, 4, 1)]
    assert [each.on_trial_until for each in load(staff, date(2026, 3, 3))] == [None]


def test_a_trial_is_put_off_once_more(go_to):
    go_to(date(2026, 3, 20))
    review = probation_review(
        ProbationFactory(), outcome="extended", extended_to=date(2026, 9, 30), happened_on=date(2026, 3, 20)
    )

    probation = concluded(review)

    assert (probation.outcome, probation.ends_on) == ("", date(2026, 9, 30))


def test_who_does_not_do_well_gives_up_the_post(go_to):
    go_to(date(2026, 3, 20))
    review = probation_review(ProbationFactory(), outcome="removed", happened_on=date(2026, 3, 20))

    probation = concluded(review)

    probation.tenure.refresh_from_db()
    assert probation.tenure.ended_on == date(2026, 3, 20)
    assert probation.tenure.end_reason == Tenure.EndReason.REMOVED


@pytest.mark.parametrize(("day", "is_too_early"), [(date(2026, 3, 2), True), (date(2026, 3, 3), False)])
def test_nobody_is_confirmed_more_than_thirty_days_ahead(day, is_too_early):
    review = probation_review(ProbationFactory(), happened_on=day)

    if is_too_early:
        with pytest.raises(Refused):
            probations.refuse_unfit(review)
    else:
        probations.refuse_unfit(review)


# Watch periods


@pytest.mark.row("T047", side="refuses")
def test_a_watch_lasts_for_half_a_year():
    school = set_rules(county_school(), watch_months=6)
    watch = WatchPeriod(tenure=cadre(school), happened_on=date(2026, 3, 2))

    watches.set_end(watch)

    assert watch.ends_on == date(2026, 9, 1)


@pytest.mark.row("T047", side="holds")
def test_where_the_ruleset_has_no_watch_there_is_none():
    with pytest.raises(Refused) as refusal:
        watches.set_end(WatchPeriod(tenure=cadre(), happened_on=date(2026, 3, 2)))

    assert sentence_of(refusal) == ["本校适用的规则没有规定察看期，不能登记"]


def watch_review(watch, **fields):
    fields = {"outcome": "not_improved", "text": "仍未完成整改。", "happened_on": date(2026, 4, 1)} | fields
    return WatchReview(
        watch=watch, staff=watch.staff, attachment=scan_for(watch.staff.organisation), **fields
    )


@pytest.mark.row("T048", side="refuses")
def test_who_has_not_improved_is_moved_when_a_second_person_has_seen_the_paper(go_to):
    watch = WatchPeriodFactory()
    school = watch.staff.organisation
    go_to(date(2026, 4, 1))

    review = entering.enter(watch_review(watch), by=officer_of(school))
    assert not Task.objects.open().filter(kind="move").exists()
    assert not watches.to_review(watch.staff).exists()

    entering.confirm(review, by=LeaderFactory(organisation=school))

    watch.refresh_from_db()
    assert (watch.outcome, watch.concluded_on) == ("not_improved", date(2026, 4, 1))
    assert Task.objects.open().filter(kind="move").count() == 1


@pytest.mark.row("T048", side="holds")
@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({}, []),
        ({"outcome": "improved", "happened_on": date(2025, 10, 2)}, []),
        (
            {"happened_on": date(2026, 3, 31)},
            ["察看期到2026年4月1日期满，此前不能作出“仍无起色”的结论，请核对考核日期"],
        ),
        (
            {"outcome": "improved", "happened_on": date(2025, 10, 1)},
            ["考核日期不能早于开始察看的日期，请核对"],
        ),
    ],
    ids=["on the last day", "better at once", "a day too soon", "before it began"],
)
def test_and_not_a_day_sooner(fields, sentences):
    review = watch_review(WatchPeriodFactory(), **fields)

    if sentences:
        with pytest.raises(Refused) as refusal:
            watches.refuse_unfit(review)
        assert sentence_of(refusal) == sentences
    else:
        watches.refuse_unfit(review)


def test_a_result_that_is_sent_back_may_be_entered_again():
    watch = WatchPeriodFactory()
    school = watch.staff.organisation
    review = entering.enter(
        watch_review(watch, outcome="improved", happened_on=date(2026, 3, 2)), by=officer_of(school)
    )

    entering.send_back(review, by=LeaderFactory(organisation=school), reason="与会议记录不符")

    assert watches.to_review(watch.staff).get() == watch


@pytest.mark.parametrize(("year", "is_refused"), [(2020, True), (2021, False), (2026, False), (2027, True)])
def test_a_duty_review_is_of_a_year_that_was(year, is_refused):
    data = {"year": year, "grade": "passed", "happened_on": "2026-03-02", "text": "履职情况较好。"}

    form = DutyReviewForm(data, staff=cadre().staff)

    assert ("year" in form.errors) == is_refused


def test_what_waits_for_the_second_person_is_not_entered_again():
    school = set_rules(county_school(), watch_months=6)
    trial = ProbationFactory(tenure=cadre(school))
    staff = trial.tenure.staff
    assert ProbationReviewForm.is_offered(staff)
    assert WatchForm.is_offered(staff)
    facts = {"staff": staff, "happened_on": date(2026, 3, 2), "attachment": scan_for(school)}
    officer = officer_of(school)

    entering.enter(ProbationReview(probation=trial, outcome="confirmed", text="胜任。", **facts), by=officer)
    watch = WatchPeriod(tenure=trial.tenure, reason="没有起色。", ends_on=date(2026, 9, 1), **facts)
    entering.enter(watch, by=officer)

    assert not ProbationReviewForm.is_offered(staff)
    assert not WatchForm.is_offered(staff)


@pytest.mark.parametrize(
    ("outcome", "until", "said"),
    [("confirmed", None, "按期转正"), ("extended", date(2026, 9, 30), "延长试用期至2026年9月30日")],
)
def test_the_person_learns_how_the_probation_was_concluded(outcome, until, said):
    trial = ProbationFactory(tenure=cadre(staff__with_account=True), ends_on=date(2026, 3, 20))
    staff, school = trial.tenure.staff, trial.tenure.staff.organisation
    review = ProbationReview(
        probation=trial,
        staff=staff,
        outcome=outcome,
        extended_to=until,
        text="内部意见。",
        happened_on=date(2026, 3, 2),
        attachment=scan_for(school),
    )

    entering.confirm(entering.enter(review, by=officer_of(school)), by=LeaderFactory(organisation=school))

    [told] = Notification.objects.filter(user=staff.user)
    assert told.sentence == f"您任{trial.tenure.post}的试用期满考核结论：{said}"
