"""A contest at the desk, in a judge's hand and on the wall of the hall."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaigns.models import Slot
from campaigns.ranking import Weights
from campaigns.services import judging, presenting
from tests.browser.conftest import DESK, PHONE
from tests.factories.accounts import LeaderFactory
from tests.factories.contest import arranged, drawn, officer_of, plain, scored, sheet

OFFICERS = ("contest", "contest_arrange", "contest_figures", "contest_ranking")


def at(name, *args):
    return reverse(f"campaigns:{name}", args=args)


@pytest.fixture
def held():
    """Three persons, of whom one did not come; the scoring is closed."""
    held = drawn(persons=3, arrangement=plain(shows_results=True, weights=Weights(100, 0, 0)))
    absent, *others = Slot.objects.filter(draw__presentation=held)
    presenting.say_absent(absent, by=officer_of(held), reason="三次呼点未到")
    presenting.confirm_absence(absent, by=LeaderFactory(organisation=held.campaign.organisation))
    for slot in others:
        for judge in held.panel:
            judging.submit(judge, slot.staff, sheet(held, "87.25"), by=judge.user)
    judging.close(held, by=officer_of(held))
    return held


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_officer_s_pages_stand_on_any_screen(open_page, sign_in, held, size, overflow, barriers):
    page = open_page(**size)
    sign_in(page, officer_of(held))

    for name in OFFICERS:
        page.goto(at(name, held.campaign.pk))
        assert (name, overflow(page), barriers(page)) == (name, 0, [])


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_judge_scores_on_any_screen(open_page, sign_in, size, overflow, barriers):
    held = drawn(persons=2)
    page, judge = open_page(**size), held.panel.first()
    slot = Slot.objects.filter(draw__presentation=held).first()
    sign_in(page, judge.user)

    for address in (at("judging", held.pk), at("score", held.pk, slot.staff_id)):
        page.goto(address)
        assert (address, overflow(page), barriers(page)) == (address, 0, [])
    for box in page.get_by_role("spinbutton").all():
        box.fill("20")
    page.get_by_role("button", name="提交评分表").click()

    assert "已提交，合计60.00分" in page.inner_text("main")


def test_the_wall_counts_the_time_down(desk, sign_in, overflow):
    held = drawn(persons=2)
    sign_in(desk, officer_of(held))
    desk.goto(at("contest_screen", held.campaign.pk))

    assert desk.inner_text("[role=timer]") == "10:00"
    desk.get_by_role("button", name="开始计时").click()
    expect(desk.get_by_role("timer")).not_to_have_text("10:00")

    assert re.fullmatch(r"9:5\d", desk.inner_text("[role=timer]"))
    assert overflow(desk) == 0


def test_the_result_is_read_from_the_last_row(desk, sign_in, overflow):
    held = scored(drawn(persons=1, arrangement=plain(shows_results=True)), "87.25")
    sign_in(desk, officer_of(held))
    desk.goto(at("slot_screen", Slot.objects.get(draw__presentation=held).pk))

    assert "87.25" in desk.inner_text("main")
    assert overflow(desk) == 0


def test_before_the_draw_nothing_is_counted(desk, sign_in):
    held = arranged()
    sign_in(desk, officer_of(held))
    desk.goto(at("contest_screen", held.campaign.pk))

    assert "演讲已全部结束" not in desk.inner_text("main")
