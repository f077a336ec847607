"""What if two clocks, or two people, do the same thing at the same moment?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from django.db import connection

from campaigns import guards
from campaigns.choices import Stage
from campaigns.models import (
    Act,
    Appointment,
    Campaign,
    Candidacy,
    Filing,
    Meeting,
    Objection,
    Opening,
    Publicity,
    Round,
)
from campaigns.services import (
    acts,
    appointing,
    carving,
    drawing_up,
    filing,
    following,
    meetings,
    objections,
    people,
    publicizing,
    stages,
)
from personnel.models import StaffMember, Tenure
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused, refuse_if
from selection.records import papers, signing
from selection.records.models import Paper, PaperSigning
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    FilingFactory,
    OpeningFactory,
    PlanFactory,
    PublicityFactory,
    approve_quota,
    leader_of,
    officer_of,
    proposed_persons,
    ready_to_file,
    scan_for,
)
from tests.factories.personnel import StaffFactory

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
    CandidacyFactory(opening__campaign=late.campaign)

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


def test_a_document_is_signed_while_it_is_drawn_up_anew():
    """Each takes the selection first and the paper next: neither waits for the other for ever."""
    campaign, [person] = ready_to_file()
    [made] = appointing.appoint([person], by=officer_of(campaign))
    officer, leader = officer_of(campaign).pk, leader_of(campaign).pk
    waiting = [
        lambda: papers.issue(Paper.objects.get(pk=made.paper_id), by=User.objects.get(pk=leader)),
        lambda: appointing.appoint([person], by=User.objects.get(pk=officer)),
    ]

    at_once(lambda: waiting.pop()(), times=2)

    assert (Appointment.objects.exclude(tenure=None).count(), Tenure.objects.count()) == (1, 1)


def test_a_signature_is_confirmed_while_the_document_is_drawn_up_anew():
    campaign, [person] = ready_to_file()
    [made] = appointing.appoint([person], by=officer_of(campaign))
    leader = leader_of(campaign)
    entered = signing.enter(
        made.paper, by=officer_of(campaign), signer=leader, on=clock.today(), scan=scan_for(campaign)
    )
    officer = officer_of(campaign).pk
    waiting = [
        lambda: signing.confirm(PaperSigning.objects.get(pk=entered.pk), by=User.objects.get(pk=leader.pk)),
        lambda: appointing.appoint([person], by=User.objects.get(pk=officer)),
    ]

    at_once(lambda: waiting.pop()(), times=2)

    assert (Appointment.objects.exclude(tenure=None).count(), Tenure.objects.count()) == (1, 1)


def test_of_two_who_draw_up_one_does():
    campaign = CampaignFactory(at=Stage.RECOMMEND, plan__body=None)
    CandidacyFactory(opening__campaign=campaign)
    StaffFactory(organisation=campaign.organisation, with_account=True)
    officer = officer_of(campaign).pk

    answers = at_once(
        lambda: (
            drawing_up.draw_up(
                Campaign.objects.get(pk=campaign.pk), "recommendation", by=User.objects.get(pk=officer)
            ).number
        )
    )

    assert answers.count(1) == 1
    assert Round.objects.count() == 1


def test_of_two_who_bring_somebody_up_one_does():
    opening = OpeningFactory(campaign__at=Stage.RECOMMEND)
    staff = StaffFactory(organisation=opening.campaign.organisation)
    officer = officer_of(opening.campaign).pk

    at_once(
        lambda: people.nominate(
            Opening.objects.get(pk=opening.pk),
            StaffMember.objects.get(pk=staff.pk),
            by=User.objects.get(pk=officer),
            source="recommendation",
        )
    )

    assert Candidacy.objects.count() == 1


def test_a_held_person_goes_on_in_one_follow_up():
    campaign = CampaignFactory(at=Stage.DECIDE)
    person = CandidacyFactory(opening__campaign=campaign, held=True)
    officer = officer_of(campaign).pk

    answers = at_once(
        lambda: (
            carving.carve_out(
                Campaign.objects.get(pk=campaign.pk), [person], by=User.objects.get(pk=officer), reason="核查"
            ).pk
        ),
        times=3,
    )

    assert Campaign.objects.filter(follows=campaign).count() == 1
    assert answers.count(["所选人选已转入接续办理，请刷新页面后查看"]) == 2


def test_what_is_sent_twice_is_recorded_once():
    campaign = CampaignFactory(at=Stage.ANNOUNCE)
    person = CandidacyFactory(opening__campaign=campaign)
    officer = officer_of(campaign).pk

    def send():
        by, own = User.objects.get(pk=officer), Campaign.objects.get(pk=campaign.pk)
        acts.record(own.plan, "publication", by=by, campaign=own, text="校务公开栏")
        meetings.hold(own.plan, by=by, name="办公会", due=7, present=7)
        objections.receive(person, by=by, channel="letter", is_signed=False, summary="同一封信")

    at_once(send, times=2)

    assert [model.objects.count() for model in (Act, Meeting, Objection)] == [1, 1, 1]


def _start(campaign, *_):
    """The one rule of the step that speaks of other plans, and the step."""
    refuse_if(campaign, (guards.announce.seats_fit_the_quota,))
    Campaign.objects.filter(pk=campaign.pk).update(stage=Stage.ANNOUNCE)


@pytest.mark.row("A055", side="refuses")
def test_of_two_plans_for_one_seat_one_starts(monkeypatch):
    campaign = CampaignFactory()
    opening = OpeningFactory(campaign=campaign)
    approve_quota(campaign)
    rival = CampaignFactory(
        plan=PlanFactory(
            organisation=campaign.organisation, body=campaign.plan.body, created_by=officer_of(campaign)
        )
    )
    OpeningFactory(campaign=rival, post=opening.post)
    officer = officer_of(campaign).pk
    monkeypatch.setattr(stages, "_move", _start)
    monkeypatch.setattr(following, "after", lambda *_: None)
    waiting = [campaign.pk, rival.pk]

    answers = at_once(
        lambda: stages.advance(
            Campaign.objects.get(pk=waiting.pop()), "announce", by=User.objects.get(pk=officer)
        ),
        times=2,
    )

    assert answers.count(None) == 1
    assert Campaign.objects.filter(stage=Stage.ANNOUNCE).count() == 1
