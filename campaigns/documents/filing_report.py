"""备案报告: the school reports upward what it did step by step, and whom it appoints or proposes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from campaigns import terms
from campaigns.choices import Standing, Track
from campaigns.documents import appointment, drafting, outline, persons, procedure
from campaigns.documents.dates import span
from campaigns.documents.outline import Heading, numeral
from campaigns.models import Campaign, Candidacy, Document, Filing, Objection, Publicity
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.vocabulary import FILED
from selection.accounts.models import User
from selection.records.models import Paper
from selection.records.models.papers import PaperQuerySet

KIND = "filing_report"
TEMPLATE = "papers/filing_report.html"
LABEL = "备案报告"
OUTLINE = (
    Heading("preamble"),
    Heading("quota", "职数核定情况"),
    Heading("procedure", "履行程序情况", block="procedure"),
    Heading("publicity", "公示情况"),
    Heading("people", "拟备案人员名单", block="people"),
    Heading("closing"),
)
SECTIONS = {"addressee": "主送机关"} | outline.labels(OUTLINE) | {"closing": "结语"}
TEXTS = {
    "addressee": "{备案机关}",
    "preamble": (
        "根据{制定依据}，我校按照规定程序完成了中层干部选拔任用工作，拟备案人员{人数}。现将有关情况报告如下。"
    ),
    "quota": "我校中层干部职数经{职数审核机关}于{职数核定日期}审核同意，核定{核定职数}，现任{现任人数}。",
    "procedure": "本次选拔任用按照工作方案进行，没有减少或者颠倒程序。各环节的日期、人数和结果如下。",
    "publicity": "{公示情况}",
    "people": "",
    "closing": "特此报告，请予备案。",
}
REPLY_WANTED = "特此报告，请予批复、备案。"
NO_PROBATION = "无"


def context(filing: Filing) -> dict[str, Any]:
    campaign = filing.campaign
    school, rules = campaign.organisation, campaign.ruleset
    people = list(appointees(campaign))
    approval = procedure.quota_approval(campaign)
    return {
        "about": f"filing:{filing.pk}",
        "school": school.name,
        "mark": f"{school.name}文件",
        "title": f"关于报送{school.name}中层干部聘任备案材料的报告",
        "procedure": procedure.steps(campaign),
        "votes": [] if campaign.track == Track.DIRECT else procedure.votes(campaign, people),
        "people": [_person(person) for person in people],
        "annexes": list(annexes(campaign).values()),
        "note": f"联系人：{school.duty_officer or persons.UNKNOWN}，联系电话：{school.phone or persons.UNKNOWN}",
        "printed_by": f"{school.name}办公室",
        "wants_reply": rules.filing.reply,
        "tokens": {
            "备案机关": rules.filing.to,
            "制定依据": rules.basis,
            "人数": f"{len(people)}名",
            "公示情况": publicity(campaign, people),
            "职数审核机关": approval["by"] if approval else persons.UNKNOWN,
            "职数核定日期": approval["on"] if approval else persons.UNKNOWN,
            "核定职数": f"{approval['approved']}名" if approval else persons.UNKNOWN,
            "现任人数": f"{approval['held']}名" if approval else persons.UNKNOWN,
        },
        "missing": _missing(campaign, people, approval),
        "not_before": _not_before(campaign, people),
        "outline": outline.facts(OUTLINE),
        "signer": school.name,
    }


def wording(facts: dict[str, Any]) -> dict[str, str]:
    return TEXTS | ({"closing": REPLY_WANTED} if facts["wants_reply"] else {})


def draw_up(filing: Filing, *, by: User) -> Document:
    campaign = filing.campaign
    people = appointees(campaign)
    return drafting.write(KIND, campaign.plan, context(filing), campaign=campaign, people=people)


def papers_of(filing: Filing) -> PaperQuerySet:
    """The reports drawn up for the filing, corrections last."""
    found: PaperQuerySet = Paper.objects.filter(kind=KIND, document__campaign=filing.campaign_id)
    return found.filter(context__about=f"filing:{filing.pk}").order_by("pk")


def issued(filing: Filing) -> Paper | None:
    return papers_of(filing).in_force().last()


def draft(filing: Filing) -> Paper | None:
    return papers_of(filing).drafts().last()


def named(report: Paper) -> set[int]:
    """The persons whom a report names."""
    return {each["candidacy"] for each in report.context["people"]}


def to_be_named(filing: Filing) -> set[int]:
    return {person.pk for person in appointees(filing.campaign)}


def appointees(campaign: Campaign) -> Any:
    """Whose publicity is concluded, where there is one: appointed already, or waiting for the reply (B073)."""
    standing = campaign.live().filter(standing__in=[Standing.PROPOSED, Standing.APPOINTED])
    free = Q(publicities__in=Publicity.objects.concluded_for(campaign))
    if campaign.track == Track.DIRECT:
        free |= Q(is_promotion=False)
    return standing.filter(free).distinct()


def publicity(campaign: Campaign, people: Iterable[Candidacy]) -> str:
    """The period, what was received and what it came to, one sentence a notice."""
    said = [
        f"{span([each.first_day, each.last_day])}通过{'、'.join(each.channels)}公示{each.candidacies.count()}人"
        f"{_without_numbers(each.conclusion)}"
        for each in Publicity.objects.concluded_for(campaign)
    ]
    if not said:
        return "本次直接聘任没有提拔任用的人选，未进行公示。"
    return "；".join([*said, _received(campaign, people)]) + "。"


def _without_numbers(conclusion: str) -> str:
    """How many objections came is said once, from the register; the conclusion's own words on it are left out."""
    clauses = [clause for clause in re.split("[，；。]", conclusion.strip()) if clause]
    own = [
        clause for clause in clauses if not clause.startswith(("公示期间未收到", "公示期间收到", "已办结"))
    ]
    return "".join(f"，{clause}" for clause in own)


