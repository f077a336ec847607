"""Does any walk through the procedure reach an appointment with a row unmet?

The acts are those of an office, in any order that the program lets pass: forgotten, by halves, on paper,
undone, with ways back, exceptions and corrections in between. Who is appointed in the end is judged by
rows.py, which knows no rule of the program.
"""

import os
from contextlib import suppress
from datetime import date
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from campaigns.choices import Stage
from campaigns.models import Candidacy
from campaigns.services import stages
from campaigns.simulation import days, school
from campaigns.simulation.cast import cast_of
from campaigns.simulation.stages import AT, Seat, draft
from personnel.models import Post, Tenure
from selection import clock
from selection.reasons import Refused
from tests.oracle.mischief import INTERLUDES, WRONG, Mischief, attempt, try_every_door
from tests.oracle.rows import unmet

START = date(2026, 3, 2)
WALKS = int(os.environ.get("WALKS", "6"))  # as many as one has patience for
LONGEST = 14  # stages of one walk, ways back among them
STAFF = {"county-schools": 30, "pidu-school": 66}
REASONS = {"non_competitive": "NC4", "competitive": "C1", "direct": "D3"}
WALKED = [
    ("county-schools", "non_competitive"),
    ("county-schools", "competitive"),
    ("county-schools", "direct"),
    ("pidu-school", "non_competitive"),
]

wrong = st.lists(st.tuples(st.sampled_from(WRONG), st.integers(1, 4)), max_size=2)
turnouts = st.sampled_from([1.0, 0.94, 0.7, 0.66, 0.5])
consents = st.sampled_from([0.95, 0.82, 0.6, 0.4])
interludes = st.lists(st.tuples(st.integers(0, LONGEST - 1), st.sampled_from(INTERLUDES)), max_size=4).map(
    lambda pairs: sorted(pairs, key=lambda pair: pair[0])
)


@pytest.fixture
def demo_mode(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"


def appointed():
    return Candidacy.objects.filter(standing="appointed", appointment__voided_on=None)


def judge():
    """Nobody holds an appointment, or every row holds for whoever does."""
    found = {person: rows for person in appointed() if (rows := unmet(person))}
    assert not found, {person.staff.name: rows for person, rows in found.items()}


def walk(cast, campaign, seats, between):
    """On until a door stays shut, and then at every door."""
    for number in range(LONGEST):
        campaign.refresh_from_db()
        if campaign.stage not in campaign.walk[:-1]:
            return
        with suppress(Refused):
            days.play_together([AT[campaign.track][Stage(campaign.stage)](cast, campaign, seats)])
        for interlude in [each for place, each in between if place == number]:
            with transaction.atomic():
                attempt(interlude, cast, campaign)
        judge()
        campaign.refresh_from_db()
        step = stages.next_step(campaign)
        try:
            stages.advance(campaign, step, by=cast.officer)
        except Refused:
            try_every_door(cast, campaign)
            judge()
            if not any(place == number for place, _ in between):
                return
    judge()


@pytest.mark.django_db
@pytest.mark.parametrize(("ruleset", "track"), WALKED)
def test_nobody_is_appointed_with_a_row_unmet(ruleset, track, demo_mode, monkeypatch, tmp_path):
    clock.start_demo(days.at_nine(START))
    founded = school.found(STAFF[ruleset], ruleset, Random(5))
    ends: list[int] = []

    @given(wrong=wrong, turnout=turnouts, agrees=consents, between=interludes)
    @settings(max_examples=WALKS, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def walks(wrong, turnout, agrees, between):
        with monkeypatch.context() as patched, transaction.atomic():
            (tmp_path / "clock.json").unlink()  # a clock that runs never goes back
            clock.start_demo(days.at_nine(START))
            Mischief(patched, wrong, turnout, agrees)
            cast = cast_of(founded, 5)
            walk(*begin(cast, track), between)
            ends.append(appointed().count())
            transaction.set_rollback(True)  # the next walk begins where this one began

    walks()
    assert any(ends), "no walk came to an appointment, so none was judged"


def begin(cast, track):
    posts = Post.objects.filter(department__organisation=cast.school, rank="deputy", department__position=3)
    standing = 3 if track == "competitive" else 1
    seats = [Seat(posts.get(), REASONS[track], cast.teachers[:standing])]
    title = "中层干部选拔任用工作方案"
    return cast, draft(cast, title, seats, START, date(2026, 6, 1), track=track), seats


@pytest.mark.django_db
@pytest.mark.parametrize(("ruleset", "track"), WALKED)
def test_a_walk_without_mischief_ends_in_an_appointment(ruleset, track, demo_mode):
    clock.start_demo(days.at_nine(START))
    cast = cast_of(school.found(STAFF[ruleset], ruleset, Random(5)), 5)

    walk(*begin(cast, track), ())

    assert appointed().count() == 1
    assert Tenure.objects.filter(starts_on=date(2026, 6, 1)).exists()
