"""What does a county's report on choosing its cadres say that it does (source 三)?"""

from ballots.verdicts import Bar, Base
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.stages.concluding import DecisionRules, FilingRules, InspectionRules, PublicityRules
from campaigns.rulesets.stages.deciding import AgendaRules
from campaigns.rulesets.stages.serving import ServiceRules
from campaigns.rulesets.stages.starting import EligibilityRules, MotionRules
from campaigns.rulesets.stages.voting import EvaluationRules, RecommendationRules
from campaigns.rulesets.values import ByGender, OpenBar, Period, Spare
from campaigns.rulesets.vocabulary import METHODS

COUNTY_CADRES = Ruleset(
    code="county-cadres",
    version=1,
    name="县干部选拔任用规则",
    basis="干部选拔任用工作条例及本县配套制度",
    source="T",
    tracks=("competitive",),
    principles=("德才兼备", "群众公认", "注重实绩", "公开、平等、竞争、择优"),
    discipline=(
        "不临时动议，不突击提拔",
        "不擅自破格、越级提拔",
        "不提拔处分影响期内的干部",
        "不以个人决定、圈阅等形式代替会议讨论决定",
        "不徇私舞弊，不任人唯亲",
    ),
    motion=MotionRules(meeting="部务会议"),
    eligibility=EligibilityRules(
        age_chief_new=ByGender(45, 40),
        age_chief_again=ByGender(50, 48),
        age_deputy_new=ByGender(43, 41),
        age_deputy_again=ByGender(48, 46),
        age_zone_chief_new=ByGender(40, 38),
        age_zone_deputy_new=ByGender(40, 38),
        education="college",
        conditions=("政治立场坚定", "文化水平高", "组织协调能力强", "工作实绩突出"),
    ),
    recommendation=RecommendationRules(
        team_before=True,
        talks=True,
        meeting=True,
        advised_quorum=Bar.at_least("2/3", of=Base.ENTITLED),
        bar=OpenBar(Bar.more_than("1/2", of=Base.PRESENT)),
        low_is="excluded",
        signed=True,
    ),
    evaluation=EvaluationRules(written_opinions=True),
    inspection=InspectionRules(
        spare=Spare(share="2/5"),
        sheets=("barred", "four", "archive", "signed"),
        notice=True,
        notice_channels=("传阅", "政务公开栏", "会议通报"),
        joint=True,
        joined_by=("县委宣传部",),
        methods=METHODS,
        methods_least=3,
        audited_departments=("总务处", "财务室"),
        feedback=True,
        achievements=True,
        visit=True,
        talks=True,
        discipline_opinion=True,
        discipline_body="县纪检监察机关",
        issues_resolved=True,
    ),
    agenda=AgendaRules(
        reports=("exceptional",),
        report_over=30,
        deliberation=True,
        materials=True,
        stances=True,
    ),
    decision=DecisionRules(body="常委会议", secret_ballot=True),
    publicity=PublicityRules(
        achievements=True,
        period=Period(7, "day"),
        lateral_period=Period(7, "day"),
        channels=("党政网", "电视台", "所在单位", "公共场所"),
        every_channel=("competitive", "non_competitive"),
    ),
    filing=FilingRules(to="县委组织部", is_deadline_ours=True, talk=True),
    service=ServiceRules(integrity_talk=True, training_days=7, watch_months=6),
    effects={
        "appointees_are_talked_to": "advise",
        "every_channel_is_used": "warn",  # T033
    },
)
