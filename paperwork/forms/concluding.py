"""拟聘公示、任职备案: what the notice brought in, what was said on taking office, and whether all is on file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from campaigns import voices
from campaigns.choices import ActKind, AgendaPurpose, Consulted, ObjectionConclusion, Purpose, Stage, Track
from campaigns.documents import meetings, persons
from campaigns.models import Act, Campaign, Candidacy, Meeting, Publicity
from paperwork.blocks import UNDATED, Block, Card, Column, Entry, empty_table, numbered, short, table, wide
from paperwork.kinds import NOMINATED, VOTED, Facts, Form, Subject, itself, people
from personnel.models import StaffMember
from selection.chinese import day

NOTICED = (
    Column("序号", lambda row: row[0]),
    Column("姓名", lambda row: row[1].staff.name),
    Column("拟任职务", lambda row: str(row[1].opening.post), is_long=True),
    Column("收到反映", lambda row: row[1].objections.count()),
    Column("尚未办结", lambda row: row[1].objections.open().count()),
)
STEP = (
    Column("环节", lambda row: row[0]),
    Column("材料", lambda row: row[1], is_long=True),
    Column("有无材料", lambda row: row[2]),
    Column("日期和情况", lambda row: row[3], is_long=True),
)
UNTICKED = "□日常选拔　□换届选拔　□竞争性选拔"
NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
HEARD = ("谈话时间", "谈话地点", "谈话人", "谈话对象", "拟任职务", "聘任文件")
TALKED = ("一、通报决定", "二、要求和期望（廉政、业务）", "三、本人表态")


def _notices(campaign: Campaign) -> list[Subject]:
    found = Publicity.objects.confirmed().standing().filter(campaign=campaign).order_by("pk")
    return [Subject(each.pk, str(each), each) for each in found]


def _report(notice: Publicity) -> Facts:
    """How many, of whom and with which outcome; contents and names of those who wrote are discipline's alone."""
    named = list(notice.candidacies.select_related("staff", "opening__post__department"))
    received = [each for person in named for each in person.objections.all()]
    ends = Counter(ObjectionConclusion(each.conclusion).label for each in received if each.conclusion)
    fields = {
        "发布日期": day(notice.happened_on),
        "公示时间": f"{day(notice.first_day)}至{day(notice.last_day)}",
        "公示期": notice.period,
        "公示形式": "、".join(notice.channels),
        "有无反映": f"有，{len(received)}件" if received else "无",
        "状态": notice.get_state_display(),
    }
    found = "；".join(f"{label}{number}件" for label, number in ends.items())
    settled = [wide("核查情况", found or "无"), wide("公示结果", notice.conclusion, tall=True)]
    blocks: list[Block] = [Card([*short(fields), *settled]), table(NOTICED, numbered(named))]
    return _report_sheet(notice.campaign.organisation.name, blocks)


def _empty_report(school: str) -> Facts:
    labels = ("发布日期", "公示时间", "公示期", "公示形式", "有无反映", "状态")
    settled = [wide("核查情况", tall=True), wide("公示结果", tall=True)]
    blocks: list[Block] = [Card([*short(dict.fromkeys(labels, "")), *settled]), empty_table(NOTICED, 8)]
    return _report_sheet(school, blocks)


def _report_sheet(school: str, blocks: list[Block]) -> Facts:
    return {
        "title": REPORT.title,
        "particulars": [f"学校（盖章）：{school}", UNDATED],
        "blocks": blocks,
        "signatures": ["报告人", "负责人"],
    }


def _talk(person: Candidacy) -> Facts:
    campaign = person.campaign
    act = campaign.done(ActKind.APPOINTMENT_TALK, person).last()
    made = getattr(person, "appointment", None)
    fields = {
        "谈话时间": day(act.happened_on) if act else "",
        "谈话地点": "",
        "谈话人": _talker(act),
        "谈话对象": person.staff.name,
        "拟任职务": str(person.opening.post),
        "聘任文件": (made.document or (made.paper.number if made.paper else "")) if made else "",
    }
    return _talk_sheet(campaign.organisation.name, fields, act.text if act else "")


def _talker(act: Act | None) -> str:
    found = StaffMember.objects.filter(pk=act.figures.get("talker")).first() if act else None
    return found.name if found else ""


def _empty_talk(school: str) -> Facts:
    return _talk_sheet(school, dict.fromkeys(HEARD, ""), "")


def _talk_sheet(school: str, fields: dict[str, str], said: str) -> Facts:
    heads = [wide(head, tall=True) for head in TALKED]
    return {
        "title": TALK.title,
        "particulars": [f"学校：{school}", UNDATED],
        "blocks": [
            Card(
                [
                    *short(fields),
                    *([wide("谈话内容", said, tall=True)] if said else heads),
                    wide("签字", signed="谈话人：　　　　　　　谈话对象：　　　　　　　"),
                ]
            )
        ],
    }


def _record(campaign: Campaign) -> Facts:
    """工作纪实表 (R-32): each step with its material; what is missing is marked as such."""
    live = list(campaign.live())
    named = [persons.facts(person, campaign.plan.reference_on) for person in live]
    lines = [wide("类型", _type(campaign)), wide("姓名", "、".join(str(each["name"]) for each in named))]
    lines += [wide("现任职务", "；".join(f"{each['name']}：{each['current_post']}" for each in named))]
    lines += [wide("拟任职务", "；".join(f"{each['name']}：{each['post']}" for each in named))]
    return _record_sheet(campaign.organisation.name, lines, _steps(campaign, live))


