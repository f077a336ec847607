"""What the tests of papers share."""

from datetime import date

import pytest
import time_machine


@pytest.fixture
def d():
    return date.fromisoformat


@pytest.fixture(autouse=True)
def _on_the_ninth_of_april():
    """Thursday, 9 April 2026, after the publicity of every situation."""
    with time_machine.travel("2026-04-09 10:00+08:00", tick=False):
        yield
