"""A count on paper was mistyped: who takes it back, and until when?"""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.choices import Stage
from campaigns.models import Campaign, Round
from campaigns.services import acts, rounds
from selection.reasons import Refused
from tests.factories.accounts import TeacherFactory
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    leader_of,
    officer_of,
    scan_for,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


@pytest.fixture
def campaign():
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    CandidacyFactory(opening__campaign=campaign, qualified=True)
    return campaign


def typed(campaign, agree):
    person = campaign.candidacies().get()
    figures = dict.fromkeys(("present", "issued", "collected", "valid"), 80) | {"entitled": 88, "spoiled": 0}
    figures["subjects"] = {str(person.pk): {"agree": agree, "oppose": 80 - agree, "abstain": 0}}
    return rounds.enter_on_paper(
        campaign,
        "recommendation",
        figures,
        by=officer_of(campaign),
        happened_on=date(2026, 3, 1),
        attachment=scan_for(campaign),
    )


def signed_in(client, user):
    client.force_login(user)
    return client


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value.reasons


def acts_of(campaign):
    return [entry.act for entry in campaign.ledger.entries.order_by("number")]


def test_who_typed_it_withdraws_it_and_types_it_again(campaign):
    wrong = typed(campaign, 7)

    rounds.void(wrong, by=officer_of(campaign), reason="录错一位")
    right = typed(campaign, 70)

    assert campaign.standing_round("recommendation") == right
    assert (Round.objects.get(pk=wrong.pk).is_superseded, right.number) == (True, 2)
    assert "撤回线下计票" in acts_of(campaign)


def test_the_second_person_sends_it_back_and_says_why(campaign):
    wrong = typed(campaign, 7)

    rounds.void(wrong, by=leader_of(campaign), reason="与扫描件不符")

    told = officer_of(campaign).notifications.values_list("sentence", flat=True)
    assert list(told) == ["您补录的会议推荐第1轮已退回：与扫描件不符"]
    assert refused(acts.confirm, Round.objects.get(pk=wrong.pk), by=leader_of(campaign)) == [
        "这一轮已经撤回或作废，不必再核实"
    ]


def test_a_teacher_takes_nothing_back(campaign):
    wrong = typed(campaign, 7)

    assert refused(rounds.void, wrong, by=TeacherFactory(organisation=campaign.organisation), reason="x") == [
        "您没有退回线下计票的权限，或因回避不能办理"
    ]


def test_a_confirmed_count_is_void_while_nothing_rests_on_it(campaign):
    wrong = typed(campaign, 70)
    acts.confirm(wrong, by=leader_of(campaign))

    rounds.void(wrong, by=officer_of(campaign), reason="录成了另一次会议")

    assert campaign.standing_round("recommendation") is None
    assert "作废线下计票" in acts_of(campaign)


def test_a_count_by_which_somebody_was_moved_stays(campaign):
    wrong, person = typed(campaign, 7), campaign.candidacies().get()
    campaign.plan.bars = {
        "recommendation": {"choice": "fixed", "strict": True, "numerator": 1, "denominator": 2}
    }
    campaign.plan.save()
    acts.confirm(wrong, by=leader_of(campaign))
    rounds.conclude_low(campaign, "recommendation", by=officer_of(campaign))

    assert refused(rounds.void, Round.objects.get(pk=wrong.pk), by=officer_of(campaign), reason="录错") == [
        f"{person.staff.name}已按会议推荐第1轮的票数作出处理，不能再作废；请办理“重新推荐”后重新组织"
    ]


def test_a_count_of_a_passed_stage_has_a_named_way_back(campaign):
    wrong = typed(campaign, 70)
    acts.confirm(wrong, by=leader_of(campaign))
    Campaign.objects.filter(pk=campaign.pk).update(stage=Stage.INSPECT)

    assert refused(rounds.void, wrong, by=officer_of(campaign), reason="录错") == [
        "已进入“组织考察”阶段，会议推荐第1轮不能单独作废；请办理“重新推荐”后重新组织"
    ]


def test_the_page_offers_each_his_way_out(campaign, client):
    wrong = typed(campaign, 7)
    page = reverse("campaigns:round", args=[wrong.pk])
    leader = leader_of(campaign)

    assert "撤回录入" in signed_in(client, officer_of(campaign)).get(page).content.decode()
    assert "退回" in signed_in(client, leader).get(page).content.decode()
    rounds.void(wrong, by=leader, reason="与扫描件不符")
    assert "这一轮的录入已作废：与扫描件不符" in signed_in(client, leader).get(page).content.decode()
