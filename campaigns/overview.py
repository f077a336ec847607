"""How does a campaign stand, in the shapes that its page shows?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Q
from django.urls import reverse

from campaigns.awaiting import Awaited, waits_for
from campaigns.choices import LIVE, PUBLICITY, WALK, ActKind, Conclusion, Purpose, Stage, Standing, TalkKind
from campaigns.corrections import Change, told
from campaigns.guards.announce import plan_is_approved
from campaigns.mending import Mend, mend
from campaigns.models import (
    AgendaItem,
    Appointment,
    Campaign,
    Candidacy,
    Correction,
    DisciplineOpinion,
    Draw,
    FilingPackage,
    FilingReply,
    Inspection,
    Meeting,
    PartResult,
    ScoreSheet,
    WrittenOpinion,
)
from campaigns.services import resolutions, stages
from campaigns.tracks import stage_label, step_label
from campaigns.voices import talk_count
from selection import clock
from selection.reasons import CheckLine, Light, Rule, checklist
from selection.records.models import DatedAct

GRID = ("资格", "推荐", "谈话", "测评", "对象", "考察", "纪检", "上会", "公示", "任职")


@dataclass(frozen=True)
class StageMark:
    label: str
    state: str
    planned_on: date | None
    actual_on: date | None


def stage_bar(campaign: Campaign) -> list[StageMark]:
    """The steps of its track with planned and actual first days; a follow-up goes on from what was done before it."""
    reached, before = entered(campaign), _taken_over(campaign)
    walk = campaign.walk
    here = walk.index(Stage(campaign.stage)) if campaign.stage in walk else len(walk)
    return [
        StageMark(
            stage_label(stage, {campaign.track}),
            "current" if index == here else _past(stage, reached, before) if index < here else "todo",
            campaign.plan.planned(stage),
            reached.get(stage) or before.get(stage),
        )
        for index, stage in enumerate(walk)
        if stage not in (Stage.PREPARE, Stage.CLOSED)
    ]


def _past(stage: Stage, reached: dict[Stage, date], before: dict[Stage, date]) -> str:
    if stage in reached:
        return "done"
    return "inherited" if stage in before else "todo"


def _taken_over(campaign: Campaign) -> dict[Stage, date]:
    """What the campaigns it follows had entered, the nearest one's day first."""
    found: dict[Stage, date] = {}
    for each in campaign.lineage[1:]:
        found = entered(each) | found
    return found


def entered(campaign: Campaign) -> dict[Stage, date]:
    """Stage → the day it was entered last, read off the ledger; a way back leaves what lay behind it."""
    words = {step_label(campaign, each.name): each.target for each in campaign.get_all_stage_transitions()}
    found: dict[Stage, date] = {}
    for entry in campaign.ledger.entries.all():
        content = entry.content
        if content["act"] in words and content["about"] == f"campaign:{campaign.pk}":
            stage = Stage(words[content["act"]])
            if stage in WALK:
                found = {each: day for each, day in found.items() if WALK.index(each) < WALK.index(stage)}
            found[stage] = clock.local(entry.at).date()
    return found


class Unconfirmed(NamedTuple):
    """One act entered from paper: the model's name for its address, its name in Chinese, the row."""

    model: str
    label: str
    act: DatedAct

    @property
    def changes(self) -> list[Change]:
        return told(self.act).changes if isinstance(self.act, Correction) else []

    @property
    def said(self) -> list[str]:
        """What was entered, line by line, to be compared with the paper by those who may."""
        lines: list[str] = getattr(self.act, "said", [])
        return lines

    @property
    def follows(self) -> list[str]:
        """What will be carried out once a meeting counts."""
        return resolutions.follows(self.act) if isinstance(self.act, Meeting) else []


@dataclass(frozen=True)
class Line:
    """A checklist line as the template wants it."""

    title: str
    light: str
    reasons: list[str]
    mend_url: str
    mend_label: str
    rule: Any
    note: str = ""
    waits: Awaited | None = None
    is_backfilled: bool = False


def checklist_lines(campaign: Campaign) -> list[Line]:
    return lines_for(campaign, stages.rules_of(campaign))


def without_figures(lines: Iterable[Line]) -> list[Line]:
    """The checklist for those to whom a person's votes are not released."""
    return [
        replace(line, reasons=["有人选的票数须作处理"]) if line.reasons and line.rule.tells_figures else line
        for line in lines
    ]


