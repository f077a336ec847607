"""组织考察: the plan of it, the letter to discipline and its reply, and the text on each person."""

from __future__ import annotations

from campaigns import inspecting as standing
from campaigns.choices import ActKind, PlanRoleKind, Stage
from campaigns.documents import persons
from campaigns.models import Campaign, Candidacy, Inspection
from paperwork.blocks import UNDATED, Card, Column, Prose, empty_table, numbered, short, table, wide
from paperwork.kinds import VOTED, Facts, Form, Subject, itself
from selection.accounts.models import User
from selection.chinese import day

PERSON = (
    Column("序号", lambda row: row[0]),
    Column("姓名", lambda row: row[1]["name"]),
    Column("性别", lambda row: row[1]["gender"]),
    Column("出生年月", lambda row: row[1]["born"]),
    Column("现任职务", lambda row: row[1]["current_post"], is_long=True),
    Column("拟任职务", lambda row: row[1]["post"], is_long=True),
)
BLANK_ROWS = 8
PARTS = ("德", "能", "勤", "绩", "廉", "师德表现", "主要缺点和不足", "考察组意见")


def _rows(campaign: Campaign) -> list[tuple[int, dict[str, object]]]:
    on = campaign.plan.reference_on
    return numbered(persons.facts(person, on) for person in campaign.live())


def _plan(campaign: Campaign) -> Facts:
    rules, plan = campaign.ruleset.inspection, campaign.plan
    act = campaign.done(ActKind.INSPECTION_PLAN).last()
    team = [f"{user.name}（组长）" for user in plan.people(PlanRoleKind.TEAM_LEADER)]
    team += [user.name for user in plan.people(PlanRoleKind.INSPECTOR)]
    ways = "个别谈话、" + ("实地走访、" if rules.visit else "") + "查阅资料、征求纪检机关意见"
    said = {
        "一、考察任务": [f"对{plan.title}确定的{campaign.live().count()}名考察对象进行考察，名单附后。"],
        "二、考察组成员": ["、".join(team) or persons.UNKNOWN],
        "三、考察时间": [day(act.happened_on) + "起" if act else "　　年　　月　　日至　　年　　月　　日"],
        "四、考察内容": [
            f"全面考察{'、'.join(rules.dimensions)}，注重工作实绩{'和师德表现' if rules.ethics else ''}。"
        ],
        "五、考察方式": [ways + "。"],
        "六、考察程序": [
            "发布考察公告；谈话和走访；核实有关情况；形成考察材料，考察组成员签字；向会议汇报。"
        ],
    }
    if act is not None and act.text:
        said["七、其他事项"] = [act.text]
    return _plan_sheet(campaign.organisation.name) | {
        "blocks": [*(Prose(head, lines) for head, lines in said.items()), table(PERSON, _rows(campaign))]
    }


def _empty_plan(school: str) -> Facts:
    heads = ("一、考察任务", "二、考察组成员", "三、考察时间", "四、考察内容", "五、考察方式", "六、考察程序")
    said = {head: ["　"] for head in heads}
    return _plan_sheet(school) | {
        "blocks": [*(Prose(head, lines) for head, lines in said.items()), empty_table(PERSON, BLANK_ROWS)]
    }


def _plan_sheet(school: str) -> Facts:
    return {"title": PLAN.title, "particulars": [f"学校：{school}", UNDATED], "signatures": ["考察组组长"]}


def _materials(campaign: Campaign) -> list[Subject]:
    return [
        Subject(person.pk, person.staff.name, person)
        for person in campaign.live_on_file()
        if person.inspection is not None
    ]


def _material(person: Candidacy) -> Facts:
    found: Inspection = person.inspection
    known = persons.facts(person, person.campaign.plan.reference_on)
    members = "、".join(user.name for user in found.signers.all())
    fields = {
        "姓名": known["name"],
        "性别": known["gender"],
        "出生年月": known["born"],
        "学历": known["education"],
        "现任职务": known["current_post"],
        "拟任职务": known["post"],
    }
    return {
        "title": f"{known['name']}同志考察材料",
        "particulars": [f"考察单位：{person.campaign.organisation.name}", day(found.happened_on)],
        "blocks": [
            Card(short(fields)),
            *(Prose(label, text.splitlines()) for label, text in standing.written(found)),
        ],
        "remarks": f"已签字的考察组成员：{members}。" if members else "",
        "signatures": ["考察组组长", "成员"],
    }


