"""Whatever was entered from paper and waits is withdrawn or sent back, and leaves things as they were."""

from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from campaigns.choices import Stage
from campaigns.models import Appointment, FilingPackage, FilingReply
from campaigns.services import acts, filing, inspecting, publicizing, sending_back
from campaigns.unconfirmed import unconfirmed
from selection.reasons import Refused
from selection.records.models import DatedAct
from tests.factories.campaigns import (
    ActFactory,
    AppointmentFactory,
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    FilingFactory,
    FilingPackageFactory,
    InspectionFactory,
    MeetingFactory,
    PublicityFactory,
    leader_of,
    officer_of,
    proposed_persons,
    scan_for,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]
FRIDAY = date(2026, 2, 27)


def refused(act, *args, **given):
    with pytest.raises(Refused) as refusal:
        act(*args, **given)
    return refusal.value.reasons


def send_back(done, campaign, reason="与材料不符"):
    """By the second person; nothing of it waits any more."""
    sending_back.send_back(done, by=leader_of(campaign), reason=reason)
    assert unconfirmed(campaign) == []


def told(campaign):
    return list(officer_of(campaign).notifications.values_list("sentence", flat=True))


def acts_of(campaign):
    return [entry.act for entry in campaign.ledger.entries.order_by("number")]


class TestInspection:
    def enter(self, person):
        given = {"happened_on": FRIDAY, "attachment": scan_for(person.campaign), "virtue": "另一份。"}
        return inspecting.enter_on_paper(person, by=officer_of(person.campaign), **given)

    def test_what_it_was_to_replace_stands_again(self):
        before = InspectionFactory(signed=True)
        person, campaign = before.candidacy, before.candidacy.campaign
        entered = self.enter(person)

        send_back(entered, campaign)

        assert person.inspection == before
        assert told(campaign) == [f"您补录的“{entered}”未予核实：与材料不符"]
        assert "退回补录：考察材料" in acts_of(campaign)
        assert refused(acts.confirm, entered, by=leader_of(campaign)) == [
            f"{entered}已经撤回或被取代，不必再核实"
        ]

    def test_one_withdrawn_before_does_not_stand_again(self):
        person = CandidacyFactory(inspectee=True, opening__campaign__at=Stage.INSPECT)
        campaign = person.campaign
        for _ in range(2):
            sending_back.send_back(self.enter(person), by=officer_of(campaign), reason="传错了材料")

        assert person.inspection is None


class TestDisciplineOpinion:
    def test_what_was_asked_waits_for_its_answer_again(self):
        asked = DisciplineOpinionFactory()
        person, campaign = asked.candidacy, asked.candidacy.campaign
        answered = inspecting.answer_on_paper(
            person,
            by=officer_of(campaign),
            result="clear",
            petitions="clear",
            happened_on=FRIDAY,
            attachment=scan_for(campaign),
        )

        send_back(answered, campaign)

        stands = person.discipline_opinion
        assert (stands, stands.is_answered, stands.requested_on) == (asked, False, asked.requested_on)


class TestPublicity:
    @pytest.fixture
    def campaign(self):
        return CampaignFactory(at=Stage.PUBLICIZE)

    def test_its_persons_may_be_published_anew(self, campaign):
        [person] = proposed_persons(campaign)[:1]
        notice = PublicityFactory(campaign=campaign, persons=[person], on_paper=True)

        send_back(notice, campaign)

        notice.refresh_from_db()
        assert (notice.state, notice.conclusion) == ("revoked", "补录未予核实：与材料不符")
        assert not person.publicities.standing().exists()
        assert refused(acts.confirm, notice, by=leader_of(campaign)) == ["这次公示的补录已经撤回，不必再核实"]

    def test_it_is_not_revoked_while_it_waits(self, campaign):
        notice = PublicityFactory(campaign=campaign, on_paper=True)

        assert refused(publicizing.revoke, notice, by=officer_of(campaign), reason="姓名有误") == [
            "这次公示的补录尚未核实，请由录入人撤回或由核实人退回"
        ]

    @pytest.mark.row("B062", side="refuses")
    def test_the_deadline_of_filing_does_not_follow_it_before_it_counts(self):
        campaign = CampaignFactory(at=Stage.FILE)
        due = FilingFactory(campaign=campaign, counted_from=date(2026, 3, 6))
        notice = PublicityFactory(campaign=campaign, persons=proposed_persons(campaign), on_paper=True)

        before = due.counted_from
        acts.confirm(notice, by=leader_of(campaign))

        due.refresh_from_db()
        assert (before, due.counted_from) == (date(2026, 3, 6), notice.last_day)

    def test_the_page_offers_each_his_way_out(self, campaign, client):
        notice = PublicityFactory(campaign=campaign, on_paper=True)
        back = reverse("campaigns:send_back", args=["publicity", notice.pk])
        revoke = reverse("campaigns:publicity_revoke", args=[notice.pk])

        for user in (officer_of(campaign), leader_of(campaign)):
            client.force_login(user)
            page = client.get(reverse("campaigns:publicity", args=[campaign.pk])).text
            assert (back in page, revoke in page) == (True, False)


class TestAppointment:
    def test_everybody_of_the_document_waits_for_an_appointment_anew(self):
        campaign = CampaignFactory(at=Stage.FILE)
        persons = [CandidacyFactory(opening__campaign=campaign, proposed=True) for _ in range(2)]
        given = {"is_backfilled": True, "attachment": scan_for(campaign), "happened_on": FRIDAY}
        one, _other = (AppointmentFactory(candidacy=person, tenure=None, **given) for person in persons)

        send_back(one, campaign)

        assert not Appointment.objects.exists()
        assert "退回补录：聘任" in acts_of(campaign)


class TestFiling:
    def test_a_package_is_still_to_be_sent(self):
        due = FilingFactory()
        package = FilingPackageFactory(filing=due, is_backfilled=True)

        send_back(package, due.campaign)

        assert (FilingPackage.objects.exists(), due.package, due.state) == (False, None, "due")

    @pytest.mark.parametrize("stage", [Stage.FILE, Stage.CLOSED])
    def test_a_reply_is_still_to_come_even_when_the_school_has_closed(self, go_to, stage):
        go_to(date(2026, 3, 16))
        package = FilingPackageFactory(filing__campaign__at=stage)
        campaign = package.campaign
        reply = filing.answer_on_paper(
            package.filing,
            by=officer_of(campaign),
            is_acceptance=True,
            reply_number="教党〔2026〕30号",
            happened_on=package.happened_on,
            attachment=scan_for(campaign),
        )

        sending_back.send_back(reply, by=officer_of(campaign), reason="扫描件不清")

        package.filing.refresh_from_db()
        assert (FilingReply.objects.exists(), package.filing.state) == (False, "submitted")
        assert "撤回补录：备案批复" in acts_of(campaign)


def test_every_kind_that_can_be_confirmed_can_be_sent_back():
    dated = {model for model in apps.get_app_config("campaigns").get_models() if issubclass(model, DatedAct)}

    assert dated == set(sending_back.TAKEN_BACK)


def test_who_confirms_from_a_page_that_was_loaded_before_learns_that_it_was_withdrawn():
    campaign = CampaignFactory()
    for factory in (MeetingFactory, ActFactory):
        given = {"plan": campaign.plan} if factory is MeetingFactory else {"campaign": campaign}
        done = factory(is_backfilled=True, **given)
        loaded = type(done).objects.get(pk=done.pk)
        sending_back.send_back(done, by=officer_of(campaign), reason="录错")

        assert refused(acts.confirm, loaded, by=leader_of(campaign)) == ["这项补录已经撤回，不必再核实"]
