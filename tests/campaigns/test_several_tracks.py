"""May one plan fill its posts on several tracks, under one motion, calendar and approval?"""

import pytest
from django.urls import reverse

from campaigns import guards
from campaigns.choices import AgendaPurpose, Stage, Track, TrackReason
from campaigns.models import Plan
from campaigns.services import meetings, plans, stages, submitting
from campaigns.tracks import planned_days
from selection import clock
from selection.reasons import Refused, reasons_against
from tests.factories.accounts import SchoolFactory
from tests.factories.campaigns import (
    AdoptionFactory,
    CampaignFactory,
    MeetingFactory,
    OpeningFactory,
    officer_of,
)
from tests.factories.entries import RegistrationFactory
from tests.factories.personnel import PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


@pytest.fixture
def campaign():
    made = CampaignFactory(plan__draft=True)
    AdoptionFactory(organisation=made.organisation)
    OpeningFactory(campaign=made)
    return made


def test_another_track_joins_the_plan_once(campaign):
    by = officer_of(campaign)

    joined = [plans.selection_on(campaign.plan, Track.DIRECT, by=by) for _ in range(2)]

    plan = Plan.objects.get()
    assert joined[0] == joined[1] != campaign
    assert plan.tracks == {Track.NON_COMPETITIVE, Track.DIRECT}
    assert [label for label, _ in planned_days(plan)][:2] == ["会议通报、公布方案", "民主推荐"]


def test_the_plan_is_reviewed_by_everybody_whom_one_of_its_tracks_asks_for(campaign):
    assert campaign.plan.approval_chain == []

    CampaignFactory(plan=campaign.plan, track=Track.COMPETITIVE)

    assert [level.label for level in Plan.objects.get().approval_chain] == ["学区", "县教育局"]


def test_one_meeting_speaks_of_the_plan_for_all_its_tracks(campaign):
    other = plans.selection_on(campaign.plan, Track.DIRECT, by=officer_of(campaign))

    meetings.resolve(
        MeetingFactory(plan=campaign.plan),
        AgendaPurpose.PLAN,
        by=officer_of(campaign),
        campaign=campaign,
        resolution="同意。",
    )

    assert [reasons_against(each, [guards.announce.plan_is_discussed]) for each in (campaign, other)] == [
        [],
        [],
    ]


def test_a_track_without_a_post_keeps_the_plan_from_being_handed_in(campaign):
    plans.selection_on(campaign.plan, Track.DIRECT, by=officer_of(campaign))

    with pytest.raises(Refused) as refusal:
        submitting.submit(Plan.objects.get(), by=officer_of(campaign))

    assert "尚未列出本次选拔的岗位" in refusal.value.reasons
    assert len(refusal.value.reasons) == len(set(refusal.value.reasons))


def test_a_track_that_was_ended_is_asked_for_nothing(campaign):
    direct = plans.selection_on(campaign.plan, Track.DIRECT, by=officer_of(campaign))

    stages.terminate(direct, by=officer_of(campaign), reason="不再直接聘任")

    plan = Plan.objects.get()
    assert plan.tracks == {Track.NON_COMPETITIVE}
    assert [each.stage for each in plan.selections] == [Stage.PREPARE]


@pytest.mark.row("A038", side="refuses")
@pytest.mark.row("T044", side="refuses")
@pytest.mark.row("AMB-27", side="refuses")
def test_a_rulebook_that_knows_one_track_lets_no_other_in():
    made = CampaignFactory(plan__draft=True, code="pidu-school")
    AdoptionFactory(organisation=made.organisation, ruleset__code="pidu-school")

    with pytest.raises(Refused) as refusal:
        plans.selection_on(made.plan, Track.DIRECT, by=officer_of(made))

    assert refusal.value.reasons == ["本单位适用的规则没有直接聘任，请选择别的聘任方式"]


