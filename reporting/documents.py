"""选拔任用工作情况报告: what an organisation reports upward on a year, its figures live until it is issued.

While the paper is a draft, its tables and figures are looked up whenever it is read; the signature freezes them.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from campaigns.documents import outline
from reporting import figures, wording
from reporting.models import Report
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.records import ledgers, papers
from selection.records.models import Paper, PaperSigning
from selection.records.papers import PaperKind

KIND = "yearly_report"
LABEL = "选拔任用工作情况报告"
# Who writes the report of which kind of organisation
AUTHORS = {
    Organisation.Kind.SCHOOL: Act.RUN_CAMPAIGNS,
    Organisation.Kind.ZONE: Act.REVIEW_ZONE,
    Organisation.Kind.BUREAU: Act.REVIEW_BUREAU,
}
ANNEX = "选拔任用工作数据表"
NO_ADDRESSEE = "还没有写明主送机关，请在年度汇报里填写"
STALE = "补录签字之后数字有变化，请在年度汇报里保存一次，重新打印签字"
OVER = "原有超配应当等于已消化的加上计划消化的，请核对“已消化的超配”和“计划消化的超配”"


def kind_of(organisation: Organisation) -> str:
    return f"{KIND}_{organisation.kind}"


def may_write(organisation: Organisation, user: User) -> bool:
    act = AUTHORS[Organisation.Kind(organisation.kind)]
    return user.may(act, organisation) or user.may(Act.DECIDE, organisation)


def context(organisation: Organisation, year: int) -> dict[str, Any]:
    """The facts of the report as they stand now."""
    told = figures.of(organisation, year)
    return {
        "year": year,
        "school": organisation.name,
        "mark": f"{organisation.name}文件",
        "title": f"关于{year}年中层干部选拔任用工作情况的报告",
        "tables": told.as_printed(),
        "values": dict(told.this),
        "tokens": told.tokens,
        "outline": outline.facts(wording.OUTLINE),
        "annexes": [ANNEX],
        "printed_by": f"{organisation.name}办公室",
        "signer": organisation.name,
    }


def report_of(paper: Paper) -> Report:
    """Of a draft, of what was issued, and of what has been corrected since."""
    written = Report.objects.select_related("organisation")
    return written.get(organisation=paper.organisation_id, year=paper.context["year"])


def live(paper: Paper) -> dict[str, Any]:
    """Laid over what the draft was drawn up with; an issued paper says what it said."""
    if not paper.is_draft:
        return {}
    report = report_of(paper)
    return context(report.organisation, report.year)


def refusals(paper: Paper, _by: User) -> list[str]:
    """Why the draft can't be issued as it stands."""
    facts = live(paper)
    found = [] if paper.wording.get("addressee") else [NO_ADDRESSEE]
    found += wording.faults(paper.wording, facts["tokens"]) + wording.pending(paper.wording, facts["tokens"])
    if _is_signed(paper) and ledgers.canonical(facts) != ledgers.canonical(paper.context):
        found.append(STALE)
    return found if figures.adds_up(facts["values"]) else [*found, OVER]


def on_issue(paper: Paper, _by: User) -> None:
    """From here on the figures stand still; a correction takes the place of what it corrects."""
    report = report_of(paper)
    if not _is_signed(paper):
        paper.context = context(report.organisation, report.year)
    if report.paper_id != paper.pk:
        report.paper = paper
        report.save(update_fields=["paper"])


def _is_signed(paper: Paper) -> bool:
    """On paper: what the leader signed is what was printed."""
    return PaperSigning.objects.filter(paper=paper).exists()


def page(paper: Paper) -> str:
    report = report_of(paper)
    query = urlencode({"place": report.organisation.code, "year": str(report.year)})
    return f"{reverse('reporting:yearly')}?{query}"


def worded_at(paper: Paper) -> str:
    return reverse("reporting:write", args=[report_of(paper).pk])


def register() -> None:
    """One kind for each kind of organisation: a school's is signed by its leader, the others by their author."""
    for kind, act in AUTHORS.items():
        papers.KINDS[f"{KIND}_{kind.value}"] = PaperKind(
            label=LABEL,
            template="papers/yearly_report.html",
            numbered=True,
            wording=wording.LABELS,
            issuing_act=act,
            is_signed_by_leader=kind == Organisation.Kind.SCHOOL,
            is_upward=True,
            private=live,
            refusals=refusals,
            on_issue=on_issue,
            page=page,
            worded_at=worded_at,
        )