def lines_for(campaign: Campaign, rules: Iterable[Rule]) -> list[Line]:
    read = set(campaign.acknowledgements.values_list("rule", "sentence"))
    on_paper = _done_on_paper(campaign)
    return [_line(campaign, line, read, on_paper) for line in checklist(campaign, rules)]


def _done_on_paper(campaign: Campaign) -> set[str]:
    """What was entered from paper and confirmed, by the names that rules mend by."""
    acts = campaign.plan.acts.filter(is_backfilled=True, confirmed_at__isnull=False, is_superseded=False)
    items = AgendaItem.objects.confirmed().filter(
        meeting__plan=campaign.plan, meeting__is_backfilled=True, is_superseded=False
    )
    return {f"act:{kind}" for kind in acts.values_list("kind", flat=True)} | {
        f"meeting:{purpose}" for purpose in items.values_list("purpose", flat=True)
    }


def _line(campaign: Campaign, line: CheckLine, read: set[tuple[str, str]], on_paper: set[str]) -> Line:
    where: Mend | None = mend(campaign, line.reasons[0].mend) if line.reasons else None
    is_open = line.light in (Light.NO, Light.UNKNOWN)
    waits = waits_for(campaign, line.rule, len(line.reasons)) if is_open else None
    return Line(
        title=line.rule.title,
        light=str(line.light),
        reasons=[reason.sentence for reason in line.reasons],
        mend_url=where.url if where else "",
        mend_label=where.label if where else "",
        rule=line.rule,
        note=waits.sentence if waits else _note(line, read),
        waits=waits,
        is_backfilled=line.light == Light.OK and line.rule.mend in on_paper,
    )


def _note(line: CheckLine, read: set[tuple[str, str]]) -> str:
    if line.light == Light.ADVICE and all((line.rule.key, each.sentence) in read for each in line.reasons):
        return "已知悉"
    if line.light == Light.NO and all(each.may_be_waived for each in line.reasons):
        return _how_waived(line)
    return ""


def _how_waived(line: CheckLine) -> str:
    if any(each.opened_by for each in line.reasons):
        return "必须做到，确需例外的须经教育局批准"
    return "属一般要求，确有特殊情况可申请例外"


def now_to_do(campaign: Campaign, lines: list[Line]) -> dict[str, Any]:
    """One sentence and one button: the first open point, else the next step."""
    if campaign.is_suspended:
        return {
            "sentence": "本次选拔任用已暂停，恢复后继续办理",
            "button": "恢复办理",
            "act": True,
            "url": reverse("campaigns:resume", args=[campaign.pk]),
        }
    still_open = [line for line in lines if line.light in (Light.NO, Light.UNKNOWN)]
    if campaign.plan.sent_back is not None:  # what was returned is mended before anything else
        still_open.sort(key=lambda line: line.rule is not plan_is_approved)
    for line in still_open:
        if line.waits is None:
            return {
                "sentence": line.reasons[0],
                "detail": line.title,
                "button": line.mend_label,
                "url": line.mend_url,
                "waiting": not line.mend_url,
            }
    if still_open:
        return _waiting(still_open[0])
    step = stages.next_step(campaign)
    assert step is not None
    return {
        "sentence": f"条件已经具备，可以{step_label(campaign, step)}",
        "button": step_label(campaign, step),
        "act": True,
        "url": reverse("campaigns:advance", args=[campaign.pk, step]),
    }


def _waiting(line: Line) -> dict[str, Any]:
    assert line.waits is not None
    return {
        "sentence": line.waits.sentence,
        "detail": line.title,
        "button": "查看" if line.mend_url else "",
        "url": line.mend_url,
        "waiting": True,
        "whom": line.waits.whom,
        "since": line.waits.since,
    }


