"""What does a ruleset say, stage by stage?

Every field cites the rows of the rule table that ask for it. A field added later gets a default
that is neutral for snapshots written before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ballots.verdicts import Bar, Base
from campaigns.choices import Track
from campaigns.rulesets.values import (
    ByGender,
    ByLevel,
    ByTrack,
    Cap,
    Chosen,
    Level,
    OpenBar,
    Period,
    TalkMinimum,
    Weight,
    WriteIns,
    item,
)
from personnel.models import Commendation, Department, StaffMember

SCHEMA_VERSION = 1

TRACKS = {track.value: track.label for track in Track}
CATEGORIES = {category.value: category.label for category in StaffMember.Category}
DEPARTMENT_KINDS = {kind.value: kind.label for kind in Department.Kind}
DEGREES = {degree.value: f"{degree.label}及以上" for degree in StaffMember.Education}
DEGREES |= {"secondary": "中专及以上"}
AWARDS = {level.value: f"{level.label}及以上" for level in Commendation.Level}
NONE = {"": "不作要求"}
BALLOTS = {"consent": "对每个人选表示同意、不同意或弃权", "choice": "在每个岗位的人选中选出所推荐的人"}
FIVE = ("德", "能", "勤", "绩", "廉")
USUAL_CELL, LEAST_CELL = 10, 5


def _by_category() -> Any:
    return item("按人员类别分别统计", "AMB-20", False)


def _weights() -> Any:
    """Weights of categories total 100; none, and every voice counts the same."""
    return item("各类人员的权重", "AMB-15 AMB-20", (), choices=CATEGORIES, none="不设，每票相同")


def _min_cell() -> Any:
    """Fewer in a category, and the result says who of it voted how."""
    return item(
        "分类统计的最少人数",
        "AMB-20",
        USUAL_CELL,
        says="按类别分别统计的，每一类的名册人数和收回票数均不少于{}",
        least=LEAST_CELL,
        most=100,
        caution={"below": USUAL_CELL, "says": "一类不到10人的，这一类意见一致就等于公开"},
    )


def _recused() -> Any:
    """In polls of all staff; from a vote of the deciding body whoever is concerned is always recused."""
    return item(
        "教职工投票的回避",
        "R-25",
        "nobody",
        choices={
            "nobody": "人选本人及其亲属照常参加",
            "candidates": "人选本人回避",
            "relatives": "人选本人及其亲属回避",
        },
    )


@dataclass(frozen=True)
class QuotaRules:
    """Who checks the quota table (职数核定表)."""

    review: tuple[Level, ...] = item("职数核定表的审核", "A052 A053 A054 B004", ())


@dataclass(frozen=True)
class MotionRules:
    """What comes before the plan, and who approves it and the persons it names."""

    opinion: bool = item("由学校党组织先提出启动意见", "B019", False)
    meeting: str = item("研究提出方案的会议", "A057 B020 A125", "党政领导班子会议")
    study: bool = item("会前组织学习有关办法", "B021", False)
    analysis: bool = item("对中层干部队伍作综合研判", "B022", False)
    consultation: bool = item("提出方案前充分征求各方意见", "A056", False)
    plan_sections: tuple[str, ...] = item("方案须写明的内容", "B023", ())
    gatekeeping: bool = item("人选所在单位党组织填写把关意见表", "B025 AMB-19", False)
    plan_review: ByTrack = item("方案报批", "A058 B024", ByTrack())
    candidate_review: ByTrack = item("人选审核表的审核", "A059 A060 A061 AMB-17", ByTrack())


@dataclass(frozen=True)
class EligibilityRules:
    """Who may stand for a mid-level post."""

    healthy: bool = item("身体健康", "A006", False)
    teacher_cert: bool = item("具有相应学段的教师资格", "A007 AMB-1", False)
    established: bool = item("在编在岗", "A008 B015", True)
    established_categories: tuple[str, ...] = item(
        "视为在编的人员类别", "A008 B015", ("established",), choices=CATEGORIES
    )
    teacher: bool = item("须为教师", "B015", False)
    first_age: ByGender = item(
        "初任中层干部的年龄上限",
        "A009 A010 B012 B013 AMB-2 AMB-3",
        ByGender(None, None),
        unit="周岁",
        least=18,
        most=65,
    )
    age_applies_to: str = item(
        "年龄上限适用于",
        "AMB-29",
        "first",
        choices={"first": "首次担任中层干部", "promotion": "每一次提拔"},
    )
    age_counting: str = item(
        "年龄上限的算法",
        "AMB-2",
        "full-years",
        choices={
            "full-years": "按周岁，过下一个生日前仍符合",
            "born-after": "按出生日期，满上限的次日起不再符合",
        },
    )
    exit_age: ByGender = item(
        "退出中层岗位的年龄",
        "A013 A014 A015 AMB-2",
        ByGender(None, None),
        unit="周岁",
        least=40,
        most=65,
    )
    appraisal_years: int = item(
        "年度考核", "A011 AMB-4", 0, says="近{}年年度考核均为称职（合格）以上", least=0, most=5
    )
    education: str = item(
        "学历要求", "A012 B007", "", choices=NONE | DEGREES | {"school_level": "一般应具备相应学段的合格学历"}
    )
    education_by_level: ByLevel = item(
        "各学段的合格学历",
        "A012 AMB-1",
        ByLevel("secondary", "secondary", "college", "bachelor"),
        choices=DEGREES,
    )
    teaching_years: int = item("教龄", "B008", 0, says="教龄{}年以上（含{}年）", least=0, most=40)
    work_years: int = item(
        "提任副职的工作经历", "A020 A021 AMB-5", 0, says="提任副职须有{}年以上工作经历", least=0, most=40
    )
    deputy_years: int = item(
        "提任正职的任职经历", "A019 A021 AMB-5", 0, says="提任正职须任副职{}年以上", least=0, most=20
    )
    commendation: str = item("获得过的表彰", "B010", "", choices=NONE | AWARDS)
    party_departments: tuple[str, ...] = item(
        "须由中共正式党员担任的处室", "B014", (), none="按岗位设置的标注"
    )
    reserve_or_seconded: bool = item(
        "原则上从中层后备干部或有上级部门挂职经历者中产生", "B005 B016 B017 B018 AMB-18", False
    )
    conditions: tuple[str, ...] = item(
        "基本条件（由审核人逐条认定）", "A002 A003 A004 A005 B006 B009 B011", ()
    )


@dataclass(frozen=True)
class RecommendationRules:
    """民主推荐: talks, the meeting's ballot, nomination by the organisation."""

    team_before: bool = item("推荐前组建考察组", "B026", False)
    team_size: int = item("考察组人数", "B027 R-11", 2, says="考察组不少于{}人", least=1, most=15)
    talks: bool = item("个别谈话推荐", "A065 B028", True)
    talk_minimum: TalkMinimum = item("谈话推荐的最少人数", "B033", TalkMinimum())
    talk_bar: OpenBar | None = item("谈话推荐人数的要求", "A067 AMB-10", None, counts="推荐人数")
    shortlist_meeting: bool = item("据谈话情况集体研究确定会议推荐人选", "B034", False)
    meeting: bool = item("会议推荐", "A065 B035", True)
    categories: tuple[str, ...] = item(
        "参加人员的类别（建议，由方案确定）",
        "B029 B030 B031 B032 B035 AMB-20",
        ("established", "recorded"),
        choices=CATEGORIES,
    )
    quorum: Bar | None = item("会议推荐的有效人数", "B036 AMB-21", None, counts="到会人数")
    advised_quorum: Bar | None = item(
        "会议推荐的到会人数（上级规定，未达到时提示）", "R-5 AMB-21", None, counts="到会人数"
    )
    ballot: str = item("会议推荐票的填法", "B039", "consent", choices=BALLOTS)
    chosen: Chosen | None = item("每个岗位推荐的人数", "B039", None, none="不限")
    write_ins: WriteIns | None = item("另选他人", "B039", None, none="不可以另选")
    bar: Bar | OpenBar = item(
        "会议推荐票数的要求",
        "A067 B040 AMB-10 AMB-22",
        OpenBar(Bar.at_least("1/3", of=Base.COLLECTED)),
        counts="推荐票",
    )
    low_is: str = item(
        "票数未达要求的人选",
        "A067 B040 AMB-23",
        "held",
        choices={"held": "提拔的暂缓", "excluded": "不列为考察对象"},
    )
    valid_months: int = item("推荐结果的有效期", "R-6", 12, says="推荐结果{}个月内有效", least=1, most=24)
    organisation: bool = item("可由组织提名，须经班子集体研究决定", "A064 A066", True)
    by_category: bool = _by_category()
    weights: tuple[Weight, ...] = _weights()
    min_cell: int = _min_cell()
    recused: str = _recused()


