"""Does the clock do what is due, once, in order, and as of its time? (B062, A085)"""

from datetime import date, datetime

import pytest

from ballots.models import Poll
from campaigns import tasks, ticking
from campaigns.choices import Stage
from campaigns.models import Filing, Publicity
from campaigns.services import publicizing, stages
from selection import clock, deadlines, workdays
from selection.records import arrangements
from tests.factories.accounts import BureauReviewerFactory
from tests.factories.ballots import PollFactory
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    FilingFactory,
    PublicityFactory,
    SuspensionFactory,
    officer_of,
    proposed_persons,
)

pytestmark = pytest.mark.django_db

MONDAY, LATER = date(2026, 3, 9), date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _monday(go_to):
    go_to(MONDAY)


def at(month, day, hour=0):
    return datetime(2026, month, day, hour, tzinfo=clock.ZONE)


def acts_of(ledger):
    return [(entry.act, entry.happened_on) for entry in ledger.entries.all()]


@pytest.fixture
def notice():
    campaign = CampaignFactory(at=Stage.PUBLICIZE)
    return PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))


@pytest.fixture
def filing():
    person = CandidacyFactory(opening__campaign__at=Stage.FILE)
    return FilingFactory(campaign=person.campaign)


def state_of(row):
    return type(row).objects.get(pk=row.pk).state


class TestTick:
    def test_nothing_happens_before_its_time(self, notice, filing):
        ticking.tick()

        assert (state_of(notice), Filing.objects.get().overdue_since) == ("running", None)

    def test_after_downtime_both_deadlines_are_caught_up_with_in_their_order(self, go_to, notice):
        campaign = CampaignFactory(plan=notice.campaign.plan, at=Stage.FILE)
        CandidacyFactory(opening__campaign=campaign)
        late = FilingFactory(campaign=campaign, due_on=date(2026, 3, 11), due_at=at(3, 12))
        go_to(LATER)

        ticking.tick()

        late.refresh_from_db()
        notice.refresh_from_db()
        assert (late.overdue_since, notice.ended_at) == (at(3, 12), at(3, 14))
        assert acts_of(campaign.ledger) == [("备案逾期", date(2026, 3, 12)), ("公示期满", date(2026, 3, 13))]

    def test_a_second_tick_finds_nothing_to_do(self, go_to, notice, filing):
        go_to(LATER)

        ticking.tick()
        first = acts_of(notice.campaign.ledger), acts_of(filing.campaign.ledger)
        ticking.tick()

        assert (acts_of(notice.campaign.ledger), acts_of(filing.campaign.ledger)) == first
        assert ticking.due(clock.now()) == []

    def test_a_poll_and_a_notice_are_done_in_the_order_of_their_deadlines(self, go_to, notice):
        later = PollFactory(is_open=True, closes_at=at(3, 20, 17))
        sooner = PollFactory(is_open=True, closes_at=at(3, 10, 17))
        go_to(LATER)

        whats = [each.what for each in ticking.due(clock.now())]
        ticking.tick()

        assert whats == [f"poll {sooner.pk}", f"publicity {notice.pk}", f"poll {later.pk}"]
        assert (state_of(sooner), state_of(later)) == (Poll.State.CLOSED, Poll.State.CLOSED)
        sooner.refresh_from_db()
        assert sooner.closed_at == at(3, 10, 17)

    def test_one_failure_does_not_keep_the_rest_from_being_done(self, go_to, monkeypatch, notice, filing):
        def fail(*_):
            raise RuntimeError("broken")

        monkeypatch.setattr(publicizing, "end", fail)
        go_to(LATER)

        with pytest.raises(ExceptionGroup):
            ticking.tick()

        assert state_of(notice) == "running"
        assert Filing.objects.get().overdue_since == at(3, 21)

    def test_what_stands_still_waits(self, go_to, notice):
        stages.suspend(notice.campaign, by=officer_of(notice.campaign), reason="上级要求暂停")
        go_to(LATER)

        ticking.tick()

        assert state_of(notice) == "running"

    def test_the_beat_and_the_demo_clock_come_here(self, go_to, notice):
        go_to(LATER)

        tasks.tick()

        assert state_of(notice) == "ended"
        assert deadlines.works[0] == ticking.tick


class TestUpcoming:
    def test_what_ends_next_is_named(self, notice, filing):
        title = notice.campaign.plan.title

        assert sorted(ticking.upcoming()) == [
            (at(3, 14), f"{title}公示期满"),
            (at(3, 21), f"{filing.campaign.plan.title}备案期限届满"),
        ]

    def test_provisional_paused_and_unconfirmed_ones_are_no_deadlines(self, notice, filing):
        Filing.objects.update(is_provisional=True)
        PublicityFactory(on_paper=True)
        notice.campaign.suspended_on = MONDAY
        notice.campaign.save()

        assert list(ticking.upcoming()) == []