def _empty_material(school: str) -> Facts:
    labels = ("姓名", "性别", "出生年月", "学历", "现任职务", "拟任职务")
    return {
        "title": MATERIAL.title,
        "particulars": [f"考察单位：{school}", UNDATED],
        "blocks": [Card([*short(dict.fromkeys(labels, "")), *(wide(part, tall=True) for part in PARTS)])],
        "signatures": ["考察组组长", "成员"],
    }


def _letter(campaign: Campaign) -> Facts:
    rules = campaign.ruleset.inspection
    asked = [each for person in campaign.live_on_file() if (each := person.discipline_opinion)]
    on = day(max(each.requested_on for each in asked)) if asked else UNDATED
    said = [
        f"{rules.discipline_body}：",
        f"我校正在办理{campaign.plan.title}，拟对下列{campaign.live().count()}名同志进行考察。"
        "请就其遵守纪律、廉洁自律和信访举报情况出具意见。",
    ]
    return _letter_sheet(campaign.organisation.name, on, said, table(PERSON, _rows(campaign)))


def _empty_letter(school: str) -> Facts:
    said = ["　　　　　　：", "我校拟对下列同志进行考察，请就其遵守纪律、廉洁自律和信访举报情况出具意见。"]
    return _letter_sheet(school, UNDATED, said, empty_table(PERSON, BLANK_ROWS))


def _letter_sheet(school: str, on: str, said: list[str], listed: object) -> Facts:
    return {
        "title": LETTER.title,
        "particulars": [f"{school}（盖章）", on],
        "blocks": [Prose("", said), listed],
        "remarks": "请于收到之日起五个工作日内回复。",
    }


def _answered(campaign: Campaign) -> list[Subject]:
    return [
        Subject(person.pk, person.staff.name, person)
        for person in campaign.live_on_file()
        if person.discipline_opinion is not None
    ]


def _reply(person: Candidacy) -> Facts:
    opinion, known = person.discipline_opinion, persons.facts(person, person.campaign.plan.reference_on)
    is_given = opinion.is_answered and opinion.is_confirmed
    said = {
        "党风廉政意见": opinion.get_result_display() if is_given else "",
        "信访情况": opinion.get_petitions_display() if is_given else "",
        "意见内容": opinion.text if is_given else "",
    }
    number, on = opinion.document_number, day(opinion.happened_on) if is_given else UNDATED
    return _reply_sheet(
        f"征求意见单位：{person.campaign.organisation.name}",
        {"姓名": known["name"], "现任职务": known["current_post"], "拟任职务": known["post"]},
        said,
        f"复函文号：{number}" if number else "",
        on,
    )


def _empty_reply(school: str) -> Facts:
    blank = dict.fromkeys(("党风廉政意见", "信访情况", "意见内容"), "")
    fields = dict.fromkeys(("姓名", "现任职务", "拟任职务"), "")
    return _reply_sheet(f"征求意见单位：{school}", fields, blank, "", UNDATED)


def _reply_sheet(asked_by: str, fields: dict[str, str], said: dict[str, str], number: str, on: str) -> Facts:
    return {
        "title": REPLY.title,
        "particulars": [asked_by, number or UNDATED],
        "blocks": [
            Card(
                [
                    *short(fields),
                    *(wide(label, text, tall=True) for label, text in said.items()),
                    wide("纪检机关", signed=f"（盖章）　　{on}"),
                ]
            )
        ],
    }


def _reads(campaign: Campaign, user: User) -> bool:
    return standing.may_read(campaign.plan, user)


def _reads_opinions(campaign: Campaign, user: User) -> bool:
    """Discipline, the team and the officer, as on the page of the inspections."""
    readable = standing.opinions_readable_by(user).filter(candidacy__opening__campaign=campaign)
    return bool(readable.exists())


PLAN = Form(
    "inspection_plan", "考察工作方案", "T013", Stage.INSPECT, itself, _plan, _empty_plan, tracks=VOTED
)
LETTER = Form(
    "integrity_letter", "征求廉政意见函", "E017", Stage.INSPECT, itself, _letter, _empty_letter, tracks=VOTED
)
REPLY = Form(
    "integrity_reply",
    "廉政意见回复表",
    "E017",
    Stage.INSPECT,
    _answered,
    _reply,
    _empty_reply,
    reads=_reads_opinions,
    tracks=VOTED,
)
MATERIAL = Form(
    "inspection_material",
    "考察材料",
    "R-19 A080 B047",
    Stage.INSPECT,
    _materials,
    _material,
    _empty_material,
    reads=_reads,
    tracks=VOTED,
)
FORMS = (PLAN, LETTER, REPLY, MATERIAL)
