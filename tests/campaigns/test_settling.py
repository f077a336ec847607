"""What follows from a disposition, and which goes with which conclusion? (T036–T038, B066–B069)"""

from datetime import date

import pytest

from campaigns import dispositions, guards
from campaigns.choices import Disposition, ObjectionConclusion, Stage, Standing
from campaigns.models import Objection
from campaigns.services import objections
from campaigns.services.people import IN_QUESTION
from selection.reasons import Refused, reasons_against
from tests.factories.accounts import BureauReviewerFactory
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    InvestigatorFactory,
    ObjectionFactory,
    PublicityFactory,
    officer_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


def person_in_question(**standing):
    return CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, **(standing or {"proposed": True}))


def about(person):
    return InvestigatorFactory(objection__candidacy=person, objection__received_on=date(2026, 3, 1)).objection


def settle(objection, conclusion, disposition):
    return objections.resolve(
        objection,
        by=officer_of(objection.campaign),
        conclusion=conclusion,
        disposition=disposition,
        findings="已经查清。",
    )


def sentences(subject, rule):
    return [each.sentence for each in reasons_against(subject, [rule])]


def waiting_for_it():
    return person_in_question(held=True, standing_reason=IN_QUESTION)


class TestWhatGoesTogether:
    @pytest.mark.row("T038", side="holds")
    def test_of_a_person(self):
        objection = ObjectionFactory(candidacy=person_in_question())

        assert {each.value: dispositions.open_to(objection, each) for each in ObjectionConclusion} == {
            "unfounded": [Disposition.PROCEED, Disposition.CLEAR_UP],
            "not_affecting": [Disposition.PROCEED, Disposition.ADMONISH],
            "affecting": [Disposition.DEFER, Disposition.REJECT],
        }

    def test_of_the_selection(self):
        objection = ObjectionFactory(candidacy=None, staff=None, campaign=CampaignFactory())

        assert {each.value: dispositions.open_to(objection, each) for each in ObjectionConclusion} == {
            "unfounded": [Disposition.PROCEED],
            "not_affecting": [Disposition.PROCEED, Disposition.MEND],
            "affecting": [Disposition.MEND, Disposition.REFER],
        }

    def test_every_way_names_its_row(self):
        assert {name for name, way in dispositions.WAYS.items() if not way.cites} == set()
        assert set(dispositions.WAYS) == set(Disposition)

    @pytest.mark.row("T036", side="refuses")
    def test_whoever_is_found_unfit_does_not_simply_go_on(self):
        objection = about(person_in_question())

        with pytest.raises(Refused) as refusal:
            settle(objection, "affecting", "proceed")

        assert refusal.value.reasons == [
            f"反映{objection.subject}、结论为“影响任用”的，"
            "处理意见可选“暂缓任用”或“不予任用”，不能是“正常办理”"
        ]

    def test_without_an_investigator_nothing_is_concluded(self):
        objection = ObjectionFactory(candidacy=person_in_question(), received_on=date(2026, 3, 1))

        with pytest.raises(Refused) as refusal:
            settle(objection, "unfounded", "proceed")

        assert refusal.value.reasons == ["还没有指定核查人，请先指定，查清后再办结"]


