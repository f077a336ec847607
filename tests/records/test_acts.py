"""Who vouches for an act that was entered from paper?"""

from datetime import timedelta

import pytest

from selection import clock
from selection.reasons import Refused
from selection.records import acts
from selection.records.models import ReviewDecision
from tests.factories.accounts import BureauReviewerFactory, LeaderFactory
from tests.factories.records import ReviewFactory, officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def act():
    """An act of a school, entered from paper by its officer."""
    review = ReviewFactory(submitted=True)
    return ReviewDecision.objects.create(
        submission=review.latest,
        level=0,
        organisation=review.organisation,
        is_approval=True,
        entered_by=officer_of(review),
        is_backfilled=True,
    )


@pytest.mark.parametrize("second", [LeaderFactory, BureauReviewerFactory])
def test_a_second_person_of_the_school_or_the_bureau_confirms(act, second):
    school = act.organisation
    by = second(organisation=school if second is LeaderFactory else school.bureau)

    before = act.is_confirmed
    acts.confirm(act, by, school, act.submission.review.ledger)

    act.refresh_from_db()
    assert (before, act.is_confirmed, act.confirmed_by) == (False, True, by)


def test_whoever_may_not_confirm_or_entered_it_is_refused(act):
    stranger = LeaderFactory()
    act.entered_by = leader = LeaderFactory(organisation=act.organisation)

    for by, sentence in (
        (stranger, "您没有确认补录事项的权限，请由学校领导或教育局审核员确认"),
        (leader, "补录事项须由录入人以外的人确认"),
    ):
        with pytest.raises(Refused) as refusal:
            acts.confirm(act, by, act.organisation, act.submission.review.ledger)
        assert refusal.value.reasons == [sentence]


def test_confirming_twice_is_refused(act):
    leader = LeaderFactory(organisation=act.organisation)
    acts.confirm(act, leader, act.organisation, act.submission.review.ledger)

    with pytest.raises(Refused) as refusal:
        acts.confirm(act, leader, act.organisation, act.submission.review.ledger)

    assert refusal.value.reasons == ["该事项无需确认、已经确认或已经撤回"]


def test_of_two_who_read_an_act_before_either_confirmed_it_one_confirms(act):
    read_before = ReviewDecision.objects.get(pk=act.pk)
    first, second = LeaderFactory.create_batch(2, organisation=act.organisation)
    acts.confirm(act, first, act.organisation, act.submission.review.ledger)

    with pytest.raises(Refused):
        acts.confirm(read_before, second, act.organisation, act.submission.review.ledger)

    assert ReviewDecision.objects.get().confirmed_by == first


@pytest.mark.parametrize(("days", "is_refused"), [(0, False), (1, True)])
def test_nothing_happened_tomorrow(days, is_refused):
    day = clock.today() + timedelta(days=days)

    if is_refused:
        with pytest.raises(Refused):
            acts.refuse_future(day)
    else:
        acts.refuse_future(day)
