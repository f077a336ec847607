"""How do all sheets of a form become one PDF, however many there are?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from paperwork import sheets
from paperwork.forms import FORMS
from paperwork.models import Job
from selection import rendering


def make(job: Job, folder: Path, progress: Callable[[int, int], None]) -> Path:
    form, campaign, reader = FORMS[job.form], job.campaign, job.requested_by
    assert campaign is not None
    subjects = list(form.subjects(campaign)) if form.reads(campaign, reader) else []
    htmls = (sheets.filled(form, campaign, each, reader) for each in subjects)
    path = folder / "sheets.pdf"
    path.write_bytes(rendering.merged(htmls, lambda done: progress(done, len(subjects))))
    return path
