"""筹备: how did the selection come up, and what does the person's own party branch vouch for?"""

from __future__ import annotations

from campaigns.choices import ActKind, Stage
from campaigns.documents import persons
from campaigns.models import Campaign, Candidacy, Opening
from paperwork.blocks import UNDATED, Card, Column, Entry, empty_table, numbered, short, table, wide
from paperwork.kinds import Facts, Form, itself, people
from personnel import quota
from selection.chinese import day

OPENING = (
    Column("序号", lambda row: row[0]),
    Column("选拔职位", lambda row: row[1]["post"], is_long=True),
    Column("名额", lambda row: row[1]["seats"]),
    Column("职位空缺情况", lambda row: row[1]["vacancy"], is_long=True),
    Column("选拔方式", lambda row: row[1]["manner"]),
    Column("动议原因", lambda row: row[1]["reason"], is_long=True),
)
OPINIONS = ("组织部门意见", "分管领导意见", "书记审批")
SIGNED = f"签字：　　　　　　{UNDATED}"
VOUCHED = ("政治素质", "道德品行", "廉洁自律", "人事档案")


def _motion(campaign: Campaign) -> Facts:
    plan = campaign.plan
    overview = quota.overview(plan.organisation, plan.reference_on)
    known = {(each.department.pk, str(each.rank)): each for each in overview.figures}
    moved = campaign.done(ActKind.MOTION).last()
    openings = campaign.openings.select_related("post__department")
    rows = [_opening(each, known.get((each.post.department_id, each.post.rank))) for each in openings]
    return {
        "title": MOTION.title,
        "particulars": [
            f"填报单位（盖章）：{plan.organisation.name}",
            f"填报日期：{day(moved.happened_on) if moved else UNDATED}",
        ],
        "blocks": [
            table(OPENING, numbered(rows)),
            Card([wide("动议事由", moved.text if moved else "", tall=True), *_opinions()]),
        ],
    }


def _opening(opening: Opening, figures: quota.Figures | None) -> dict[str, object]:
    vacancy = "职数尚未核定"
    if figures is not None and figures.approved is not None:
        vacancy = f"核定{figures.approved}名，现任{figures.held}名，空缺{figures.approved - figures.held}名"
    return {
        "post": str(opening.post),
        "seats": opening.seats,
        "vacancy": vacancy,
        "manner": opening.campaign.get_track_display(),
        "reason": opening.reason_text or opening.get_reason_display(),
    }


def _empty_motion(school: str) -> Facts:
    return {
        "title": MOTION.title,
        "particulars": [f"填报单位（盖章）：{school}", f"填报日期：{UNDATED}"],
        "blocks": [empty_table(OPENING, 5), Card([wide("动议事由", tall=True), *_opinions()])],
    }


def _opinions() -> list[list[Entry]]:
    return [wide(label, signed=SIGNED) for label in OPINIONS]


def _vouching(person: Candidacy) -> Facts:
    """The four opinions are said in the act's words; what was not recorded is left to be written by hand."""
    campaign = person.campaign
    act = campaign.done(ActKind.GATEKEEPING, person).last()
    known = persons.facts(person, campaign.plan.reference_on)
    fields = {
        "姓名": known["name"],
        "性别": known["gender"],
        "出生年月": known["born"],
        "政治面貌": person.staff.get_party_status_display() or persons.UNKNOWN,
        "现任职务": known["current_post"],
        "拟任职务": known["post"],
    }
    said, on = (act.text, day(act.happened_on)) if act else ("", UNDATED)
    return _vouching_sheet(campaign.organisation.name, fields, said, on)


def _empty_vouching(school: str) -> Facts:
    return _vouching_sheet(
        school,
        dict.fromkeys(("姓名", "性别", "出生年月", "政治面貌", "现任职务", "拟任职务"), ""),
        "",
        UNDATED,
    )


def _vouching_sheet(school: str, fields: dict[str, str], said: str, on: str) -> Facts:
    return {
        "title": GATEKEEPING.title,
        "particulars": [f"填报单位（盖章）：{school}", UNDATED],
        "blocks": [
            Card(
                [
                    *short(fields),
                    *(wide(each, tall=True) for each in VOUCHED),
                    wide("党组织意见", said, signed=f"书记（签字）：　　　　　　（盖章）　　{on}"),
                    wide("纪检委员意见", signed=SIGNED),
                ]
            )
        ],
    }


MOTION = Form("motion", "动议（工作方案）记录表", "A055 A057", Stage.PREPARE, itself, _motion, _empty_motion)
GATEKEEPING = Form(
    "gatekeeping",
    "动议人选所在单位党组织把关意见表",
    "B025",
    Stage.PREPARE,
    people,
    _vouching,
    _empty_vouching,
)
FORMS = (MOTION, GATEKEEPING)
