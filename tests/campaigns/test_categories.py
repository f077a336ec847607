"""Are voters counted by category as the ruleset says, and may none be too small to hide in?"""

from dataclasses import replace

import pytest
from django.urls import reverse

from ballots import services as polls
from ballots.models import Poll
from ballots.verdicts import Bar, Base
from campaigns import guards, voices
from campaigns.choices import Purpose, Stage
from campaigns.documents import result_table
from campaigns.models import Round
from campaigns.rulesets.presets import COUNTY_SCHOOLS
from campaigns.rulesets.values import OpenBar, Weight
from campaigns.services import categories, concluding, drawing_up, rounds
from personnel.models import StaffMember
from selection.reasons import Refused
from tests.campaigns.test_polls import signed_in
from tests.factories.ballots import agreeing
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, PlanFactory, officer_of
from tests.factories.personnel import RelationFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]
RECOMMENDATION = Purpose.RECOMMENDATION
WEIGHTS = (Weight("established", 60), Weight("recorded", 30), Weight("contract", 10))


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.BALLOT_KEY_DIR = tmp_path


def campaign_by_category(weights=WEIGHTS, **fields):
    """Eleven of the staff established, six recorded, six on contract; the recommendation weighs them."""
    rules = {
        "by_category": True,
        "weights": weights,
        "bar": OpenBar(Bar.more_than("1/2", of=Base.VALID)),
        "categories": tuple(each.category for each in WEIGHTS),
        **fields,
    }
    rules = replace(COUNTY_SCHOOLS, recommendation=replace(COUNTY_SCHOOLS.recommendation, **rules))
    plan = PlanFactory(rules=rules, categories=[each.category for each in WEIGHTS], body=None)
    campaign = CampaignFactory(plan=plan, at=Stage.RECOMMEND)
    person = CandidacyFactory(opening__campaign=campaign, qualified=True)
    person.staff.user = person.staff.user or officer_of(campaign)
    StaffMember.objects.filter(organisation=campaign.organisation, user=None).delete()
    for category, size in (("established", 11), ("recorded", 6), ("contract", 6)):
        StaffFactory.create_batch(
            size, organisation=campaign.organisation, category=category, with_account=True
        )
    return campaign


def draft(campaign, **kwargs):
    return drawing_up.draw_up(campaign, RECOMMENDATION, by=officer_of(campaign), **kwargs)


def sizes(held):
    return {each.label: (each.voters, each.weight) for each in categories.of_draft(held)}


def test_the_ruleset_hands_breakdown_weights_and_least_size_to_the_poll():
    held = draft(campaign_by_category(min_cell=5))
    counting = held.poll.counting

    assert (counting.by_category, counting.min_cell) == (True, 5)
    assert counting.weights == {"在编": 60, "备案制": 30, "合同制": 10}
    assert sizes(held)["备案制"] == (6, 30)


def test_a_poll_without_breakdown_has_no_categories_to_merge():
    held = draft(campaign_by_category(weights=(), by_category=False))

    assert (held.poll.counting.by_category, categories.of_draft(held)) == (False, [])


def test_too_small_categories_are_merged_on_the_page_of_the_draft(client):
    campaign = campaign_by_category()
    held, desk = draft(campaign), signed_in(client, officer_of(campaign))
    address = reverse("campaigns:round", args=[held.pk])
    assert "备案制只有6人，少于分类统计所需的10人，请与其他类别合并" in desk.get(address).content.decode()

    desk.post(
        reverse("campaigns:round_merge", args=[held.pk]),
        {"categories": ["备案制", "合同制"], "into": "编外"},
    )

    held = Round.objects.get(pk=held.pk)
    assert sizes(held)["编外"] == (12, 40)
    assert "编外（12人，权重40）" in desk.get(address).content.decode()
    rounds.open_(held, by=officer_of(campaign))
    assert Poll.objects.get(pk=held.poll_id).state == Poll.State.OPEN


def test_merging_does_not_put_the_draft_out_of_date_and_survives_that_it_is_prepared_anew(client):
    campaign = campaign_by_category()
    held = draft(campaign)
    categories.merge(held, ["备案制", "合同制"], "编外", by=officer_of(campaign))

    signed_in(client, officer_of(campaign)).post(reverse("campaigns:round_redraw", args=[held.pk]))

    assert sizes(Round.objects.get(pk=held.pk))["编外"] == (12, 40)


