"""May the procedure start, and has recommendation brought up people? (A057–A062, B025, B034)"""

from datetime import date

import pytest

from campaigns import guards
from campaigns.choices import ActKind, AgendaPurpose, Source, Stage, TrackReason
from campaigns.headcount import in_flight
from selection.reasons import reasons_against
from tests.factories.ballots import PollFactory
from tests.factories.campaigns import (
    COUNTY,
    PIDU,
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    ObjectionFactory,
    OpeningFactory,
    PlanFactory,
    RoundFactory,
    approve_quota,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


def against(campaign, *rules):
    return [reason.sentence for reason in reasons_against(campaign, rules)]


@pytest.mark.row("B019", side="refuses")
@pytest.mark.row("A059", side="refuses")
@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            COUNTY,
            [
                "尚未登记征求各方意见的情况",
                "尚无党政领导班子会议研究工作方案的记录",
                "还没有人选，请先录入组织提名的会议并提出人选",
            ],
        ),
        (
            PIDU,
            [
                "尚未登记学校党组织的启动意见",
                "尚未登记组织学习选拔任用办法的情况",
                "尚未登记对中层干部队伍的综合研判",
                "尚无党政联席会议研究工作方案的记录",
            ],
        ),
    ],
)
def test_what_comes_before_the_plan_is_the_rulebooks_to_ask(code, said):
    asked = (
        guards.announce.motion_is_made,
        guards.announce.rules_are_studied,
        guards.announce.team_is_analysed,
        guards.announce.views_are_sought,
        guards.announce.plan_is_discussed,
        guards.announce.candidates_are_discussed,
    )

    assert against(CampaignFactory(code=code), *asked) == said


@pytest.mark.row("A059", side="allows")
def test_a_meeting_that_nominated_everybody_has_discussed_them():
    person = CandidacyFactory()
    campaign, rule = person.campaign, guards.announce.candidates_are_discussed
    item = AgendaItemFactory(meeting__plan=campaign.plan, campaign=campaign, purpose=AgendaPurpose.NOMINATION)

    before = against(campaign, rule)
    person.nominated_by = item
    person.save()

    assert before == ["尚无班子会议研究推荐人选的记录"]
    assert against(campaign, rule) == []


@pytest.mark.row("AMB-34", side="refuses")
def test_a_clear_choice_wants_a_sounding():
    opening = OpeningFactory(reason=TrackReason.CLEAR_CHOICE)
    campaign, rule = opening.campaign, guards.announce.clear_choice_has_a_sounding

    before = against(campaign, rule)
    ActFactory(campaign=campaign, kind=ActKind.SOUNDING)

    assert before == [f"{opening}以前期推荐较集中为由，建议登记前期摸底情况"]
    assert against(campaign, rule) == []


@pytest.mark.row("A060", side="refuses")
def test_every_opening_has_persons_with_an_approved_form():
    campaign = CampaignFactory()
    empty = OpeningFactory(campaign=campaign)
    person = CandidacyFactory(opening__campaign=campaign)

    assert against(campaign, guards.announce.candidate_forms_are_approved) == [
        f"{empty}尚未提出人选并填报人选审核表",
        f"{person.staff.name}的人选审核表尚未审核同意",
    ]


@pytest.mark.row("B025", side="refuses")
def test_who_is_named_is_vouched_for():
    campaign = CampaignFactory(code=PIDU)
    known, other = (CandidacyFactory(opening__campaign=campaign) for _ in range(2))
    ActFactory(campaign=campaign, kind=ActKind.GATEKEEPING, candidacy=known)

    assert against(campaign, guards.announce.named_people_are_vouched_for) == [
        f"{other.staff.name}尚无所在单位党组织的把关意见"
    ]


@pytest.mark.row("A061", side="refuses")
def test_a_plan_that_is_not_final_starts_nothing():
    campaign = CampaignFactory(plan__draft=True)

    assert against(campaign, guards.announce.plan_is_approved) == ["工作方案尚未报送定稿"]


