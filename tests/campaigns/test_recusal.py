"""Is a relative's recusal from a vote proposed, and confirmed or refused with a reason? (R-25)"""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns import permissions, recusal
from campaigns.choices import Stage
from campaigns.models import Recusal, Round
from campaigns.services import drafts, drawing_up, recusing, rounds
from selection import clock
from tests.campaigns.test_polls import refused, signed_in
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    bureau_reviewer_of,
    officer_of,
)
from tests.factories.personnel import RelationFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.BALLOT_KEY_DIR = tmp_path


@pytest.fixture
def campaign():
    campaign = CampaignFactory(at=Stage.DECIDE)
    for member in members(campaign):
        member.user = UserFactory(organisation=campaign.organisation, name=member.name)
        member.save()
    return campaign


def members(campaign):
    return [member.staff for member in campaign.plan.body.members_on(clock.today())]


@pytest.fixture
def held(campaign):
    """A draft on a member of the body and another person, who is the spouse of a second member."""
    one, spouse = members(campaign)[:2]
    opening = OpeningFactory(campaign=campaign)
    CandidacyFactory(opening=opening, inspectee=True, staff=one)
    other = CandidacyFactory(opening=opening, inspectee=True)
    RelationFactory(staff=spouse, relative=other.staff)
    return drawing_up.draw_up(campaign, "decision", by=officer_of(campaign), opening=opening)


def recused(held):
    return set(held.poll.electors.filter(is_recused=True).values_list("name", flat=True))


def proposed(held):
    return {each.staff.name: each.why for each in recusal.proposals(held)}


@pytest.mark.row("R-25", side="holds")
def test_candidates_and_their_relatives_are_proposed_by_the_register_with_the_reason(campaign, held):
    one, spouse = members(campaign)[:2]
    other = campaign.live().exclude(staff=one).get().staff

    assert proposed(held) == {
        one.name: "是本岗位的人选",
        spouse.name: f"与人选{other.name}有夫妻关系",
    }
    assert recused(held) == {one.name, spouse.name}


def test_until_the_officer_has_answered_the_vote_is_not_opened(campaign, held):
    _one, spouse = members(campaign)[:2]

    [said] = refused(rounds.open_, held, by=officer_of(campaign))
    assert said == f"{spouse.name}{proposed(held)[spouse.name]}，请先确认是否回避"

    recusing.settle(held, {}, by=officer_of(campaign))
    rounds.open_(held, by=officer_of(campaign))
    [entered] = [entry for entry in campaign.ledger.entries.all() if entry.act == "确认表决回避"]
    assert (entered.content["payload"]["recused"], entered.content["payload"]["kept"]) == ([spouse.pk], {})


@pytest.mark.row("TRAP-6", side="holds")
def test_who_is_recused_stays_among_those_due_and_gets_no_ballot(campaign, held):
    recusing.settle(held, {}, by=officer_of(campaign))
    rounds.open_(held, by=officer_of(campaign))

    assert held.poll.electors.count() == 7
    assert held.poll.electors.filter(is_recused=False).count() == 5


def test_with_a_reason_the_relative_votes_and_the_record_keeps_the_reason(campaign, held):
    one, spouse = members(campaign)[:2]

    recusing.settle(held, {spouse.pk: "远房姻亲，登记有误，已报书记"}, by=officer_of(campaign))

    assert recused(held) == {one.name}
    assert drafts.changes(held, held.poll) == []
    rounds.open_(held, by=officer_of(campaign))
    [entered] = [entry for entry in campaign.ledger.entries.all() if entry.act == "确认表决回避"]
    assert entered.content["payload"]["kept"] == {str(spouse.pk): "远房姻亲，登记有误，已报书记"}


def test_an_answer_may_be_changed_until_the_vote_is_opened(campaign, held):
    one, spouse = members(campaign)[:2]
    recusing.settle(held, {spouse.pk: "登记有误"}, by=officer_of(campaign))

    recusing.settle(held, {}, by=officer_of(campaign))
    assert recused(held) == {one.name, spouse.name}

    rounds.open_(held, by=officer_of(campaign))
    assert refused(recusing.settle, held, {spouse.pk: "登记有误"}, by=officer_of(campaign)) == [
        "投票已经开始，名册和票样不能再改"
    ]
    assert Recusal.objects.get(round=held).is_recused


@pytest.mark.row("TRAP-6", side="refuses")
@pytest.mark.row("R-25", side="refuses")
def test_a_candidate_is_never_let_in_and_no_reason_is_no_answer(campaign, held):
    one, spouse = members(campaign)[:2]
    officer = officer_of(campaign)

    assert refused(recusing.settle, held, {one.pk: "本人要求"}, by=officer) == [
        "有1人不在建议回避之列，或者本人就是人选，不能改为不回避"
    ]
    assert refused(recusing.settle, held, {spouse.pk: " "}, by=officer) == [
        f"{spouse.name}不回避的，请写明理由"
    ]
    assert not Recusal.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Recusal.objects.create(round=held, staff=spouse, is_recused=False, decided_by=officer)


def test_where_nobody_is_related_nothing_is_asked(campaign):
    opening = OpeningFactory(campaign=campaign)
    CandidacyFactory(opening=opening, inspectee=True, staff=StaffFactory(organisation=campaign.organisation))
    held = drawing_up.draw_up(campaign, "decision", by=officer_of(campaign), opening=opening)

    assert recusal.proposals(held) == []
    assert refused(recusing.settle, held, {}, by=officer_of(campaign)) == ["这一轮没有需要确认的回避"]
    rounds.open_(held, by=officer_of(campaign))


def test_a_relation_found_later_is_asked_about_anew(campaign, held):
    recusing.settle(held, {}, by=officer_of(campaign))
    third = members(campaign)[2]
    RelationFactory(staff=third, relative=campaign.live().exclude(staff__in=members(campaign)).get().staff)

    [changed] = refused(rounds.open_, held, by=officer_of(campaign))
    assert f"应当回避：{third.name}" in changed
    drafts.redraw(held, by=officer_of(campaign))
    [asked] = refused(rounds.open_, held, by=officer_of(campaign))
    assert asked.startswith(f"{third.name}与人选")


def test_the_officer_answers_on_the_page_of_the_draft(campaign, held, client):
    one, spouse = members(campaign)[:2]
    desk = signed_in(client, officer_of(campaign))
    page, act = (
        reverse("campaigns:round", args=[held.pk]),
        reverse("campaigns:round_recusals", args=[held.pk]),
    )
    shown = desk.get(page).content.decode()
    assert f"{one.name}是本岗位的人选，回避。" in shown
    assert f"{spouse.name}（与人选" in shown

    refusal = desk.post(act, {f"answer_{spouse.pk}": "kept"}, follow=True).content.decode()
    assert f"{spouse.name}不回避的，请写明理由" in refusal
    given = {f"answer_{spouse.pk}": "kept", f"reason_{spouse.pk}": "登记有误"}
    assert "已确认回避，记入全程纪实" in desk.post(act, given, follow=True).content.decode()

    assert recused(Round.objects.get(pk=held.pk)) == {one.name}
    assert "登记有误" in desk.get(page).content.decode()


def test_a_reviewer_who_is_related_to_a_candidate_can_t_declare_the_selection_invalid(campaign, held):
    reviewer = bureau_reviewer_of(campaign)
    permitted = permissions.may_void(campaign, reviewer)

    RelationFactory(
        staff=StaffFactory(organisation=campaign.organisation, user=reviewer),
        relative=campaign.live().first().staff,
    )

    assert permitted
    assert not permissions.may_void(campaign, reviewer)
