"""What does a city's report on choosing its cadres say that it does (source 五)?"""

from ballots.verdicts import Bar, Base
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.stages.concluding import DecisionRules, FilingRules, InspectionRules
from campaigns.rulesets.stages.deciding import AgendaRules
from campaigns.rulesets.stages.presenting import ContestRules
from campaigns.rulesets.stages.serving import ServiceRules
from campaigns.rulesets.stages.starting import MotionRules
from campaigns.rulesets.stages.voting import RecommendationRules
from campaigns.rulesets.values import OpenBar

CITY = Ruleset(
    code="city",
    version=1,
    name="市选人用人规则",
    basis="市委选人用人实施办法和规范选拔任用程序的意见",
    source="E",
    tracks=("non_competitive", "competitive"),
    principles=("集体领导", "民主集中", "个别酝酿", "会议决定"),
    discipline=("不临时动议", "不搞少数人甚至个别人说了算"),
    motion=MotionRules(meeting="市委常委会议"),
    recommendation=RecommendationRules(
        meeting=True,
        advised_quorum=Bar.at_least("2/3", of=Base.ENTITLED),
        bar=OpenBar(Bar.more_than("1/2", of=Base.PRESENT)),  # E007: the share itself isn't told
        low_is="excluded",
        organisation=True,
    ),
    contest=ContestRules(
        further_parts=("结构化面试",),
        in_order=True,
        disclosed=("职位", "条件", "程序", "过程", "结果"),
        kept=("interview", "video", "supervised", "observed", "assignment"),
    ),
    inspection=InspectionRules(
        sheets=("barred", "four", "archive", "signed"),
        circles=True,
        achievements=True,
        discipline_opinion=True,
        discipline_body="纪检监察机关",
        issues_resolved=True,
    ),
    agenda=AgendaRules(gates=("recommended", "inspected", "resolved", "vetoed"), deliberation=True),
    decision=DecisionRules(body="市委常委会议", secret_ballot=True),
    filing=FilingRules(to="市委组织部", is_deadline_ours=True, talk=True),
    service=ServiceRules(low_appraisal=True),
    effects={
        "inspection_is_announced": "advise",
        "appointees_are_talked_to": "advise",
        "cases_were_talked_over": "advise",  # E012, E019: on record
    },
)