@dataclass(frozen=True)
class EvaluationRules:
    """述职, 民主测评 and 谈话征求意见."""

    duty_report: bool = item("人选述职并表态发言，不述职不表态的视为自动放弃", "A068 A069", False)
    ballot: bool = item("组织民主测评", "A070 B041", True)
    electorate: str = item(
        "参加测评的范围",
        "A070 B041",
        "plan",
        choices={
            "staff": "全体教职工",
            "congress": "教职工代表会议",
            "plan": "全体教职工或教职工代表，由方案确定",
        },
    )
    dimensions: tuple[str, ...] = item("测评内容", "B041", FIVE)
    max_excellent: Cap | None = item("每一项评为优秀的人数", "B041", None, none="不限")
    quorum: Bar | None = item("民主测评的有效人数", "A072 A073 AMB-32", None, counts="到会和收回数均")
    bar: OpenBar | None = item("测评赞成票数的要求", "A074 AMB-10", None, counts="赞成票")
    written_opinions: bool = item("书面征求意见", "A071", False)
    consult_talks: bool = item("谈话征求意见，范围含中层及以上干部和教职工代表", "A075 A076", False)
    talk_bar: OpenBar | None = item("谈话赞成人数的要求", "A077 AMB-10", None, counts="赞成人数")
    with_recommendation: bool = item("可与会议推荐同时进行", "B042", False, no="在会议推荐之后进行")
    by_category: bool = _by_category()
    weights: tuple[Weight, ...] = _weights()
    min_cell: int = _min_cell()
    recused: str = _recused()


