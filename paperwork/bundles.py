"""How do all sheets of a form become one PDF, however many there are?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from paperwork import sheets
from paperwork.forms import FORMS
from paperwork.models import Job
from selection import rendering


def make(job: Job, folder: Path, progress: Callable[[int, int], None]) -> Path:
    form = FORMS[job.form]
    subjects = list(form.subjects(job.campaign)) if form.reads(job.campaign, job.requested_by) else []
    htmls = (sheets.filled(form, job.campaign, each, job.requested_by) for each in subjects)
    path = folder / "sheets.pdf"
    path.write_bytes(rendering.merged(htmls, lambda done: progress(done, len(subjects))))
    return path
