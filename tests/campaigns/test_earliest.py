"""Is what comes before its time refused, on the page and behind it? (A126, R-25)"""

import pytest
from django.urls import reverse

from campaigns.choices import ActKind, AgendaPurpose, PlanRoleKind, Purpose, Stage, TalkKind, Track
from campaigns.models import Act, AgendaItem
from campaigns.services import acts, duties, earliest, meetings, rounds, stages
from tests.campaigns.test_polls import campaign_with_voters, draft_of, refused, signed_in
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, MeetingFactory, officer_of
from tests.factories.personnel import RelationFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]

EARLY = {
    ActKind.DUTY_REPORT: (Stage.RECOMMEND, "民主测评"),
    ActKind.WRITTEN_OPINIONS: (Stage.RECOMMEND, "民主测评"),
    ActKind.INSPECTION_NOTICE: (Stage.RECOMMEND, "民主测评"),
    ActKind.VISIT: (Stage.EVALUATE, "组织考察"),
    ActKind.FEEDBACK: (Stage.EVALUATE, "组织考察"),
    ActKind.DELIBERATION: (Stage.EVALUATE, "组织考察"),
    ActKind.MATERIALS: (Stage.EVALUATE, "组织考察"),
    ActKind.INTRODUCTION: (Stage.INSPECT, "讨论决定"),
    ActKind.POSTING: (Stage.DECIDE, "拟聘公示"),
    ActKind.APPOINTMENT_TALK: (Stage.PUBLICIZE, "任职备案"),
}


@pytest.mark.row("A126", side="refuses")
@pytest.mark.parametrize("kind", EARLY)
def test_an_act_waits_for_its_stage(kind):
    at, wanted = EARLY[kind]
    person = CandidacyFactory(opening__campaign=CampaignFactory(at=at))
    campaign = person.campaign
    given = {"by": officer_of(campaign), "campaign": campaign, "candidacy": person, "text": "已办理"}

    assert refused(acts.record, campaign.plan, kind, **given) == [f"进入“{wanted}”阶段后才能办理{kind.label}"]
    assert not Act.objects.exists()


@pytest.mark.row("B042", side="holds")
def test_a_report_may_be_given_where_recommendation_and_evaluation_are_one_meeting():
    campaign = CampaignFactory(at=Stage.RECOMMEND, plan__code="pidu-school")

    assert earliest.not_yet(campaign, ActKind.DUTY_REPORT) == ""
    assert earliest.not_yet(campaign, Purpose.EVALUATION) == ""


def test_a_stage_has_the_name_of_its_track_and_an_end_is_never_too_early():
    contest = CampaignFactory(at=Stage.RECOMMEND, track=Track.COMPETITIVE)
    over = CampaignFactory(at=Stage.TERMINATED)

    assert earliest.not_yet(contest, Purpose.EVALUATION) == "进入“演讲与民主测评”阶段后才能办理民主测评"
    assert earliest.not_yet(over, ActKind.VISIT) == ""


@pytest.mark.parametrize(
    ("name", "args", "sentence"),
    [
        ("act", ["visit"], "进入“组织考察”阶段后才能办理实地走访"),
        ("act", ["inspection_notice"], "进入“民主测评”阶段后才能办理发布考察公告"),
        ("rounds", ["decision"], "进入“讨论决定”阶段后才能办理讨论决定表决"),
        ("talks", [TalkKind.INSPECTION], "进入“组织考察”阶段后才能办理考察谈话"),
        ("meeting_new", ["decision"], "请在进入“讨论决定”阶段后办理"),
    ],
)
def test_a_page_that_comes_too_early_says_so_and_offers_no_form(client, name, args, sentence):
    campaign = CandidacyFactory(opening__campaign=CampaignFactory(at=Stage.RECOMMEND)).campaign

    page = signed_in(client, officer_of(campaign)).get(
        reverse(f"campaigns:{name}", args=[campaign.pk, *args])
    )

    said = page.content.decode()
    main = said[said.index("<main") :]
    assert sentence in main
    assert "<form" not in main


