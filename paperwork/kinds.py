"""What is a form: whose data does it print, from which facts, for whose eyes?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from campaigns import permissions
from campaigns.choices import Stage, Track
from campaigns.models import Campaign
from selection.accounts.models import User

Facts = dict[str, Any]
EVERY_TRACK = frozenset(Track)
VOTED = EVERY_TRACK - {Track.DIRECT}
CONTEST = frozenset({Track.COMPETITIVE})
NOMINATED = frozenset({Track.NON_COMPETITIVE})


@dataclass(frozen=True)
class Subject:
    """One sheet that there is to print: a person, a meeting, the campaign itself."""

    pk: int
    label: str
    of: Any


def figures(campaign: Campaign, user: User) -> bool:
    return permissions.may_see_figures(campaign.plan, user)


@dataclass(frozen=True)
class Form:
    """One form in the order of the procedure.

    ``subjects`` are the sheets that a campaign has to fill it with, ``facts`` what one of them says, ``blank``
    the empty sheet under a school's name: ``title``, ``blocks`` and what ``papers/form.html`` knows besides
    (``particulars``, ``remarks``, ``signatures``). ``reads`` says whose eyes the filled sheets are for; a blank
    one is for everybody at work.
    """

    key: str
    title: str
    cites: str
    stage: Stage
    subjects: Callable[[Campaign], Iterable[Subject]]
    facts: Callable[[Any], Facts]
    blank: Callable[[str], Facts]
    reads: Callable[[Campaign, User], bool] = figures
    tracks: frozenset[Track] = EVERY_TRACK
    template: str = "papers/sheet.html"

    def subject(self, campaign: Campaign, pk: int) -> Subject | None:
        return next((each for each in self.subjects(campaign) if each.pk == pk), None)


def itself(campaign: Campaign) -> list[Subject]:
    """For a form of which a campaign has one."""
    return [Subject(campaign.pk, campaign.title, campaign)]


def people(campaign: Campaign) -> list[Subject]:
    """A sheet for each person who goes on."""
    return [Subject(person.pk, person.staff.name, person) for person in campaign.live()]


def no_sheets(_campaign: Campaign) -> list[Subject]:
    """For a form that is only ever filled by hand."""
    return []


def nothing(_subject: Any) -> Facts:
    return {}
