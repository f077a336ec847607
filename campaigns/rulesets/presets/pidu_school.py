"""What does one city school's own plan say (source 二)?"""

from ballots.verdicts import Bar, Base
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.stages.concluding import DecisionRules, FilingRules, InspectionRules, PublicityRules
from campaigns.rulesets.stages.deciding import AgendaRules
from campaigns.rulesets.stages.starting import EligibilityRules, MotionRules, QuotaRules
from campaigns.rulesets.stages.voting import EvaluationRules, RecommendationRules
from campaigns.rulesets.values import ByGender, ByTrack, Level, Period, TalkMinimum
from selection.accounts.acts import Role

BUREAU = (Level(Role.BUREAU_REVIEWER, "区教育局"),)
PARTY_COMMITTEE = (Level(Role.BUREAU_REVIEWER, "区教育局党委"),)

FIFTY = Bar(Base.ENTITLED, False, 0, 1, minimum=50)  # AMB-21: fifty persons are hard, two thirds advice

PIDU_SCHOOL = Ruleset(
    code="pidu-school",
    version=3,
    name="区属学校中层干部选拔任用规则",
    basis="区教育局下属单位中层干部选拔任用管理办法（试行）和学校选拔任用工作方案",
    source="B",
    tracks=("non_competitive",),
    discipline=(
        "不违反规定程序选人用人",
        "不隐瞒、不歪曲事实真相",
        "不在干部档案上弄虚作假",
        "不跑风漏气",
        "不拉票，不搞非组织活动",
        "不发生其他违反选人用人纪律的行为",
    ),
    quota=QuotaRules(review=BUREAU),
    motion=MotionRules(
        opinion=True,
        meeting="党政联席会议",
        study=True,
        analysis=True,
        plan_sections=("职位", "条件", "范围", "方式", "程序"),
        gatekeeping=True,
        plan_review=ByTrack(non_competitive=PARTY_COMMITTEE),
    ),
    eligibility=EligibilityRules(
        established=True,
        teacher=True,
        first_age=ByGender(40, 40),
        education="bachelor",
        teaching_years=5,
        commendation="school",
        party_departments=("办公室", "政教处"),
        reserve_or_seconded=True,
        conditions=(
            "政治素质好，组织纪律性强",
            "教育教学质量在学校名列前茅",
            "优秀青年教师",
        ),
    ),
    recommendation=RecommendationRules(
        team_before=True,
        team_size=3,
        talks=True,
        talk_minimum=TalkMinimum(50),
        shortlist_meeting=True,
        meeting=True,
        quorum=FIFTY,
        advised_quorum=Bar.at_least("2/3", of=Base.ENTITLED),
        bar=Bar.more_than("1/2", of=Base.PRESENT),
        low_is="excluded",
        organisation=False,
    ),
    evaluation=EvaluationRules(electorate="staff", with_recommendation=True),
    inspection=InspectionRules(
        sheets=("barred", "four", "archive", "signed"),
        notice=True,
        achievements=True,
        ethics=True,
        visit=True,
        talks=True,
        talk_minimum=TalkMinimum(50, "1/2"),
        discipline_opinion=True,
        discipline_body="区教育局纪委",
        issues_resolved=True,
    ),
    agenda=AgendaRules(stances=True),
    decision=DecisionRules(body="党政联席会议", secret_ballot=True),
    publicity=PublicityRules(
        period=Period(5, count_from="publication"),
        lateral_period=Period(5, count_from="publication"),
        channels=("校务公开栏",),
    ),
    filing=FilingRules(
        document_before_filing=False,
        deadline=Period(5),
        to="区教育局党委",
        reply=True,
        talk=True,
        term_years=3,
    ),
    effects={
        "inspection_is_announced": "advise",
        "every_member_took_a_stance": "advise",  # B055; a stance on record would tell a secret vote
        "first_leader_speaks_last": "advise",
    },
    approvers={"comes_from_reserve_or_secondment": "bureau"},
)
