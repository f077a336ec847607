"""反映事项 at the browser: who registers, who reads what, and how one is concluded."""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.choices import Stage
from campaigns.models import Objection
from campaigns.services import stages
from tests.factories.accounts import OfficerFactory, SupervisorFactory
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    InvestigatorFactory,
    ObjectionFactory,
    discipline_of,
    leader_of,
    officer_of,
)

pytestmark = pytest.mark.django_db
SECRET = "反映其考勤有误。"


@pytest.fixture
def person(go_to):
    go_to(date(2026, 3, 11))
    return CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, proposed=True)


def register_of(campaign):
    return reverse("campaigns:objections", args=[campaign.pk])


def page_of(objection):
    return reverse("campaigns:objection", args=[objection.pk])


def another_officer_of(campaign):
    return OfficerFactory(organisation=campaign.organisation)


def given(person, **changes):
    said = {
        "person": person.pk if person else "",
        "received_on": date(2026, 3, 10),
        "channel": "letter",
        "is_signed": "on",
        "summary": SECRET,
    }
    return said | changes


def concluded(**changes):
    said = {
        "conclusion": "unfounded",
        "findings": "经核查不属实。",
        "disposition": "proceed",
        "resolved_on": date(2026, 3, 11),
    }
    return said | changes


def errors_of(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


class TestRegistering:
    def test_the_officer_registers_what_came_in(self, person, as_user):
        officer = officer_of(person.campaign)

        answer = as_user(officer).post(register_of(person.campaign), given(person))

        found = Objection.objects.get()
        assert answer.url == page_of(found)
        assert (found.candidacy, found.is_signed, found.summary, found.entered_by) == (
            person,
            True,
            SECRET,
            officer,
        )

    def test_a_day_to_come_is_refused_and_the_words_are_kept(self, person, as_user):
        client = as_user(officer_of(person.campaign))

        answer = client.post(register_of(person.campaign), given(person, received_on=date(2026, 3, 12)))

        assert errors_of(answer) == {"__all__": ["收到日期（2026年3月12日）晚于今天，请核对"]}
        assert SECRET in answer.content.decode()

    def test_a_leader_does_not_register(self, person, as_user):
        answer = as_user(leader_of(person.campaign)).post(register_of(person.campaign), given(person))

        assert answer.status_code == 404

    def test_the_person_may_come_with_the_link(self, person, as_user):
        page = as_user(officer_of(person.campaign)).get(f"{register_of(person.campaign)}?person={person.pk}")

        assert page.context["form"]["person"].value() == str(person.pk)

    def test_without_persons_what_is_said_of_the_selection_is_registered(self, go_to, as_user):
        campaign = CampaignFactory(at=Stage.RECOMMEND)
        said = given(None, received_on=date(2026, 3, 1), of_the_selection="on")

        as_user(officer_of(campaign)).post(register_of(campaign), said)

        assert [(each.subject, each.candidacy) for each in campaign.objections.all()] == [
            ("本次选拔工作", None)
        ]

    def test_a_person_is_chosen_once(self, person, as_user):
        client = as_user(officer_of(person.campaign))

        answer = client.post(register_of(person.campaign), given(person, staff=person.staff_id))

        nobody = client.post(register_of(person.campaign), given(None))

        said = "请在人选、不是人选的人、选拔工作本身之中选一项；反映两个人的，分两件登记"
        assert [errors_of(each) for each in (answer, nobody)] == [{"__all__": [said]}] * 2

    def test_discipline_registers_what_it_received(self, person, as_user):
        discipline = discipline_of(person.campaign)

        as_user(discipline).post(register_of(person.campaign), given(person, channel="visit"))

        assert Objection.objects.get().entered_by == discipline


class TestReading:
    @pytest.mark.parametrize("reader", [officer_of, discipline_of])
    def test_the_content_is_for_whoever_entered_it_and_for_discipline(self, person, as_user, reader):
        objection = ObjectionFactory(candidacy=person, summary=SECRET)
        client = as_user(reader(person.campaign))

        pages = [
            client.get(url).content.decode() for url in (register_of(person.campaign), page_of(objection))
        ]

        assert [SECRET in page for page in pages] == [True, True]

    def test_another_officer_knows_of_whom_and_how_far(self, person, as_user):
        objection = ObjectionFactory(candidacy=person, unfounded=True, summary=SECRET, findings="另有隐情。")
        client = as_user(another_officer_of(person.campaign))

        pages = [
            client.get(url).content.decode() for url in (register_of(person.campaign), page_of(objection))
        ]

        assert [person.staff.name in page for page in pages] == [True, True]
        assert [SECRET in page or "另有隐情" in page for page in pages] == [False, False]

    @pytest.mark.parametrize(
        "reader", [leader_of, lambda campaign: SupervisorFactory(organisation=campaign.organisation.bureau)]
    )
    def test_everybody_else_sees_how_many_there_are(self, person, as_user, reader):
        objection = ObjectionFactory(candidacy=person, summary=SECRET)
        client = as_user(reader(person.campaign))

        page = client.get(register_of(person.campaign))

        assert (page.context["counts"], page.context["rows"]) == (
            [("已受理", 1), ("核查中", 0), ("已办结", 0)],
            [],
        )
        assert person.staff.name not in page.content.decode()
        assert client.get(page_of(objection)).status_code == 404

    def test_whom_it_concerns_does_not_learn_of_it(self, person, as_user):
        objection = ObjectionFactory(candidacy=person)
        client = as_user(person.staff.user)

        statuses = [client.get(url).status_code for url in (register_of(person.campaign), page_of(objection))]

        assert statuses == [404, 404]


class TestDealingWithIt:
    def test_it_is_concluded_with_findings_and_disposition(self, person, as_user):
        objection = InvestigatorFactory(objection__candidacy=person).objection

        answer = as_user(officer_of(person.campaign)).post(page_of(objection), concluded())

        found = Objection.objects.get()
        assert answer.url == page_of(objection)
        assert (found.state, found.conclusion, found.disposition) == (
            Objection.State.RESOLVED,
            "unfounded",
            "proceed",
        )

    def test_not_before_it_was_received(self, person, as_user):
        objection = InvestigatorFactory(objection__candidacy=person).objection

        answer = as_user(officer_of(person.campaign)).post(
            page_of(objection), concluded(resolved_on=date(2026, 3, 9))
        )

        assert errors_of(answer) == {
            "__all__": ["办结日期（2026年3月9日）早于收到日期（2026年3月10日），请核对"]
        }

    def test_discipline_may_conclude_it_as_well_as_the_school(self, person, as_user):
        objection = InvestigatorFactory(objection__candidacy=person).objection
        client = as_user(discipline_of(person.campaign))

        assert client.get(page_of(objection)).context["may_act"] is True
        assert client.post(page_of(objection), concluded()).status_code == 302
        objection.refresh_from_db()
        assert objection.state == "resolved"

    def test_while_the_campaign_stands_still_nothing_is_asked(self, person, as_user):
        objection = InvestigatorFactory(objection__candidacy=person).objection
        stages.suspend(person.campaign, by=officer_of(person.campaign), reason="上级要求暂停")

        assert as_user(officer_of(person.campaign)).get(page_of(objection)).context["may_act"] is False


class TestWhatFollows:
    def next_of(self, objection, as_user):
        return as_user(officer_of(objection.campaign)).get(page_of(objection)).context["next"]

    def test_somebody_deferred_may_still_be_taken_off_the_list(self, go_to, as_user):
        go_to(date(2026, 3, 14))
        held = CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, held=True)
        objection = ObjectionFactory(candidacy=held, affecting=True)

        said = self.next_of(objection, as_user)

        assert said == f"{held.staff.name}经查有影响任用的问题，正在暂缓；不再任用的，请作不再列为人选处理"

    def test_a_held_person_may_go_on_once_all_are_resolved(self, go_to, as_user):
        go_to(date(2026, 3, 14))
        held = CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, held=True)
        objection = ObjectionFactory(candidacy=held, unfounded=True)

        assert self.next_of(objection, as_user) == f"反映事项均已办结，{held.staff.name}可以恢复办理"

    def test_otherwise_nothing_is_left_to_do(self, person, as_user):
        assert self.next_of(ObjectionFactory(candidacy=person, unfounded=True), as_user) == ""
