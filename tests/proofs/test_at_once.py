"""P1, P2: two press at the same moment, the same button or another; is each answered, and neither kept waiting?"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

from tests.proofs.guards import guarded

MATTERS = 4
PAIRS = 16  # two that could meet don't always
DONE, TOLD = "已作出公示结论", "不能再作公示结论"


def _together(*deeds):
    """What comes of each."""
    start = Barrier(len(deeds))

    def do(deed):
        start.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(do, deeds))


def _conclude(browser, page):
    """What is shown then."""
    _, back, _ = browser.request("POST", page, {"text": "未收到反映。"})
    return browser.request("GET", back)[2]


@guarded(the_hold_of_a_notice="one of them acts")
def test_p1_of_two_officers_who_press_at_once_one_acts_and_the_other_is_told(world, without):
    world.acts = "tests.proofs.office"
    world.move_to("2026-03-16T09:00+08:00")
    desk = world.stage("two_at_one_desk", matters=MATTERS)

    with world.web():
        browsers = [world.browser(session) for session in desk["sessions"]]
        shown = [_together(*(partial(_conclude, each, page) for each in browsers)) for page in desk["pages"]]

    assert world.stage("conclusions") == [1] * MATTERS, "one of them acts"
    assert [sorted((DONE in page, TOLD in page) for page in pages) for pages in shown] == (
        [[(False, True), (True, False)]] * MATTERS
    )


@guarded(the_ledger_first="neither waits for the other")
def test_p2_of_two_who_do_different_things_at_once_neither_waits_for_the_other(world, without):
    world.acts = "tests.proofs.office"
    world.move_to("2026-03-16T09:00+08:00")
    pairs = world.stage("two_who_meet", matters=PAIRS)

    def post(session, page, form):
        return world.browser(session).request("POST", page, form)[0]

    with world.web():
        told = [_together(*(partial(post, *each) for each in pair)) for pair in pairs]

    assert told == [[302, 302]] * PAIRS, "neither waits for the other"
    assert world.stage("entered")["flaws"] == []