def _type(campaign: Campaign) -> str:
    """The one box that is known; between 日常 and 换届 the office decides."""
    return UNTICKED.replace("□竞争", "■竞争") if campaign.track == Track.COMPETITIVE else UNTICKED


def _empty_record(school: str) -> Facts:
    rows = [(stage, f"{NUMBERS[at]}{name}", "□有　□无", "") for at, (stage, name) in enumerate(MATERIALS)]
    lines = [wide("类型", UNTICKED), wide("姓名"), wide("现任职务"), wide("拟任职务")]
    return _record_sheet(school, lines, rows)


def _record_sheet(school: str, lines: list[list[Entry]], rows: list[tuple[str, str, str, str]]) -> Facts:
    return {
        "title": RECORD.title,
        "particulars": [f"单位（盖章）：{school}", f"填表日期：{UNDATED}"],
        "blocks": [Card(lines), table(STEP, rows, title="履行选任程序情况")],
        "signatures": ["填表人", "审核人"],
    }


MATERIALS = (
    ("动议", "酝酿形成的工作方案"),
    ("民主推荐", "会议推荐和个别谈话推荐汇总表"),
    ("考察", "征求纪检监察机关意见"),
    ("考察", "考察预告"),
    ("考察", "民主测评汇总表、征求意见汇总表"),
    ("考察", "个人有关事项报告抽查核实"),
    ("考察", "群众反映的主要问题及调查核实"),
    ("考察", "干部任免审批表、考察情况"),
    ("讨论决定", "拟提任人选的意见建议及廉政鉴定，会议决定"),
    ("讨论决定", "双重管理协管方回复"),
    ("任职", "任职前公示公告"),
    ("任职", "公示期间反映问题调查核实，任职谈话"),
)


def _steps(campaign: Campaign, live: list[Candidacy]) -> list[tuple[str, str, str, str]]:
    said = _said(campaign, live)
    return [
        (stage, f"{NUMBERS[at]}{name}", _mark(said[at]), said[at] or "")
        for at, (stage, name) in enumerate(MATERIALS)
    ]


def _mark(said: str | None) -> str:
    return "不适用" if said is None else "有" if said else "缺"


def _said(campaign: Campaign, live: list[Candidacy]) -> list[str | None]:
    """Of each of the ``MATERIALS`` what the record says: nothing where it is missing, None where none is asked."""
    received = campaign.objections.count()
    noticed = list(Publicity.objects.concluded_for(campaign))
    is_voted, is_nominated = campaign.track in VOTED, campaign.track in NOMINATED
    return [
        f"{day(campaign.plan.finalised_at.date())}定稿"
        if campaign.plan.is_final and campaign.plan.finalised_at
        else "",
        _round(campaign, Purpose.RECOMMENDATION) if is_nominated else None,
        _everybody(live, lambda person: bool(person.discipline_answers)) if is_voted else None,
        _act(campaign, ActKind.INSPECTION_NOTICE) if is_voted else None,
        _round(campaign, Purpose.EVALUATION) if is_voted else None,
        _everybody(live, lambda person: person.person_checks.filter(sheet="four", item="property").exists()),
        f"受理{received}件" if received else "未收到反映",
        _everybody(live, _is_inspected) if is_voted else None,
        _meeting(meetings.that_settled(campaign, AgendaPurpose.DECISION)),
        _joint_reply(campaign),
        "；".join(f"{day(each.first_day)}至{day(each.last_day)}" for each in noticed),
        _act(campaign, ActKind.APPOINTMENT_TALK),
    ]


def _is_inspected(person: Candidacy) -> bool:
    return person.inspection is not None and person.inspection.is_confirmed


def _joint_reply(campaign: Campaign) -> str | None:
    """Only of somebody whom another organisation administers as well."""
    asked = [act for act in campaign.done(ActKind.DELIBERATION) if act.figures["who"] == Consulted.CO_ADMIN]
    return "、".join(day(act.happened_on) for act in asked) or None


def _round(campaign: Campaign, purpose: Purpose) -> str:
    held = campaign.standing_round(purpose)
    if held is None or not held.is_counted:
        return ""
    verdict = voices.validity(held)
    return f"{day(held.happened_on)}，{verdict.sentence if verdict else '已计票'}"


def _act(campaign: Campaign, kind: ActKind) -> str:
    days = sorted({act.happened_on for act in campaign.done(kind)})
    return "、".join(day(each) for each in days)


def _meeting(meeting: Meeting | None) -> str:
    if meeting is None:
        return ""
    return f"{day(meeting.happened_on)}{meeting.name}，主持人{meeting.chair}，{meetings.attendance(meeting)}"


def _everybody(live: list[Candidacy], is_there: Callable[[Candidacy], bool]) -> str:
    known = [person for person in live if is_there(person)]
    return f"{len(known)}人" if known and len(known) == len(live) else ""


REPORT = Form("publicity_report", "公示情况报告", "R-26", Stage.PUBLICIZE, _notices, _report, _empty_report)
TALK = Form("appointment_talk", "任职谈话记录", "R-29", Stage.FILE, people, _talk, _empty_talk)
RECORD = Form("work_record", "干部选拔任用工作纪实表", "R-32", Stage.FILE, itself, _record, _empty_record)
FORMS = (REPORT, TALK, RECORD)