class TestPause:
    """The campaign's periods stand still: what ended on a pause goes on for as long after it."""

    def pause(self, campaign, go_to, first, last):
        go_to(first)
        stages.suspend(campaign, by=officer_of(campaign), reason="上级要求暂停")
        go_to(last)
        ticking.tick()
        stages.resume(campaign, by=officer_of(campaign))

    def test_a_running_notice_goes_on_for_the_days_that_were_lost(self, go_to, notice):
        self.pause(notice.campaign, go_to, date(2026, 3, 10), date(2026, 3, 12))

        notice.refresh_from_db()
        assert (notice.first_day, notice.last_day, notice.ends_at) == (MONDAY, date(2026, 3, 17), at(3, 18))

    def test_the_officer_finds_the_corrected_notice_to_sign(self, go_to, notice):
        self.pause(notice.campaign, go_to, date(2026, 3, 10), date(2026, 3, 12))

        paper = notice.campaign.plan.documents.get().paper
        assert (paper.is_draft, paper.context["tokens"]["公示止日"][-3:]) == (True, "17日")

    def test_a_pause_over_the_end_leaves_the_days_that_were_still_to_come(self, go_to, notice):
        self.pause(notice.campaign, go_to, date(2026, 3, 12), date(2026, 3, 23))

        notice.refresh_from_db()
        assert (notice.state, notice.last_day) == ("running", date(2026, 3, 24))

    def test_a_pause_within_a_day_costs_nothing(self, go_to, notice):
        self.pause(notice.campaign, go_to, date(2026, 3, 10), date(2026, 3, 10))

        notice.refresh_from_db()
        assert notice.last_day == date(2026, 3, 13)

    def test_a_filing_deadline_moves_as_well(self, go_to, filing):
        self.pause(filing.campaign, go_to, date(2026, 3, 17), date(2026, 3, 19))

        filing.refresh_from_db()
        assert (filing.due_on, filing.due_at) == (date(2026, 3, 24), at(3, 25))

    def test_what_is_over_does_not_move(self, go_to):
        over = PublicityFactory(ended=True)
        SuspensionFactory(campaign=over.campaign, ended_on=date(2026, 3, 12))

        ticking.resume_periods(over.campaign, over.campaign.suspensions.get())

        over.refresh_from_db()
        assert over.last_day == date(2026, 3, 13)


class TestArrangements:
    """A year that the bureau enters or corrects moves what is open and nothing that is over."""

    def enter(self, year, *, holidays):
        plan = workdays.YearPlan(holidays=frozenset(holidays), workdays=frozenset())
        arrangements.enter(year, plan, BureauReviewerFactory())

    def at_new_year(self, go_to, **traits):
        go_to(date(2026, 12, 29))
        return PublicityFactory(
            campaign=CampaignFactory(at=Stage.PUBLICIZE),
            happened_on=date(2026, 12, 29),
            first_day=date(2026, 12, 30),
            last_day=date(2027, 1, 5),
            is_provisional=True,
            **traits,
        )

    def test_a_provisional_end_becomes_certain(self, go_to):
        notice = self.at_new_year(go_to)
        ticking.tick(clock.end_of(date(2027, 1, 20)))
        before = state_of(notice)

        self.enter(2027, holidays=[date(2027, 1, 1)])

        notice.refresh_from_db()
        assert before == "running"
        assert (notice.last_day, notice.is_provisional) == (date(2027, 1, 6), False)

    def test_then_the_clock_ends_it_as_of_that_day(self, go_to):
        notice = self.at_new_year(go_to)
        go_to(date(2027, 1, 20))
        self.enter(2027, holidays=[date(2027, 1, 1)])

        ticking.tick()

        notice.refresh_from_db()
        assert (notice.state, notice.ended_at) == ("ended", clock.end_of(date(2027, 1, 6)))

    def test_a_certain_end_is_put_off_by_a_new_day_off_and_never_brought_forward(self, notice):
        self.enter(2026, holidays=[date(2026, 3, 12)])
        notice.refresh_from_db()
        put_off = notice.last_day

        self.enter(2026, holidays=[date(2026, 5, 1)])
        notice.refresh_from_db()

        assert (put_off, notice.last_day) == (date(2026, 3, 16), date(2026, 3, 16))

    def test_what_is_over_by_its_day_keeps_it_though_nobody_has_ended_it_yet(self, go_to, notice):
        go_to(LATER)

        self.enter(2026, holidays=[date(2026, 3, 12)])

        notice.refresh_from_db()
        assert notice.last_day == date(2026, 3, 13)

    def test_an_open_filing_moves_and_an_overdue_one_does_not(self, go_to, filing):
        late = FilingFactory(campaign=CampaignFactory(at=Stage.FILE), overdue_since=at(3, 21))

        self.enter(2026, holidays=[date(2026, 3, 18)])

        filing.refresh_from_db()
        late.refresh_from_db()
        assert (filing.due_on, late.due_on) == (date(2026, 3, 23), date(2026, 3, 20))

    def test_what_stands_still_is_counted_when_it_goes_on(self, notice):
        notice.campaign.suspended_on = MONDAY
        notice.campaign.save()

        self.enter(2026, holidays=[date(2026, 3, 12)])

        assert Publicity.objects.get().last_day == date(2026, 3, 13)
