"""Can anybody vote with a thumb on a phone, with scripts and without?"""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ballots import keys
from ballots.definitions import Contest, Counting, Option, SubjectSpec
from ballots.drawn import paper_of
from ballots.models import Envelope
from tests.factories.ballots import PacketFactory, PollFactory, voters_of

SMALLEST_TARGET = 44


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"


@pytest.fixture
def vote_on(sign_in):
    """Bring the first voter of a poll to its paper."""

    def vote_on(page, poll):
        sign_in(page, voters_of(poll)[0])
        page.goto(reverse("ballots:vote", args=[poll.public_id]))
        return page

    return vote_on


def look(page, name):
    """Keep a picture where LOOK names a folder."""
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def tick(page, name, value):
    page.locator(f'label:has(input[name="{name}"][value="{value}"])').click()


def sealed_marks(poll):
    [envelope] = Envelope.objects.of(poll)
    return paper_of(poll).decode(keys.opener(poll).decrypt(bytes(envelope.sealed))).marks


def test_a_ballot_is_cast_on_a_phone(phone, vote_on, overflow):
    poll = PollFactory(is_open=True, instructions="请对下列人选逐一表态。", voters=1)
    page = vote_on(phone, poll)
    expect(page.get_by_text("已填0/3")).to_be_visible()
    look(page, "consent")

    tick(page, "a.p1.consent", "agree")
    tick(page, "a.p2.consent", "oppose")
    expect(page.get_by_text("已填2/3")).to_be_visible()
    look(page, "consent-filled")
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_text("还有1人未选，将计为弃权")).to_be_visible()
    look(page, "check")
    assert overflow(page) == 0
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_text("已填2/3")).to_be_visible()
    tick(page, "a.p3.consent", "abstain")
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="确认投票").click()

    expect(page.get_by_text("您的票已投出，可以关闭本页")).to_be_visible()
    look(page, "done")
    assert {key: mark["consent"] for key, mark in sealed_marks(poll).items()} == {
        "p1": "agree",
        "p2": "oppose",
        "p3": "abstain",
    }


def test_going_back_and_confirming_again_changes_nothing(phone, vote_on):
    poll = PollFactory(is_open=True, voters=1)
    page = vote_on(phone, poll)
    tick(page, "a.p1.consent", "agree")
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="确认投票").click()
    expect(page.get_by_text("您的票已投出")).to_be_visible()

    page.goto(reverse("ballots:vote", args=[poll.public_id]))

    expect(page.get_by_text("您已投票，以首次提交为准")).to_be_visible()
    look(page, "already")
    assert sealed_marks(poll)["p1"] == {"consent": "agree"}


def test_the_same_page_works_without_scripts(phone_without_scripts, vote_on):
    poll = PollFactory(is_open=True, voters=1, grading=True)
    page = vote_on(phone_without_scripts, poll)
    expect(page.get_by_role("heading", name="张三")).to_be_visible()
    expect(page.locator("[data-count]")).to_be_hidden()

    tick(page, "a.p3.overall", "competent")
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="确认投票").click()

    expect(page.get_by_text("您的票已投出，可以关闭本页")).to_be_visible()
    assert sealed_marks(poll)["p3"]["overall"] == "competent"


def test_grades_are_given_one_person_after_the_other(phone, vote_on, overflow):
    poll = PollFactory(is_open=True, voters=1, grading=True, asks_remarks=True, title="中层干部民主测评")
    page = vote_on(phone, poll)
    expect(page.get_by_role("heading", name="李二")).to_be_hidden()
    look(page, "grading")
    assert overflow(page) == 0

    tick(page, "a.p1.virtue", "excellent")
    page.get_by_label("书面意见").first.fill("工作踏实，群众基础好")
    look(page, "grading-filled")
    page.get_by_role("button", name="下一位").click()
    expect(page.get_by_role("heading", name="王一")).to_be_hidden()
    page.get_by_role("button", name="下一位").click()
    look(page, "grading-last")
    page.get_by_role("button", name="上一位").click()
    page.get_by_role("button", name="下一位").click()
    page.get_by_role("button", name="下一步：核对").click()

    expect(page.get_by_text("还有3人的20项未评，将计为弃权")).to_be_visible()
    look(page, "grading-check")


