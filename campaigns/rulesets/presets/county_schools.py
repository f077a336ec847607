"""What do a county's rules for the mid-level posts of its schools say (source 一)?"""

from ballots.verdicts import Bar, Base
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.stages.competing import RegistrationRules
from campaigns.rulesets.stages.concluding import DecisionRules, FilingRules, InspectionRules, PublicityRules
from campaigns.rulesets.stages.deciding import AgendaRules
from campaigns.rulesets.stages.direct import DirectRules
from campaigns.rulesets.stages.presenting import ContestRules
from campaigns.rulesets.stages.serving import ServiceRules
from campaigns.rulesets.stages.starting import EligibilityRules, MotionRules, QuotaRules
from campaigns.rulesets.stages.voting import EvaluationRules, RecommendationRules
from campaigns.rulesets.values import ByGender, ByTrack, Level, OpenBar, Period, Procedure, Spare
from selection.accounts.acts import Role

CHAIN = (Level(Role.ZONE_REVIEWER, "学区"), Level(Role.BUREAU_REVIEWER, "县教育局"))
BUREAU = CHAIN[-1:]

# AMB-10: the text says only "较低". Proposed to the plan, which fixes it before anybody votes.
LOW_RECOMMENDATION = OpenBar(Bar.at_least("1/3", of=Base.COLLECTED))
LOW_TALKS = OpenBar(Bar.at_least("1/3", of=Base.PRESENT))
LOW_EVALUATION = OpenBar(
    Bar.more_than("1/2", of=Base.COLLECTED), reason_below=Bar.at_least("2/3", of=Base.COLLECTED)
)

COUNTY_SCHOOLS = Ruleset(
    code="county-schools",
    version=3,
    name="县学校中层干部聘任规则",
    basis="县教育局关于学校中层干部聘任工作的实施意见",
    source="A",
    principles=(
        "党管干部",
        "德才兼备、以德为先",
        "群众公认、注重实绩",
        "公开、竞争、择优",
        "民主集中制",
        "依法办事",
    ),
    discipline=(
        "中层干部聘任由学校党政领导联席会议集体研究决定，不搞“一言堂”",
        "不减少、不颠倒、不违反规定程序",
        "违规产生的人选和聘任一律无效，并追究有关人员责任",
    ),
    quota=QuotaRules(review=CHAIN),
    motion=MotionRules(
        meeting="党政领导班子会议",
        consultation=True,
        plan_review=ByTrack(competitive=CHAIN),
        candidate_review=ByTrack(non_competitive=CHAIN, direct=CHAIN),
    ),
    eligibility=EligibilityRules(
        healthy=True,
        teacher_cert=True,
        established=True,
        first_age=ByGender(45, 40),
        exit_age=ByGender(55, 52),
        appraisal_years=2,
        education="school_level",
        work_years=1,
        deputy_years=1,
        step_by_step=True,
        transfer_same_rank=True,
        chief_rotates_first=True,
        conditions=(
            "政治素质好，组织纪律性强",
            "事业心强，为人正派，作风民主，廉洁自律",
            "熟悉学校工作，具备岗位所需的理论、专业和表达能力",
            "组织协调能力强，有实践经验，工作实绩突出",
        ),
    ),
    registration=RegistrationRules(
        modes=("self", "school"), preferences=2, school_screening=True, screening=CHAIN, min_qualified=2
    ),
    recommendation=RecommendationRules(
        talks=True,
        talk_bar=LOW_TALKS,
        meeting=True,
        advised_quorum=Bar.at_least("2/3", of=Base.ENTITLED),
        bar=LOW_RECOMMENDATION,
        low_is="held",
        organisation=True,
    ),
    evaluation=EvaluationRules(
        duty_report=True,
        quorum=Bar.at_least("2/3", of=Base.ENTITLED),
        bar=LOW_EVALUATION,
        written_opinions=True,
        consult_talks=True,
        talk_bar=LOW_TALKS,
    ),
    contest=ContestRules(
        presentation=True,
        modes=("speech", "defence", "report", "written"),
        topics=("对所竞聘职务的认识", "竞聘的有利条件和不足", "今后的工作设想"),
        minutes=10,
        judges_least=5,
        judges_most=7,
        may_drop=True,
        further_parts=("笔试", "面试", "资历业绩积分"),
        weighing=True,
        spare=Spare(persons=1),
        counted_by="pool",
        in_order=True,
        sheets_shown="figures",
    ),
    inspection=InspectionRules(
        sheets=("barred", "four", "archive", "signed"),
        notice=True,
        achievements=True,
        discipline_opinion=True,
        discipline_body="县教育局纪检机关",
    ),
    direct=DirectRules(announced=True, by_principal=True),
    agenda=AgendaRules(stances=True),
    decision=DecisionRules(body="党政领导联席会议"),
    publicity=PublicityRules(
        period=Period(5),
        lateral_period=Period(5),
        channels=("校务公开栏", "校园网"),
        every_channel=("competitive",),
    ),
    filing=FilingRules(
        union=Procedure("election", "《中华人民共和国工会法》《基层工会组织选举工作条例》"),
        league=Procedure("election", "《中国共产主义青年团章程》《中国共产主义青年团基层组织选举规则》"),
        pioneer=Procedure("joint", "《中国少年先锋队章程》《少先队辅导员管理办法（试行）》"),
        document_before_filing=True,
        deadline=Period(5),
        is_deadline_ours=True,
        to="县教育局政工科",
        reply=False,
        talk=True,
        term_years=3,
    ),
    service=ServiceRules(
        duty_review=True,
        term_evaluations=2,
        failed_review=True,
        failed_appraisal=True,
        basic_appraisal=True,
        rotate_post_years=6,
        rotate_office_years=9,
        rotation_spares_the_leaving=True,
        settlement=True,
        rotation_review=BUREAU,
        rotation_delay_review=BUREAU,
        extension_review=BUREAU,
    ),
    effects={
        "discipline_has_answered": "advise",
        "every_member_took_a_stance": "advise",  # A127, which asks only that no single voice decides
        "first_leader_speaks_last": "advise",
        "appointees_are_talked_to": "advise",
    },
    approvers={"is_below_exit_age": "bureau"},
)
