"""May what discipline said in one selection count in another? (B050, E017)"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns import guards, integrity
from campaigns.choices import Stage
from campaigns.models import DisciplineOpinion
from campaigns.services import carrying_over, inspecting
from selection.reasons import Refused, reasons_against
from selection.records.models import LedgerEntry
from tests.factories.accounts import OfficerFactory, SchoolFactory
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    ObjectionFactory,
    discipline_of,
    leader_of,
    officer_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]
TODAY = date(2026, 3, 2)
LATER = TODAY + timedelta(days=90)


@pytest.fixture
def first():
    """Of whom discipline is asked in a first selection."""
    return CandidacyFactory(inspectee=True, opening__campaign__at=Stage.INSPECT)


@pytest.fixture
def second(first):
    """The same person in another school's selection of the same county."""
    school = SchoolFactory(parent=first.campaign.organisation.parent)
    return CandidacyFactory(
        inspectee=True,
        staff=first.staff,
        opening__campaign=CampaignFactory(at=Stage.INSPECT, plan__organisation=school),
    )


def reply(person, valid_until=LATER, result="clear", **fields):
    opinion = inspecting.ask_discipline(person, by=officer_of(person.campaign))
    text = "" if result == "clear" else "另有说明"
    inspecting.answer(
        opinion,
        by=discipline_of(person.campaign),
        result=result,
        petitions="clear",
        text=text,
        valid_until=valid_until,
        **fields,
    )
    opinion.refresh_from_db()
    return opinion


def carry_over(person):
    return carrying_over.carry_over(person, by=officer_of(person.campaign))


@pytest.mark.row("B050", side="holds")
def test_a_reply_for_several_selections_is_carried_over_as_it_was_said(first, second, go_to):
    said = reply(first, document_number="某纪〔2026〕3号")
    go_to(TODAY + timedelta(days=30))

    made = carry_over(second)

    assert (made.result, made.petitions, made.document_number) == ("clear", "clear", "某纪〔2026〕3号")
    assert (made.happened_on, made.valid_until, made.adopted_from) == (TODAY, LATER, said)
    assert reasons_against(second.campaign, [guards.decide.discipline_has_answered]) == []
    entry = LedgerEntry.objects.filter(ledger=second.campaign.ledger).last()
    assert (entry.act, entry.content["payload"]["adopted_from"]) == ("沿用廉政意见", said.pk)


@pytest.mark.row("E017", side="refuses")
def test_a_veto_is_carried_over_like_anything_else(first, second):
    reply(first, result="veto")

    carry_over(second)

    said = f"纪检机关不同意任用{second.staff.name}，请作不再列为人选处理"
    reasons = reasons_against(second.campaign, [guards.decide.discipline_objects_to_nobody])
    assert [reason.sentence for reason in reasons] == [said]


def test_it_takes_the_place_of_what_was_asked_and_waits(first, second):
    asked = inspecting.ask_discipline(second, by=officer_of(second.campaign))
    reply(first)

    made = carry_over(second)

    asked.refresh_from_db()
    assert asked.is_superseded
    assert list(DisciplineOpinion.objects.waiting_for(discipline_of(second.campaign))) == []
    assert made.is_answered


@pytest.mark.parametrize("days", [0, 90])
def test_it_holds_up_to_its_last_day(first, second, go_to, days):
    reply(first)
    go_to(TODAY + timedelta(days=days))

    assert integrity.reply_in_force(second) is not None


def test_after_its_last_day_it_is_asked_for_anew(first, second, go_to):
    reply(first)
    go_to(LATER + timedelta(days=1))

    with pytest.raises(Refused, match="没有可以沿用的答复"):
        carry_over(second)
    assert not second.discipline_opinions.exists()


def test_without_a_term_it_is_good_for_its_own_selection_only(first, second):
    reply(first, valid_until=None)

    assert integrity.reply_in_force(second) is None


def test_what_was_reported_since_is_looked_into_first(first, second):
    reply(first)
    ObjectionFactory(candidacy=first, campaign=first.campaign, received_on=TODAY)

    assert integrity.reply_in_force(second) is None


def test_a_later_reply_takes_away_what_an_earlier_one_allowed(first, second):
    reply(first)
    reply(first, valid_until=None, result="unresolved")

    assert integrity.reply_in_force(second) is None


def test_what_is_asked_again_is_not_carried_over_meanwhile(first, second):
    reply(first)
    inspecting.ask_discipline(first, by=officer_of(first.campaign))

    assert integrity.reply_in_force(second) is None


def test_a_reply_on_paper_that_nobody_confirmed_is_none(first, second):
    DisciplineOpinionFactory(
        candidacy=first, clear=True, happened_on=TODAY, valid_until=LATER, is_backfilled=True
    )

    assert integrity.reply_in_force(second) is None


