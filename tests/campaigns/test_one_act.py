"""Is each row refused while its act is missing, and satisfied by that act alone?

One case a rule: what it says before the act, and that it has nothing to say after it.
"""

import pytest

from campaigns import guards
from campaigns.choices import ActKind, AgendaPurpose, Purpose, Source, Stage, Track, TrackReason
from selection.reasons import reasons_against
from tests.factories.campaigns import (
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    InspectionFactory,
    ObjectionFactory,
    OpeningFactory,
    PublicityFactory,
    RoundFactory,
    approve_quota,
)
from tests.factories.personnel import TenureFactory

pytestmark = pytest.mark.django_db

COUNTY, PIDU = "county-schools", "pidu-school"


def said(campaign, rule):
    return [reason.sentence for reason in reasons_against(campaign, [rule])]


def recorded(kind):
    return lambda campaign: ActFactory(campaign=campaign, kind=kind)


def resolved(purpose):
    return lambda campaign: AgendaItemFactory(campaign=campaign, purpose=purpose)


@pytest.mark.parametrize(
    ("code", "rule", "act", "before"),
    [
        pytest.param(
            PIDU,
            guards.announce.motion_is_made,
            recorded(ActKind.MOTION),
            "尚未登记学校党组织的启动意见",
            marks=pytest.mark.row("B019", side="both"),
        ),
        pytest.param(
            PIDU,
            guards.announce.rules_are_studied,
            recorded(ActKind.STUDY),
            "尚未登记组织学习选拔任用办法的情况",
            marks=pytest.mark.row("B021", side="both"),
        ),
        pytest.param(
            PIDU,
            guards.announce.team_is_analysed,
            recorded(ActKind.ANALYSIS),
            "尚未登记对中层干部队伍的综合研判",
            marks=pytest.mark.row("B022", side="both"),
        ),
        pytest.param(
            COUNTY,
            guards.announce.plan_is_discussed,
            resolved(AgendaPurpose.PLAN),
            "尚无党政领导班子会议研究工作方案的记录",
            marks=[pytest.mark.row("A057", side="both"), pytest.mark.row("A125", side="both")],
        ),
        pytest.param(
            PIDU,
            guards.announce.plan_is_discussed,
            resolved(AgendaPurpose.PLAN),
            "尚无党政联席会议研究工作方案的记录",
            marks=[pytest.mark.row("B020", side="both"), pytest.mark.row("B023", side="both")],
        ),
        pytest.param(
            COUNTY,
            guards.announce.quota_is_approved,
            approve_quota,
            "职数核定表尚未审核同意，请先填报并报送审核",
            marks=[
                pytest.mark.row("A052", side="both"),
                pytest.mark.row("A053", side="both"),
                pytest.mark.row("A054", side="both"),
                pytest.mark.row("B004", side="both"),
            ],
        ),
        pytest.param(
            COUNTY,
            guards.inspect.written_opinions_are_gathered,
            recorded(ActKind.WRITTEN_OPINIONS),
            "尚未登记书面征求意见的情况",
            marks=pytest.mark.row("A071", side="both"),
        ),
        pytest.param(
            PIDU,
            guards.publicize.decision_is_resolved,
            resolved(AgendaPurpose.DECISION),
            "尚无党政联席会议听取考察汇报、讨论决定的记录",
            marks=[
                pytest.mark.row("B054", side="both"),
                pytest.mark.row("B055", side="both"),
                pytest.mark.row("R-7", side="both"),
            ],
        ),
        pytest.param(
            COUNTY,
            guards.publicize.decision_is_resolved,
            resolved(AgendaPurpose.DECISION),
            "尚无党政领导联席会议听取考察汇报、讨论决定的记录",
            marks=[pytest.mark.row("A082", side="both"), pytest.mark.row("D010", side="both")],
        ),
    ],
)
def test_a_campaign_lacks_the_act_until_it_is_recorded(code, rule, act, before):
    campaign = CampaignFactory(code=code)

    assert said(campaign, rule) == [before]
    act(campaign)
    assert said(campaign, rule) == []


