"""A school that starts from nothing but its register, with the demo's clock in the test's hand."""

from datetime import date
from random import Random

import pytest

from campaigns.simulation import days, school
from campaigns.simulation.cast import Cast, cast_of
from campaigns.views import talks
from selection import clock

pytest.register_assert_rewrite(
    *(f"tests.journeys.{name}" for name in ("journey", "pages", "preparing", "voices"))
)


@pytest.fixture
def demo_clock(settings, tmp_path, db) -> None:
    """Nine o'clock on Monday, 2 March 2026."""
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"
    clock.start_demo(days.at_nine(date(2026, 3, 2)))


@pytest.fixture
def everybody_agrees(monkeypatch) -> None:
    """The demo's talks go by dice that fall as the rows are numbered: now and then somebody would not pass."""
    monkeypatch.setattr(talks, "LIKELY", ("agree",))


@pytest.fixture
def cast(demo_clock, everybody_agrees) -> Cast:
    """A school of forty under the county's rules, whose quota nobody has approved yet."""
    return cast_of(school.found(40, "county-schools", Random(11), with_quota=False), 11)
