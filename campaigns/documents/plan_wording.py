"""What does a plan's text say before the officer words it anew?

Every figure stands in it as a token. A section is made of items, an item of sentences; a sentence is
said only where the ruleset asks for the act after which it is named.
"""

from __future__ import annotations

from typing import Any

from campaigns.choices import Track

PREAMBLE = (
    "为做好本校中层干部选拔任用工作，建设忠诚干净担当、结构合理的中层干部队伍，根据{制定依据}，"
    "结合学校实际，经{研究方案的会议}研究，制定本方案。"
)
GENERAL = {
    "preamble": PREAMBLE,
    "posts": "学校核定中层干部职数{核定职数}，现任{现任人数}。本次选拔{岗位数}岗位、{名额}中层干部，具体岗位如下。",
    "conditions": "人选应当具备下列基本条件和资格条件。年龄和年限计算至{年龄年限计算日期}。",
    "scope": (
        "学校现有教职工{教职工总数}，其中{各类人数}。人选在符合资格条件的本校人员中产生。\n"
        "参加民主推荐和民主测评的范围为{参加范围}，应到名册在投票前公布。"
    ),
    "manner": "按照选拔职位表所列情形，采取{聘任方式}方式，由民主推荐产生人选，经测评、考察后集体讨论决定。",
    "steps": "各环节按下列顺序进行，不减少、不颠倒。",
    "organisation": (
        "选拔任用工作在学校党组织领导下进行，{决定会议}集体研究决定重要事项。"
        "承担下列职责的人员与人选有夫妻、直系血亲、三代以内旁系血亲或者近姻亲关系的，应当回避。"
    ),
    "discipline": "全体参与人员严格遵守下列纪律。违反的，按照有关规定严肃处理。",
    "closing": (
        "新聘任的中层干部计划于{计划到岗日期}到岗。本方案在执行中需要变更的，"
        "应当在首次投票前按原程序重新报批。"
    ),
}
# Where every post of the plan is filled directly, nothing is said of votes.
DIRECT = {
    "scope": "学校现有教职工{教职工总数}，其中{各类人数}。人选在符合资格条件的本校人员中产生。",
    "manner": "按照选拔职位表所列情形，采取{聘任方式}方式，由{决定会议}集体研究决定人选，不进行推荐和测评投票。",
    "closing": (
        "新聘任的中层干部计划于{计划到岗日期}到岗。本方案在执行中需要变更的，应当在办理聘任手续前按原程序重新办理。"
    ),
}
# Where every post is contended for, those who stand have entered.
CONTEST = {
    "scope": (
        "学校现有教职工{教职工总数}，其中{各类人数}。人选在符合资格条件的本校人员中产生。\n"
        "参加民主测评的范围为{参加范围}，应到名册在投票前公布。"
    ),
    "manner": "按照选拔职位表所列情形，采取{聘任方式}方式，经报名、资格审查、量分、民主测评和考察，择优集体讨论决定。",
}
ALSO_CONTEST = "其中竞岗聘任的，经报名和资格审查产生人选。"
ALSO_DIRECT = "其中直接聘任的，由{决定会议}集体研究决定人选并向全体教师通报，不进行推荐和测评投票。"
PRINCIPLES = "选拔任用工作坚持以下原则：{原则}。"