def test_a_choice_lets_nobody_tick_too_many(phone, vote_on):
    poll = PollFactory(is_open=True, voters=1, choice=True, title="中层干部民主推荐（会议推荐）")
    page = vote_on(phone, poll)
    look(page, "choice")

    for person in ("p1", "p2", "p3"):
        tick(page, "a.c1.chosen", person)

    expect(page.get_by_text("最多选2人，请先取消一人再选")).to_be_visible()
    expect(page.locator('input[name="a.c1.chosen"]:checked')).to_have_count(2)
    look(page, "choice-over")


def test_papers_of_a_meeting_follow_one_another(phone, vote_on):
    packet = PacketFactory()
    first, second = (
        PollFactory(organisation=packet.organisation, packet=packet, voters=1, is_open=True, title=title)
        for title in ("会议推荐", "民主测评")
    )
    second.electors.update(user=voters_of(first)[0])
    page = vote_on(phone, first)
    look(page, "packet")

    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="确认投票").click()

    expect(page.get_by_role("heading", name="民主测评")).to_be_visible()
    expect(page.get_by_text("已投出1张，这是第2张")).to_be_visible()
    look(page, "packet-second")


@pytest.mark.parametrize("trait", [{}, {"grading": True, "asks_remarks": True}, {"choice": True}])
def test_the_paper_shuts_nobody_out(phone, vote_on, barriers, trait):
    page = vote_on(phone, PollFactory(is_open=True, voters=1, **trait))

    assert barriers(page) == []
    sizes = page.locator(".tick:visible").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(sizes) >= SMALLEST_TARGET
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 18


def test_a_paper_can_be_filled_in_with_the_keyboard(desk, vote_on):
    page = vote_on(desk, PollFactory(is_open=True, voters=1))

    page.keyboard.press("Tab")
    expect(page.get_by_role("switch", name="大字")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")

    expect(page.locator('input[name="a.p1.consent"][value="oppose"]')).to_be_checked()
    expect(page.get_by_text("已填1/3")).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "phone_without_scripts"])
def test_large_type_is_one_switch_and_stays_within_the_screen(request, vote_on, overflow, size):
    page = vote_on(request.getfixturevalue(size), PollFactory(is_open=True, voters=1, grading=True))
    heading = page.get_by_role("heading", level=1)
    before = heading.bounding_box()["height"]

    page.get_by_text("大字").click()

    assert heading.bounding_box()["height"] > before
    assert overflow(page) == 0
    look(page, f"large-{size}")


def test_the_paper_is_sent_until_it_is_acknowledged(phone, vote_on, complaints):
    """The first answer is lost on the way: the ballot lies in the urn, and the page can't know."""
    poll = PollFactory(is_open=True, voters=1)
    page = vote_on(phone, poll)
    tries = []

    def lose(route):
        tries.append(route.request)
        if len(tries) == 1:
            route.fetch()
            route.abort()
        elif len(tries) == 2:
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    page.get_by_role("button", name="下一步：核对").click()
    confirm = page.get_by_role("button", name="确认投票")
    expect(confirm).to_be_visible()
    page.route("**/vote/**", lose)
    confirm.click()

    expect(page.get_by_text("未保存：网络不通或系统正忙，正在重试（第1次）")).to_be_visible()
    look(page, "not-saved")
    expect(page.get_by_text("您已投票，以首次提交为准")).to_be_visible()
    expect(page.locator("[data-saving]")).to_be_hidden()
    assert Envelope.objects.count() == 1
    assert {said.split()[0] for said in complaints} == {"Failed", "503"}
    complaints.clear()


def test_nothing_chosen_is_left_after_back(phone, vote_on):
    """B15: the paper, the check and the vote are one entry of the history, which asks the server anew."""
    poll = PollFactory(is_open=True, voters=1)
    page = vote_on(phone, poll)
    entries = page.evaluate("history.length")
    tick(page, "a.p1.consent", "oppose")
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="确认投票").click()
    expect(page.get_by_text("您的票已投出")).to_be_visible()

    assert page.evaluate("history.length") == entries
    assert page.url.endswith(reverse("ballots:done", args=[poll.public_id]))
    page.go_back()
    assert "oppose" not in page.content()


