"""推荐、测评结果表: what a round came to, in the same numbers and sentences as its page.

The figures are read from the counted poll or from the confirmed paper count; nothing is added up here.
"""

from __future__ import annotations

from typing import Any

from ballots import results
from ballots.models import Channel
from ballots.sums import Voices
from ballots.verdicts import Base, percent
from campaigns import voices
from campaigns.choices import PlanRoleKind, Purpose
from campaigns.documents import drafting, plan_figures
from campaigns.models import Candidacy, Document, Round
from selection.accounts.models import User
from selection.chinese import day
from selection.reasons import Refused
from selection.records import ledgers

KIND = "result_table"
TEMPLATE = "papers/result_table.html"
LABEL = "推荐测评结果表"
SECTIONS = {"remarks": "说明"}
TITLES = {
    Purpose.RECOMMENDATION: "民主推荐（会议推荐）结果表",
    Purpose.EVALUATION: "民主测评结果表",
    Purpose.DECISION: "讨论决定表决结果表",
}
REMARKS = "全部数据由{计票方式}产生，弃权、废票不计入同意票。比率只供阅读，是否达到要求以票数判定。"
BY_ACCOUNT = "本次用账号投票，发出份数是名册上可以投票的人数，即应到减去回避。"
TURNOUT = (
    ("entitled", "应到", "人"),
    ("recused", "其中回避", "人"),
    ("present", "实到", "人"),
    ("issued", "发出", "份"),
    ("collected", "收回", "份"),
    ("valid", "有效票", "张"),
    ("spoiled", "废票", "张"),
)


def context(held: Round) -> dict[str, Any]:
    campaign, school = held.campaign, held.campaign.organisation
    verdict = voices.validity(held)
    return {
        "about": f"round:{held.pk}",
        "school": school.name,
        "title": f"{school.name}中层干部{TITLES[Purpose(held.purpose)]}",
        "plan": campaign.plan.title,
        "round": f"第{held.number}轮",
        "held_on": day(held.happened_on),
        "posts": _posts(held),
        "scope": _scope(held),
        "turnout": turnout(held),
        "validity": verdict.sentence if verdict else "",
        "consent": consent(held),
        "grades": grades(held),
        "categories": categories(held),
        "others": others(held),
        "counters": _names(held, PlanRoleKind.COUNTER),
        "scrutineers": _names(held, PlanRoleKind.SCRUTINEER),
        "leader": _names(held, PlanRoleKind.TEAM_LEADER),
        "is_by_account": held.poll is not None and held.poll.channel == Channel.ONLINE,
        "sealed": _sealed(held),
        "not_before": held.happened_on.isoformat(),
        "tokens": {"计票方式": "线下计票补录" if held.is_paper else "系统启封计票"},
    }


def _sealed(held: Round) -> str:
    """Where the record sealed what was counted: by this code a recount finds the chain it is from."""
    if held.poll is None:
        return ""
    entry = ledgers.entry_of(held.poll.ledger, "启封计票", poll=held.poll_id)
    return f"全程纪实第{entry.number}条，校验码{entry.digest[:16]}" if entry else ""


def wording(facts: dict[str, Any]) -> dict[str, str]:
    return {"remarks": REMARKS + (BY_ACCOUNT if facts["is_by_account"] else "")}


def draw_up(held: Round, *, by: User) -> Document:
    if not held.is_counted:
        raise Refused(f"{held}尚未计票，不能生成结果表")
    return drafting.write(
        KIND, held.campaign.plan, context(held), campaign=held.campaign, people=_people(held)
    )


def turnout(held: Round) -> list[list[str]]:
    """应到 … 废票 as pairs of label and text; what isn't known is left out."""
    if held.poll is not None:
        return [list(pair) for pair in results.facts(held.poll)]
    counts = held.counts
    known = [(label, getattr(counts, name), unit) for name, label, unit in TURNOUT] if counts else []
    return [
        [label, f"{number}{unit}"]
        for label, number, unit in known
        if number is not None and (number or label != "其中回避")
    ]


def consent(held: Round) -> dict[str, Any]:
    """The answers about each person, the share for the eye, and the verdict's sentence."""
    counted = Voices.of(held.poll) if held.poll else None
    base = counted.base if counted else _base_on_paper(held)
    people = _people(held)
    heads = list(dict.fromkeys(label for person in people for label in _answers(held, person)))
    return {
        "base": base.label,
        "is_weighted": counted is not None and counted.is_weighted,
        "heads": heads,
        "rows": [_row(held, person, counted, base, heads) for person in people],
        "tie": voices.tie(held),
    }


