"""A selection that was declared invalid is begun anew (A132)."""

import pytest

from campaigns.choices import Purpose, Stage
from campaigns.services import annulling, redoing, stages
from selection.reasons import Refused
from tests.factories.campaigns import (
    AdoptionFactory,
    CampaignFactory,
    OpeningFactory,
    RoundFactory,
    appoint,
    bureau_reviewer_of,
    leader_of,
    officer_of,
    ready_to_file,
)
from tests.factories.personnel import TenureFactory

pytestmark = pytest.mark.django_db


def invalid(**fields):
    campaign = CampaignFactory(at=Stage.EVALUATE, **fields)
    AdoptionFactory(organisation=campaign.organisation, ruleset=campaign.plan.ruleset_version)
    return campaign


def void(campaign):
    stages.void(campaign, by=bureau_reviewer_of(campaign), reason="会议推荐违反程序")


@pytest.mark.row("A132", side="holds")
def test_the_same_posts_are_offered_by_a_plan_of_their_own_that_takes_nothing_over():
    campaign = invalid()
    holder = TenureFactory(staff__organisation=campaign.organisation)
    opening = OpeningFactory(campaign=campaign, seats=2, ending=[holder])
    RoundFactory(campaign=campaign, opening=None, purpose=Purpose.RECOMMENDATION)
    void(campaign)

    anew = redoing.redo(campaign, by=officer_of(campaign))

    assert (anew.redoes, anew.stage, anew.track) == (campaign, Stage.PREPARE, campaign.track)
    assert anew.plan != campaign.plan
    assert (anew.plan.review, anew.plan.is_final) == (None, False)
    assert anew.standing_round(Purpose.RECOMMENDATION) is None
    [again] = anew.openings.all()
    assert (again.post, again.seats, list(again.ending.all())) == (opening.post, 2, [holder])
    assert anew.plan.title == f"{campaign.plan.title}（重新办理）"
    assert campaign.ledger.entries.last().act == "重新办理"


def test_of_several_seats_only_the_one_that_was_declared_invalid_is_filled_anew():
    campaign, _persons = ready_to_file(2)
    AdoptionFactory(organisation=campaign.organisation, ruleset=campaign.plan.ruleset_version)
    one, *_others = appoint(list(campaign.live()))
    annulling.void(one, by=bureau_reviewer_of(campaign), reason="资格不符")

    anew = redoing.redo(campaign, by=officer_of(campaign))

    assert [(each.post, each.seats) for each in anew.openings.all()] == [(one.candidacy.opening.post, 1)]


def test_it_is_redone_once_unless_that_came_to_nothing_too():
    campaign = invalid()
    OpeningFactory(campaign=campaign)
    void(campaign)
    officer = officer_of(campaign)
    first = redoing.redo(campaign, by=officer)

    with pytest.raises(Refused, match="没有宣布无效而尚未重新办理的岗位"):
        redoing.redo(campaign, by=officer)
    stages.terminate(first, by=officer, reason="岗位撤并")
    second = redoing.redo(campaign, by=officer)
    assert set(campaign.redone_by.all()) == {first, second}

    stages.void(second, by=bureau_reviewer_of(campaign), reason="再次违反程序")
    assert redoing.redo(second, by=officer).plan.title.count("（重新办理）") == 1


def test_what_stands_is_not_redone_nor_by_anybody():
    campaign = invalid()
    OpeningFactory(campaign=campaign)
    with pytest.raises(Refused, match="没有宣布无效"):
        redoing.redo(campaign, by=officer_of(campaign))
    void(campaign)
    with pytest.raises(Refused, match="没有重新办理的权限"):
        redoing.redo(campaign, by=leader_of(campaign))


def test_the_page_offers_it_and_each_leads_to_the_other(client):
    campaign = invalid()
    OpeningFactory(campaign=campaign)
    void(campaign)
    client.force_login(officer_of(campaign))
    assert "重新办理" in client.get(campaign.get_absolute_url()).content.decode()

    client.post(f"/campaigns/{campaign.pk}/redo/")

    anew = campaign.redone_by.get()
    assert anew.get_absolute_url() in client.get(campaign.get_absolute_url()).content.decode()
    assert campaign.get_absolute_url() in client.get(anew.get_absolute_url()).content.decode()
