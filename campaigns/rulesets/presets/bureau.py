"""What does a bureau's yearly report on appointments say that it does (source 四)?"""

from ballots.verdicts import Bar, Base
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.stages.concluding import DecisionRules, FilingRules, InspectionRules, PublicityRules
from campaigns.rulesets.stages.deciding import AgendaRules
from campaigns.rulesets.stages.serving import ServiceRules
from campaigns.rulesets.stages.starting import MotionRules
from campaigns.rulesets.stages.voting import EvaluationRules, RecommendationRules

BUREAU = Ruleset(
    code="bureau",
    version=1,
    name="局机关干部选拔任用规则",
    basis="干部选拔任用工作条例和本局年度选人用人工作的做法",
    source="D",
    tracks=("non_competitive", "competitive"),
    principles=("集体领导", "民主集中", "个别酝酿", "会议决定"),
    discipline=("不搞个人说了算", "不临时动议", "不迁就，不照顾"),
    motion=MotionRules(meeting="党组会议"),
    recommendation=RecommendationRules(
        team_before=True, talks=True, meeting=True, advised_quorum=Bar.at_least("2/3", of=Base.ENTITLED)
    ),
    evaluation=EvaluationRules(ballot=True, electorate="staff"),
    inspection=InspectionRules(
        sheets=("barred", "four", "archive", "signed"),
        plan=True,
        circles=True,
        talks=True,
        discipline_opinion=True,
        discipline_body="局纪检组",
        issues_resolved=True,
    ),
    agenda=AgendaRules(
        gates=("recommended", "inspected", "agreed", "resolved", "discipline"),
        materials=True,
        introduction=True,
        stances=True,
    ),
    decision=DecisionRules(body="党组会议"),
    publicity=PublicityRules(channels=("政务公开栏",), every_channel=("non_competitive", "competitive")),
    filing=FilingRules(to="局人事部门", is_deadline_ours=True, talk=True),
    service=ServiceRules(probation_months=12),  # D022 names it, R-28 its length
    effects={"inspection_is_announced": "advise"},
)
