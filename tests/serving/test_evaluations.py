"""The cadres are graded at the end of a school term: by poll, without a campaign, once a term."""

from datetime import date

import pytest
from django.urls import reverse

from ballots import batches
from ballots import services as polls
from ballots.drawn import paper_of
from ballots.models import Channel, Elector, Poll
from ballots.results import table
from selection.reasons import Refused
from serving import schoolterms
from serving.choices import SchoolTerm
from serving.models import DutyReview, Task, TermEvaluation
from serving.services import entering, evaluations, tasks
from tests.factories.accounts import BureauReviewerFactory, LeaderFactory, OfficerFactory
from tests.factories.personnel import StaffFactory
from tests.factories.serving import (
    DutyReviewFactory,
    cadre,
    county_school,
    officer_of,
    scan_for,
    set_rules,
)

pytestmark = pytest.mark.django_db
FIRST = schoolterms.latest(date(2026, 3, 2))
WINTER = date(2025, 12, 20)


@pytest.fixture
def school(go_to):
    """Six teachers and two cadres, days before the term ends."""
    go_to(WINTER)
    school = county_school(name="东小学")
    StaffFactory.create_batch(6, organisation=school, with_account=True)
    for name in ("王某", "李某"):
        cadre(school, name, staff__with_account=True)
    return school


def teacher_of(school):
    return school.staff.filter(tenures=None).exclude(user=None).first().user


def drawn_up(school, **fields):
    fields = {"scrutineers": [teacher_of(school)], "channel": Channel.ONLINE} | fields
    return evaluations.draw_up(school, FIRST, by=officer_of(school), **fields)


def cast_all(poll, grade):
    answers = {option.key: grade for option in poll.counting.dimensions}
    for elector in poll.electors.select_related("user"):
        polls.cast(poll, elector.user, {each.key: answers for each in poll.subjects.all()})


def held(school, grade="excellent"):
    """Everybody gives everybody the same grade in everything; counted and released."""
    evaluation = drawn_up(school)
    poll, officer = evaluation.poll, officer_of(school)
    polls.open_poll(poll, officer, present=8)
    cast_all(poll, grade)
    polls.close(poll, officer)
    polls.count(poll, teacher_of(school))
    polls.release(poll, officer)
    return evaluation


@pytest.mark.parametrize(
    ("today", "school_year", "term", "due_on"),
    [
        (date(2025, 11, 30), 2024, SchoolTerm.SECOND, date(2025, 7, 15)),
        (date(2025, 12, 1), 2025, SchoolTerm.FIRST, date(2026, 1, 31)),
        (date(2026, 5, 31), 2025, SchoolTerm.FIRST, date(2026, 1, 31)),
        (date(2026, 6, 1), 2025, SchoolTerm.SECOND, date(2026, 7, 15)),
    ],
)
def test_a_term_is_at_its_end(today, school_year, term, due_on):
    end = schoolterms.latest(today)

    assert (end.school_year, end.term, end.due_on) == (school_year, term, due_on)


def asked(school):
    tasks.arise(school)
    return [task.sentence for task in Task.objects.of(school).open().filter(kind="evaluation")]


@pytest.mark.row("A120", side="refuses")
@pytest.mark.parametrize(
    ("a_year", "day", "sentences"),
    [
        (2, date(2025, 12, 1), ["2025—2026学年第一学期期末民主测评尚未完成"]),
        (1, date(2025, 12, 1), []),
        (1, date(2026, 6, 1), ["2025—2026学年第二学期期末民主测评尚未完成"]),
        (0, date(2026, 6, 1), []),
    ],
)
def test_it_is_asked_for_as_often_as_the_ruleset_says(school, go_to, a_year, day, sentences):
    set_rules(school, term_evaluations=a_year)
    go_to(day)

    assert asked(school) == sentences


@pytest.mark.row("A120", side="holds")
def test_once_it_is_counted_nothing_is_asked(school):
    assert len(asked(school)) == 1

    held(school)

    assert asked(school) == []