@dataclass(frozen=True)
class InspectionRules:
    """考察: the notice, the team's work, what discipline says."""

    notice: bool = item("考察前发布考察公告", "A079 R-12", True)
    dimensions: tuple[str, ...] = item("考察内容", "A080 B046", FIVE)
    achievements: bool = item("考察材料写明工作实绩", "A081 B047", False)
    ethics: bool = item("考察材料单列师德表现", "B047", False)
    visit: bool = item("实地走访", "B044", False)
    talks: bool = item("个别谈话", "B043", False)
    talk_minimum: TalkMinimum = item("考察谈话的最少人数", "B048 AMB-24", TalkMinimum())
    report: bool = item("形成书面考察材料，由考察组成员签名", "A082 B049 R-19", True)
    discipline_opinion: bool = item("征求纪检机关党风廉政意见和信访情况", "B050 B051 R-15", False)
    discipline_body: str = item("征求意见的纪检机关", "B050 R-15", "教育局纪检机关")
    issues_resolved: bool = item("问题和反映在讨论决定前核查清楚", "B052", False)


@dataclass(frozen=True)
class DecisionRules:
    """讨论决定: which body, how many of it, how it votes."""

    body: str = item("讨论决定的会议", "A083 A125 B054 AMB-36", "党政领导联席会议")
    secret_ballot: bool = item("以无记名投票表决", "B056", False, no="表决方式由会议确定")
    quorum: Bar = item("到会成员", "R-21 AMB-25", Bar.at_least("2/3", of=Base.ENTITLED), counts="到会成员")
    majority: Bar = item(
        "形成决定的票数", "R-22 AMB-25", Bar.more_than("1/2", of=Base.ENTITLED), counts="同意人数"
    )
    run_offs: int = item(
        "票数并列的再次投票",
        "R-22 AMB-23",
        1,
        says="同意票并列、名额不够的，只就并列的人选再次投票，至多{}次；仍然并列的，由会议研究决定并作记录",
        none="不再投票，同意票并列的由会议研究决定并作记录",
        least=0,
        most=3,
    )
    run_off_fills: bool = item(
        "表决后名额未满的，也就未通过的人选再次投票", "AMB-23", False, no="表决后名额未满的，不再投票"
    )