@pytest.mark.row("B037", side="both")
def test_the_posts_are_published_with_the_plan():
    campaign = CampaignFactory(at=Stage.ANNOUNCE)

    assert said(campaign, guards.recommend.plan_is_published) == ["工作方案和具体职务尚未在学校公布"]
    recorded(ActKind.PUBLICATION)(campaign)
    assert said(campaign, guards.recommend.plan_is_published) == []


@pytest.mark.parametrize(
    ("track", "reason"),
    [
        pytest.param("non_competitive", "NC1", marks=pytest.mark.row("A039", side="both")),
        pytest.param("non_competitive", "NC2", marks=pytest.mark.row("A040", side="both")),
        pytest.param("non_competitive", "NC3", marks=pytest.mark.row("A041", side="both")),
        pytest.param("non_competitive", "NC4", marks=pytest.mark.row("A042", side="both")),
        pytest.param("non_competitive", "NC5", marks=pytest.mark.row("A043", side="both")),
        pytest.param("competitive", "C1", marks=pytest.mark.row("A047", side="both")),
        pytest.param("competitive", "C2", marks=pytest.mark.row("A048", side="both")),
        pytest.param("competitive", "C3", marks=pytest.mark.row("A049", side="both")),
    ],
)
def test_a_post_is_listed_with_the_reason_of_its_track(track, reason):
    campaign = CampaignFactory(track=track)

    assert said(campaign, guards.announce.openings_are_named) == ["尚未列出本次选拔的岗位"]
    OpeningFactory(campaign=campaign, reason=reason, reason_text="学校工作需要")
    assert said(campaign, guards.announce.openings_are_named) == []
    assert TrackReason(reason).track == track


@pytest.mark.row("A137", side="both")
@pytest.mark.row("AMB-34", side="holds")
def test_a_sounding_is_proof_of_a_clear_choice():
    opening = OpeningFactory(reason=TrackReason.CLEAR_CHOICE)
    rule = guards.announce.clear_choice_has_a_sounding

    assert said(opening.campaign, rule) == [f"{opening}以前期推荐较集中为由，建议登记前期摸底情况"]
    recorded(ActKind.SOUNDING)(opening.campaign)
    assert said(opening.campaign, rule) == []


@pytest.mark.row("A058", side="both")
@pytest.mark.row("B024", side="both")
@pytest.mark.parametrize("track", [Track.COMPETITIVE, Track.NON_COMPETITIVE])
def test_a_plan_starts_nothing_until_it_is_approved(track):
    waiting = CampaignFactory(track=track, plan__draft=True)

    assert said(waiting, guards.announce.plan_is_approved) == ["工作方案尚未报送定稿"]
    assert said(CampaignFactory(track=track), guards.announce.plan_is_approved) == []


@pytest.mark.row("A064", side="both")
def test_a_nomination_of_the_organisation_rests_on_its_meeting():
    person = CandidacyFactory(source=Source.ORGANISATION)
    rule = guards.evaluate.organisation_nominations_are_resolved

    assert said(person.campaign, rule) == [f"{person.staff.name}的组织提名尚无班子集体研究的记录"]
    person.nominated_by = AgendaItemFactory(campaign=person.campaign, purpose=AgendaPurpose.NOMINATION)
    person.save()
    assert said(person.campaign, rule) == []


@pytest.mark.row("A065", side="both")
@pytest.mark.row("B035", side="both")
@pytest.mark.row("E003", side="both")
@pytest.mark.row("E006", side="both")
def test_nobody_goes_on_without_the_meeting_that_recommends():
    campaign = CampaignFactory(at=Stage.RECOMMEND)

    assert said(campaign, guards.evaluate.recommendation_is_valid) == ["尚未组织会议推荐"]
    RoundFactory(campaign=campaign, opening=None, purpose=Purpose.RECOMMENDATION, entitled=60)
    assert said(campaign, guards.evaluate.recommendation_is_valid) == []


@pytest.mark.row("A068", side="both")
@pytest.mark.row("A069", side="both")
def test_who_has_not_reported_has_given_up():
    person = CandidacyFactory(opening__campaign__at=Stage.EVALUATE)
    rule = guards.inspect.duty_reports_are_given

    assert said(person.campaign, rule) == [f"{person.staff.name}尚未述职和表态发言，未参加的按自动放弃登记"]
    ActFactory(campaign=person.campaign, candidacy=person, kind=ActKind.DUTY_REPORT)
    assert said(person.campaign, rule) == []