def test_the_to_do_is_settled_by_the_count_itself(school):
    tasks.arise(school)

    held(school)

    assert not Task.objects.of(school).open().filter(kind="evaluation").exists()


def test_from_the_poll_one_gets_back_to_the_evaluation(school, as_user):
    evaluation = drawn_up(school)
    page = reverse("ballots:poll", args=[evaluation.poll.public_id])

    assert evaluation.get_absolute_url() in as_user(officer_of(school)).get(page).content.decode()
    watching = as_user(evaluation.poll.scrutineers.get())
    assert evaluation.get_absolute_url() not in watching.get(page).content.decode()


def test_all_cadres_are_graded_in_every_dimension_by_all_staff(school):
    poll = drawn_up(school).poll

    assert poll.title == "东小学2025—2026学年第一学期期末民主测评"
    assert sorted(subject.label for subject in poll.subjects.all()) == ["李某", "王某"]
    assert [option.label for option in poll.counting.dimensions] == ["德", "能", "勤", "绩", "廉", "总体评价"]
    assert Elector.objects.filter(poll=poll, is_recused=False).count() == 8


def test_a_term_has_one(school):
    drawn_up(school)

    with pytest.raises(Refused) as refusal:
        drawn_up(school)

    assert refusal.value.reasons == ["2025—2026学年第一学期的期末民主测评已经准备或已经进行，不用再办"]


def test_whoever_is_graded_neither_runs_it_nor_watches(school):
    graded = school.staff.get(name="王某").user

    with pytest.raises(Refused) as refusal:
        drawn_up(school, scrutineers=[graded])
    assert refusal.value.reasons == ["王某是被测评的中层干部，不能监票"]
    officer = OfficerFactory(organisation=school)
    cadre(school, "赵某", staff__user=officer)
    with pytest.raises(Refused) as refusal:
        evaluations.draw_up(school, FIRST, by=officer, scrutineers=[teacher_of(school)])
    assert refusal.value.reasons == ["您是被测评的中层干部，应当回避，请由其他人办理"]


def test_without_a_scrutineer_nothing_begins(school):
    with pytest.raises(Refused) as refusal:
        drawn_up(school, scrutineers=[])

    assert refusal.value.reasons == ["请指定监票人"]
    assert TermEvaluation.objects.count() == Poll.objects.count() == 0


def test_a_draft_that_does_not_fit_today_is_not_opened(school):
    evaluation = drawn_up(school)
    cadre(school, "赵某", staff__with_account=True)
    officer = officer_of(school)

    with pytest.raises(Refused) as refusal:
        polls.open_poll(evaluation.poll, officer, present=8)
    assert refusal.value.reasons == [evaluations.STALE]
    evaluations.redraw(evaluation, by=officer)

    polls.open_poll(evaluation.poll, officer, present=9)
    assert evaluation.poll.state == Poll.State.OPEN


def test_the_result_is_for_those_who_are_entitled(school, as_user):
    evaluation = held(school)
    address = evaluation.get_absolute_url()
    shown = table(evaluation.poll).blocks[0].rows

    for reader in (
        officer_of(school),
        LeaderFactory(organisation=school),
        BureauReviewerFactory(organisation=school.bureau),
    ):
        assert as_user(reader).get(address).context["table"].blocks[0].rows == shown
    assert as_user(school.staff.get(name="王某").user).get(address).status_code == 404
    assert as_user(teacher_of(school)).get(address).status_code == 404


def test_a_released_one_is_looked_at_and_not_run(school, as_user):
    address = held(school).get_absolute_url()

    page = as_user(officer_of(school)).get(address).content.decode()

    assert "查看投票" in page
    assert "组织投票" not in page


def test_before_it_is_released_nobody_sees_a_grade(school, as_user):
    page = as_user(LeaderFactory(organisation=school)).get(drawn_up(school).get_absolute_url())

    assert page.context["table"] is None


