"""What is official or counted elsewhere in the program, as an empty sheet for an office that does it on paper.

Filled they are papers (``selection.records``) or belong to a poll; here they are only ever blank.
"""

from __future__ import annotations

from campaigns.choices import Stage, Track
from paperwork.blocks import UNDATED, Block, Card, Column, Prose, empty_table, short, wide
from paperwork.kinds import EVERY_TRACK, VOTED, Facts, Form, no_sheets, nothing

ROWS = 8
GAP = "＿＿＿＿＿＿"
SHORT = "＿＿＿"
SIGNED = f"（盖章）　　{UNDATED}"
COUNTED = ("计票人", "监票人", "考察组组长")
PERSON = (
    "姓名",
    "性别",
    "出生年月",
    "民族",
    "政治面貌、入党时间",
    "参加工作时间",
    "教龄",
    "学历学位",
    "毕业院校",
    "教师资格",
    "职称",
    "人员类别",
    "现任职务",
    "任现职时间",
    "拟任职务",
)
OPEN_ON_PERSON = ("聘任方式", "近两年年度考核", "奖惩", "是否破格、越级及理由", "回避关系", "职数情况")
WHO = f"{SHORT}，{SHORT}（性别），{SHORT}年{SHORT}月出生，{SHORT}学历，现任{GAP}"


def _heads(*labels: str) -> tuple[Column, ...]:
    return tuple(Column(label, lambda row: "") for label in labels)


def _form(
    key: str,
    title: str,
    cites: str,
    stage: Stage,
    blocks: list[Block],
    *signatures: str,
    tracks: frozenset[Track] = EVERY_TRACK,
) -> Form:
    def blank(school: str) -> Facts:
        return {
            "title": title,
            "particulars": [f"学校：{school}", UNDATED],
            "blocks": blocks,
            "signatures": list(signatures),
        }

    return Form(key, title, cites, stage, no_sheets, nothing, blank, tracks=tracks)


def _letter(
    key: str,
    title: str,
    cites: str,
    stage: Stage,
    *parts: str | Block,
    addressee: str = "校内各单位",
    tracks: frozenset[Track] = EVERY_TRACK,
) -> Form:
    """In the look of an official text, for the office's own paper with its head."""

    def blank(school: str) -> Facts:
        blocks = [Prose("", [part]) if isinstance(part, str) else part for part in parts]
        return {"title": title, "addressee": addressee, "blocks": blocks, "signer": school}

    return Form(
        key, title, cites, stage, no_sheets, nothing, blank, tracks=tracks, template="papers/letter.html"
    )


STEPS = {
    "民主推荐": f"{SHORT}人参加",
    "民主测评": f"应到{SHORT}人，实到{SHORT}人",
    "组织考察": f"谈话{SHORT}人",
    "讨论决定": f"应到{SHORT}人，实到{SHORT}人，同意{SHORT}票",
}
TURNOUT = f"参加范围：{GAP}（共{SHORT}人）。应到{SHORT}人，实到{SHORT}人；发出{SHORT}张，收回{SHORT}张（其中弃权{SHORT}张，作废{SHORT}张）。"

