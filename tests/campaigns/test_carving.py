"""How are a post's seats and its incumbents shared out with a follow-up? (R-6, A055)"""

from datetime import date

import pytest

from campaigns.choices import Stage, Standing
from campaigns.headcount import over_quota
from campaigns.services import carving, people
from personnel.models import Tenure
from selection.reasons import Refused
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    appoint,
    approve_quota,
    officer_of,
    ready_to_file,
)
from tests.factories.personnel import TenureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(go_to):
    go_to(date(2026, 3, 16))


def post_with(seats, *, live=0, held=0, at=Stage.PUBLICIZE):
    opening = OpeningFactory(campaign__at=at, seats=seats)
    return (
        opening,
        CandidacyFactory.create_batch(live, opening=opening, proposed=True),
        CandidacyFactory.create_batch(held, opening=opening, held=True),
    )


def carve(persons):
    campaign = persons[0].campaign
    return carving.carve_out(campaign, persons, by=officer_of(campaign), reason="待核查")


def refusal(persons):
    with pytest.raises(Refused) as refused:
        carve(persons)
    return [str(reason) for reason in refused.value.reasons]


def test_it_has_a_reason():
    _opening, _, [held] = post_with(1, held=1)

    with pytest.raises(Refused, match="请写明转入接续办理的原因"):
        carving.carve_out(held.campaign, [held], by=officer_of(held.campaign), reason=" ")


def seats_of(*campaigns):
    return [(opening.result, opening.seats) for campaign in campaigns for opening in campaign.openings.all()]


def test_a_held_person_goes_on_alone_and_an_empty_opening_is_carried_over():
    opening, _, [held] = post_with(1, held=1)

    following = carve([held])

    held.refresh_from_db()
    assert (following.stage, following.follows, held.opening.campaign) == (
        "publicize",
        opening.campaign,
        following,
    )
    assert seats_of(opening.campaign) == [("carried", 1)]


@pytest.mark.row("A055", side="holds")
@pytest.mark.parametrize(
    ("seats", "live", "held", "here", "there"),
    [
        (2, 1, 1, ("open", 1), ("open", 1)),
        (3, 1, 2, ("open", 1), ("open", 2)),
        (3, 0, 2, ("carried", 3), ("open", 3)),  # whoever may still come up for the third does so there
        (2, 0, 2, ("carried", 2), ("open", 2)),
        (1, 0, 2, ("carried", 1), ("open", 1)),  # two who compete for one seat
        (2, 1, 2, ("open", 1), ("open", 1)),
        (4, 1, 1, ("open", 3), ("open", 1)),
    ],
)
def test_the_seats_of_both_together_are_those_of_the_plan(seats, live, held, here, there):
    opening, _, waiting = post_with(seats, live=live, held=held)

    following = carve(waiting)

    assert seats_of(opening.campaign, following) == [here, there]


@pytest.mark.row("A055", side="refuses")
def test_nobody_takes_along_a_seat_for_which_others_stand():
    opening, [first, second], [held] = post_with(2, live=2, held=1)

    assert refusal([held]) == [
        f"{opening}名额2人，{first.staff.name}、{second.staff.name}还在办理，没有名额可以转出；"
        "请待其有了结果再转入接续办理，或将暂缓的人选作未列为人选处理"
    ]
    assert seats_of(opening.campaign) == [("open", 2)]


def test_who_waits_for_the_same_seat_goes_along():
    opening, _, [one, two] = post_with(1, held=2)

    assert refusal([one]) == [
        f"{opening}的名额全部转出，请将{two.staff.name}一并转入接续办理，或先作未列为人选处理"
    ]


def test_who_waits_for_another_seat_keeps_it():
    opening, _, [one, _two] = post_with(2, held=2)

    following = carve([one])

    assert seats_of(opening.campaign, following) == [("open", 1), ("open", 1)]


@pytest.mark.parametrize("who", [[], ["proposed"]])
def test_only_held_persons(who):
    campaign = CampaignFactory(at=Stage.PUBLICIZE)
    persons = [CandidacyFactory(opening__campaign=campaign, **{trait: True}) for trait in who]

    with pytest.raises(Refused, match="只能把暂缓的人选转入接续办理"):
        carving.carve_out(campaign, persons, by=officer_of(campaign), reason="待核查")


class TestIncumbents:
    def renewal(self, seats=2):
        """Two serve, both are to go on; one of them is held."""
        opening, [stays], [goes] = post_with(seats, live=1, held=1)
        tenures = [
            TenureFactory(staff=each.staff, post=opening.post, starts_on=date(2023, 4, 1), ends_on=None)
            for each in (stays, goes)
        ]
        opening.ending.set(tenures)
        approve_quota(opening.campaign)
        return opening, goes, tenures

    @pytest.mark.row("A055", side="holds")
    def test_whose_term_ends_with_the_post_is_not_counted_twice_in_the_follow_up(self):
        opening, goes, [_stays, own] = self.renewal()
        following = carve([goes])
        opening.result = "filled"
        opening.save()

        assert list(following.openings.get().ending.all()) == [own]
        assert list(over_quota(following.organisation, including=following)) == []

    def test_the_others_stay_with_those_who_stay(self):
        opening, goes, [stays, _own] = self.renewal()

        carve([goes])

        assert list(opening.ending.all()) == [stays]

    def test_all_go_along_where_nobody_stays(self):
        opening, _, [held] = post_with(1, held=1)
        outgoing = TenureFactory(post=opening.post, starts_on=date(2023, 4, 1), ends_on=None)
        opening.ending.set([outgoing])

        following = carve([held])

        assert list(following.openings.get().ending.all()) == [outgoing]


def test_a_post_whose_last_seat_went_along_is_filled_by_those_who_were_appointed():
    campaign, [one, two] = ready_to_file(2)
    opening = one.opening
    two.opening = opening
    two.save()
    opening.seats = 2
    opening.save()
    approve_quota(campaign)
    outgoing = TenureFactory(post=opening.post, starts_on=date(2023, 4, 1), ends_on=None)
    opening.ending.set([outgoing])
    [made] = appoint([one])
    people.hold(two, by=officer_of(campaign), reason="有反映事项尚未办结")
    two.refresh_from_db()

    carve([two])

    opening.refresh_from_db()
    outgoing.refresh_from_db()
    assert (opening.result, opening.seats, outgoing.ended_on) == ("filled", 1, made.starts_on)
    assert Tenure.objects.get(pk=made.tenure_id).ended_on is None
    assert Standing(type(two).objects.get(pk=two.pk).standing) == Standing.HELD
