"""May a post leave a contest for want of qualified people, and does nobody get lost? (A051)"""

import pytest

from campaigns.choices import AgendaPurpose, Standing, Track
from campaigns.guards.announce import bars_are_fixed
from campaigns.models import Entry, Opening
from campaigns.services import falling_back
from selection.reasons import Refused
from tests.factories.campaigns import officer_of
from tests.factories.entries import AFTER, contest, eligible_teacher, enter, resolved, screened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]
WHY = "两次开放报名，合格人员仍然不足"


def too_few(go_to):
    """Somebody who entered for both posts, somebody for the first alone; screened."""
    campaign = contest(posts=2)
    both, alone = enter(campaign, count=2), enter(campaign, eligible_teacher(campaign))
    go_to(AFTER)
    screened(campaign)
    return campaign, campaign.openings.order_by("pk").first(), both, alone


@pytest.mark.row("A051", side="holds")
@pytest.mark.row("AMB-10", side="holds")
@pytest.mark.parametrize(("given", "choice"), [({}, "fixed"), ({"recommendation": None}, "collective")])
def test_what_the_other_track_votes_by_is_settled_though_the_plan_is_approved(go_to, given, choice):
    campaign, opening, *_ = too_few(go_to)
    item = resolved(campaign, AgendaPurpose.FALL_BACK, AFTER)
    fixed = campaign.plan.bars

    following = falling_back.fall_back(opening, item, by=officer_of(campaign), reason=WHY, bars=given)

    assert list(bars_are_fixed.reasons(following)) == []
    assert following.plan.bars["recommendation"]["choice"] == choice
    assert fixed.items() <= following.plan.bars.items()


@pytest.mark.row("A051", side="holds")
def test_the_post_goes_on_without_a_contest_under_the_same_plan(go_to):
    campaign, opening, both, alone = too_few(go_to)
    item = resolved(campaign, AgendaPurpose.FALL_BACK, AFTER)

    following = falling_back.fall_back(opening, item, by=officer_of(campaign), reason=WHY)

    opening.refresh_from_db()
    assert (opening.result, opening.result_reason) == (
        Opening.Result.CARRIED,
        f"{opening}改为不竞岗聘任：{WHY}",
    )
    made = following.openings.get()
    assert (following.track, following.stage, following.plan) == (
        Track.NON_COMPETITIVE,
        "prepare",
        campaign.plan,
    )
    assert (made.post, made.seats, made.reason) == (opening.post, 1, "NC5")


def test_whoever_entered_for_it_alone_is_out_and_the_other_goes_on(go_to):
    campaign, opening, both, alone = too_few(go_to)
    item = resolved(campaign, AgendaPurpose.FALL_BACK, AFTER)

    falling_back.fall_back(opening, item, by=officer_of(campaign), reason=WHY)

    both.refresh_from_db()
    alone.refresh_from_db()
    assert (both.state, alone.state) == (Entry.State.ENTERED, Entry.State.WITHDRAWN)
    assert [person.staff for person in campaign.live()] == [both.staff]
    gone = opening.candidacies.values_list("standing", flat=True)
    assert set(gone) == {Standing.NOT_SELECTED}
    assert alone.staff.user.notifications.get().sentence == f"{opening}改为不竞岗聘任：{WHY}"


@pytest.mark.row("A051", side="refuses")
def test_no_post_leaves_the_contest_without_a_meeting(go_to):
    campaign, opening, *_people = too_few(go_to)
    other = resolved(campaign, AgendaPurpose.SCREENING, AFTER)

    with pytest.raises(Refused) as refusal:
        falling_back.fall_back(opening, other, by=officer_of(campaign), reason=WHY)

    assert refusal.value.reasons == ["请先录入班子会议“研究改为不竞岗聘任”；线下补录的会议须先由第二人核实"]


def test_a_post_leaves_only_once(go_to):
    campaign, opening, *_people = too_few(go_to)
    item = resolved(campaign, AgendaPurpose.FALL_BACK, AFTER)
    falling_back.fall_back(opening, item, by=officer_of(campaign), reason=WHY)

    with pytest.raises(Refused) as refusal:
        falling_back.fall_back(opening, item, by=officer_of(campaign), reason=WHY)

    assert refusal.value.reasons == [f"{opening}已有结果：转下次办理"]
