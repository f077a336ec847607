"""Judges, their sheets, and the closing."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from campaigns import contest, permissions
from campaigns.models import Score, ScoreSheet, Slot
from campaigns.ranking import Weights
from campaigns.services import acts, judging, sending_back, weighing
from personnel.models import Relation
from selection.reasons import Refused
from tests.factories.accounts import LeaderFactory, TeacherFactory
from tests.factories.contest import arranged, drawn, officer_of, plain, scored, sheet
from tests.factories.personnel import StaffFactory
from tests.factories.records import AttachmentFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _monday(go_to):
    """Monday, 2 March 2026."""


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value.reasons


def leader_of(held):
    return LeaderFactory(organisation=held.campaign.organisation)


def scan_of(held):
    return AttachmentFactory(organisation=held.campaign.organisation)


def first(held):
    return held.panel.first(), Slot.objects.filter(draw__presentation=held).first().staff


def test_a_person_who_contends_judges_nobody():
    held = arranged()
    staff = held.campaign.live().first().staff

    assert refused(judging.name_judge, held, by=officer_of(held), user=staff.user) == [
        f"{staff.user.name}是本次竞岗的人选，应当回避，请另选评委"
    ]


@pytest.mark.row("A101", side="refuses")
def test_a_relative_of_somebody_who_contends_judges_nobody():
    held = arranged()
    staff = held.campaign.live().first().staff
    related = StaffFactory(organisation=held.campaign.organisation, with_account=True)
    Relation.objects.create(staff=related, relative=staff, kind="spouse")

    said = refused(judging.name_judge, held, by=officer_of(held), user=related.user)

    assert said == [f"{related.user.name}与人选{staff.name}有夫妻关系，应当回避，请另选评委"]


def test_a_judge_scores_by_criterion_and_the_sheet_stands():
    held = drawn()
    judge, staff = first(held)

    given = judging.submit(judge, staff, sheet(held, "87.5"), by=judge.user)

    assert given.total == Decimal("87.5")
    assert refused(judging.submit, judge, staff, sheet(held, 90), by=judge.user) == [
        f"对{staff.name}的评分表已经提交，不能再改；确需改动的，请经办人退回后重新评分"
    ]


def test_nobody_scores_for_a_judge():
    held = drawn()
    judge, staff = first(held)

    assert refused(judging.submit, judge, staff, sheet(held, 90), by=officer_of(held)) == [
        "您没有替别人评分的权限，或因回避不能办理"
    ]


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ("30.01", "“对所竞聘职务的认识”应在0到30分之间"),
        ("-0.01", "“对所竞聘职务的认识”应在0到30分之间"),
        ("NaN", "“对所竞聘职务的认识”应在0到30分之间"),
        ("9.123", "“对所竞聘职务的认识”最多保留两位小数"),
    ],
)
def test_points_out_of_bounds_are_refused(points, sentence):
    held = drawn()
    judge, staff = first(held)
    given = sheet(held, 80) | {held.criteria.first().pk: Decimal(points)}

    assert refused(judging.submit, judge, staff, given, by=judge.user) == [sentence]
    assert not ScoreSheet.objects.exists()


def test_a_line_left_out_is_refused():
    held = drawn()
    judge, staff = first(held)

    assert refused(judging.submit, judge, staff, {}, by=judge.user) == ["每个评分项目都要打分"]


def test_the_database_keeps_points_within_bounds():
    score = Score.objects.filter(sheet__judge__presentation=scored(drawn(persons=1))).first()

    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.filter(pk=score.pk).update(points=score.most + 1)


def test_before_the_draw_nobody_is_scored():
    held = arranged()
    staff = held.campaign.live().first().staff
    judge = held.panel.first()

    assert refused(judging.submit, judge, staff, sheet(held, 80), by=judge.user) == [
        f"{staff.name}尚未抽签排定演讲顺序，不能评分"
    ]


def test_a_sheet_is_given_back_by_a_recorded_act_and_kept():
    held = drawn()
    judge, staff = first(held)
    wrong = judging.submit(judge, staff, sheet(held, 8), by=judge.user)

    judging.give_back(wrong, by=officer_of(held), reason="评委填错")
    right = judging.submit(judge, staff, sheet(held, 80), by=judge.user)

    assert [each.total for each in ScoreSheet.objects.all()] == [8, 80]
    assert list(held.sheets()) == [right]
    acts_of = [entry.content["act"] for entry in held.campaign.ledger.entries.all()]
    assert acts_of[-3:] == ["提交评分表", "退回评分表重新评分", "提交评分表"]


def test_a_paper_sheet_counts_once_a_second_person_compared_it():
    held = drawn()
    judge, staff = first(held)
    given = judging.enter_on_paper(
        judge, staff, sheet(held, 80), by=officer_of(held), happened_on=TODAY, attachment=scan_of(held)
    )

    assert not held.sheets().exists()
    acts.confirm(given, by=leader_of(held))
    assert held.sheets().get() == given


def test_a_paper_sheet_that_is_sent_back_is_entered_anew():
    held = drawn()
    judge, staff = first(held)
    facts = {"by": officer_of(held), "happened_on": TODAY, "attachment": scan_of(held)}
    wrong = judging.enter_on_paper(judge, staff, sheet(held, 8), **facts)

    sending_back.send_back(wrong, by=leader_of(held), reason="与原表不符")

    assert judging.enter_on_paper(judge, staff, sheet(held, 80), **facts).total == 80


@pytest.mark.row("A102", side="refuses")
def test_the_scoring_is_not_closed_while_a_sheet_is_missing():
    held = drawn(persons=1)
    judge, staff = first(held)
    judging.submit(judge, staff, sheet(held, 80), by=judge.user)

    assert refused(judging.close, held, by=officer_of(held)) == [f"{staff.name}应有5张评分表，现有1张"]


@pytest.mark.row("A102", side="holds")
def test_the_closing_seals_every_total_in_the_ledger():
    held = scored(drawn(persons=1), "87.25")

    judging.close(held, by=officer_of(held))

    entry = held.campaign.ledger.entries.last().content
    assert entry["act"] == "量分结束"
    assert list(entry["payload"]["totals"].values()) == [["349/4"] * 5]


def test_after_the_closing_nothing_is_changed():
    held = scored(drawn(persons=1))
    judging.close(held, by=officer_of(held))
    said = ["量分已经结束，不能再改动"]

    assert refused(judging.give_back, held.sheets().first(), by=officer_of(held), reason="改") == said
    assert refused(judging.relieve_judge, held.panel.first(), by=officer_of(held), reason="换") == said
    assert refused(judging.name_judge, held, by=officer_of(held), name="外请评委") == said
    assert refused(judging.close, held, by=officer_of(held)) == said


def test_the_officer_sees_no_single_sheet_before_the_closing():
    held = scored(drawn(persons=1))
    officer = officer_of(held)

    assert not permissions.may_see_sheets(held, officer)
    judging.close(held, by=officer)
    assert permissions.may_see_sheets(held, officer)


def test_the_sheets_of_a_judge_who_was_relieved_count_no_more():
    held = scored(drawn(persons=1))
    judging.relieve_judge(held.panel.first(), by=officer_of(held), reason="身体不适")

    assert held.sheets().count() == 4


def test_a_further_part_and_written_opinions_are_weighed_once_confirmed():
    plan = plain(judges_weight=60, parts=(("笔试", 40),), weights=Weights(80, 0, 20))
    held = scored(drawn(persons=1, arrangement=plan), 90)
    person = held.campaign.live().get()
    facts = {"by": officer_of(held), "happened_on": TODAY, "attachment": scan_of(held)}
    written = weighing.enter_opinions(person, 40, 30, **facts)
    result = weighing.enter_part(held.parts.get(), person.staff, Decimal("70.5"), **facts)

    assert contest.table(held.campaign)[0].composite is None
    for done in (written, result):
        acts.confirm(done, by=leader_of(held))

    line = contest.table(held.campaign)[0]
    assert (line.inputs.score, line.inputs.opinions) == (Decimal("82.2"), 75)
    assert line.figures["综合"] == "80.76"


@pytest.mark.parametrize("points", ["100.01", "-1", "Infinity", "70.005"])
def test_a_part_is_entered_of_100(points):
    held = drawn(arrangement=plain(judges_weight=60, parts=(("笔试", 40),)))
    staff = held.campaign.live().first().staff

    said = refused(weighing.enter_part, held.parts.get(), staff, Decimal(points), by=officer_of(held),
                   happened_on=TODAY, attachment=scan_of(held))  # fmt: skip

    assert said == ["成绩按百分制录入，应在0到100之间，最多保留两位小数"]


def test_a_judge_of_another_contest_sees_nothing_here():
    held, other = arranged(), TeacherFactory()

    assert list(type(held).objects.judged_by(held.panel.first().user)) == [held]
    assert not type(held).objects.judged_by(other).exists()
