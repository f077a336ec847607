"""What is said in a school's chat group when somebody is told something inside?"""

import pytest
from apprise import Apprise
from django.db import transaction
from kombu.exceptions import OperationalError

from selection.accounts import notices, robots, tasks
from selection.accounts.checks import robots_can_be_reached
from selection.accounts.models import Notification
from tests.factories.accounts import SchoolFactory, TeacherFactory
from tests.settings import forget_cache

pytestmark = pytest.mark.django_db
SECRET = "wecombot://a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6"
SENTENCE = "张某某的民主测评已计票，同意45票"


@pytest.fixture
def teacher():
    return TeacherFactory(organisation=SchoolFactory(code="school-1", name="第一小学"))


@pytest.fixture
def said(settings, monkeypatch, committing):
    """The sentences sent, each with the number of addresses it went to."""
    settings.ALLOWED_HOSTS = ["xuanba.example.cn", "testserver"]
    settings.NOTICE_ROBOTS = [("school-1", SECRET), ("school-1", "mailtos://u:p@smtp.example.cn")]
    sent = []

    def notify(robot, body, title):
        sent.append((title, body, len(robot)))
        return True

    monkeypatch.setattr(Apprise, "notify", notify)
    return sent


def test_the_group_hears_that_there_is_news_and_nothing_of_it(said, teacher):
    with transaction.atomic():
        notices.notify([teacher], SENTENCE)
        assert said == []

    assert said == [
        (
            "中层干部选拔任用",
            "第一小学有新的消息，请登录查看：https://xuanba.example.cn/notifications/",
            2,
        )
    ]


def test_many_notices_are_one_call_and_the_next_one_comes_later(said, teacher):
    for _ in range(10):
        with transaction.atomic():
            notices.notify([teacher, TeacherFactory(organisation=teacher.organisation)], SENTENCE)
    first = len(said)
    forget_cache()
    with transaction.atomic():
        notices.notify([teacher], SENTENCE)

    assert (first, len(said)) == (1, 2)


def test_what_is_taken_back_or_told_elsewhere_or_to_somebody_who_has_left_calls_nobody(said, teacher):
    with transaction.atomic():
        notices.notify([teacher], SENTENCE)
        transaction.set_rollback(True)
    with transaction.atomic():
        notices.notify([TeacherFactory()], SENTENCE)
        notices.notify([TeacherFactory(organisation=teacher.organisation, is_active=False)], SENTENCE)

    assert said == []


def test_a_robot_or_a_queue_that_is_away_stops_nothing(said, teacher, monkeypatch, caplog):
    def away(*_):
        raise OperationalError("no queue")

    monkeypatch.setattr(Apprise, "notify", lambda *_, **__: False)
    with transaction.atomic():
        notices.notify([teacher], SENTENCE)
    monkeypatch.setattr(tasks.call_robot, "delay", away)
    with transaction.atomic():
        notices.notify([teacher], SENTENCE)

    assert Notification.objects.filter(user=teacher).count() == 2
    assert [each.message for each in caplog.records] == [
        "the robot of school-1 did not take the notice",
        "the queue is away, the robot of school-1 is not called: no queue",
    ]


def test_without_robots_telling_costs_one_query(django_assert_num_queries, teacher):
    with django_assert_num_queries(1):
        notices.notify([teacher], SENTENCE)


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        ([("school-1", SECRET)], []),
        ([("school-1", "")], ["NOTICE_ROBOTS：“school-1”后面缺“=地址”"]),
        ([("school-1", "我的群"), ("bureau", SECRET)], ["NOTICE_ROBOTS：“school-1”后面的地址看不懂"]),
    ],
)
def test_an_address_nobody_can_read_fails_the_check_without_showing_it(settings, given, sentences):
    settings.NOTICE_ROBOTS = given

    assert [each.msg for each in robots_can_be_reached(None)] == sentences
    assert robots.complaints() == [each.removeprefix("NOTICE_ROBOTS：") for each in sentences]
