"""Which posts does a played campaign fill, on which track, and who is brought up for them?"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from campaigns.choices import Track, TrackReason
from personnel.models import Post, StaffMember, Tenure
from selection import clock

from .cast import Cast
from .doing import Seat


def _free(cast: Cast) -> QuerySet[Post]:
    return Post.objects.filter(
        department__organisation=cast.school, rank="deputy", department__position__gte=2
    )


def _named(cast: Cast, number: int) -> list[StaffMember]:
    return cast.dice.sample(cast.teachers[: -len(cast.cadres) - 5], number)


def _clear_choices(cast: Cast) -> list[Seat]:
    posts, named = _free(cast), _named(cast, 3)
    return [
        Seat(posts[0], TrackReason.CLEAR_CHOICE, named[:2]),
        Seat(posts[1], TrackReason.CLEAR_CHOICE, named[2:]),
    ]


def _contested(cast: Cast) -> list[Seat]:
    """Two posts with three who enter for each; one of them enters for both."""
    posts, named = _free(cast), _named(cast, 5)
    return [
        Seat(posts[0], TrackReason.MANY_SUITABLE, named[:3]),
        Seat(posts[1], TrackReason.MANY_SUITABLE, named[2:]),
    ]


def _direct(cast: Cast) -> list[Seat]:
    """One post for each lawful reason: two promotions and a renewal."""
    posts, (proposed, other) = _free(cast), _named(cast, 2)
    held = Tenure.objects.at(cast.school).in_force(clock.today()).earliest("pk")
    return [
        Seat(posts[0], TrackReason.BUREAU_PROPOSAL, [proposed]),
        Seat(posts[1], TrackReason.OTHER_DIRECT, [other]),
        Seat(held.post, TrackReason.NEW_PRINCIPAL, [held.staff], [held]),
    ]


FOR: dict[Track, Callable[[Cast], list[Seat]]] = {
    Track.NON_COMPETITIVE: _clear_choices,
    Track.COMPETITIVE: _contested,
    Track.DIRECT: _direct,
}