class TestWhatFollows:
    @pytest.mark.row("T036", side="holds")
    @pytest.mark.parametrize(
        ("conclusion", "disposition"), [("unfounded", "proceed"), ("not_affecting", "proceed")]
    )
    def test_who_waited_for_it_goes_on(self, conclusion, disposition):
        person = waiting_for_it()

        said = settle(about(person), conclusion, disposition)

        person.refresh_from_db()
        assert person.standing == Standing.PROPOSED
        assert said == [f"{person.staff.name}的反映事项已办结，已恢复办理"]

    def test_not_while_another_is_open(self):
        person = waiting_for_it()
        ObjectionFactory(candidacy=person)

        assert settle(about(person), "unfounded", "proceed") == []
        person.refresh_from_db()
        assert person.standing == Standing.HELD

    def test_nor_who_waits_for_something_else(self):
        person = person_in_question(held=True, standing_reason="会议缓议")

        settle(about(person), "unfounded", "proceed")

        person.refresh_from_db()
        assert person.standing == Standing.HELD

    def test_whom_the_others_have_gone_past_waits_and_it_is_said_why(self):
        person = person_in_question(held=True, standing_reason=IN_QUESTION, held_from=Standing.NOMINATED)

        [said] = settle(about(person), "unfounded", "proceed")

        person.refresh_from_db()
        assert person.standing == Standing.HELD
        assert said.startswith(f"{person.staff.name}的反映事项已办结，仍在暂缓：")

    @pytest.mark.row("T037", side="refuses")
    def test_who_is_rejected_is_no_candidate_any_more(self):
        person = person_in_question()

        said = settle(about(person), "affecting", "reject")

        person.refresh_from_db()
        assert (person.standing, person.standing_reason) == (
            Standing.EXCLUDED,
            "经核查有影响任用的问题，不予任用",
        )
        assert said == [f"{person.staff.name}经核查有影响任用的问题，已不再列为人选"]

    def test_the_school_is_told_and_the_record_has_it(self):
        person = person_in_question()

        settle(about(person), "affecting", "reject")

        acts = [entry.act for entry in person.campaign.ledger.entries.order_by("number")]
        assert acts == ["办结反映事项", "不再列为人选"]
        assert officer_of(person.campaign).notifications.count() == 1

    @pytest.mark.parametrize("standing", [{"proposed": True}, {"held": True, "standing_reason": IN_QUESTION}])
    def test_who_is_deferred_waits(self, standing):
        person = person_in_question(**standing)

        settle(about(person), "affecting", "defer")

        person.refresh_from_db()
        assert (person.standing, person.standing_reason) == (
            Standing.HELD,
            "经核查有影响任用的问题，暂缓任用",
        )

    def test_an_appointment_is_the_bureaus_to_take_back(self):
        person = person_in_question(standing=Standing.APPOINTED)
        bureau = BureauReviewerFactory(organisation=person.campaign.organisation.bureau)
        objection = about(person)

        with pytest.raises(Refused):
            settle(objection, "affecting", "defer")
        said = settle(objection, "affecting", "reject")

        assert said == [f"{person.staff.name}经核查有影响任用的问题，但已聘任，已报教育局处理"]
        assert bureau.notifications.count() == 1

    def test_who_is_cleared_is_told_and_the_notice_says_so(self, client):
        person = person_in_question()
        notice = PublicityFactory(campaign=person.campaign, persons=[person])
        officer = officer_of(person.campaign)

        settle(about(person), "unfounded", "clear_up")

        client.force_login(officer)
        page = client.get(f"/notices/{notice.pk}/").content.decode()
        assert f"{person.staff.name}的反映，经核查查无实据，予以澄清" in page
        assert person.staff.user.notifications.get().sentence == "有人反映您的情况，经核查查无实据，现予澄清"

    @pytest.mark.row("T038", side="refuses")
    def test_who_is_to_be_talked_to_is_not_appointed_before(self, go_to):
        person = person_in_question()
        PublicityFactory(campaign=person.campaign, persons=[person], concluded=True)
        objection = about(person)
        go_to(date(2026, 3, 16))

        settle(objection, "not_affecting", "admonish")

        said = f"{person.staff.name}须先谈话提醒或诫勉，请在反映事项中登记谈话"
        assert sentences(person, guards.close.publicity_is_concluded) == [said]
        objections.admonish(objection, by=officer_of(person.campaign))
        assert sentences(person, guards.close.publicity_is_concluded) == []

    def test_the_talk_comes_after_and_once(self, go_to):
        objection = about(person_in_question())
        settle(objection, "not_affecting", "admonish")
        officer = officer_of(objection.campaign)

        with pytest.raises(Refused) as early:
            objections.admonish(objection, by=officer, on=date(2026, 3, 1))
        objections.admonish(objection, by=officer)
        with pytest.raises(Refused) as twice:
            objections.admonish(objection, by=officer)

        assert early.value.reasons == ["谈话日期不能早于办结日期（2026年3月2日），请核对"]
        assert twice.value.reasons == ["该反映事项没有待进行的谈话提醒或诫勉"]

    @pytest.mark.parametrize(
        ("conclusion", "disposition", "said"),
        [("not_affecting", "mend", "已通知经办人纠正"), ("affecting", "refer", "已报教育局处理")],
    )
    def test_of_the_selection_others_are_told(self, conclusion, disposition, said):
        campaign = CampaignFactory(at=Stage.PUBLICIZE)
        bureau = BureauReviewerFactory(organisation=campaign.organisation.bureau)
        objection = ObjectionFactory(
            candidacy=None, staff=None, campaign=campaign, received_on=date(2026, 3, 1)
        )
        InvestigatorFactory(objection=objection)

        assert settle(objection, conclusion, disposition) == [said]
        assert bureau.notifications.exists() == (disposition == "refer")


class TestTheSelectionGoesOn:
    def against(self, campaign):
        return sentences(campaign, guards.file.nothing_is_open_against_anybody)

    def test_not_while_something_is_said_of_it(self):
        campaign = person_in_question().campaign
        objection = ObjectionFactory(candidacy=None, staff=None, campaign=campaign)

        assert self.against(campaign) == ["反映选拔工作本身或者非人选的有1件尚未办结，请先办结"]
        Objection.objects.filter(pk=objection.pk).update(
            state="resolved", conclusion="unfounded", disposition="proceed"
        )
        assert self.against(campaign) == []

    @pytest.mark.row("T034", side="refuses")
    def test_it_does_not_close_while_anything_is_open(self):
        person = CandidacyFactory(opening__campaign__at=Stage.FILE, withdrawn=True)
        objection = ObjectionFactory(candidacy=person)

        said = ["还有1件反映事项尚未办结，请先办结；暂缓的人选可转入接续办理"]
        assert sentences(person.campaign, guards.close.nothing_reported_is_left) == said
        Objection.objects.filter(pk=objection.pk).update(
            state="resolved", conclusion="unfounded", disposition="proceed"
        )
        assert sentences(person.campaign, guards.close.nothing_reported_is_left) == []
