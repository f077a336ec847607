"""What does a ruleset ask of those who hold a post, from the first day to the last?"""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.rulesets.values import Level, item


@dataclass(frozen=True)
class ServiceRules:
    """任后管理: terms, probation, reviews, rotation, leaving."""

    term_notice_days: int = item(
        "聘期届满和到退出年龄的提醒",
        "A013 A014 A026 A027",
        90,
        says="聘期届满、到退出年龄或任职满年限之前{}天提醒，期满须启动新一轮聘任",
        least=0,
        most=365,
    )
    probation_months: int = item(
        "试用期", "R-28 D022", 0, says="提拔担任非选举产生职务的，试用期{}个月", least=0, most=24
    )
    probation_notice_days: int = item(
        "试用期满和察看期满的提醒", "R-28 T047", 30, says="试用期、察看期满前{}天提醒", least=0, most=180
    )
    integrity_talk: bool = item("任职后进行廉政谈话", "T039", False)
    training_days: int = item(
        "新任干部的培训", "T040", 0, says="新任干部参加任职培训不少于{}天", least=0, most=60, tighter="more"
    )
    duty_review: bool = item("每年度进行一次履职考核", "A119 A121 AMB-31", False)
    term_evaluations: int = item(
        "期末民主测评", "A120 A121", 0, says="每年组织{}次期末民主测评，于学期末进行", least=0, most=2
    )
    failed_review: bool = item("年度履职考核不合格的，应予解聘", "A123 AMB-31", False)
    failed_appraisal: bool = item("当年年度考核不称职的，一般降职聘任或解聘", "A031 AMB-31", False)
    basic_appraisal: bool = item("年度考核基本称职且不适宜原岗位的，予以交流", "A032", False)
    low_appraisal: bool = item("年度考核基本称职以下的，诫勉谈话、待岗培训或降职免职", "E028", False)
    watch_months: int = item(
        "实绩差的察看期", "T047 T048", 0, says="工作实绩差的，诫勉并察看{}个月", least=0, most=24
    )
    rotate_post_years: int = item(
        "同一岗位的任职年限", "A028", 0, says="同一单位同一岗位任职满{}年的，一般应交流轮岗", least=0, most=20
    )
    rotate_office_years: int = item(
        "同一处室的任职年限",
        "A029 AMB-7",
        0,
        says="在同一处室任正职、副职合计满{}年的，应当交流轮岗",
        least=0,
        most=30,
    )
    rotation_spares_the_leaving: bool = item(
        "将达退出年龄、距退出不满一个聘期的，一般不再交流轮岗", "A035", False
    )
    settlement: bool = item("退出中层岗位或落聘后，按规定安排工作、考勤", "A016 A131", False)
    rotation_review: tuple[Level, ...] = item("交流方案的审核", "A033 A034", ())
    rotation_delay_review: tuple[Level, ...] = item("暂不交流的书面报告的审核", "A037", ())
    extension_review: tuple[Level, ...] = item("延长任职的审核", "A015", ())