SENTENCES = {
    "direct_decision": "由{决定会议}集体研究，决定直接聘任的人选。",
    "direct_form": "属于其他需要直接聘任情形的，填写人选审核表，报{人选审核机关}审核同意。",
    "announcement": "召开{教职工会议}，通报直接聘任的岗位、人选和情形。",
    "by_principal": "通报由校长作出。",
    "direct_publicity": "直接聘任的人选中属于提拔的，聘任前通过{公示方式}公示，公示期{公示期}，{公示起算}。",
    "direct_document": "直接聘任的，通报后（需要公示的，公示期满且结果不影响任职后）由学校发文聘任，并在{备案期限}内报{备案机关}备案。",
    "direct_reply": "直接聘任的，通报后（需要公示的，公示期满且结果不影响任职后）报{备案机关}批复、备案，批复后由学校发文聘任。",
    "direct_term": "新任校长在现聘期内续聘的，聘期截止时间不变。",
    "plan_review": "本方案报{方案审批机关}审批同意后执行。",
    "candidate_review": "提出的人选填写人选审核表，报{人选审核机关}审核同意后，启动推荐、考察、公示和任免程序。",
    "gatekeeping": "人选由所在单位党组织就政治素质、道德品行、廉洁自律和档案情况出具把关意见。",
    "publication": "在学校公布本方案和具体职务。",
    "organisation": "人选采取民主推荐与组织提名相结合的方式产生，组织提名须经学校领导班子集体研究决定。",
    "team": "推荐开始前组建考察组，由{考察组人数}组成。",
    "talks": "个别谈话推荐。考察组与教职工代表逐一谈话，听取推荐意见。",
    "talk_minimum": "谈话人数{谈话推荐人数}。",
    "talk_collective": "推荐人数{谈话推荐赞成人数}，认定较低的，暂缓提拔。",
    "talk_bar": "推荐人数应{谈话推荐赞成人数}，未达到的，暂缓提拔。",
    "shortlist": "确定会议推荐人选。根据谈话情况，由{决定会议}集体研究确定。",
    "meeting": "会议推荐。召开{教职工会议}，公布推荐职位，提出有关要求，无记名填写民主推荐票。",
    "meeting_quorum": "到会人数{会议推荐到会人数}，推荐有效。",
    "meeting_collective": "得票{会议推荐票数}。",
    "meeting_held": "得票应{会议推荐票数}，未达到的，暂缓提拔。",
    "meeting_excluded": "得票{会议推荐票数}的，方可确定为考察对象。",
    "validity": "推荐结果{推荐结果有效期}内有效，并作为确定考察对象的重要参考，不简单以票取人。",
    "entry": "报名。采取{报名方式}的方式，在公布的时限内报名，自荐的填写竞聘申请表，每人最多报{志愿数}岗位志愿。",
    "entry_by_school": "组织推荐由学校领导班子集体研究决定。",
    "entry_screening": "资格审查。报名人员由学校领导班子初审。",
    "entry_review": "报{报名审核机关}审核。",
    "entry_list": "审查结果逐人告知，合格人员名单在学校公布。",
    "entry_minimum": "原则上每个职务应有{合格人数}以上资格审查合格的竞聘人员，不足的，可以重新开放报名或者改变聘任方式。",
    "speech": "{演讲形式}。资格审查合格的人选在{演讲会议}上{演讲形式}，抽签排定顺序，每人{演讲时间}。",
    "speech_topics": "内容为{演讲内容}。",
    "judges": "评委量分。评委各自独立评分，评分项目为{评分项目}，{平均分算法}，排名前不取整。",
    "judges_number": "评委{评委人数}，与人选有亲属关系的回避。",
    "further_parts": "量分由{量分构成}构成。",
    "contest_weighing": "量分、民主测评和书面意见{合计办法}。",
    "contest_inspectees": "确定考察对象。根据量分、民主测评和书面意见，由{决定会议}集体研究，择优确定。",
    "contest_spare": "考察对象多于拟任职务人数。",
    "duty_report": "述职和表态。人选在{教职工会议}上述职并表态发言；不述职、不表态的，按自动放弃处理。",
    "ballot": "民主测评。对人选的{测评内容}和总体评价进行无记名测评。",
    "ballot_together": "测评可以与会议推荐同时进行。",
    "ballot_quorum": "实到人数和收回的测评票均{测评参加人数}，测评有效，否则重新组织。",
    "ballot_collective": "赞成票{测评赞成票数}，认定较低的，不列为考察对象。",
    "ballot_bar": "赞成票应{测评赞成票数}，未达到的，不列为考察对象。",
    "written_opinions": "测评时一并书面征求意见。",
    "consult_talks": "谈话征求意见。与中层及以上干部、人选所在教研组或有工作来往的教职工代表谈话。",
    "consult_collective": "谈话赞成人数{谈话赞成人数}，认定较低的，不列为考察对象。",
    "consult_bar": "谈话赞成人数应{谈话赞成人数}，未达到的，不列为考察对象。",
    "inspectees": "确定考察对象。根据民主推荐、民主测评和谈话情况，由{决定会议}集体研究确定。",
    "notice": "发布考察公告。在一定范围内公布考察对象、考察时间和内容、考察组成员、联系电话和反映意见的地点。",
    "inspection": "组织考察。考察组采取个别谈话等方式，全面考察{考察内容}各方面的表现。",
    "inspection_visit": "组织考察。考察组采取个别谈话、实地走访等方式，全面考察{考察内容}各方面的表现。",
    "ethics": "注重师德表现和工作实绩。",
    "achievements": "注重工作实绩。",
    "inspection_minimum": "考察谈话{考察谈话人数}。",
    "report": "形成考察材料。考察结束后写出书面考察材料，由考察组成员签名。",
    "discipline_opinion": "征求纪检意见。就考察对象的党风廉政情况和信访情况，征求{纪检机关}意见。",
    "issues": "有关问题和反映在讨论决定前核查清楚。",
    "decision": "召开{决定会议}，听取考察情况汇报，逐一发表意见，集体讨论决定拟聘人选。",
    "secret_ballot": "在充分讨论的基础上，以无记名投票方式表决。",
    "majority": "到会成员{表决到会人数}方可表决，同意票{表决通过票数}形成决定。",
    "publicity": "对拟聘人选通过{公示方式}公示，公示期{公示期}，{公示起算}。",
    "exceptions": "属于破格或者放宽条件的，在公示中说明情形和理由。",
    "objections": "公示期间反映的问题，逐件调查核实并提出处理意见。",
    "document_first": "公示期满且结果不影响任职的，由学校发文聘任，并在{备案期限}内将聘任文件等材料报{备案机关}备案。",
    "reply_first": "公示期满且结果不影响任职的，在{备案期限}内将有关材料报{备案机关}批复、备案，批复后由学校发文聘任。",
    "elsewhere": "{群团负责人的产生}。",
    "appointment_talk": "由学校党组织书记或者副书记同受聘人员谈话，对廉洁和业务工作提出要求。",
    "term": "聘期{聘期}，聘期届满所任职务自然免去。",
}
# section → items → the acts whose sentences make up the item
STEPS: dict[str, tuple[tuple[str, ...], ...]] = {
    "announce": (
        ("plan_review",),
        ("candidate_review", "gatekeeping"),
        ("publication",),
        ("direct_decision", "direct_form"),
        ("announcement", "by_principal"),
    ),
    "recommend": (
        ("entry", "entry_by_school"),
        ("entry_screening", "entry_review", "entry_list", "entry_minimum"),
        ("organisation",),
        ("team",),
        ("talks", "talk_minimum", "talk_collective", "talk_bar"),
        ("shortlist",),
        (
            "meeting",
            "meeting_quorum",
            "meeting_collective",
            "meeting_held",
            "meeting_excluded",
            "validity",
        ),
    ),
    "evaluate": (
        ("speech", "speech_topics"),
        ("judges", "judges_number", "further_parts"),
        ("duty_report",),
        (
            "ballot",
            "ballot_together",
            "ballot_quorum",
            "ballot_collective",
            "ballot_bar",
            "written_opinions",
        ),
        ("consult_talks", "consult_collective", "consult_bar"),
        ("contest_weighing",),
    ),
    "inspect": (
        ("inspectees",),
        ("contest_inspectees", "contest_spare"),
        ("notice",),
        ("inspection", "inspection_visit", "ethics", "achievements", "inspection_minimum"),
        ("report",),
        ("discipline_opinion", "issues"),
    ),
    "decide": (("decision", "secret_ballot", "majority"),),
    "publicize": (("publicity", "direct_publicity", "exceptions"), ("objections",)),
    "file": (
        ("document_first", "reply_first", "direct_document", "direct_reply", "elsewhere"),
        ("appointment_talk",),
        ("term", "direct_term"),
    ),
}
VOTED = ("publication", "publicity", "document_first", "reply_first")  # not of the direct track
# Items that open with one of these are of one track; a plan with several says so.
OPENS = {
    Track.NON_COMPETITIVE: (
        "organisation",
        "team",
        "talks",
        "shortlist",
        "meeting",
        "duty_report",
        "inspectees",
    ),
    Track.COMPETITIVE: (
        "entry",
        "entry_screening",
        "speech",
        "judges",
        "contest_weighing",
        "contest_inspectees",
    ),
}


