"""A school on the first day of the demo, its officer signed in, and one person."""

import pytest
import time_machine

from tests.factories.accounts import OfficerFactory, SchoolFactory
from tests.factories.personnel import StaffFactory


@pytest.fixture
def first_day():
    with time_machine.travel("2026-03-02T09:00+08:00", tick=False):
        yield


@pytest.fixture
def school(db):
    return SchoolFactory(name="实验学校", short_name="实验", code="shiyan")


@pytest.fixture
def officer(school, client):
    officer = OfficerFactory(organisation=school)
    client.force_login(officer)
    return officer


@pytest.fixture
def staff(school):
    return StaffFactory(organisation=school, name="王小明", staff_number="g1", with_account=True)
