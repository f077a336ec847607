"""Who reads which particular of a person whole?"""

from datetime import date

import pytest
from django.urls import reverse

from personnel import masking
from tests.factories.accounts import (
    BureauReviewerFactory,
    LeaderFactory,
    OfficerFactory,
    ZoneReviewerFactory,
)
from tests.factories.personnel import StaffFactory
from tests.factories.rosters import identity_number

pytestmark = pytest.mark.django_db
WHOLE = {"born": "1986年1月16日", "identity": f"{identity_number()[:3]}***********{identity_number()[-4:]}"}


@pytest.fixture
def staff():
    return StaffFactory(
        born=date(1986, 1, 16), born_day_known=True, identity=identity_number(), is_healthy=True
    )


def test_who_keeps_the_register_reads_all_but_the_middle_of_the_number(staff):
    officer = OfficerFactory(organisation=staff.organisation)

    assert masking.seen_by(officer, staff) == WHOLE | {"health": "是"}


@pytest.mark.parametrize("factory", [LeaderFactory, ZoneReviewerFactory, BureauReviewerFactory])
def test_all_others_read_the_month_and_that_there_is_a_number(client, staff, factory):
    school = staff.organisation
    home = {LeaderFactory: school, ZoneReviewerFactory: school.parent}.get(factory, school.bureau)
    reader = factory(organisation=home)
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("personnel:staff_detail", args=[staff.pk])).content.decode()

    veiled = {"born": "1986.01", "identity": "已登记", "health": "仅人事干部可见"}
    assert masking.seen_by(reader, staff) == veiled
    assert all(words in page for words in veiled.values())
    assert not any(words in page for words in WHOLE.values())


def test_what_is_not_on_file_is_empty_for_everybody():
    bare = StaffFactory(without_dates=True, identity="", is_healthy=None)

    seen = masking.seen_by(OfficerFactory(organisation=bare.organisation), bare)

    assert seen == {"born": "", "identity": "", "health": ""}
