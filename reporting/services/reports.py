"""A report is begun once a year, and written until it is issued."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from reporting import documents, wording
from reporting.models import Report
from selection import clock
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers, papers
from selection.records.models import Paper


@transaction.atomic
def begin(organisation: Organisation, year: int, *, by: User) -> Report:
    """A draft with the texts that the program proposes; whoever comes second finds it begun."""
    if not documents.may_write(organisation, by):
        raise Refused(f"{organisation}的年度汇报由本单位办理选拔任用工作的人起草")
    if year > clock.today().year:
        raise Refused(f"{year}年还没有到，不能起草汇报")
    ledger = ledgers.hold(ledgers.of_organisation(organisation).pk)
    if begun := Report.objects.filter(organisation=organisation, year=year).first():
        return begun
    facts = documents.context(organisation, year)
    texts = {"addressee": _addressee(organisation)} | wording.TEXTS
    paper = papers.draw_up(
        documents.kind_of(organisation), organisation, ledger, facts["title"], facts, texts
    )
    ledgers.append(ledger, "起草年度汇报", by=by, about=f"paper:{paper.pk}", title=paper.title, year=year)
    return Report.objects.create(organisation=organisation, year=year, paper=paper)


def _addressee(organisation: Organisation) -> str:
    """The bureau reports to a body outside the program, which its author names."""
    return organisation.bureau.name if organisation.parent_id else ""


@transaction.atomic
def write(
    report: Report, paper: Paper, texts: Mapping[str, str], figures: Mapping[str, int | None], *, by: User
) -> None:
    """Texts and figures together; figures left blank are counted by nobody."""
    papers.refuse_unless_wordable(paper, by)
    ledgers.hold(paper.ledger_id)
    locked = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    locked.figures = {path: number for path, number in figures.items() if number is not None}
    locked.save(update_fields=["figures"])
    facts = documents.context(report.organisation, report.year)
    if wrong := wording.faults(texts, facts["tokens"]):
        raise Refused(wrong)
    papers.redraw(paper, title=facts["title"], context=facts)
    papers.reword(paper, dict(texts), by)
    report.refresh_from_db()