@dataclass(frozen=True)
class PublicityRules:
    """拟聘公示 (任前公示)."""

    period: Period = item("提拔的公示期", "A085 B057 B058 AMB-11", Period(5), event="公示", least=1, most=30)
    lateral_period: Period = item(
        "平级聘任和续聘的公示期", "A085 AMB-30", Period(5), event="公示", least=3, most=30
    )
    channels: tuple[str, ...] = item("公示方式（至少一种）", "A084", ("校务公开栏", "校园网"))
    explains_exceptions: bool = item("公示说明破格的情形和理由", "R-18", True)


@dataclass(frozen=True)
class FilingRules:
    """聘任文件, 备案 and 任职谈话."""

    school_issues: tuple[str, ...] = item(
        "由学校发文聘任的机构类别（其余按权限报批或选举）",
        "A086 A087",
        ("internal", "other"),
        choices=DEPARTMENT_KINDS,
    )
    document_before_filing: bool = item(
        "发文与备案的先后",
        "A086 A088 B073",
        True,
        yes="先由学校发文聘任，再报送备案",
        no="报送备案，批复后方可发文聘任",
    )
    deadline: Period = item("报送备案的期限", "B062 AMB-12", Period(5), event="公示期满", least=1, most=60)
    is_deadline_ours: bool = item(
        "期限的来历", "AMB-12", False, yes="报送期限原文未规定，为本系统建议", no="报送期限为原文规定"
    )
    to: str = item("备案机关", "A088 B062", "县教育局政工科")
    reply: bool = item("须经备案机关批复", "B063", False)
    talk: bool = item("任职谈话由党组织书记或副书记进行", "B064 B065 R-29", False)
    term_years: int = item("聘期", "A025 R-30", 3, says="聘期{}年", least=1, most=6)


@dataclass(frozen=True)
class Ruleset:
    """One rulebook as data.

    ``effects`` replaces a rule's own effect by its key; ``approvers`` names who may grant an
    exception to a rule where it isn't the school's own meeting.
    """

    code: str
    version: int
    name: str
    basis: str
    tracks: tuple[str, ...] = item("适用的聘任方式", "A038", tuple(TRACKS), choices=TRACKS)
    principles: tuple[str, ...] = item("原则", "A001", ())
    discipline: tuple[str, ...] = item("纪律要求", "A125 A126 B066 B067 B068 B069 B070 B071", ())
    quota: QuotaRules = field(default_factory=QuotaRules, metadata={"label": "职数核定"})
    motion: MotionRules = field(default_factory=MotionRules, metadata={"label": "动议与报批"})
    eligibility: EligibilityRules = field(default_factory=EligibilityRules, metadata={"label": "资格条件"})
    recommendation: RecommendationRules = field(
        default_factory=RecommendationRules, metadata={"label": "民主推荐"}
    )
    evaluation: EvaluationRules = field(default_factory=EvaluationRules, metadata={"label": "民主测评"})
    inspection: InspectionRules = field(default_factory=InspectionRules, metadata={"label": "考察"})
    decision: DecisionRules = field(default_factory=DecisionRules, metadata={"label": "讨论决定"})
    publicity: PublicityRules = field(default_factory=PublicityRules, metadata={"label": "公示"})
    filing: FilingRules = field(default_factory=FilingRules, metadata={"label": "任职与备案"})
    effects: dict[str, str] = field(default_factory=dict, metadata={"label": "规则的约束力"})
    approvers: dict[str, str] = field(default_factory=dict, metadata={"label": "例外事项的批准机关"})

    @property
    def open_bars(self) -> dict[str, OpenBar]:
        """The bars that are left to the plan, by the names under which it keeps them (AMB-10)."""
        recommendation, evaluation = self.recommendation, self.evaluation
        bars = {
            "talk_recommendation": recommendation.talk_bar if recommendation.talks else None,
            "recommendation": recommendation.bar if recommendation.meeting else None,
            "evaluation": evaluation.bar if evaluation.ballot else None,
            "talk": evaluation.talk_bar,
        }
        return {name: bar for name, bar in bars.items() if isinstance(bar, OpenBar)}
