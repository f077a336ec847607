"""Numbers of the rulebooks at their bound: one less refuses, just enough holds."""

from datetime import date

import pytest

from campaigns import guards, periods, terms
from campaigns.choices import ActKind, PlanRoleKind, Stage, TalkKind, TalkScope
from campaigns.models import Talk
from selection.reasons import reasons_against
from tests.factories.campaigns import (
    COUNTY,
    PIDU,
    ActFactory,
    CampaignFactory,
    CandidacyFactory,
    PlanRoleFactory,
)
from tests.factories.personnel import StaffFactory, TenureFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def said(campaign, rule):
    return [reason.sentence for reason in reasons_against(campaign, [rule])]


def at_its_bound(row, *cases):
    """Cases of which the first is one short and the second just enough."""
    return [
        pytest.param(*case, marks=pytest.mark.row(row, side=side), id=f"{row}-{side}")
        for case, side in zip(cases, ("refuses", "holds"), strict=True)
    ]


def talks(campaign, how_many, kind=TalkKind.RECOMMENDATION, scope=TalkScope.PEER):
    people = StaffFactory.create_batch(how_many, organisation=campaign.organisation)
    Talk.objects.bulk_create(
        Talk(campaign=campaign, kind=kind, scope=scope, person=person, held_on=TODAY) for person in people
    )


@pytest.mark.parametrize(
    ("code", "rule", "size", "sentences"),
    [
        *at_its_bound(
            "B027",
            (PIDU, guards.recommend.team_is_formed, 2, ["考察组现有2人，应不少于3人"]),
            (PIDU, guards.recommend.team_is_formed, 3, []),
        ),
        *at_its_bound(
            "R-11",
            (COUNTY, guards.recommend.team_has_two, 1, ["考察组现有1人，一般不少于2人"]),
            (COUNTY, guards.recommend.team_has_two, 2, []),
        ),
    ],
)
def test_the_inspection_team_is_large_enough(code, rule, size, sentences):
    campaign = CampaignFactory(code=code)
    campaign.plan.roles.filter(kind__in=[PlanRoleKind.TEAM_LEADER, PlanRoleKind.INSPECTOR]).delete()
    PlanRoleFactory.create_batch(size, plan=campaign.plan, kind=PlanRoleKind.INSPECTOR)

    assert said(campaign, rule) == sentences


@pytest.mark.parametrize(
    ("kind", "sentences"),
    at_its_bound("R-14", (PlanRoleKind.SCRUTINEER, ["请指定监票人"]), (PlanRoleKind.COUNTER, [])),
)
def test_a_scrutineer_is_named(kind, sentences):
    campaign = CampaignFactory()
    campaign.plan.roles.filter(kind=kind).delete()

    assert said(campaign, guards.recommend.tasks_are_assigned) == sentences


@pytest.mark.row("B028", side="both")
@pytest.mark.parametrize(
    ("held", "sentences"),
    at_its_bound("B033", (49, ["谈话推荐已谈49人，应不少于50人"]), (50, [])),
)
def test_fifty_are_asked_in_talks(held, sentences):
    campaign = CampaignFactory(at=Stage.RECOMMEND, code=PIDU)
    talks(campaign, held)

    assert said(campaign, guards.evaluate.enough_were_asked_in_talks) == sentences


@pytest.mark.parametrize(
    ("rule", "scope", "held", "sentences"),
    [
        *at_its_bound(
            "A075",
            (
                guards.inspect.cadres_are_talked_to,
                TalkScope.CADRE,
                0,
                ["谈话征求意见尚未与中层及以上干部谈话"],
            ),
            (guards.inspect.cadres_are_talked_to, TalkScope.CADRE, 1, []),
        ),
        *at_its_bound(
            "A076",
            (
                guards.inspect.peers_are_talked_to,
                TalkScope.PEER,
                0,
                ["谈话征求意见尚未与所在教研组或有工作来往的教职工代表谈话"],
            ),
            (guards.inspect.peers_are_talked_to, TalkScope.PEER, 1, []),
        ),
    ],
)
def test_cadres_and_colleagues_are_both_heard(rule, scope, held, sentences):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    TenureFactory(
        staff__organisation=campaign.organisation, post__department__organisation=campaign.organisation
    )
    talks(campaign, held, TalkKind.CONSULTATION, scope)

    assert said(campaign, rule) == sentences


@pytest.mark.parametrize(
    ("recorded", "sentences"), at_its_bound("A056", (0, ["尚未登记征求各方意见的情况"]), (1, []))
)
def test_views_are_sought_once(recorded, sentences):
    campaign = CampaignFactory()
    ActFactory.create_batch(recorded, campaign=campaign, kind=ActKind.CONSULTATION)

    assert said(campaign, guards.announce.views_are_sought) == sentences


@pytest.mark.parametrize(
    ("day", "is_within"), at_its_bound("B057", (date(2026, 3, 16), False), (date(2026, 3, 13), True))
)
def test_five_working_days_from_the_day_of_publication(day, is_within):
    period = CampaignFactory(code=PIDU).ruleset.publicity.period

    assert (day <= periods.run(period, date(2026, 3, 9), {}).last) is is_within


@pytest.mark.parametrize(
    ("posted", "is_first"), at_its_bound("B058", (date(2026, 3, 8), False), (date(2026, 3, 9), True))
)
def test_the_day_of_publication_is_the_first_if_it_is_worked(posted, is_first):
    period = CampaignFactory(code=PIDU).ruleset.publicity.period

    assert (periods.run(period, posted, {}).first == posted) is is_first


@pytest.mark.parametrize(
    ("day", "is_due"), at_its_bound("AMB-12", (date(2026, 3, 23), False), (date(2026, 3, 20), True))
)
def test_the_day_after_the_notice_is_the_first_of_the_filing(day, is_due):
    deadline = CampaignFactory(code=PIDU).ruleset.filing.deadline

    assert (day <= periods.run(deadline, date(2026, 3, 13), {}).last) is is_due


@pytest.mark.parametrize(
    ("gender", "born", "last"),
    [
        *at_its_bound(
            "A014",
            ("female", date(1977, 3, 31), date(2029, 3, 30)),
            ("female", date(1977, 4, 1), date(2029, 3, 31)),
        ),
        *at_its_bound(
            "A013",
            ("male", date(1974, 3, 31), date(2029, 3, 30)),
            ("male", date(1974, 4, 1), date(2029, 3, 31)),
        ),
    ],
)
def test_nobody_serves_on_the_birthday_of_the_exit_age(gender, born, last):
    person = CandidacyFactory(proposed=True, staff__born=born, staff__gender=gender)

    assert terms.last_day(person, date(2026, 4, 1)) == last


@pytest.mark.parametrize(
    ("day", "serves"), at_its_bound("A025", (date(2029, 4, 1), False), (date(2029, 3, 31), True))
)
def test_a_term_has_three_years_to_the_day(day, serves):
    person = CandidacyFactory(proposed=True, staff__born=date(1986, 1, 1))

    assert (day <= terms.last_day(person, date(2026, 4, 1))) is serves
