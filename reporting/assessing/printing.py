"""How does the result of an assessment look on paper and as a file? The numbers of its page."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse

from ballots import results, workbooks
from ballots.models import Poll
from reporting.models import Assessment
from selection import clock, spreadsheet
from selection.rendering import render_pdf


def name(assessment: Assessment) -> str:
    return f"{assessment.organisation.short_name}{assessment.year}年度一报告两评议结果表"


def tables(assessment: Assessment) -> list[results.ResultTable]:
    """Of whatever is released."""
    return [results.table(poll) for poll in assessment.polls if poll.state == Poll.State.RELEASED]


def result(assessment: Assessment) -> bytes:
    closed_at = assessment.work and assessment.work.closed_at
    return render_pdf(
        "papers/assessment_result.html",
        {
            "title": f"{assessment.organisation.name}{assessment}结果表",
            "assessment": assessment,
            "held_on": closed_at and clock.local(closed_at).date(),
            "tables": tables(assessment),
        },
    )


def workbook(assessment: Assessment) -> FileResponse:
    file = BytesIO(workbooks.workbook(*tables(assessment)))
    return spreadsheet.download(file, name(assessment))