def test_a_post_listed_with_a_reason_of_another_track_goes_to_that_track(client, campaign):
    client.force_login(officer_of(campaign))
    post = PostFactory(department__organisation=campaign.organisation)

    client.post(
        reverse("campaigns:opening_new", args=[campaign.plan_id]),
        {"post": post.pk, "seats": 1, "reason": TrackReason.OTHER_DIRECT, "reason_text": "工作需要"},
    )

    assert post.opening_set.get().campaign.track == Track.DIRECT


def test_a_track_added_by_mistake_is_taken_off_the_plan(campaign):
    by = officer_of(campaign)
    direct = plans.selection_on(campaign.plan, Track.DIRECT, by=by)

    plans.drop_track(direct, by=by)

    assert Plan.objects.get().tracks == {Track.NON_COMPETITIVE}
    assert campaign.plan.ledger.entries.last().act == "移出聘任方式"


def test_a_track_on_which_something_rests_stays(campaign):
    by = officer_of(campaign)

    with pytest.raises(Refused, match="不竞岗聘任还有岗位，请先把岗位移出本方案"):
        plans.drop_track(campaign, by=by)
    contest = plans.selection_on(campaign.plan, Track.COMPETITIVE, by=by)
    RegistrationFactory(campaign=contest)
    with pytest.raises(Refused, match="竞岗聘任已有办理记录，不能移出；不再办理的，请在办理页面终止"):
        plans.drop_track(contest, by=by)


def test_a_plan_keeps_one_track(campaign):
    campaign.openings.all().delete()

    with pytest.raises(Refused, match="方案至少要有一种聘任方式"):
        plans.drop_track(campaign, by=officer_of(campaign))


def test_a_track_under_way_is_not_taken_off():
    made = CampaignFactory(at=Stage.ANNOUNCE)

    with pytest.raises(Refused):
        plans.drop_track(made, by=officer_of(made))


def test_the_set_up_page_offers_to_take_off_what_has_no_post(client, campaign):
    client.force_login(officer_of(campaign))
    url = reverse("campaigns:plan_setup", args=[campaign.plan_id])
    assert "还没有列入岗位" not in client.get(url).content.decode()
    direct = plans.selection_on(campaign.plan, Track.DIRECT, by=officer_of(campaign))

    assert "直接聘任还没有列入岗位" in client.get(url).content.decode()
    assert client.post(reverse("campaigns:track_drop", args=[direct.pk])).status_code == 302
    assert Plan.objects.get().tracks == {Track.NON_COMPETITIVE}


def test_a_rule_is_asked_once_for_all_tracks(client, campaign):
    direct = plans.selection_on(campaign.plan, Track.DIRECT, by=officer_of(campaign))
    OpeningFactory(campaign=direct, reason=TrackReason.BUREAU_PROPOSAL)
    client.force_login(officer_of(campaign))

    page = client.get(reverse("campaigns:plan_review", args=[campaign.plan_id]))

    titles = [line.title for line in page.context["lines"]]
    assert len(titles) == len(set(titles))
    [proof] = [line for line in page.context["lines"] if line.title == "教育局党委建议的人选附有文件"]
    assert proof.light == "no"


def test_the_approved_plan_says_what_each_track_lacks(client, campaign):
    campaign.plan.finalised_at = clock.now()
    campaign.plan.save()
    CampaignFactory(plan=campaign.plan, track=Track.DIRECT)
    client.force_login(officer_of(campaign))

    page = client.get(reverse("campaigns:plan_review", args=[campaign.plan_id]))

    said = {line.title for line in page.context["lines"]}
    assert {"推荐人选经集体研究", "集体研究决定直接聘任的人选"} <= said


def test_a_school_without_a_zone_hands_in_at_the_bureau(client):
    school = SchoolFactory(directly_under_bureau=True)
    made = CampaignFactory(plan__draft=True, plan__organisation=school, track=Track.COMPETITIVE)
    client.force_login(officer_of(made))

    page = client.get(reverse("campaigns:plan_review", args=[made.plan_id]))

    assert page.context["chain"] == ["县教育局"]
