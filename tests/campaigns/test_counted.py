"""A count on paper was mistyped: who takes it back, and until when?"""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.choices import AgendaPurpose, Purpose, Stage, Standing
from campaigns.models import Campaign, Round
from campaigns.services import (
    acts,
    concluding,
    deciding,
    entering,
    people,
    rounds,
    sending_back,
    stages,
    striking,
)
from selection.reasons import Refused
from tests.factories.accounts import TeacherFactory
from tests.factories.campaigns import (
    PIDU,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    RoundFactory,
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
    return entering.enter_on_paper(
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


def majority_needed(campaign):
    campaign.plan.bars = {
        "recommendation": {"choice": "fixed", "strict": True, "numerator": 1, "denominator": 2}
    }
    campaign.plan.save()


def struck(held, campaign):
    """Asked for by the officer, agreed to by the leader."""
    asked = striking.strike(held, by=officer_of(campaign), reason="录错一位")
    acts.confirm(asked, by=leader_of(campaign))


def test_who_typed_it_withdraws_it_and_types_it_again(campaign):
    wrong = typed(campaign, 7)

    sending_back.send_back(wrong, by=officer_of(campaign), reason="录错一位")
    right = typed(campaign, 70)

    assert campaign.standing_round("recommendation") == right
    assert (Round.objects.get(pk=wrong.pk).is_superseded, right.number) == (True, 2)
    assert "撤回补录：推荐测评轮次" in acts_of(campaign)


def test_the_second_person_sends_it_back_and_says_why(campaign):
    wrong = typed(campaign, 7)

    sending_back.send_back(wrong, by=leader_of(campaign), reason="与扫描件不符")

    told = officer_of(campaign).notifications.values_list("sentence", flat=True)
    assert list(told) == ["您补录的“会议推荐第1轮”未予核实：与扫描件不符"]
    assert refused(acts.confirm, Round.objects.get(pk=wrong.pk), by=leader_of(campaign)) == [
        "这一轮已经撤回或作废，不必再核实"
    ]


def test_a_teacher_sends_nothing_back(campaign):
    wrong, teacher = typed(campaign, 7), TeacherFactory(organisation=campaign.organisation)

    assert refused(sending_back.send_back, wrong, by=teacher, reason="x") == [
        "您没有退回补录事项的权限，或因回避不能办理"
    ]


def test_a_count_on_paper_has_no_ballot_to_void(campaign):
    assert refused(rounds.void, typed(campaign, 7), by=officer_of(campaign), reason="录错") == [
        "这一轮是线下办理的，没有线上投票"
    ]


def test_what_two_people_vouched_for_is_void_when_two_agree(campaign):
    wrong = typed(campaign, 70)
    acts.confirm(wrong, by=leader_of(campaign))

    asked = striking.strike(wrong, by=officer_of(campaign), reason="录成了另一次会议")
    before = campaign.standing_round("recommendation")
    acts.confirm(asked, by=leader_of(campaign))

    assert (before, campaign.standing_round("recommendation")) == (wrong, None)
    assert "作废登记" in acts_of(campaign)


@pytest.mark.parametrize(("code", "moved"), [("county-schools", Standing.HELD), (PIDU, Standing.EXCLUDED)])
def test_whom_a_mistyped_count_moved_stands_as_before_and_is_judged_anew(code, moved):
    campaign = CampaignFactory(at=Stage.RECOMMEND, code=code)
    person = CandidacyFactory(opening__campaign=campaign, qualified=True)
    majority_needed(campaign)
    wrong = typed(campaign, 7)
    acts.confirm(wrong, by=leader_of(campaign))
    concluding.conclude_low(campaign, "recommendation", by=officer_of(campaign))
    person.refresh_from_db()
    fell = person.standing

    struck(wrong, campaign)
    person.refresh_from_db()
    back = (person.standing, person.standing_reason, person.held_from)
    right = typed(campaign, 70)
    acts.confirm(right, by=leader_of(campaign))

    assert (fell, back) == (moved, (Standing.QUALIFIED, "", ""))
    assert "恢复" in acts_of(campaign)
    assert concluding.conclude_low(campaign, "recommendation", by=officer_of(campaign)) == []


@pytest.mark.parametrize(("came", "is_moved"), [(49, False), (50, True)])
def test_a_round_without_its_quorum_moves_nobody(came, is_moved):
    person = CandidacyFactory(
        opening__campaign__at=Stage.RECOMMEND, opening__campaign__code=PIDU, qualified=True
    )
    campaign = person.campaign
    RoundFactory(campaign=campaign, opening=None, purpose="recommendation", entitled=came, agree={person: 1})

    moved = concluding.conclude_low(campaign, "recommendation", by=officer_of(campaign))

    assert moved == ([person] if is_moved else [])


def test_who_fell_by_votes_is_recommended_again_with_the_others():
    campaign = CampaignFactory(at=Stage.RECOMMEND, code=PIDU)
    person = CandidacyFactory(opening__campaign=campaign, qualified=True)
    majority_needed(campaign)
    acts.confirm(typed(campaign, 7), by=leader_of(campaign))
    concluding.conclude_low(campaign, "recommendation", by=officer_of(campaign))
    Campaign.objects.filter(pk=campaign.pk).update(stage=Stage.EVALUATE)
    campaign = Campaign.objects.get(pk=campaign.pk)

    stages.go_back(campaign, "recommend_again", by=officer_of(campaign), reason="票数录错")

    person.refresh_from_db()
    assert (person.standing, person.standing_reason) == (Standing.QUALIFIED, "")


def test_whom_something_else_moved_stays_where_he_is(campaign):
    wrong, person = typed(campaign, 70), campaign.candidacies().get()
    acts.confirm(wrong, by=leader_of(campaign))
    people.exclude(person, by=officer_of(campaign), reason="不符合条件")

    struck(wrong, campaign)

    person.refresh_from_db()
    assert person.standing == Standing.EXCLUDED


def test_a_mistyped_decision_is_taken_back_with_what_it_decided():
    campaign = CampaignFactory(at=Stage.DECIDE)
    opening = OpeningFactory(campaign=campaign)
    one, two = (CandidacyFactory(opening=opening, inspectee=True) for _ in range(2))
    AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.DECISION)
    wrong = RoundFactory(opening=opening, agree={one: 3, two: 6}, is_backfilled=True)
    acts.confirm(wrong, by=leader_of(campaign))
    deciding.conclude(campaign, by=officer_of(campaign))

    struck(wrong, campaign)
    RoundFactory(opening=opening, agree={one: 6, two: 3}, number=2)
    proposed = deciding.conclude(campaign, by=officer_of(campaign))

    assert proposed == [one]


def test_after_the_inspectees_were_fixed_the_way_back_is_named():
    campaign = CampaignFactory(at=Stage.EVALUATE)
    CandidacyFactory(opening__campaign=campaign, inspectee=True, staff__name="王一")
    held = RoundFactory(campaign=campaign, opening=None, purpose=Purpose.EVALUATION)

    assert refused(striking.strike, held, by=officer_of(campaign), reason="录错") == [
        "王一已据民主测评第1轮列为考察对象，不能再作废；请办理“重新推荐”后重新组织"
    ]


@pytest.mark.parametrize(
    ("stage", "way"),
    [
        (Stage.INSPECT, "请办理“重新推荐”后重新组织"),
        (Stage.DECIDE, "请先办理“补充考察”，再办理“重新推荐”，然后重新组织"),
        (Stage.FILE, "现在不能退回重新组织，影响结果的请报教育局处理"),
    ],
)
def test_a_count_of_a_passed_stage_has_a_named_way_back(campaign, stage, way):
    wrong = typed(campaign, 70)
    acts.confirm(wrong, by=leader_of(campaign))
    Campaign.objects.filter(pk=campaign.pk).update(stage=stage)

    assert refused(striking.strike, wrong, by=officer_of(campaign), reason="录错") == [
        f"已进入“{stage.label}”阶段，会议推荐第1轮不能单独作废；{way}"
    ]


def test_the_page_offers_each_his_way_out(campaign, client):
    wrong = typed(campaign, 7)
    page = reverse("campaigns:round", args=[wrong.pk])
    back = reverse("campaigns:send_back", args=["round", wrong.pk])
    leader = leader_of(campaign)

    assert back in signed_in(client, officer_of(campaign)).get(page).content.decode()
    assert back in signed_in(client, leader).get(page).content.decode()
    client.post(back, {"reason": "与扫描件不符"})
    shown = client.get(page).content.decode()
    assert ("这一轮的录入已撤回或作废" in shown, "原因：与扫描件不符" in shown) == (True, True)


def test_the_officer_asks_on_the_page_for_a_confirmed_count_to_be_void(campaign, client):
    wrong = typed(campaign, 70)
    acts.confirm(wrong, by=leader_of(campaign))
    page = reverse("campaigns:round", args=[wrong.pk])
    strike = reverse("campaigns:strike", args=["round", wrong.pk])
    client = signed_in(client, officer_of(campaign))

    offered = strike in client.get(page).content.decode()
    answer = client.post(strike, {"reason": "录错一位"})
    shown = client.get(answer.url).content.decode()

    assert (offered, answer.url, strike in shown) == (True, page, False)
    assert "申请作废" in shown
