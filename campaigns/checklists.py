"""What does a step still want, who is awaited, and what is to be done first?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from campaigns.awaiting import Awaited, waits_for
from campaigns.guards.announce import plan_is_approved
from campaigns.guards.evaluate import every_opening_has_somebody
from campaigns.mending import Mend, mend
from campaigns.models import AgendaItem, Campaign
from campaigns.services import stages
from campaigns.tracks import step_label
from selection.reasons import CheckLine, Light, Rule, checklist

OPEN = (Light.NO, Light.UNKNOWN)


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
    waiver_url: str = ""
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


def wanting(campaign: Campaign, rules: Iterable[Rule]) -> list[Line]:
    """Of the rules only those that stop an act, each with the way to where it is mended."""
    return [line for line in lines_for(campaign, rules) if line.light in OPEN]


def ways_back(campaign: Campaign) -> list[tuple[str, str, str]]:
    """Step, label, and the page of what must be done first, where there is such a page."""
    ways = [
        (step, label, wanting(campaign, stages.STEP_RULES.get(step, ())))
        for step, label in stages.ways_back(campaign)
    ]
    return [(step, label, lines[0].mend_url if lines else "") for step, label, lines in ways]


def together(campaigns: Iterable[Campaign], rules: Iterable[Rule]) -> list[Line]:
    """Each rule once for all of a plan's selections: what any of them lacks, else what most of them say."""
    rules = list(rules)
    asked = [lines_for(each, rules) for each in campaigns]
    return [line for lines in zip(*asked, strict=True) for line in _once(lines)]


def _once(lines: Iterable[Line]) -> list[Line]:
    """What is said against several in the same words is said once; where nothing is, one line stands for all."""
    known = {tuple(line.reasons): line for line in lines if line.reasons}
    if known:
        return list(known.values())
    by_light = {line.light: line for line in lines}
    return [
        next(
            by_light[light] for light in (Light.OK, Light.NOT_YET, Light.NOT_APPLICABLE) if light in by_light
        )
    ]


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
    is_open = line.light in OPEN
    waits = waits_for(campaign, line.rule, len(line.reasons)) if is_open else None
    return Line(
        title=line.rule.title,
        light=str(line.light),
        reasons=[reason.sentence for reason in line.reasons],
        mend_url=where.url if where else "",
        mend_label=where.label if where else "",
        rule=line.rule,
        note=waits.sentence if waits else _note(line, read),
        waiver_url=reverse("campaigns:waivers", args=[campaign.pk]) if _may_be_waived(line) else "",
        waits=waits,
        is_backfilled=line.light == Light.OK and line.rule.mend in on_paper,
    )


def _note(line: CheckLine, read: set[tuple[str, str]]) -> str:
    if line.light == Light.ADVICE and all((line.rule.key, each.sentence) in read for each in line.reasons):
        return "已知悉"
    return _how_waived(line) if _may_be_waived(line) else ""


def _may_be_waived(line: CheckLine) -> bool:
    return line.light == Light.NO and all(each.may_be_waived for each in line.reasons)


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
    still_open = [line for line in lines if line.light in OPEN]
    if campaign.plan.sent_back is not None:  # what was returned is mended before anything else
        still_open.sort(key=lambda line: line.rule is not plan_is_approved)
    openings = campaign.openings.all()
    if openings and all(opening.is_settled for opening in openings):  # nothing is left but to end it
        still_open.sort(key=lambda line: line.rule is not every_opening_has_somebody)
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