@pytest.mark.row("A121", side="holds")
def test_a_duty_review_rests_on_the_evaluations_of_its_year(school):
    evaluation = held(school)
    staff = school.staff.get(name="王某")
    review = DutyReview(
        staff=staff,
        year=2025,
        grade="excellent",
        text="测评结果较好。",
        happened_on=WINTER,
        attachment=scan_for(school),
    )
    entering.enter(review, by=officer_of(school))
    entering.confirm(review, by=LeaderFactory(organisation=school))

    assert list(review.evaluations.all()) == [evaluation]


@pytest.mark.row("A121", side="refuses")
@pytest.mark.parametrize(("year", "rests_on_it"), [(2025, True), (2026, False)])
def test_a_first_term_counted_in_january_is_of_the_year_before(school, go_to, year, rests_on_it):
    go_to(date(2026, 1, 15))
    evaluation = held(school)
    staff = school.staff.get(name="王某")
    review = DutyReviewFactory(staff=staff, year=year, is_backfilled=True)

    entering.confirm(review, by=LeaderFactory(organisation=school))

    assert list(review.evaluations.all()) == ([evaluation] if rests_on_it else [])


def test_it_is_begun_on_a_page(school, as_user):
    officer = as_user(officer_of(school))
    address = reverse("serving:evaluation_new", args=[school.code])
    assert "全体现任中层干部2人" in officer.get(address).content.decode()

    answer = officer.post(address, {"channel": "online"})
    assert list(answer.context["form"].errors) == ["scrutineers"]
    answer = officer.post(address, {"channel": "online", "scrutineers": [teacher_of(school).pk]})

    evaluation = TermEvaluation.objects.get()
    assert answer.url == evaluation.get_absolute_url()
    assert str(evaluation) in officer.get(reverse("serving:evaluations")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_any_number(
    number, school, as_user, django_assert_max_num_queries
):
    for each in range(number):
        made = drawn_up(school)
        TermEvaluation.objects.filter(pk=made.pk).update(school_year=2020 + each)
    officer = as_user(officer_of(school))
    officer.get(reverse("serving:evaluations"))

    with django_assert_max_num_queries(9):
        officer.get(reverse("serving:evaluations"))


def test_on_the_paper_each_stands_with_the_post_that_is_held_and_not_with_the_department_of_the_register(
    school,
):
    tenure = school.staff.get(name="王某").tenures.get()

    subject = drawn_up(school).poll.subjects.get(label="王某")

    assert subject.note == tenure.post.title


@pytest.mark.row("A120", side="holds")
def test_it_may_be_held_on_paper_alone(school):
    """Handed out, counted by two, signed by a third, and counted like any other."""
    tasks.arise(school)
    officer, clerk = officer_of(school), teacher_of(school)
    signer = school.staff.filter(tenures=None).exclude(user__in=[None, clerk]).first().user
    poll = drawn_up(school, scrutineers=[clerk, signer], channel=Channel.PAPER).poll
    polls.open_poll(poll, officer, present=8)
    polls.hand_out_paper(poll, officer, poll.electors.values_list("pk", flat=True))
    polls.close(poll, officer)
    for each in (officer, clerk):
        polls.enter_paper(poll, each, "", all_excellent(poll, 8))
    polls.sign_paper(poll, signer, "")

    polls.count(poll, signer)

    assert {row.share for row in table(poll).blocks[0].rows} == {"100.0%"}
    assert not Task.objects.of(school).open().filter(kind="evaluation").exists()


def all_excellent(poll, number):
    cells = dict.fromkeys(batches.cells(paper_of(poll)), 0) | {"collected": number, "valid": number}
    return {key: number if key.endswith(".excellent") else value for key, value in cells.items()}


def test_it_is_offered_until_the_term_has_one(school, as_user):
    page = reverse("serving:evaluations")
    offer = reverse("serving:evaluation_new", args=[school.code])
    officer = as_user(officer_of(school))
    assert offer in officer.get(page).content.decode()

    evaluation = drawn_up(school)
    assert offer not in officer.get(page).content.decode()

    polls.void(evaluation.poll, officer_of(school), "到会人数不足")
    assert offer in officer.get(page).content.decode()
