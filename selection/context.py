"""What does every page know besides its own subject?

Everything here is lazy: a page that shows no menu, no bell and no clock asks the database nothing.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from selection import clock, deadlines, navigation


def surroundings(request: HttpRequest) -> dict[str, Any]:
    known: dict[str, Any] = {
        "site_name": "中层干部选拔任用",
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "unread": SimpleLazyObject(lambda: _unread(request)),
    }
    if settings.DEMO:
        known |= {
            "is_demo": True,
            "demo_now": clock.now(),
            "next_deadline": SimpleLazyObject(deadlines.earliest),
        }
    return known


def _menu(request: HttpRequest) -> list[navigation.Link]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return navigation.links({act for act, _path in user.reach}, request.path)


def _unread(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    return user.notifications.filter(read_at=None).count()
