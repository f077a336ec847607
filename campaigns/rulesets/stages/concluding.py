"""What does a ruleset ask from 考察 to the filed appointment?"""

from __future__ import annotations

from dataclasses import dataclass

from ballots.verdicts import Bar, Base
from campaigns.rulesets.values import (
    Period,
    Procedure,
    Spare,
    TalkMinimum,
    item,
)
from campaigns.rulesets.vocabulary import (
    CHECK_SHEETS,
    DEPARTMENT_KINDS,
    FILED,
    FIVE,
    METHODS,
    TRACKS,
)


@dataclass(frozen=True)
class InspectionRules:
    """考察: the notice, the team's work, what discipline says."""

    plan: bool = item("考察前制定考察工作方案，确定考察时间", "D005 D006", False)
    notice: bool = item("考察前发布考察公告", "A079 R-12 T013", True)
    notice_channels: tuple[str, ...] = item("考察公告的方式", "T015", (), none="由学校确定")
    joint: bool = item("纪检机关派员参加考察组", "T010", False)
    joined_by: tuple[str, ...] = item("参加联合考察的其他单位", "T011", (), none="没有")
    spare: Spare | None = item("差额考察", "T018 E021 AMB-16", None)
    dimensions: tuple[str, ...] = item("考察内容", "A080 B046 D008", FIVE)
    achievements: bool = item("考察材料写明工作实绩", "A081 B047", False)
    ethics: bool = item("考察材料单列师德表现", "B047", False)
    circles: bool = item("了解工作圈、生活圈、社交圈和八小时以外的表现", "D009 E004 E011", False)
    visit: bool = item("实地走访", "B044", False)
    methods: tuple[str, ...] = item(
        "考察的方法", "T020", (), choices={word: word for word in METHODS}, none="由考察组确定"
    )
    methods_least: int = item("考察方法的种数", "T020", 0, says="每人一般用{}种以上方法", least=0, most=7)
    talks: bool = item("个别谈话", "B043", False)
    talk_minimum: TalkMinimum = item("考察谈话的最少人数", "B048 AMB-24", TalkMinimum())
    report: bool = item("形成书面考察材料，由考察组成员签名", "A082 B049 R-19 T021", True)
    discipline_opinion: bool = item(
        "征求纪检机关党风廉政意见和信访情况", "B050 B051 R-15 T012 D016 E010 E017", False
    )
    discipline_body: str = item("征求意见的纪检机关", "B050 R-15 T012 D016 E010", "教育局纪检机关")
    audited_departments: tuple[str, ...] = item("人选须经经济责任审计的处室", "T023", (), none="没有")
    sheets: tuple[str, ...] = item(
        "逐人核查的事项", "R-9 R-15 R-16 R-17", (), choices=CHECK_SHEETS, none="不另作规定"
    )
    feedback: bool = item("把考察结果反馈所在单位，部分反馈本人", "T016 T017", False)
    issues_resolved: bool = item("问题和反映在讨论决定前核查清楚", "B052 T029 T034 D015 E016", False)


@dataclass(frozen=True)
class DecisionRules:
    """讨论决定: which body, how many of it, how it votes."""

    body: str = item("讨论决定的会议", "A083 A125 B054 AMB-36 T028 D010", "党政领导联席会议")
    secret_ballot: bool = item("以无记名投票表决", "B056 T027 E005 E018", False, no="表决方式由会议确定")
    quorum: Bar = item(
        "到会成员", "R-21 AMB-25 E015", Bar.at_least("2/3", of=Base.ENTITLED), counts="到会成员"
    )
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

    period: Period = item(
        "提拔的公示期", "A085 B057 B058 AMB-11 T030 T032 AMB-26", Period(5), event="公示", least=1, most=30
    )
    lateral_period: Period = item(
        "平级聘任和续聘的公示期", "A085 AMB-30", Period(5), event="公示", least=3, most=30
    )
    channels: tuple[str, ...] = item("公示方式（至少一种）", "A084 T033 D020", ("校务公开栏", "校园网"))
    every_channel: tuple[str, ...] = item(
        "须采用全部公示方式的聘任方式",
        "A112 A113 T033 D020",
        (),
        choices=TRACKS,
        none="采用其中一种即可",
    )
    natural_days: int = item(
        "提拔公示的自然日数",
        "T032 AMB-26",
        0,
        says="提拔的公示同时不少于{}天（自然日），与公示期不同时届满的，以后届满的为准",
        none="不另作要求",
        least=0,
        most=60,
    )
    achievements: bool = item("公示写明拟聘人选的工作实绩", "T065", False)
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
    union: Procedure = item("工会负责人", "A087", Procedure())
    league: Procedure = item("团委负责人", "A087", Procedure())
    pioneer: Procedure = item("少先队负责人（大队辅导员）", "A087", Procedure())
    document_before_filing: bool = item(
        "发文与备案的先后",
        "A086 A088 B073",
        True,
        yes="先由学校发文聘任，再报送备案",
        no="报送备案，批复后方可发文聘任",
    )
    deadline: Period = item(
        "报送备案的期限", "B062 AMB-12", Period(5), event="公示期满", least=1, most=60, tighter="less"
    )
    is_deadline_ours: bool = item(
        "期限的来历", "AMB-12", False, yes="报送期限原文未规定，为本系统建议", no="报送期限为原文规定"
    )
    to: str = item("备案机关", "A088 B062", "县教育局政工科")
    reply: bool = item("须经备案机关批复", "B063", False)
    materials: tuple[str, ...] = item(
        "报送备案的材料，依次", "R-34", (), choices=FILED, none="按程序应有的材料"
    )
    talk: bool = item("任职谈话由党组织书记或副书记进行", "B064 B065 R-29 D024", False)
    term_years: int = item("聘期", "A025 R-30", 3, says="聘期{}年", least=1, most=6)

    def procedure(self, kind: str) -> Procedure | None:
        """How the head of a department of this kind is made, where the school issues no document of its own."""
        if kind in self.school_issues:
            return None
        return getattr(self, kind, Procedure("report"))
