"""A county with a school, near the end of the year."""

from datetime import date

import pytest
import time_machine

from tests.factories.accounts import BureauFactory, SchoolFactory


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def school(bureau):
    return SchoolFactory(parent=bureau, name="东小学", short_name="东小", document_code="东小")


@pytest.fixture
def last_day():
    with time_machine.travel(date(2026, 12, 31)):
        yield