@pytest.mark.row("A125", side="refuses")
@pytest.mark.parametrize("at", [Stage.PREPARE, Stage.RECOMMEND, Stage.INSPECT])
def test_a_decision_is_not_entered_before_its_stage(at):
    campaign = CampaignFactory(at=at)
    meeting = MeetingFactory(plan=campaign.plan)
    given = {"by": officer_of(campaign), "campaign": campaign, "resolution": "同意"}

    assert refused(meetings.resolve, meeting, AgendaPurpose.DECISION, **given) == [
        f"现在是“{campaign.get_stage_display()}”阶段，不能办理“讨论决定拟聘人选”，"
        "请在进入“讨论决定”阶段后办理"
    ]
    assert not AgendaItem.objects.exists()


def test_a_meeting_is_offered_only_items_of_its_stage_and_track(client):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    meeting = MeetingFactory(plan=campaign.plan)

    page = signed_in(client, officer_of(campaign)).get(reverse("campaigns:meeting", args=[meeting.pk]))

    assert page.context["purposes"] == [
        AgendaPurpose.CANDIDATES,
        AgendaPurpose.NOMINATION,
        AgendaPurpose.SHORTLIST,
        AgendaPurpose.WAIVER,
        AgendaPurpose.VACANCY,
    ]


def test_a_contest_has_no_shortlist():
    campaign = CampaignFactory(at=Stage.RECOMMEND, track=Track.COMPETITIVE)
    meeting = MeetingFactory(plan=campaign.plan)
    given = {"by": officer_of(campaign), "campaign": campaign, "resolution": "同意"}

    assert refused(meetings.resolve, meeting, AgendaPurpose.SHORTLIST, **given) == [
        "“确定会议推荐人选”不是竞岗聘任的议题"
    ]


def test_a_step_that_there_is_not_is_refused():
    campaign = CampaignFactory(at=Stage.RECOMMEND)

    assert refused(stages.advance, campaign, "leap", by=officer_of(campaign)) == ["没有这样的办理步骤"]


@pytest.mark.row("R-25", side="refuses")
@pytest.mark.parametrize("kind", [PlanRoleKind.SCRUTINEER, PlanRoleKind.INSPECTOR])
def test_no_vote_opens_on_a_relative_of_somebody_who_watches_or_inspects(kind):
    campaign = campaign_with_voters(Stage.RECOMMEND)
    watcher = StaffFactory(
        organisation=campaign.organisation, user=UserFactory(organisation=campaign.organisation, name="严明")
    )
    role = duties.assign(campaign.plan, kind, watcher.user, by=officer_of(campaign))
    person = campaign.live().get()
    RelationFactory(staff=watcher, relative=person.staff)
    held = draft_of(campaign, "recommendation")

    reasons = refused(rounds.open_, held, by=officer_of(campaign))

    assert len(reasons) == 1
    assert reasons[0].startswith(f"{kind.label}严明")
    duties.relieve(role, by=officer_of(campaign), reason="回避")
    rounds.open_(held, by=officer_of(campaign))


@pytest.mark.row("R-25", side="holds")
def test_a_vote_opens_where_those_who_watch_are_strangers():
    campaign = campaign_with_voters(Stage.RECOMMEND)

    rounds.open_(draft_of(campaign, "recommendation"), by=officer_of(campaign))


@pytest.mark.row("E015", side="refuses")
def test_a_vote_of_the_body_takes_the_attendance_of_its_meeting():
    campaign = campaign_with_voters(Stage.DECIDE, inspectee=True)
    MeetingFactory(plan=campaign.plan, body=campaign.plan.body, due=7, present=4)
    held = draft_of(campaign, "decision")

    assert refused(rounds.open_, held, by=officer_of(campaign)) == [
        "应到7人，实到4人，未达2/3（需5人），不能开始表决"
    ]