@pytest.mark.row("B025", side="both")
@pytest.mark.row("AMB-19", side="both")
def test_the_party_organisation_vouches_for_whom_the_plan_names():
    person = CandidacyFactory(opening__campaign=CampaignFactory(code=PIDU))
    rule = guards.announce.named_people_are_vouched_for

    assert said(person.campaign, rule) == [f"{person.staff.name}尚无所在单位党组织的把关意见"]
    ActFactory(campaign=person.campaign, candidacy=person, kind=ActKind.GATEKEEPING)
    assert said(person.campaign, rule) == []


@pytest.mark.row("A081", side="both")
@pytest.mark.row("B045", side="both")
@pytest.mark.row("B046", side="both")
@pytest.mark.row("B047", side="both")
@pytest.mark.row("R-19", side="both")
@pytest.mark.row("T022", side="both")
def test_the_material_has_every_part_the_shortcomings_too():
    found = InspectionFactory(
        candidacy__opening__campaign__code=PIDU, achievement="", ethics=" ", shortcomings="", conclusion=""
    )
    name, campaign = found.candidacy.staff.name, found.candidacy.campaign

    assert said(campaign, guards.decide.inspections_are_complete) == [
        f"{name}的考察材料缺：绩、师德表现、主要缺点和不足、考察组意见"
    ]
    found.achievement, found.ethics, found.shortcomings = "实绩突出。", "师德良好。", "创新不够。"
    found.conclusion = "建议任用。"
    found.save()
    assert said(campaign, guards.decide.inspections_are_complete) == []


@pytest.mark.row("T019", side="both")
@pytest.mark.row("T021", side="both")
def test_everybody_of_the_team_signs_the_material():
    found = InspectionFactory()
    campaign, name = found.candidacy.campaign, found.candidacy.staff.name
    team = campaign.plan.inspectors

    [sentence] = said(campaign, guards.decide.inspections_are_signed)
    assert sentence.startswith(f"{name}的考察材料尚待")
    found.signers.set(team)
    assert said(campaign, guards.decide.inspections_are_signed) == []


@pytest.mark.row("B051", side="both")
@pytest.mark.row("E010", side="both")
def test_discipline_answers_on_integrity_and_on_petitions():
    opinion = DisciplineOpinionFactory(candidacy__opening__campaign__code=PIDU)
    name, campaign = opinion.candidacy.staff.name, opinion.candidacy.campaign

    assert said(campaign, guards.decide.discipline_has_answered) == [f"{name}的廉政意见或信访情况尚未回复"]
    opinion.result = opinion.petitions = "clear"
    opinion.save()
    assert said(campaign, guards.decide.discipline_has_answered) == []


@pytest.mark.row("T012", side="both")
@pytest.mark.row("E017", side="both")
def test_a_veto_of_discipline_is_the_end_of_it():
    opinion = DisciplineOpinionFactory(clear=True)
    name, campaign = opinion.candidacy.staff.name, opinion.candidacy.campaign

    assert said(campaign, guards.decide.discipline_objects_to_nobody) == []
    opinion.result = "veto"
    opinion.save()
    assert said(campaign, guards.decide.discipline_objects_to_nobody) == [
        f"纪检机关不同意任用{name}，请作不再列为人选处理"
    ]


@pytest.mark.row("T027", side="both")
@pytest.mark.row("E005", side="both")
@pytest.mark.row("E018", side="both")
def test_every_post_is_voted_on():
    person = CandidacyFactory(inspectee=True, opening__campaign__at=Stage.DECIDE)
    rule = guards.publicize.every_opening_is_voted

    assert said(person.campaign, rule) == [f"{person.opening}：尚未组织讨论决定表决"]
    RoundFactory(opening=person.opening, agree={person: 6})
    assert said(person.campaign, rule) == []


@pytest.mark.row("A084", side="both")
@pytest.mark.row("T030", side="both")
def test_everybody_is_published():
    person = CandidacyFactory(proposed=True, opening__campaign__at=Stage.PUBLICIZE)
    rule = guards.file.everybody_was_publicized

    assert said(person.campaign, rule) == [f"{person.staff.name}尚未公示"]
    PublicityFactory(campaign=person.campaign, persons=[person], concluded=True)
    assert said(person.campaign, rule) == []