def test_a_cold_load_takes_less_than_a_hundred_kilobytes(phone, vote_on):
    """Of the largest paper: six marks for each of thirty persons."""
    persons = [SubjectSpec(f"p{n}", f"张三丰{n}", f"教务处 拟任教务处副主任{n}") for n in range(30)]
    poll = PollFactory(is_open=True, voters=1, grading=True, subjects=persons, asks_remarks=True)
    answers = []
    phone.on("response", lambda answer: answers.append(answer))
    vote_on(phone, poll)
    phone.wait_for_load_state("networkidle")

    sizes = [answer.request.sizes() for answer in answers]
    assert len(sizes) == 3
    assert sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) <= 100 * 1024


def test_the_promises_open_within_the_page_and_nothing_chosen_is_lost(phone, vote_on, overflow):
    """Old WebViews have no second window."""
    page = vote_on(phone, PollFactory(is_open=True, voters=1))
    tick(page, "a.p1.consent", "oppose")

    page.get_by_role("link", name="我的票保密吗？").click()

    promise = page.get_by_text("系统里没有“谁投了什么”的记录")
    expect(promise).to_be_visible()
    look(page, "promises-in-the-page")
    assert (len(page.context.pages), overflow(page)) == (1, 0)
    expect(page.locator('input[name="a.p1.consent"][value="oppose"]')).to_be_checked()
    page.get_by_role("link", name="我的票保密吗？").click()
    expect(promise).to_be_hidden()


def test_somebody_is_written_in_out_of_a_list_that_is_there(phone, vote_on, overflow, barriers):
    staff = (Option("s1", "王芳", "教务处 1023"), Option("s2", "王芳", "语文组 2048"), Option("s3", "古丽"))
    counting = Counting(contests=(Contest("c1", "教务处主任", 2, 1, 2),), listed=staff)
    persons = [SubjectSpec("p1", "李二", "德育处", "c1"), SubjectSpec("p2", "赵四", "", "c1")]
    poll = PollFactory(kind="choice", subjects=persons, counting=counting, is_open=True, voters=1)
    page = vote_on(phone, poll)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    assert page.locator("#others option").count() == 3

    tick(page, "a.c1.chosen", "p2")
    page.get_by_label("教务处主任另选他人第1人").fill("王芳")
    look(page, "write-in")
    assert asked == []
    assert (overflow(page), barriers(page)) == (0, [])
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_text("叫“王芳”的有2人")).to_be_visible()
    look(page, "write-in-namesakes")
    page.get_by_label("教务处主任另选他人第1人").fill("王芳（语文组 2048）")
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_text("请核对，确认后不能更改")).to_be_visible()
    look(page, "write-in-check")
    page.get_by_role("button", name="确认投票").click()

    expect(page.get_by_text("您的票已投出")).to_be_visible()
    assert sealed_marks(poll)["c1-others"] == {"chosen": ["s2"]}


def test_too_many_excellent_are_told_at_once_and_before_the_ballot_is_gone(phone, vote_on, overflow):
    counting = Counting(noun="测评", max_excellent=1)
    page = vote_on(phone, PollFactory(grading=True, counting=counting, is_open=True, voters=1))

    tick(page, "a.p1.virtue", "excellent")
    over = page.get_by_text("最多评优秀1人，现有一项评优秀2人")
    expect(over).to_be_hidden()
    page.get_by_role("button", name="下一位").click()
    tick(page, "a.p2.virtue", "excellent")
    expect(over).to_be_visible()
    look(page, "too-excellent")
    assert overflow(page) == 0
    page.get_by_role("button", name="下一位").click()
    page.get_by_role("button", name="下一步：核对").click()

    expect(page.get_by_text("“德”最多评优秀1人，现评优秀2人")).to_be_visible()
    look(page, "too-excellent-check")
    page.get_by_role("button", name="仍照此提交").click()
    expect(page.get_by_text("您的票已投出")).to_be_visible()