def test_the_deciding_body_is_named():
    campaign = CampaignFactory(plan__body=None)

    assert against(campaign, guards.announce.deciding_body_is_named) == [
        "请在方案中指定讨论决定的会议（党政领导联席会议）"
    ]


class TestRecommended:
    @pytest.mark.row("B034", side="refuses")
    def test_a_shortlist_is_resolved_where_it_is_asked_for(self):
        campaign, rule = CampaignFactory(at=Stage.RECOMMEND, code=PIDU), guards.evaluate.shortlist_is_resolved

        before = against(campaign, rule)
        AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.SHORTLIST)

        assert (before, against(campaign, rule)) == (["尚无集体研究确定会议推荐人选的记录"], [])

    @pytest.mark.row("A066", side="refuses")
    def test_a_nomination_rests_on_a_meeting(self):
        person = CandidacyFactory(source=Source.ORGANISATION)

        assert against(person.campaign, guards.evaluate.organisation_nominations_are_resolved) == [
            f"{person.staff.name}的组织提名尚无班子集体研究的记录"
        ]

    @pytest.mark.row("AMB-23", side="refuses")
    def test_an_opening_without_anybody_left_is_declared(self):
        opening = OpeningFactory(campaign__at=Stage.RECOMMEND)
        CandidacyFactory(opening=opening, withdrawn=True)

        assert against(opening.campaign, guards.evaluate.every_opening_has_somebody) == [
            f"{opening}已无人选，请登记岗位空缺或转下次办理"
        ]

    @pytest.mark.parametrize(
        ("stage", "said", "mend"),
        [
            (Stage.RECOMMEND, "{}没有资格审查合格的人员", "campaigns:shortage"),
            (Stage.DECIDE, "{}已无人选，请登记岗位空缺或转下次办理", "campaigns:openings"),
        ],
    )
    def test_a_contested_post_is_short_of_the_qualified_only_while_they_are_screened(self, stage, said, mend):
        opening = OpeningFactory(campaign__at=stage, campaign__track="competitive")
        CandidacyFactory(opening=opening, withdrawn=True)

        [reason] = reasons_against(opening.campaign, [guards.evaluate.every_opening_has_somebody])

        assert (reason.sentence, reason.mend) == (said.format(opening), mend)

    def test_an_opening_for_which_nobody_was_named_yet_has_lost_nobody(self):
        opening = OpeningFactory(campaign__at=Stage.RECOMMEND)

        [reason] = reasons_against(opening.campaign, [guards.evaluate.every_opening_has_somebody])

        assert (reason.sentence, reason.mend) == (f"{opening}尚未提出人选", "campaigns:nominate")

    @pytest.mark.row("R-26", side="refuses")
    @pytest.mark.parametrize(
        ("objection", "said"),
        [
            (None, "{}（有反映事项尚未办结），请恢复，或转入接续办理"),
            ({}, "{}有反映事项尚未办结，可转入接续办理，其他人选继续"),
            ({"unfounded": True}, "{}的反映事项已办结，请恢复后继续办理"),
            ({"affecting": True}, "{}经查有影响任用的问题，请作不再列为人选处理"),
        ],
    )
    def test_somebody_who_is_held_is_not_gone(self, objection, said):
        person = CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, held=True)
        CandidacyFactory(opening__campaign=person.campaign)
        if objection is not None:
            ObjectionFactory(candidacy=person, **objection)

        [reason] = reasons_against(person.campaign, [guards.evaluate.every_opening_has_somebody])

        assert (reason.sentence, reason.mend) == (
            f"{person.opening}的人选暂缓办理：{said.format(person.staff.name)}",
            "campaigns:people",
        )

    @pytest.mark.parametrize(
        ("is_reported", "said"),
        [
            (True, "{}有反映事项尚未办结，办结后恢复"),
            (False, "{}（有反映事项尚未办结），请恢复"),
        ],
    )
    def test_who_is_held_and_alone_has_nobody_to_be_parted_from(self, is_reported, said):
        person = CandidacyFactory(opening__campaign__at=Stage.PUBLICIZE, held=True)
        if is_reported:
            ObjectionFactory(candidacy=person)

        assert against(person.campaign, guards.evaluate.every_opening_has_somebody) == [
            f"{person.opening}的人选暂缓办理：{said.format(person.staff.name)}"
        ]

    def test_a_campaign_whose_posts_are_all_settled_is_to_be_ended(self):
        opening = OpeningFactory(campaign__at=Stage.PUBLICIZE, result="carried", result_reason="人选暂缓")

        assert against(opening.campaign, guards.evaluate.every_opening_has_somebody) == [
            "各岗位均已登记空缺或转下次办理，没有人选可以继续，请终止本次办理"
        ]

    def test_a_vote_that_has_not_begun_is_not_called_unfinished(self):
        campaign = CampaignFactory(at=Stage.RECOMMEND)
        poll = PollFactory(organisation=campaign.organisation)
        RoundFactory(campaign=campaign, opening=None, purpose="recommendation", poll=poll, figures=None)

        assert against(campaign, guards.evaluate.recommendation_is_valid) == ["会议推荐尚未开始投票"]


