"""When may a selection be paused, and what goes on again? (AMB-26)"""

from datetime import date, datetime

import pytest

from campaigns.choices import Purpose, Stage
from campaigns.models import LateEntry, Round
from campaigns.services import stages
from selection import clock
from selection.accounts.models import Notification
from selection.reasons import Refused
from tests.factories.ballots import PollFactory
from tests.factories.campaigns import CampaignFactory, leader_of, officer_of
from tests.factories.entries import RegistrationFactory
from tests.factories.personnel import StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


def voting(campaign, **walk):
    return Round.objects.create(
        campaign=campaign,
        purpose=Purpose.RECOMMENDATION,
        number=1,
        happened_on=clock.today(),
        entered_by=officer_of(campaign),
        poll=PollFactory(organisation=campaign.organisation, ledger=campaign.ledger, **walk),
    )


def refused(act, *args, **said):
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    return refusal.value.reasons


def pause(campaign, by=None, reason="上级要求暂停"):
    stages.suspend(campaign, by=by or officer_of(campaign), reason=reason)


def test_not_while_people_are_voting():
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    voting(campaign, is_open=True)

    assert refused(pause, campaign) == ["会议推荐第1轮正在投票，请先截止投票再暂停"]
    assert not campaign.is_suspended


@pytest.mark.parametrize("walk", [{}, {"is_closed": True}])
def test_before_and_after_the_vote_it_may(walk):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    voting(campaign, **walk)

    pause(campaign)

    assert campaign.is_suspended
    assert [entry.act for entry in campaign.ledger.entries.order_by("number")][-1] == "暂停"


def test_what_a_pause_needs():
    running, over = CampaignFactory(at=Stage.RECOMMEND), CampaignFactory(at=Stage.CLOSED)

    assert refused(pause, running, by=leader_of(running)) == [
        "您没有暂停本次选拔任用的权限，或因回避不能办理"
    ]
    assert refused(pause, running, reason=" ") == ["请写明原因"]
    assert refused(pause, over) == ["本次选拔任用已经结束，不能暂停"]


def test_once():
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    pause(campaign)

    assert refused(pause, campaign) == ["本次选拔任用已暂停，请先恢复再办理"]


def test_going_on_again_ends_the_pause():
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    pause(campaign)

    stages.resume(campaign, by=officer_of(campaign))

    assert not campaign.is_suspended
    assert campaign.suspensions.get().ended_on == clock.today()
    assert refused(stages.resume, campaign, by=officer_of(campaign)) == ["本次选拔任用没有暂停"]


def test_who_may_not_run_it_may_not_resume_it():
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    pause(campaign)

    assert refused(stages.resume, campaign, by=leader_of(campaign)) == [
        "您没有恢复办理的权限，或因回避不能办理"
    ]


def test_while_it_stands_still_no_step_is_taken():
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    pause(campaign)
    officer = officer_of(campaign)

    still = ["本次选拔任用已暂停，请先恢复再办理"]
    assert refused(stages.advance, campaign, "evaluate", by=officer) == still
    assert refused(stages.go_back, campaign, "revise_plan", by=officer, reason="改") == still


@pytest.mark.parametrize(
    ("paused", "resumed", "closes"),
    [
        (
            4,
            6,
            datetime(2026, 3, 10, 17, tzinfo=clock.ZONE),
        ),  # Wednesday and Thursday: Tuesday instead of Friday
        (4, 4, datetime(2026, 3, 6, 17, tzinfo=clock.ZONE)),  # within one day nothing is lost
        (6, 9, datetime(2026, 3, 9, 17, tzinfo=clock.ZONE)),  # Friday and a weekend: Monday
        (9, 11, datetime(2026, 3, 6, 17, tzinfo=clock.ZONE)),  # it was over
    ],
)
def test_who_could_enter_when_it_was_paused_has_the_days_afterwards(go_to, paused, resumed, closes):
    """Entering from Monday, 2 March, to Friday, five o'clock."""
    campaign = RegistrationFactory().campaign
    late = LateEntry.objects.create(
        campaign=campaign,
        staff=StaffFactory(organisation=campaign.organisation),
        until=datetime(2026, 3, 6, 17, tzinfo=clock.ZONE),
        reason="出差未及时报名",
        allowed_by="校长",
        happened_on=clock.today(),
        entered_by=officer_of(campaign),
    )

    go_to(date(2026, 3, paused))
    pause(campaign)
    go_to(date(2026, 3, resumed))
    stages.resume(campaign, by=officer_of(campaign))

    assert campaign.registrations.get().closes_at == closes
    late.refresh_from_db()
    assert late.until == closes
    moved = closes != datetime(2026, 3, 6, 17, tzinfo=clock.ZONE)
    acts = [entry.act for entry in campaign.ledger.entries.all()]
    assert ("报名截止顺延" in acts) is moved  # on record, and told to whoever has to make it known
    told = Notification.objects.filter(user=officer_of(campaign), sentence__contains="请告知教职工")
    assert told.exists() is moved