def _received(campaign: Campaign, people: Iterable[Candidacy]) -> str:
    """Of those who are filed; an objection against a held person goes on with that person."""
    states = campaign.objections.filter(candidacy__in=people).values_list("state", flat=True)
    number, settled = len(states), list(states).count(Objection.State.RESOLVED)
    if not number:
        return "公示期间未收到对拟备案人员的反映"
    if settled == number:
        return f"公示期间收到对拟备案人员的反映{number}件，均已办结"
    return f"公示期间收到对拟备案人员的反映{number}件，已办结{settled}件，{number - settled}件正在核查"


def annexes(campaign: Campaign) -> dict[str, str]:
    """What goes with the report, kind → name, in the order of the ruleset (R-34)."""
    wanted = campaign.ruleset.filing.materials or tuple(FILED)
    due = {kind: name for kind, (is_due, name) in _due(campaign).items() if is_due}
    return {kind: due[kind] for kind in wanted if kind in due}


def _due(campaign: Campaign) -> dict[str, tuple[bool, str]]:
    """Whether the selection should have it; the 聘任文件 and what follows it only where it precedes filing (B073)."""
    rules, track = campaign.ruleset, campaign.track
    is_voted, is_published = track != Track.DIRECT, campaign.publicities.exists()
    is_reviewed = rules.motion.plan_review.for_(track)
    results = "量分、民主测评结果表" if track == Track.COMPETITIVE else "民主推荐、民主测评结果表"
    has_forms = rules.motion.candidate_review.for_(track) if is_voted else campaign.candidate_forms.exists()
    is_appointed = rules.filing.document_before_filing
    return {
        "plan": (True, "工作方案及批复" if is_reviewed else "工作方案"),
        "quota": (True, FILED["quota"]),
        "candidate_form": (bool(has_forms), FILED["candidate_form"]),
        "gatekeeping": (rules.motion.gatekeeping, FILED["gatekeeping"]),
        "results": (is_voted, results),
        "inspection": (is_voted and rules.inspection.report, FILED["inspection"]),
        "discipline": (is_voted and rules.inspection.discipline_opinion, FILED["discipline"]),
        "minutes": (True, FILED["minutes"] if is_voted else "会议纪要"),
        "announcement": (not is_voted, FILED["announcement"]),
        "publicity": (is_voted or is_published, FILED["publicity"]),
        "appointment": (is_appointed, FILED["appointment"]),
        "approval_sheet": (True, FILED["approval_sheet"]),
        "talk": (is_appointed and "talk" in rules.filing.materials, FILED["talk"]),
        "record": (True, FILED["record"]),
    }


def _person(person: Candidacy) -> dict[str, Any]:
    made = getattr(person, "appointment", None)
    term = appointment.term(made.starts_on, made.ends_on) if made else _proposed_term(person.ruleset)
    facts = persons.facts(person, person.opening.reference_on)
    months = terms.probation_months(person)
    trial = appointment.months_long(months) if months else NO_PROBATION
    return facts | {"term": term.removeprefix("聘期"), "probation": trial}


def _proposed_term(rules: Ruleset) -> str:
    return f"{numeral(rules.filing.term_years)}年，自批复后发文聘任之日起"


def _not_before(campaign: Campaign, people: Iterable[Candidacy]) -> str:
    """The publicity is over, and whoever was appointed first has the document."""
    over = Publicity.objects.concluded_for(campaign)
    days = [terms.day_after(notice.last_day) for notice in over]
    days += [made.happened_on for person in people if (made := getattr(person, "appointment", None))]
    return max(days).isoformat() if days else ""


def _current(paper: Paper) -> dict[str, Any] | None:
    filing = Filing.objects.filter(pk=paper.context["about"].partition(":")[2]).first()
    return context(filing) if filing else None


def _missing(campaign: Campaign, people: Iterable[Candidacy], approval: dict[str, Any] | None) -> list[str]:
    school = campaign.organisation
    found = {
        "没有公示期满并作出结论的人选，不能报送备案": bool(people),
        "职数核定表尚未审核同意，不能报送备案": approval is not None,
        "学校的联系人或联系电话尚未登记，请先登记再签发备案报告": bool(school.duty_officer and school.phone),
    }
    return [sentence for sentence, is_there in found.items() if not is_there]


drafting.register_official(
    KIND, TEMPLATE, label=LABEL, proposal=wording, sections=SECTIONS, current=_current, is_upward=True
)