@pytest.mark.row("T034", side="both")
def test_every_objection_is_settled():
    person = CandidacyFactory(proposed=True, opening__campaign__at=Stage.PUBLICIZE)
    rule = guards.file.nothing_is_open_against_anybody

    assert said(person.campaign, rule) == []
    ObjectionFactory(candidacy=person)
    assert said(person.campaign, rule) == [f"{person.staff.name}有1件反映事项尚未办结，请先暂缓此人"]


@pytest.mark.row("B026", side="both")
@pytest.mark.row("D007", side="both")
def test_a_team_stands_before_anybody_recommends():
    campaign = CampaignFactory(at=Stage.ANNOUNCE, code=PIDU)
    team = campaign.plan.roles.filter(kind__in=["team_leader", "inspector"])

    assert said(campaign, guards.recommend.team_is_formed) == []
    team.update(ended_on="2026-03-02")
    assert said(campaign, guards.recommend.team_is_formed) == ["考察组现有0人，应不少于3人"]


@pytest.mark.row("TRAP-30", side="both")
def test_a_school_without_any_cadre_is_not_asked_to_talk_to_one():
    campaign = CampaignFactory(at=Stage.EVALUATE)
    rule = guards.inspect.cadres_are_talked_to

    assert not rule.is_applicable(campaign)
    TenureFactory(post__department__organisation=campaign.organisation)
    assert said(campaign, rule) == ["谈话征求意见尚未与中层及以上干部谈话"]


@pytest.mark.row("A110", side="both")
def test_who_competed_is_inspected_as_everybody():
    found = InspectionFactory(candidacy__opening__campaign__track=Track.COMPETITIVE, diligence="")
    campaign, rule = found.candidacy.campaign, guards.decide.inspections_are_complete

    assert said(campaign, rule) == [f"{found.candidacy.staff.name}的考察材料缺：勤"]
    found.diligence = "工作勤勉。"
    found.save()
    assert said(campaign, rule) == []


@pytest.mark.row("A111", side="both")
def test_who_competed_is_decided_on_by_a_meeting():
    campaign = CampaignFactory(track=Track.COMPETITIVE)

    assert said(campaign, guards.publicize.decision_is_resolved) != []
    resolved(AgendaPurpose.DECISION)(campaign)
    assert said(campaign, guards.publicize.decision_is_resolved) == []


@pytest.mark.row("A114", side="both")
def test_who_won_a_contest_is_published():
    competing = CampaignFactory(at=Stage.PUBLICIZE, track=Track.COMPETITIVE)
    person = CandidacyFactory(proposed=True, opening__campaign=competing)

    assert said(competing, guards.file.everybody_was_publicized) == [f"{person.staff.name}尚未公示"]
    PublicityFactory(campaign=competing, persons=[person], concluded=True)
    assert said(competing, guards.file.everybody_was_publicized) == []


@pytest.mark.row("A115", side="both")
def test_who_won_a_contest_is_appointed_and_filed():
    competing = CampaignFactory(at=Stage.FILE, track=Track.COMPETITIVE)
    person = CandidacyFactory(proposed=True, opening__campaign=competing)
    rule = guards.close.everybody_is_appointed

    assert said(competing, rule) == [f"{person.staff.name}尚未办理聘任手续"]
    type(person).objects.filter(pk=person.pk).update(standing="appointed")
    assert said(competing, rule) == []


@pytest.mark.row("R-8", side="both")
def test_more_are_listed_than_there_are_seats():
    person = CandidacyFactory(opening__campaign=CampaignFactory(code=PIDU, at=Stage.RECOMMEND))
    campaign, rule = person.campaign, guards.evaluate.shortlist_outnumbers_the_seats
    resolved(AgendaPurpose.SHORTLIST)(campaign)

    assert said(campaign, rule) == [f"{person.opening}的参考人选1人，没有多于名额1人，一般应有差额"]
    CandidacyFactory(opening=person.opening)
    assert said(campaign, rule) == []
