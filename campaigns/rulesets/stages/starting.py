"""What does a ruleset ask before anybody is recommended: quota, motion, who may stand?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from campaigns.rulesets.values import (
    ByGender,
    ByLevel,
    ByTrack,
    Level,
    item,
)
from campaigns.rulesets.vocabulary import (
    AWARDS,
    CATEGORIES,
    DEGREES,
    EXCEPTION_BARS,
    NONE,
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


def _age(who: str, row: str) -> Any:
    """One cell of the age table; what binds everybody else stays with ``first_age``."""
    label, no_limit = f"{who}的年龄上限", ByGender(None, None)
    return item(label, f"{row} T056", no_limit, unit="周岁", least=18, most=65, tighter="less")


@dataclass(frozen=True)
class EligibilityRules:
    """Who may stand for a mid-level post."""

    healthy: bool = item("身体健康", "A006", False)
    teacher_cert: bool = item("具有相应学段的教师资格", "A007 AMB-1", False)
    established: bool = item("在编在岗", "A008 B015", True)
    established_categories: tuple[str, ...] = item(
        "视为在编的人员类别", "A008 B015", ("established",), choices=CATEGORIES, tighter="less"
    )
    teacher: bool = item("须为教师", "B015", False)
    first_age: ByGender = item(
        "初任中层干部的年龄上限",
        "A009 A010 B012 B013 AMB-2 AMB-3 T006 T056",
        ByGender(None, None),
        unit="周岁",
        least=18,
        most=65,
        tighter="less",
    )
    age_chief_new: ByGender = _age("新任正职", "T051")
    age_chief_again: ByGender = _age("继任正职", "T050")
    age_deputy_new: ByGender = _age("新任副职", "T054")
    age_deputy_again: ByGender = _age("继任副职", "T053")
    age_zone_chief_new: ByGender = _age("学区（乡镇）所属单位新任正职", "T052")
    age_zone_deputy_new: ByGender = _age("学区（乡镇）所属单位新任副职", "T055")
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
        tighter="less",
    )
    appraisal_years: int = item(
        "年度考核",
        "A011 AMB-4",
        0,
        says="近{}年年度考核均为称职（合格）以上",
        least=0,
        most=5,
        tighter="more",
    )
    education: str = item(
        "学历要求",
        "A012 B007 T007",
        "",
        choices=NONE | DEGREES | {"school_level": "一般应具备相应学段的合格学历"},
    )
    education_by_level: ByLevel = item(
        "各学段的合格学历",
        "A012 AMB-1",
        ByLevel("secondary", "secondary", "college", "bachelor"),
        choices=DEGREES,
    )
    teaching_years: int = item(
        "教龄", "B008", 0, says="教龄{}年以上（含{}年）", least=0, most=40, tighter="more"
    )
    work_years: int = item(
        "提任副职的工作经历",
        "A020 A021 AMB-5",
        0,
        says="提任副职须有{}年以上工作经历",
        least=0,
        most=40,
        tighter="more",
    )
    deputy_years: int = item(
        "提任正职的任职经历",
        "A019 A021 AMB-5",
        0,
        says="提任正职须任副职{}年以上",
        least=0,
        most=20,
        tighter="more",
    )
    exception_bars: tuple[str, ...] = item(
        "不得破格提拔的情形",
        "R-18 A021",
        tuple(EXCEPTION_BARS),
        choices=EXCEPTION_BARS,
        none="不另作限制",
        tighter="more",
    )
    step_by_step: bool = item("逐级提拔，越级提拔须报教育局同意", "A022 A023", False)
    transfer_same_rank: bool = item("交流在同级别中层干部之间进行，否则按提拔办理", "A018", False)
    chief_rotates_first: bool = item("正副职均应交流轮岗的，先交流正职", "A036", False)
    commendation: str = item("获得过的表彰", "B010", "", choices=NONE | AWARDS)
    party_departments: tuple[str, ...] = item(
        "须由中共正式党员担任的处室", "B014", (), none="按岗位设置的标注"
    )
    reserve_or_seconded: bool = item(
        "原则上从中层后备干部或有上级部门挂职经历者中产生", "B005 B016 B017 B018 AMB-18", False
    )
    conditions: tuple[str, ...] = item(
        "基本条件（由审核人逐条认定）", "A002 A003 A004 A005 B006 B009 B011 T003", ()
    )