@pytest.mark.row("A076", side="refuses")
@pytest.mark.row("A071", side="refuses")
def test_inspection_misses_reports_opinions_and_talks():
    person = CandidacyFactory(opening__campaign__at=Stage.EVALUATE)

    assert against(
        person.campaign,
        guards.inspect.duty_reports_are_given,
        guards.inspect.written_opinions_are_gathered,
        guards.inspect.peers_are_talked_to,
        guards.inspect.inspectees_are_resolved,
    ) == [
        f"{person.staff.name}尚未述职和表态发言，未参加的按自动放弃登记",
        "尚未登记书面征求意见的情况",
        "谈话征求意见尚未与所在教研组或有工作来往的教职工代表谈话",
        "尚无集体研究确定考察对象的记录",
    ]


def test_the_day_of_the_first_step_is_not_before_the_approval():
    campaign = CampaignFactory(at=Stage.ANNOUNCE)
    ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, happened_on=date(2026, 3, 2))

    assert against(campaign, guards.announce.approval_precedes_the_first_step) == []


@pytest.mark.row("R-21", side="refuses")
def test_of_the_meeting_on_the_plan_the_quorum_is_advice():
    item = AgendaItemFactory(purpose=AgendaPurpose.PLAN, meeting__due=5, meeting__present=3)

    [reason] = reasons_against(item.campaign, [guards.announce.plan_meeting_is_well_attended])

    assert (reason.sentence, reason.effect) == (
        "2026年3月2日党政联席会议应到5人，到会3人，未达2/3（需4人），未达到规定的到会人数",
        "advise",
    )


@pytest.mark.row("A055", side="refuses")
def test_an_approved_plan_that_has_not_started_claims_its_seats_of_a_later_one():
    approved = CampaignFactory()
    opening = OpeningFactory(campaign=approved)
    approve_quota(approved)
    later = CampaignFactory(
        plan=PlanFactory(organisation=approved.organisation, body=approved.plan.body, draft=True)
    )
    OpeningFactory(campaign=later, post=opening.post)

    rule = guards.announce.seats_fit_the_quota
    assert against(approved, rule) == []
    assert len(against(later, rule)) == 1


def test_two_plans_under_one_title_are_counted_each_for_itself():
    school = CampaignFactory().organisation
    plan = {"campaign__plan__organisation": school, "campaign__plan__title": "中层干部选拔工作方案"}
    body = {"campaign__plan__body": None}
    openings = [OpeningFactory(**plan, **body, seats=seats) for seats in (1, 2)]

    offered = in_flight(school)

    plans = {plan: seats for by_plan in offered.values() for plan, seats in by_plan.items()}
    assert plans == {opening.campaign.plan: opening.seats for opening in openings}
