"""A term that is over ends by itself, once, on the day after its last."""

from datetime import date

import pytest

from personnel.models import Tenure
from selection import deadlines
from selection.accounts.models import Notification
from selection.records import ledgers
from serving import lapsing
from tests.factories.accounts import OfficerFactory
from tests.factories.serving import cadre, county_school

pytestmark = pytest.mark.django_db


@pytest.mark.row("A026", side="refuses")
def test_the_post_is_given_up_on_the_day_after_the_term(go_to):
    tenure = cadre(ends_on=date(2026, 3, 2))

    go_to(date(2026, 3, 3))
    deadlines.tick()

    tenure.refresh_from_db()
    assert (tenure.ended_on, tenure.end_reason) == (date(2026, 3, 3), Tenure.EndReason.EXPIRED)


@pytest.mark.row("A026", side="holds")
def test_on_its_last_day_the_post_is_still_held():
    tenure = cadre(ends_on=date(2026, 3, 2))

    lapsing.lapse_due()

    tenure.refresh_from_db()
    assert tenure.ended_on is None


def test_after_weeks_without_a_clock_the_true_day_is_put_down(go_to):
    tenure = cadre(ends_on=date(2026, 3, 2))

    go_to(date(2026, 4, 20))
    lapsing.lapse_due()

    tenure.refresh_from_db()
    assert tenure.ended_on == date(2026, 3, 3)


@pytest.mark.row("A027", side="refuses")
def test_the_officer_hears_of_it_once(go_to):
    school = county_school()
    officer = OfficerFactory(organisation=school)
    tenure = cadre(school, ends_on=date(2026, 3, 2))

    go_to(date(2026, 3, 3))
    lapsing.lapse_due()
    lapsing.lapse_due()

    assert [each.sentence for each in Notification.objects.visible_to(officer)] == [
        f"王某的{tenure.post}聘期已于2026年3月2日届满，所任职务自然免去；继续聘任的，须启动新一轮聘任"
    ]
    acts = [entry.act for entry in ledgers.of_organisation(school).entries.all()]
    assert acts.count("登记离任") == 1
