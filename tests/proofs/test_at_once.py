"""P1: two officers press the same button at the same moment; does one act, and is the other told?"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.proofs.guards import guarded

MATTERS = 4
DONE, TOLD = "已作出公示结论", "不能再作公示结论"


def _press_together(browsers, page):
    """What each is shown then."""
    start = Barrier(len(browsers))

    def press(browser):
        start.wait()
        _, back, _ = browser.request("POST", page, {"text": "未收到反映。"})
        return browser.request("GET", back)[2]

    with ThreadPoolExecutor(len(browsers)) as people:
        return list(people.map(press, browsers))


@guarded(the_hold_of_a_notice="one of them acts")
def test_p1_of_two_officers_who_press_at_once_one_acts_and_the_other_is_told(world, without):
    world.acts = "tests.proofs.office"
    world.move_to("2026-03-16T09:00+08:00")
    desk = world.stage("two_at_one_desk", matters=MATTERS)

    with world.web():
        browsers = [world.browser(session) for session in desk["sessions"]]
        shown = [_press_together(browsers, page) for page in desk["pages"]]

    assert world.stage("conclusions") == [1] * MATTERS, "one of them acts"
    assert [sorted((DONE in page, TOLD in page) for page in pages) for pages in shown] == (
        [[(False, True), (True, False)]] * MATTERS
    )