def unconfirmed(campaign: Campaign) -> list[Unconfirmed]:
    """What was entered from paper and waits for a second person, by the order of the procedure."""
    plan = campaign.plan
    waiting = {"is_backfilled": True, "confirmed_at": None}
    of_persons = waiting | {"candidacy__opening__campaign": campaign}

    def of_contest(path: str) -> dict[str, Any]:
        return waiting | {f"{path}presentation__campaign": campaign}

    rows: Iterable[DatedAct] = chain(
        plan.acts.filter(Q(campaign=campaign) | Q(campaign=None), **waiting, is_superseded=False),
        plan.meetings.filter(**waiting, is_superseded=False),
        campaign.rounds.filter(**waiting, is_superseded=False),
        Inspection.objects.filter(**of_persons, is_superseded=False),
        DisciplineOpinion.objects.filter(**of_persons, is_superseded=False),
        campaign.publicities.filter(**waiting).exclude(state="revoked"),
        Appointment.objects.filter(**of_persons),
        FilingPackage.objects.filter(**waiting, filing__campaign=campaign),
        FilingReply.objects.filter(**waiting, package__filing__campaign=campaign),
        campaign.entries.standing().unconfirmed(),
        campaign.late_entries.filter(**waiting),
        Draw.objects.filter(**of_contest(""), is_superseded=False),
        ScoreSheet.objects.filter(**of_contest("judge__"), is_superseded=False),
        PartResult.objects.filter(**of_contest("part__"), is_superseded=False),
        WrittenOpinion.objects.filter(**of_persons, is_superseded=False),
        Correction.objects.of_plan(plan).waiting(),
    )
    return [Unconfirmed(str(row._meta.model_name), str(row._meta.verbose_name), row) for row in rows]


def person_grid(campaign: Campaign) -> dict[str, Any]:
    """人选一览: a row per person, a column per step; figures are on the pages of those entitled."""
    on_file = ("publicities", "inspections", "discipline_opinions")
    people = list(campaign.candidacies().prefetch_related(*on_file))
    rounds = {purpose: campaign.standing_round(purpose) for purpose in Purpose}
    facts = _Facts(campaign, rounds)
    return {"columns": GRID, "rows": [_row(person, facts) for person in people]}


class _Facts:
    """What the grid asks again and again, fetched once."""

    def __init__(self, campaign: Campaign, rounds: dict[Purpose, Any]):
        self.rounds = rounds
        self.posted_by = {each.pk for each in campaign.sources_of(PUBLICITY)}
        self.talks = talk_count(campaign, TalkKind.RECOMMENDATION)
        self.reported = {act.candidacy_id for act in campaign.done(ActKind.DUTY_REPORT)}


def _row(person: Candidacy, facts: _Facts) -> dict[str, Any]:
    is_out = person.standing not in LIVE and person.standing != Standing.HELD
    return {
        "name": person.staff.name,
        "url": reverse("campaigns:candidacy", args=[person.pk]),
        "note": str(person.opening.post),
        "held": person.standing_reason if person.standing == Standing.HELD else "",
        "out": f"{person.get_standing_display()}：{person.standing_reason}" if is_out else "",
        "cells": [{"label": label} | cell for label, cell in zip(GRID, _cells(person, facts), strict=True)],
    }


def _cells(person: Candidacy, facts: _Facts) -> list[dict[str, str]]:
    """One for each column of the grid."""
    return [
        _screening(person),
        _voted(person, facts.rounds[Purpose.RECOMMENDATION]),
        _done(facts.talks.held > 0),
        _voted(person, facts.rounds[Purpose.EVALUATION]),
        _done(person.standing in (Standing.INSPECTEE, Standing.PROPOSED, Standing.APPOINTED)),
        _done(person.inspection is not None),
        _done(person.discipline_opinion is not None and person.discipline_opinion.result == "clear"),
        _done(person.standing in (Standing.PROPOSED, Standing.APPOINTED)),
        _publicity(person, facts),
        _done(person.standing == Standing.APPOINTED),
    ]


def _done(is_done: bool) -> dict[str, str]:
    return {"mark": "yes" if is_done else "none"}


def _screening(person: Candidacy) -> dict[str, str]:
    marks = {
        Conclusion.ELIGIBLE: "yes",
        Conclusion.ON_EXCEPTION: "yes",
        Conclusion.INELIGIBLE: "no",
        Conclusion.UNKNOWN: "doubt",
    }
    conclusion = person.screening_conclusion
    if not conclusion:
        return {"mark": "wait" if person.screening else "none"}
    return {"mark": marks[Conclusion(conclusion)], "text": person.get_screening_conclusion_display()}


def _voted(person: Candidacy, held: Any) -> dict[str, str]:
    if held is None:
        return {"mark": "none"}
    return {"mark": "yes" if held.tally(person) is not None else "wait"}


def _publicity(person: Candidacy, facts: _Facts) -> dict[str, str]:
    notices = [
        notice
        for notice in person.publicities.all()
        if notice.state != "revoked" and notice.campaign_id in facts.posted_by
    ]
    if not notices:
        return {"mark": "none"}
    state = notices[-1].state
    return {"mark": "yes" if state == "concluded" else "wait", "text": notices[-1].get_state_display()}