def voided_for_want_of_ballots(campaign, collected):
    held, officer = draft(campaign), officer_of(campaign)
    categories.merge(held, ["备案制", "合同制"], "编外", by=officer)
    rounds.open_(held, by=officer)
    for elector in held.poll.electors.filter(category="在编"):
        polls.cast(held.poll, elector.user, agreeing(held.poll))
    for elector in held.poll.electors.filter(category="编外")[:collected]:
        polls.cast(held.poll, elector.user, agreeing(held.poll))
    rounds.close(held, by=officer)
    return Round.objects.get(pk=held.pk)


def test_a_category_of_which_too_few_came_in_leaves_the_urn_shut_and_the_next_round_says_how_many():
    campaign = campaign_by_category()
    held, officer = voided_for_want_of_ballots(campaign, collected=9), officer_of(campaign)

    with pytest.raises(Refused) as refusal:
        rounds.count(held, by=held.poll.scrutineers.first() or officer)
    assert refusal.value.reasons == ["编外收回9份，少于10份，不得启封；请作废本轮，合并类别后重新组织"]
    rounds.void(held, by=officer, reason="编外收回不足")

    again = draft(campaign, keeps_merged=True)
    assert [
        (each.label, each.weight, each.came_in, each.is_small) for each in categories.of_draft(again)
    ] == [
        ("在编", 60, 12, False),
        ("编外", 40, 9, True),
    ]
    afresh = sizes(draft_anew(again, campaign))
    assert afresh.keys() == {"在编", "备案制", "合同制"}


def draft_anew(held, campaign):
    rounds.void(held, by=officer_of(campaign), reason="不沿用")
    return draft(campaign)


def test_the_form_of_the_next_round_offers_to_keep_what_was_merged(client):
    campaign = campaign_by_category()
    held = voided_for_want_of_ballots(campaign, collected=3)
    desk, address = (
        signed_in(client, officer_of(campaign)),
        reverse("campaigns:rounds", args=[campaign.pk, RECOMMENDATION]),
    )
    rounds.void(held, by=officer_of(campaign), reason="编外收回不足")
    assert "沿用上一轮合并的类别" in desk.get(address).content.decode()

    desk.post(
        reverse("campaigns:round_new", args=[campaign.pk, RECOMMENDATION]),
        {"channel": "online", "keeps_merged": "on"},
    )

    assert sizes(campaign.standing_round(RECOMMENDATION)).keys() == {"在编", "编外"}


@pytest.mark.parametrize(
    ("recused", "expected"), [("nobody", set()), ("candidates", {"人选"}), ("relatives", {"人选", "亲属"})]
)
@pytest.mark.row("R-25", side="allows")
def test_the_staff_keep_their_ballots_unless_the_ruleset_says_otherwise(recused, expected):
    campaign = campaign_by_category(recused=recused)
    person = campaign.live().get().staff
    relative = StaffMember.objects.filter(organisation=campaign.organisation).exclude(pk=person.pk).first()
    StaffMember.objects.filter(pk=person.pk).update(name="人选")
    StaffMember.objects.filter(pk=relative.pk).update(name="亲属")
    RelationFactory(staff=person, relative=relative)

    held = draft(campaign)

    assert set(held.poll.electors.filter(is_recused=True).values_list("name", flat=True)) == expected
    assert held.poll.electors.count() == 24


def test_without_a_result_nobody_is_low_and_the_round_may_be_held_again():
    """One category answered nothing at all, so there is nothing to weigh it by."""
    campaign = campaign_by_category(
        min_cell=6, bar=OpenBar(Bar.more_than("1/2", of=Base.AGREE_OPPOSE)), low_is="excluded"
    )
    campaign.plan.bars = {
        "recommendation": {"choice": "fixed", "strict": True, "numerator": 1, "denominator": 2}
    }
    campaign.plan.save()
    held, officer = draft(campaign), officer_of(campaign)
    person = campaign.live().get()
    rounds.open_(held, by=officer)
    for elector in held.poll.electors.all():
        voice = "abstain" if elector.category == "合同制" else "agree"
        polls.cast(held.poll, elector.user, {str(person.pk): voice})
    rounds.close(held, by=officer)
    rounds.count(Round.objects.get(pk=held.pk), by=held.poll.scrutineers.first() or officer)
    held = Round.objects.get(pk=held.pk)

    sentence = "合同制同意与不同意合计0票，加权没有结果"
    assert voices.support(held, person).sentence == sentence
    assert concluding.below_the_bar(held, campaign) == []
    assert result_table.context(held)["consent"]["rows"][0]["verdict"] == sentence
    assert f"{person.staff.name}：{sentence}，请作出处理" in list(
        guards.evaluate.low_recommendations_are_concluded.check(campaign)
    )
    assert drawing_up.may_run_again(held)
