"""What is a person told inside the system?"""

import pytest

from selection.accounts import notices
from selection.accounts.models import Notification
from tests.factories.accounts import NotificationFactory, TeacherFactory

pytestmark = pytest.mark.django_db


def test_each_person_is_told_once_and_nobody_who_has_left():
    teacher, gone = TeacherFactory(), TeacherFactory(is_active=False)

    notices.notify([teacher, teacher, gone], "请您参加投票", "/vote/")

    assert [(note.user, str(note), note.url) for note in Notification.objects.all()] == [
        (teacher, "请您参加投票", "/vote/")
    ]


def test_reading_clears_the_own_badge_only():
    note, other = NotificationFactory(), NotificationFactory()

    notices.mark_read(note.user)

    assert list(Notification.objects.unread()) == [other]
