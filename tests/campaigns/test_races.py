"""What if two clocks, or two people, do the same thing at the same moment?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from django.db import connection

from campaigns.choices import Stage
from campaigns.models import Appointment, Filing, Publicity
from campaigns.services import appointing, filing, publicizing
from personnel.models import Tenure
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import papers
from selection.records.models import Paper
from tests.factories.campaigns import (
    CampaignFactory,
    FilingFactory,
    PublicityFactory,
    leader_of,
    officer_of,
    proposed_persons,
    ready_to_file,
)

pytestmark = pytest.mark.django_db(transaction=True)

LATER = datetime(2026, 4, 1, 9, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def _monday(go_to):
    go_to(date(2026, 3, 16))


def at_once(act: Callable[[], object], times: int = 4) -> list[object]:
    """Start together; gives what each returned, or the reasons it was refused for."""
    start = Barrier(times)

    def run(_: int) -> object:
        try:
            start.wait()
            return act()
        except Refused as refusal:
            return refusal.reasons
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_of_many_clocks_one_ends_the_notice():
    campaign = CampaignFactory(at=Stage.PUBLICIZE)
    notice = PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))

    answers = at_once(lambda: publicizing.end(Publicity.objects.get(pk=notice.pk), LATER))

    assert sorted(answers) == [False, False, False, True]
    assert [entry.act for entry in campaign.ledger.entries.all()] == ["公示期满"]


def test_of_many_clocks_one_marks_the_filing():
    late = FilingFactory()

    answers = at_once(lambda: filing.mark_overdue(Filing.objects.get(pk=late.pk), LATER))

    assert sorted(answers) == [False, False, False, True]
    assert [entry.act for entry in late.campaign.ledger.entries.all()] == ["备案逾期"]


def test_of_two_who_appoint_one_does():
    campaign, [person] = ready_to_file()
    [made] = appointing.appoint([person], by=officer_of(campaign))
    leader = leader_of(campaign).pk

    answers = at_once(
        lambda: papers.issue(Paper.objects.get(pk=made.paper_id), by=User.objects.get(pk=leader)).number,
        times=2,
    )

    assert [answer for answer in answers if isinstance(answer, str)] == ["校任〔2026〕1号"]
    assert (Appointment.objects.count(), Tenure.objects.count()) == (1, 1)
