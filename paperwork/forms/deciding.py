"""讨论决定: what goes before the meeting, how it voted, and what it said of whom."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns import voices
from campaigns.choices import AgendaPurpose, Purpose, Stage
from campaigns.documents import persons, result_table
from campaigns.lacking import lacking
from campaigns.models import AgendaItem, Campaign, Candidacy, Meeting, Round, Stance
from paperwork.blocks import (
    UNDATED,
    Block,
    Card,
    Column,
    Prose,
    Table,
    empty_table,
    numbered,
    short,
    table,
    wide,
)
from paperwork.kinds import VOTED, Facts, Form, Subject, itself
from selection.chinese import day

BLANK_ROWS = 10
ANSWERS = ("同意", "不同意", "弃权")
PROPOSED = (
    Column("序号", lambda row: row[0]),
    Column("姓名", lambda row: row[1]["name"]),
    Column("现任职务", lambda row: row[1]["current_post"], is_long=True),
    Column("拟任职务", lambda row: row[1]["post"], is_long=True),
    Column("考察结论", lambda row: row[1]["finding"], is_long=True),
)
KIT = (
    Column("序号", lambda row: row[0]),
    Column("材料", lambda row: row[1][0], is_long=True),
    Column("有无", lambda row: row[1][1]),
    Column("备注", lambda row: "", is_long=True),
)
MATERIALS = (
    "任免提案（上会名单）",
    "人选基本信息表",
    "推荐、测评结果汇总表",
    "考察材料",
    "廉政意见函和回复",
    "档案审核登记表",
    "个人有关事项核查表",
    "表决票样张",
)
SLIP = (
    Column("序号", lambda row: row[0]),
    Column("姓名", lambda row: row[1].staff.name),
    Column("拟任职务", lambda row: str(row[1].opening.post), is_long=True),
    *(Column(answer, lambda row: "") for answer in ANSWERS),
)
SAID = (
    Column("姓名", lambda outcome: outcome.candidacy.staff.name),
    Column("拟任职务", lambda outcome: str(outcome.candidacy.opening.post), is_long=True),
    Column("意见", lambda outcome: outcome.get_outcome_display()),
    Column("说明", lambda outcome: outcome.note, is_long=True),
)
STANCES = (
    Column("次序", lambda stance: stance.position),
    Column("成员", lambda stance: stance.member.name),
    Column("人选", lambda stance: stance.candidacy.staff.name),
    Column("拟任职务", lambda stance: str(stance.candidacy.opening.post), is_long=True),
    Column("表态", lambda stance: stance.get_stance_display()),
    Column("发言要点", lambda stance: stance.words, is_long=True),
)


def _proposed(campaign: Campaign) -> Facts:
    on = campaign.plan.reference_on
    rows = [persons.facts(person, on) | {"finding": _finding(person)} for person in campaign.live_on_file()]
    return _heading(AGENDA, campaign.organisation.name) | {"blocks": [table(PROPOSED, numbered(rows))]}


def _finding(person: Candidacy) -> str:
    found = person.inspection
    return found.conclusion if found is not None and found.is_confirmed else ""


def _kit(campaign: Campaign) -> Facts:
    """What the program holds is marked as there; the rest is ticked by hand."""
    people = list(campaign.live_on_file())
    has_votes = any(
        campaign.standing_round(purpose) for purpose in (Purpose.RECOMMENDATION, Purpose.EVALUATION)
    )
    there = {
        "任免提案（上会名单）": bool(people),
        "人选基本信息表": bool(people),
        "推荐、测评结果汇总表": has_votes
        and not any(each.kind == result_table.KIND for each in lacking(campaign)),
        "考察材料": bool(people) and all(_finding(person) for person in people),
        "廉政意见函和回复": bool(people) and all(person.discipline_answers for person in people),
        "表决票样张": True,
    }
    rows = [(name, "有" if there.get(name) else "") for name in MATERIALS]
    return _heading(KITS, campaign.organisation.name) | {"blocks": [table(KIT, numbered(rows))]}


def _empty_kit(school: str) -> Facts:
    rows = [(name, "") for name in MATERIALS]
    return _heading(KITS, school) | {"blocks": [table(KIT, numbered(rows))]}


def _slip(campaign: Campaign) -> Facts:
    return _slip_sheet(campaign.organisation.name, table(SLIP, numbered(campaign.live())))


def _empty_slip(school: str) -> Facts:
    return _slip_sheet(school, empty_table(SLIP, BLANK_ROWS))


def _slip_sheet(school: str, listed: Table) -> Facts:
    return _heading(VOTE, school) | {
        "blocks": [listed],
        "remarks": "本票不署名。逐人在一栏内画“○”，不画或者画两栏以上的，该人作废。",
    }


def _rounds(campaign: Campaign) -> list[Subject]:
    """The counted votes of the deciding body, run-offs included."""
    held = campaign.rounds.filter(purpose=Purpose.DECISION, is_superseded=False)
    counted = [each for each in held.select_related("poll", "opening__post") if each.is_counted]
    return [Subject(each.pk, f"{each.opening or ''}{each}", each) for each in counted]


def _result(held: Round) -> Facts:
    said, verdict = result_table.consent(held), voices.validity(held)
    heads = ["序号", "姓名", "拟任职务", *said["heads"], f"占{said['base']}", "结果"]
    rows = [
        [(str(number), False), (row["name"], False), (row["post"], True)]
        + [(str(cell), False) for _head, cell in row["answers"]]
        + [(row["share"], False), (row["verdict"] or "由集体研究认定", True)]
        for number, row in numbered(said["rows"])
    ]
    facts = dict(result_table.turnout(held))
    blocks: list[Block] = [Card([*short(facts), wide("是否有效", verdict.sentence if verdict else "")])]
    return _heading(RESULT, held.campaign.organisation.name, day(held.happened_on)) | {
        "blocks": [*blocks, Table(heads, rows)],
        "signatures": ["计票人", "监票人", "会议主持人"],
    }


def _empty_result(school: str) -> Facts:
    turnout = dict.fromkeys(("应到", "实到", "发出", "收回", "有效票", "废票"), "")
    heads = ["序号", "姓名", "拟任职务", *ANSWERS, "占比", "结果"]
    return _heading(RESULT, school) | {
        "blocks": [Card(short(turnout)), Table(heads, [[("", False)] * len(heads)] * BLANK_ROWS)],
        "signatures": ["计票人", "监票人", "会议主持人"],
    }


def _meetings(campaign: Campaign) -> list[Subject]:
    """Every meeting that spoke of the selection, once."""
    items = AgendaItem.objects.confirmed().filter(campaign=campaign).select_related("meeting")
    found = {item.meeting_id: item.meeting for item in items if not item.meeting.is_superseded}
    return [Subject(pk, str(meeting), meeting) for pk, meeting in sorted(found.items())]


def _minutes(meeting: Meeting) -> Facts:
    items = list(meeting.items.filter(is_superseded=False).prefetch_related("outcomes__candidacy__staff"))
    present = "、".join(person.name for person in meeting.attendees.all())
    fields = {
        "会议时间": day(meeting.happened_on),
        "会议地点": meeting.place,
        "主持人": meeting.chair,
        "应到": f"{meeting.due}人",
        "实到": f"{meeting.present}人",
        "请假": f"{meeting.due - meeting.present}人",
    }
    return {
        "title": f"{meeting.name}纪要",
        "particulars": [f"学校：{meeting.plan.organisation.name}", f"议题{len(items)}项"],
        "blocks": [
            Card([*short(fields), wide("出席人员", present), wide("会议记录", meeting.minutes)]),
            *(block for number, item in numbered(items) for block in _item(number, item)),
        ],
        "signatures": ["主持人", "记录人"],
    }


def _item(number: int, item: AgendaItem) -> Iterable[Block]:
    purpose = AgendaPurpose(item.purpose).label
    yield Prose(f"议题{number}：{purpose}", [item.resolution])
    if outcomes := list(item.outcomes.select_related("candidacy__opening__post")):
        yield table(SAID, outcomes)
    stances = Stance.objects.filter(item=item).select_related(
        "member", "candidacy__staff", "candidacy__opening__post"
    )
    if stances:
        yield table(STANCES, stances, title="成员逐一表态")


def _empty_minutes(school: str) -> Facts:
    labels = ("会议时间", "会议地点", "主持人", "应到", "实到", "请假")
    return _heading(MINUTES, school) | {
        "blocks": [
            Card(
                [*short(dict.fromkeys(labels, "")), wide("出席人员", tall=True), wide("列席人员", tall=True)]
            ),
            Prose("议题1：", ["　"]),
            empty_table(SAID, 6),
            empty_table(STANCES, 8, title="成员逐一表态"),
        ],
        "signatures": ["主持人", "记录人"],
    }


def _empty_agenda(school: str) -> Facts:
    return _heading(AGENDA, school) | {"blocks": [empty_table(PROPOSED, BLANK_ROWS)]}


def _heading(form: Form, school: str, on: str = UNDATED) -> Facts:
    return {"title": form.title, "particulars": [f"学校：{school}", f"会议日期：{on}"]}


AGENDA = Form("agenda_list", "上会名单", "A083", Stage.DECIDE, itself, _proposed, _empty_agenda)
KITS = Form("agenda_kit", "上会材料清单", "R-22", Stage.DECIDE, itself, _kit, _empty_kit)
VOTE = Form("decision_slip", "表决票", "A083 R-21", Stage.DECIDE, itself, _slip, _empty_slip, tracks=VOTED)
RESULT = Form(
    "decision_result", "表决结果", "A083 R-21", Stage.DECIDE, _rounds, _result, _empty_result, tracks=VOTED
)
MINUTES = Form("minutes", "会议纪要", "A057 A083 A127", Stage.DECIDE, _meetings, _minutes, _empty_minutes)
FORMS = (AGENDA, KITS, VOTE, RESULT, MINUTES)