def _answers(held: Round, person: Candidacy) -> dict[str, int]:
    return voices.answers(held.tally(person) or {})


def _base_on_paper(held: Round) -> Base:
    bar = voices.support_bar(held.campaign, held.purpose)
    known = bar is not None and held.counts is not None and held.counts.of(bar.base) is not None
    return bar.base if bar and known else Base.COLLECTED


def _row(
    held: Round, person: Candidacy, counted: Voices | None, base: Base, heads: list[str]
) -> dict[str, Any]:
    given, verdict = _answers(held, person), voices.support(held, person)
    whole = held.counts.of(base) if held.counts else None
    return {
        "name": person.staff.name,
        "post": str(person.opening.post),
        "answers": [[head, given.get(head, 0)] for head in heads],
        "share": counted.share(str(person.pk)) if counted else percent(given[heads[0]], whole),
        "verdict": verdict.sentence if verdict else "",
    }


def grades(held: Round) -> list[dict[str, Any]]:
    """德能勤绩廉 by grade, person by person; none where the round had no such question."""
    if held.poll is None:
        return []
    found: dict[str, dict[str, Any]] = {}
    for block in results.table(held.poll).blocks:
        for row in block.rows:
            if row.question and block.question == results.QUESTION:
                person = found.setdefault(
                    f"{row.label} {row.note}",
                    {
                        "name": row.label,
                        "columns": list(block.columns),
                        "share": block.share,
                        "rows": [],
                    },
                )
                person["rows"].append(
                    {"question": row.question, "cells": list(row.cells), "share": row.share}
                )
    return list(found.values())


def categories(held: Round) -> list[dict[str, Any]]:
    """What each category of voters gave to each person, table by table; none where nobody is counted apart."""
    blocks = results.table(held.poll).blocks if held.poll else ()
    return [
        {
            "title": block.title,
            "columns": list(block.columns),
            "share": block.share,
            "rows": [
                {"name": row.label, "category": row.question, "cells": list(row.cells), "share": row.share}
                for row in block.rows
            ],
        }
        for block in blocks
        if block.question == results.CATEGORY
    ]


def table(held: Round) -> results.ResultTable:
    """The round as the engine shows a poll, be it of a poll or of figures from paper."""
    if held.poll is not None:
        return results.table(held.poll)
    base = _base_on_paper(held)
    whole = held.counts.of(base) if held.counts else None
    rows = []
    for person in _people(held):
        tally, verdict = held.tally(person) or {}, voices.support(held, person)
        cells = tuple(tally[key] for key in ("agree", "oppose", "abstain"))
        share, note = percent(tally["agree"], whole), f"拟任{person.opening.post}"
        rows.append(results.Row(person.staff.name, note, "", cells, share, verdict))
    columns, share_label = ("同意", "不同意", "弃权"), f"得票率（占{base.label}）"
    block = results.Block("", columns, share_label, tuple(rows), voices.tie(held))
    facts = tuple((label, text) for label, text in turnout(held))
    title = f"{held.opening or held.campaign.plan.title}{held}"
    return results.ResultTable(title, "线下计票", facts, voices.validity(held), (block,))


def others(held: Round) -> list[dict[str, Any]]:
    """另选他人, post by post, as the result of the poll shows them."""
    blocks = results.table(held.poll).blocks if held.poll else ()
    return [
        {"title": block.title, "rows": [[row.label, row.note, row.cells[0], row.share] for row in block.rows]}
        for block in blocks
        if block.is_of_others
    ]


def _people(held: Round) -> list[Candidacy]:
    """Those on the ballot, in the order of the posts."""
    people = held.campaign.candidacies().select_related("staff", "opening__post")
    listed = held.poll.tallies if held.poll else (held.figures or {})["subjects"]
    return [person for person in people if str(person.pk) in listed]


def _posts(held: Round) -> list[str]:
    openings = [held.opening] if held.opening else held.campaign.openings.select_related("post")
    return [f"{opening.post}（{opening.seats}名）" for opening in openings]


def _scope(held: Round) -> str:
    plan = held.campaign.plan
    if held.purpose == Purpose.DECISION:
        return f"{plan.body}成员" if plan.body else held.campaign.ruleset.decision.body
    return plan_figures.electorate(plan)


def _names(held: Round, kind: PlanRoleKind) -> str:
    return "、".join(user.name for user in held.campaign.plan.people(kind))


drafting.register(KIND, TEMPLATE, label=LABEL, proposal=wording, sections=SECTIONS)