def test_another_countys_reply_is_none(first):
    reply(first)
    elsewhere = CandidacyFactory(
        inspectee=True, staff=first.staff, opening__campaign=CampaignFactory(at=Stage.INSPECT)
    )

    assert integrity.reply_in_force(elsewhere) is None


def test_what_was_carried_over_is_no_reply_of_its_own(first, second):
    said = reply(first)
    made = carry_over(second)
    school = SchoolFactory(parent=first.campaign.organisation.parent)
    third = CandidacyFactory(
        inspectee=True,
        staff=first.staff,
        opening__campaign=CampaignFactory(at=Stage.INSPECT, plan__organisation=school),
    )

    assert made.adopted_from == said
    assert integrity.reply_in_force(third) == said


def test_only_who_runs_the_selection_or_answers_carries_over(first, second):
    reply(first)

    with pytest.raises(Refused, match="您没有沿用廉政意见的权限"):
        carrying_over.carry_over(second, by=leader_of(second.campaign))
    with pytest.raises(Refused, match="您没有沿用廉政意见的权限"):
        carrying_over.carry_over(second, by=OfficerFactory())
    assert carrying_over.carry_over(second, by=discipline_of(second.campaign)).is_answered


def test_it_is_offered_and_done_on_the_page(first, second, client):
    reply(first)
    asked = inspecting.ask_discipline(second, by=officer_of(second.campaign))
    client.force_login(officer_of(second.campaign))

    page = client.get(reverse("campaigns:opinion", args=[asked.pk])).content.decode()
    done = client.post(reverse("campaigns:carry_over", args=[second.pk]), follow=True).content.decode()

    assert f"纪检机关2026年3月2日已就{second.staff.name}作过答复，有效期至2026年5月31日" in page
    assert "沿用这件答复" not in done
    assert f"《{first.campaign.plan.title}》征求时的答复" in done


def test_a_term_that_is_over_is_no_term(first, client):
    opinion = inspecting.ask_discipline(first, by=officer_of(first.campaign))
    client.force_login(discipline_of(first.campaign))
    given = {"result": "clear", "petitions": "clear", "valid_until": "2026-03-01"}

    page = client.post(reverse("campaigns:opinion", args=[opinion.pk]), given).content.decode()

    opinion.refresh_from_db()
    assert "有效期已过，请核对" in page
    assert not opinion.is_answered


class TestOnTheListOfTheInspection:
    """组织考察: where the reply is offered to each person, asked or not."""

    def listed(self, campaign):
        return reverse("campaigns:inspections", args=[campaign.pk])

    def test_it_is_offered_before_anybody_is_asked_and_done_there(self, first, second, client):
        reply(first)
        client.force_login(officer_of(second.campaign))
        here = self.listed(second.campaign)

        page = client.get(here).content.decode()
        done = client.post(reverse("campaigns:carry_over", args=[second.pk]), {"next": here}, follow=True)

        assert "另有2026年3月2日的答复，有效期至2026年5月31日" in page
        assert "沿用答复" in page
        assert done.redirect_chain == [(here, 302)]
        assert "沿用答复" not in done.content.decode()
        assert "廉政意见已回复" in done.content.decode()

    def test_not_where_it_has_been_answered_here(self, first, second, client):
        reply(first)
        reply(second, valid_until=None)
        client.force_login(officer_of(second.campaign))

        assert "沿用答复" not in client.get(self.listed(second.campaign)).content.decode()

    def test_nor_to_those_who_only_read(self, first, second, client):
        reply(first)
        client.force_login(leader_of(second.campaign))

        assert "沿用答复" not in client.get(self.listed(second.campaign)).content.decode()

    @pytest.mark.parametrize("stage", [Stage.DECIDE, Stage.PUBLICIZE])
    def test_nor_when_its_time_is_over(self, first, second, client, stage):
        reply(first)
        type(second.campaign)._base_manager.filter(pk=second.campaign.pk).update(stage=stage)
        client.force_login(officer_of(second.campaign))
        offered = "沿用答复" in client.get(self.listed(second.campaign)).content.decode()

        assert offered is (stage in inspecting.BESIDE_THE_STAGES)

    def test_the_list_asks_as_often_for_three_as_for_one(self, first, second, client):
        reply(first)
        client.force_login(officer_of(second.campaign))
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                client.get(self.listed(second.campaign))
            counts.append(len(asked))
            for _ in range(2):
                other = CandidacyFactory(inspectee=True, opening=first.opening)
                reply(other)
                CandidacyFactory(inspectee=True, staff=other.staff, opening=second.opening)

        assert counts[0] == counts[1]
