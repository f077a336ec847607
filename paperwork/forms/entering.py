"""报名和资格审查: who entered for which post, and whom did the screening find qualified?"""

from __future__ import annotations

from typing import Any

from campaigns.choices import Stage
from campaigns.documents import application, persons
from campaigns.models import Campaign, Candidacy, Entry
from paperwork.blocks import UNDATED, Card, Column, empty_table, numbered, short, table, wide
from paperwork.kinds import CONTEST, Facts, Form, Subject, itself
from selection.chinese import day

LONG = {"graduated_from", "current_post", "appraisals", "record"}
BLANK_ROWS = 15


def _register(key: str) -> Any:
    return lambda row: row[1].facts.get(key, "")


def _wish(rank: int) -> Any:
    return lambda row: next(
        (str(each.opening.post) for each in row[1].preferences.all() if each.rank == rank), ""
    )


APPLICANTS = (
    Column("序号", lambda row: row[0]),
    *(
        Column(application.LABELS[key], _register(key), key in LONG)
        for key in ("name", "staff_number", "gender", "born", "ethnicity", "party", "work_since", "education")
    ),
    Column("职称", _register("professional_title")),
    Column("现任岗位或职务", _register("current_post"), is_long=True),
    Column("近三年年度考核", _register("appraisals"), is_long=True),
    Column("第一志愿", _wish(1), is_long=True),
    Column("第二志愿", _wish(2), is_long=True),
    Column("报名方式", lambda row: row[1].get_source_display()),
)


def _current_post(person: Candidacy) -> str:
    return persons.current_post(person.staff, person.campaign.plan.reference_on)


SCREENED = (
    Column("序号", lambda row: row[0]),
    Column("姓名", lambda row: row[1].staff.name),
    Column("现任职务", lambda row: _current_post(row[1]), is_long=True),
    Column("报名岗位", lambda row: str(row[1].opening.post), is_long=True),
    Column("审查结论", lambda row: row[1].get_screening_conclusion_display() or "尚未审查"),
    Column("说明", lambda row: _why(row[1]), is_long=True),
)


def _entries(campaign: Campaign) -> Any:
    found = campaign.entries.standing().confirmed().select_related("staff")
    return found.prefetch_related("preferences__opening__post")


def _applicants(campaign: Campaign) -> Facts:
    return _list_sheet(LIST, campaign, [table(APPLICANTS, numbered(_entries(campaign)))]) | {"is_wide": True}


def _empty_applicants(school: str) -> Facts:
    return _empty_sheet(LIST, school, [empty_table(APPLICANTS, BLANK_ROWS)]) | {"is_wide": True}


def _screened(campaign: Campaign) -> Facts:
    persons = campaign.candidacies()
    return _list_sheet(SCREENING, campaign, [table(SCREENED, numbered(persons))]) | _signed()


def _empty_screened(school: str) -> Facts:
    return _empty_sheet(SCREENING, school, [empty_table(SCREENED, BLANK_ROWS)]) | _signed()


def _signed() -> Facts:
    return {"signatures": ["审查人", "复核人", "负责人"]}


def _why(person: Candidacy) -> str:
    findings = (person.screening or {}).get("findings", [])
    return "；".join([each["sentence"] for each in findings] + [person.screening_remark or ""]).strip("；")


def _forms(campaign: Campaign) -> list[Subject]:
    return [Subject(each.pk, each.staff.name, each) for each in _entries(campaign)]


def _application(entry: Entry) -> Facts:
    wishes = {
        each.label: str(each.opening.post) for each in entry.preferences.select_related("opening__post")
    }
    known = {label: entry.facts.get(key, "") for key, label in application.LABELS.items()}
    return _application_sheet(
        entry.plan.organisation.name,
        known | {"第一志愿": "", "第二志愿": ""} | wishes | {"联系电话": entry.phone},
        entry.statement,
        entry.pledge,
        day(entry.happened_on),
    )


def _empty_application(school: str) -> Facts:
    labels = (*application.LABELS.values(), "第一志愿", "第二志愿", "联系电话")
    return _application_sheet(school, dict.fromkeys(labels, ""), "", "", UNDATED)


def _application_sheet(school: str, known: dict[str, str], statement: str, pledge: str, on: str) -> Facts:
    long = {application.LABELS[key] for key in LONG}
    beside = {label: text for label, text in known.items() if label not in long}
    return {
        "title": APPLICATION.title,
        "particulars": [f"学校：{school}", f"报名日期：{on}"],
        "blocks": [
            Card(
                [
                    *short(beside),
                    *(wide(label, text) for label, text in known.items() if label in long),
                    wide("竞聘理由和工作设想", statement, tall=True),
                    wide("廉洁自律情况承诺", pledge, signed=f"本人（签字）：　　　　　　{on}"),
                    wide("所在单位党组织意见", signed=f"（签字、盖章）　　　　{UNDATED}"),
                ]
            )
        ],
        "remarks": "年龄是计算到当月的实足年龄。",
    }


def _list_sheet(form: Form, campaign: Campaign, blocks: list[Any]) -> Facts:
    on = f"年龄、年限计算至{day(campaign.plan.reference_on)}"
    return {"title": form.title, "particulars": [f"学校：{campaign.organisation.name}", on], "blocks": blocks}


def _empty_sheet(form: Form, school: str, blocks: list[Any]) -> Facts:
    return {"title": form.title, "particulars": [f"学校：{school}", UNDATED], "blocks": blocks}


APPLICATION = Form(
    "application",
    "竞聘报名表",
    "A092",
    Stage.RECOMMEND,
    _forms,
    _application,
    _empty_application,
    tracks=CONTEST,
)
LIST = Form(
    "applicants",
    "报名人员名册",
    "A090",
    Stage.RECOMMEND,
    itself,
    _applicants,
    _empty_applicants,
    tracks=CONTEST,
)
SCREENING = Form(
    "screened",
    "资格审查结果表",
    "A093 A094 A095",
    Stage.RECOMMEND,
    itself,
    _screened,
    _empty_screened,
    tracks=CONTEST,
)
FORMS = (APPLICATION, LIST, SCREENING)