FORMS = (
    _form(
        "recommendation_result",
        "民主推荐结果汇总表",
        "A065",
        Stage.RECOMMEND,
        [Prose("", [TURNOUT]), empty_table(_heads("序号", "推荐岗位", "推荐人选", "票数", "比率"), ROWS)],
        *COUNTED,
        tracks=VOTED,
    ),
    _form(
        "evaluation_result",
        "民主测评结果汇总表",
        "A070",
        Stage.EVALUATE,
        [
            Prose("", [TURNOUT]),
            empty_table(
                _heads(
                    "序号", "姓名", "拟任职务", "优秀", "称职", "基本称职", "不称职", "同意", "不同意", "弃权"
                ),
                ROWS,
            ),
        ],
        *COUNTED,
        tracks=VOTED,
    ),
    _form(
        "scrutiny",
        "监票计票报告单",
        "A072",
        Stage.EVALUATE,
        [
            Card(
                [
                    wide("会议和事项", tall=True),
                    *short(
                        dict.fromkeys(("应到人数", "实到人数", "发出票数", "收回票数", "有效票", "废票"), "")
                    ),
                    wide("计票结果", tall=True),
                    wide("是否有效", "收回票数□达到　□未达到规定，本次投票□有效　□无效。"),
                ]
            )
        ],
        "监票人",
        "计票人",
        tracks=VOTED,
    ),
    _form(
        "candidate_form_by_hand",
        "中层干部人选审核表",
        "A060",
        Stage.PREPARE,
        [
            Card(
                [
                    *short(dict.fromkeys(PERSON, "")),
                    *(wide(label) for label in OPEN_ON_PERSON),
                    wide("不得考察情形", "□无　　□有，具体为："),
                    wide("学校意见", signed=SIGNED),
                    wide("学区意见", signed=SIGNED),
                    wide("县教育局意见", signed=SIGNED),
                ]
            )
        ],
    ),
    _letter(
        "inspection_notice_by_hand",
        "考察公告",
        "T014",
        Stage.INSPECT,
        f"根据工作安排，考察组将于{UNDATED}起对下列同志进行考察：",
        *(f"{number}.{WHO}。" for number in (1, 2, 3)),
        f"考察时间：{UNDATED}至{UNDATED}。考察内容：德、能、勤、绩、廉情况和师德表现。",
        f"考察组成员：{GAP}。联系电话：{GAP}。意见反馈地点（信箱）：{GAP}。",
        "考察期间，请如实反映情况；反映人受到保护，诬告陷害的依规处理。",
        tracks=VOTED,
    ),
    _letter(
        "publicity_by_hand",
        "拟聘任中层干部公示",
        "A084 A085",
        Stage.PUBLICIZE,
        f"根据有关规定和学校工作方案，经{UNDATED}{GAP}会议讨论通过，现将拟聘任人员公示如下：",
        *(f"{number}.{WHO}，拟聘任{GAP}。" for number in (1, 2, 3)),
        f"公示时间：{UNDATED}至{UNDATED}。",
        f"受理方式：信箱{GAP}，地点{GAP}，电话{GAP}，邮箱{GAP}。",
        "以单位名义反映的加盖公章，以个人名义反映的署真实姓名和联系方式。",
    ),
    _letter(
        "appointment_by_hand",
        f"关于{SHORT}等同志聘任的通知",
        "A086",
        Stage.FILE,
        f"经{UNDATED}{GAP}会议研究决定：",
        *(f"聘任{SHORT}同志为{GAP}；" for _ in range(3)),
        f"聘期{SHORT}年，自{UNDATED}至{UNDATED}。试用期{SHORT}，自聘任之日起计算。",
    ),
    _letter(
        "removal_by_hand",
        f"关于{SHORT}同志免职（解聘）的通知",
        "A122",
        Stage.FILE,
        f"因{GAP}，经{UNDATED}{GAP}会议研究决定：",
        f"免去（解聘）{SHORT}同志{GAP}职务，自{UNDATED}起执行。",
    ),
    _letter(
        "filing_by_hand",
        "关于报送中层干部聘任备案材料的报告",
        "A088",
        Stage.FILE,
        Prose(
            "一、职数核定情况", [f"核定中层正职{SHORT}名、副职{SHORT}名，现任{SHORT}名，本次聘任{SHORT}名。"]
        ),
        Prose("二、履行程序情况", [f"{step}：{UNDATED}，{told}。" for step, told in STEPS.items()]),
        Prose("三、公示情况", [f"{UNDATED}至{UNDATED}公示，收到反映{SHORT}件，处理结果：{GAP}。"]),
        Prose("四、拟备案人员名单", []),
        empty_table(_heads("序号", "姓名", "性别", "出生年月", "学历", "职务", "聘期", "试用期"), 5),
        addressee="县教育局",
    ),
)
