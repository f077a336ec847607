"""A contest at the browser: the officer's pages, a judge on the phone, the wall of the hall."""

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.choices import AgendaPurpose
from campaigns.forms.contest import JudgeForm
from campaigns.forms.meetings import AgendaForm
from campaigns.models import Slot
from campaigns.ranking import Weights
from campaigns.services import judging
from tests.factories.accounts import TeacherFactory
from tests.factories.contest import arranged, contending, drawn, officer_of, plain, scored, sheet
from tests.factories.personnel import RelationFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(go_to):
    """Monday, 2 March 2026."""


def at(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page(client, address):
    return client.get(address).content.decode()


ARRANGED = {
    "mode": "speech",
    "audience": "staff",
    "minutes": "8",
    "criteria": "对所竞聘职务的认识 40\n今后的工作设想 60",
    "judges_weight": "60",
    "parts": "笔试 40",
    "weighing": "weighted",
    "scores": "60",
    "evaluation": "30",
    "opinions": "10",
}


def test_the_officer_arranges_the_contest_with_what_the_rulebook_proposes():
    campaign = contending()
    officer = signed_in(campaign.plan.created_by)
    address = at("contest_arrange", campaign.pk)

    assert "竞聘的有利条件和不足 33" in page(officer, address)
    assert officer.post(address, ARRANGED).status_code == 302

    shown = page(officer, at("contest", campaign.pk))
    assert "演讲，全体教师大会，每人8分钟" in shown
    assert "评委量分60%、笔试40%" in shown
    assert "量分×60%＋民主测评×30%＋书面意见×10%" in shown


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"criteria": "对职务的认识"}, "应写成“名称 分值”"),
        ({"criteria": "认识 0\n设想 100"}, "应写成“名称 分值”"),
        ({"parts": "笔试 30"}, "评委量分和其他量分项目的比重合计应为100，现合计90"),
        ({"scores": "50"}, "评委量分、民主测评、书面意见的权重合计应为100，现合计90"),
    ],
)
def test_what_cannot_be_is_said_on_the_form(changes, sentence):
    campaign = contending()
    officer = signed_in(campaign.plan.created_by)

    answer = officer.post(at("contest_arrange", campaign.pk), ARRANGED | changes)

    assert sentence in answer.content.decode()
    assert not campaign.presentations.exists()


def test_the_order_is_drawn_by_a_button_that_asks_for_nothing():
    held = arranged()
    officer = signed_in(officer_of(held))

    answer = officer.post(at("contest_act", held.campaign.pk, "draw-lots"), follow=True)

    assert "已由系统抽签，演讲顺序如下" in answer.content.decode()
    assert Slot.objects.count() == 3


def test_a_judge_finds_the_work_at_home_and_scores_on_the_phone():
    held = drawn(persons=2)
    judge = held.panel.first()
    client, slot = signed_in(judge.user), Slot.objects.filter(draw__presentation=held).first()
    points = {f"points_{pk}": str(given) for pk, given in sheet(held, "87.5").items()}

    assert "待我评分：还有2人" in page(client, reverse("home"))
    answer = client.post(at("score", held.pk, slot.staff_id), points, follow=True)

    assert f"对{slot.staff.name}的评分表已提交" in answer.content.decode()
    assert "合计87.50分" in page(client, at("judging", held.pk))
    assert "合计87.50分" in page(client, at("score", held.pk, slot.staff_id))
    assert "待我评分：还有1人" in page(client, reverse("home"))


def test_too_many_points_are_refused_on_the_page():
    held = drawn(persons=1)
    judge, slot = held.panel.first(), Slot.objects.get(draw__presentation=held)
    points = {f"points_{each.pk}": str(each.points + 1) for each in held.criteria.all()}

    answer = signed_in(judge.user).post(at("score", held.pk, slot.staff_id), points)

    assert answer.status_code == 200
    assert not held.sheets().exists()


def test_nobody_but_the_judge_reads_a_sheet_before_the_closing():
    held = scored(drawn(persons=1), "87.25")
    other = held.panel.last().user

    for user in (officer_of(held), other):
        for address in (at("contest", held.campaign.pk), at("contest_ranking", held.campaign.pk)):
            assert "87.25" not in page(signed_in(user), address)


def test_a_stranger_and_a_judge_of_before_find_nothing():
    held = drawn(persons=1)
    judge, slot = held.panel.first(), Slot.objects.get(draw__presentation=held)
    judging.relieve_judge(judge, by=officer_of(held), reason="身体不适")

    for user in (judge.user, TeacherFactory(organisation=held.campaign.organisation)):
        assert signed_in(user).get(at("judging", held.pk)).status_code == 404
        assert signed_in(user).get(at("score", held.pk, slot.staff_id)).status_code == 404


