"""What stands around every page: the menu, the bell, and in a demo the clock."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import RequestFactory

from selection import clock, context, deadlines, navigation

pytestmark = pytest.mark.urls("tests.ground.urls")

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=clock.ZONE)
FRIDAY = datetime(2026, 3, 7, 0, 0, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    monkeypatch.setattr(deadlines, "sources", [])
    monkeypatch.setattr(deadlines, "works", [])


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    with time_machine.travel(datetime(2030, 1, 1, tzinfo=clock.ZONE), tick=False):
        clock.start_demo()
        yield tmp_path


def somebody(*acts, unread=0):
    return SimpleNamespace(
        name="周敏",
        is_authenticated=True,
        organisation=None,
        reach=frozenset((act, "1.2.") for act in acts),
        notifications=SimpleNamespace(filter=lambda **_: SimpleNamespace(count=lambda: unread)),
    )


def labels(links):
    return [link.label for link in links]


def test_a_teacher_sees_home_and_votes_only():
    assert labels(navigation.links([], "/")) == ["首页", "投票"]


def test_an_act_opens_its_places_as_far_as_they_exist():
    assert labels(navigation.links(["view_campaigns", "view_register"], "/")) == [
        "首页",
        "选拔任用",
        "人员名册",
        "投票",
        "方案规则",
    ]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["首页"]),
        ("/campaigns/7/", ["选拔任用"]),
        ("/campaigns/rulesets/", ["方案规则"]),
        ("/elsewhere/", []),
    ],
)
def test_the_menu_marks_the_nearest_place(path, current):
    links = navigation.links(["view_campaigns"], path)

    assert labels(link for link in links if link.is_current) == current


def request_of(user=None, path="/"):
    request = RequestFactory().get(path)
    if user:
        request.user = user
    return request


def test_a_page_knows_its_menu_and_the_unread_messages():
    known = context.surroundings(request_of(somebody("view_campaigns", unread=3)))

    assert labels(known["menu"]) == ["首页", "选拔任用", "投票", "方案规则"]
    assert known["unread"] == 3
    assert "is_demo" not in known


@pytest.mark.parametrize("user", [None, SimpleNamespace(is_authenticated=False)])
def test_a_stranger_has_no_menu_and_no_messages(user):
    known = context.surroundings(request_of(user))

    assert (list(known["menu"]), known["unread"]) == ([], 0)


def test_nothing_is_asked_before_a_page_shows_it():
    context.surroundings(request_of(SimpleNamespace()))


def test_what_is_still_to_come_is_listed_by_time(demo):
    deadlines.register(lambda: [(FRIDAY, "公示期满"), (MONDAY - timedelta(days=1), "昨天的")])
    deadlines.register(lambda: [(MONDAY + timedelta(hours=1), "测评截止")])

    assert [each.label for each in deadlines.upcoming()] == ["测评截止", "公示期满"]
    assert deadlines.earliest() == deadlines.Deadline(MONDAY + timedelta(hours=1), "测评截止")


def test_what_registers_twice_is_asked_and_done_once(demo):
    done = []

    def source():
        return [(FRIDAY, "公示期满")]

    def work():
        done.append(clock.now())

    for _ in range(2):
        deadlines.register(source)
        deadlines.on_tick(work)
    deadlines.tick()

    assert (len(deadlines.upcoming()), done) == (1, [MONDAY])


def test_one_failing_work_does_not_keep_the_others_from_theirs():
    done = []
    deadlines.on_tick(lambda: 1 / 0)
    deadlines.on_tick(lambda: done.append("others"))

    with pytest.raises(ExceptionGroup) as failure:
        deadlines.tick()

    assert done == ["others"]
    assert [type(each) for each in failure.value.exceptions] == [ZeroDivisionError]


def test_a_tick_writes_the_demo_clock_down(demo):
    with time_machine.travel(datetime(2030, 1, 1, 3, tzinfo=clock.ZONE), tick=False):
        deadlines.tick()

    assert '"at": "2026-03-02T11:00:00+08:00"' in (demo / "clock.json").read_text()


def sentences(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.django_db
def test_the_demo_moves_just_past_the_next_deadline_and_does_what_is_due(demo, client):
    seen = []
    deadlines.register(lambda: [(FRIDAY, "公示期满")])
    deadlines.on_tick(lambda: seen.append(clock.now()))

    response = client.post("/demo/clock/", {"to": "deadline", "next": "/votes/"})

    assert response["Location"] == "/votes/"
    assert seen == [FRIDAY + timedelta(seconds=1)]
    assert sentences(response) == ["演示时间已到2026年3月6日 24:00：公示期满"]


@pytest.mark.django_db
def test_the_demo_moves_a_working_day_over_the_weekend(demo, client):
    clock.move_to(FRIDAY - timedelta(hours=9))

    response = client.post("/demo/clock/", {"to": "workday"})

    assert clock.now() == datetime(2026, 3, 9, 8, 0, tzinfo=clock.ZONE)
    assert sentences(response) == ["演示时间已到2026年3月9日 8:00：新的一个工作日"]


@pytest.mark.django_db
def test_with_nothing_to_come_the_demo_says_so_and_stays(demo, client):
    response = client.post("/demo/clock/", {"to": "deadline"})

    assert clock.now() == MONDAY
    assert sentences(response) == ["眼下没有要到期的事项，可以把演示时间往前调一个工作日"]


@pytest.mark.django_db
def test_outside_a_demo_there_is_no_clock_to_move(client):
    assert client.post("/demo/clock/", {"to": "workday"}).status_code == 404


@pytest.mark.django_db
def test_in_a_demo_every_page_bears_the_clock(demo, client):
    deadlines.register(lambda: [(FRIDAY, "公示期满")])

    page = client.get("/").text

    assert "演示时间 <b>2026年3月2日 8:00</b> 周一" in page
    assert "下一期限：2026年3月6日 24:00 公示期满" in page


@pytest.mark.django_db
def test_at_midnight_the_clock_shows_the_day_that_begins_with_its_own_weekday(demo, client):
    clock.move_to(datetime(2026, 3, 4, tzinfo=clock.ZONE))

    assert "演示时间 <b>2026年3月4日 0:00</b> 周三" in client.get("/").text


@pytest.mark.django_db
def test_outside_a_demo_no_page_bears_a_clock(client):
    assert "演示时间" not in client.get("/").text