def wording(facts: dict[str, Any]) -> dict[str, str]:
    """Section → its proposed text: one paragraph a line, every figure a token."""
    tracks = facts.get("tracks", [])
    texts, acts = dict(GENERAL), facts["acts"]
    if tracks == [Track.DIRECT]:
        texts |= DIRECT
        acts = [act for act in acts if act not in VOTED]
    elif Track.NON_COMPETITIVE not in tracks:
        texts |= CONTEST
    elif "organisation" in acts:
        texts["manner"] = texts["manner"].replace("由民主推荐产生人选", "由民主推荐与组织提名相结合产生人选")
    if {Track.NON_COMPETITIVE, Track.COMPETITIVE} <= set(tracks):
        texts["manner"] += ALSO_CONTEST
    if Track.DIRECT in tracks and len(tracks) > 1:
        texts["manner"] += ALSO_DIRECT
    if "原则" in facts["tokens"]:
        texts["principles"] = PRINCIPLES
    present = {heading["key"] for heading in facts["outline"]}
    steps = {section: _step(items, acts, tracks) for section, items in STEPS.items() if section in present}
    return texts | steps


def _step(items: tuple[tuple[str, ...], ...], acts: list[str], tracks: list[str]) -> str:
    said = [[act for act in item if act in acts] for item in items]
    lines = [_whose(item[0], tracks) + "".join(SENTENCES[act] for act in item) for item in said if item]
    if len(lines) == 1:
        return lines[0]
    return "\n".join(f"{number}.{each}" for number, each in enumerate(lines, 1))


def _whose(act: str, tracks: list[str]) -> str:
    """Of which track an item is, where the plan goes by both that vote."""
    if not set(OPENS) <= set(tracks):
        return ""
    return next((f"{track.label}的，" for track, opening in OPENS.items() if act in opening), "")