def test_the_ranking_shows_every_input_once_the_scoring_is_closed():
    held = scored(drawn(arrangement=plain(weights=Weights(100, 0, 0))), 90, 80, 80)
    officer = signed_in(officer_of(held))
    address = at("contest_ranking", held.campaign.pk)

    assert "量分还没有结束" in page(officer, address)
    officer.post(at("contest_act", held.campaign.pk, "close"))

    shown = page(officer, address)
    assert "综合第1" in shown
    assert "并列第2名，由集体研究确定" in shown
    assert "90.00、90.00" in shown
    assert held.panel.first().name not in shown


def test_the_ranking_says_what_the_composite_still_waits_for():
    held = scored(drawn(arrangement=plain(weights=Weights(50, 30, 20))))
    judging.close(held, by=officer_of(held))

    shown = page(signed_in(officer_of(held)), at("contest_ranking", held.campaign.pk))

    assert "民主测评、书面意见还没有齐全，综合和综合名次暂不计算" in shown


def test_the_ranking_waits_for_nothing_that_counts_for_nothing():
    held = scored(drawn(arrangement=plain(weights=Weights(100, 0, 0))))
    judging.close(held, by=officer_of(held))

    assert "还没有齐全" not in page(signed_in(officer_of(held)), at("contest_ranking", held.campaign.pk))


def test_the_meeting_on_inspectees_has_everybody_in_the_order_of_the_ranking():
    held = scored(drawn(persons=3), 70, 90, 80)
    judging.close(held, by=officer_of(held))
    order = [slot.staff for slot in Slot.objects.filter(draw__presentation=held)]

    form = AgendaForm(campaign=held.campaign, purpose=AgendaPurpose.INSPECTEES)

    assert [(row.person.staff, row.placed) for row in form.outcome_rows()] == [
        (order[1], "量分第1"),
        (order[2], "量分第2"),
        (order[0], "量分第3"),
    ]
    assert form["resolution"].value() == "根据量分、民主测评和书面意见，集体研究，择优确定考察对象。"


def test_before_the_scoring_is_closed_nobody_has_a_place():
    form = AgendaForm(campaign=scored(drawn(persons=2)).campaign, purpose=AgendaPurpose.INSPECTEES)

    assert [row.placed for row in form.outcome_rows()] == ["", ""]


def test_a_campaign_on_another_track_has_no_contest():
    campaign = contending(track="non_competitive")

    assert signed_in(campaign.plan.created_by).get(at("contest", campaign.pk)).status_code == 404


def test_the_wall_shows_whose_turn_it_is_and_the_time_without_a_script():
    held = drawn(persons=2)
    first = Slot.objects.filter(draw__presentation=held).first()

    shown = page(signed_in(officer_of(held)), at("contest_screen", held.campaign.pk))

    assert f"<b>1</b>号　{first.staff.name}" in shown
    assert ">10:00<" in shown


def test_neither_who_contends_nor_a_relative_is_offered_as_judge():
    held = arranged()
    person = held.campaign.live().first().staff
    relative = StaffFactory(organisation=person.organisation, with_account=True)
    RelationFactory(staff=person, relative=relative)
    other = TeacherFactory(organisation=person.organisation)

    offered = JudgeForm(campaign=held.campaign).fields["user"].queryset

    assert other in offered
    assert not {person.user, relative.user} & set(offered)


def test_the_host_goes_on_to_the_next_whatever_sheets_are_in():
    held = drawn(persons=3)
    first, second, third = Slot.objects.filter(draw__presentation=held)
    wall = at("contest_screen", held.campaign.pk)
    host = signed_in(officer_of(held))

    assert f'<a href="?turn=2">2号　{second.staff.name}</a>' in page(host, wall)
    last = page(host, f"{wall}?turn=3")

    assert f"<b>3</b>号　{third.staff.name}" in last
    assert "下一位" not in last


def test_a_result_is_shown_in_the_hall_only_where_the_plan_says_so():
    open_, silent = (drawn(persons=1, arrangement=plain(shows_results=shows)) for shows in (True, False))
    for held in (open_, silent):
        scored(held, "87.25")
    walls = [at("slot_screen", Slot.objects.get(draw__presentation=held).pk) for held in (open_, silent)]

    assert "87.25" in page(signed_in(officer_of(open_)), walls[0])
    assert signed_in(officer_of(silent)).get(walls[1]).status_code == 404


@pytest.mark.parametrize("persons", [1, 3])
def test_the_page_costs_the_same_for_every_number_of_persons(persons, django_assert_max_num_queries):
    held = scored(drawn(persons=persons, arrangement=plain(weights=Weights(100, 0, 0))))
    officer = signed_in(officer_of(held))
    officer.get(at("contest", held.campaign.pk))

    with django_assert_max_num_queries(40):
        officer.get(at("contest", held.campaign.pk))
