"""How do all sheets of a form become one PDF, however many there are?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from pypdf import PdfWriter

from paperwork import sheets
from paperwork.forms import FORMS
from paperwork.models import Job
from selection import rendering

CHUNK = 20  # sheets laid out at a time: memory stays that of one chunk


def make(job: Job, folder: Path, progress: Callable[[int, int], None]) -> Path:
    form = FORMS[job.form]
    subjects = list(form.subjects(job.campaign)) if form.reads(job.campaign, job.requested_by) else []
    htmls = (sheets.filled(form, job.campaign, each, job.requested_by) for each in subjects)
    return merged(htmls, folder, lambda done: progress(done, len(subjects)))


def merged(htmls: Iterable[str], folder: Path, progress: Callable[[int], None]) -> Path:
    """One PDF of them in their order, ``progress`` told after each chunk."""
    press, writer, done = rendering.Press(), PdfWriter(), 0
    for at, chunk in enumerate(_chunks(htmls)):
        part = folder / f"{at}.pdf"
        part.write_bytes(rendering.in_copies((press.pages_of(html), 1) for html in chunk))
        writer.append(part)
        done += len(chunk)
        progress(done)
    path = folder / "sheets.pdf"
    writer.write(path)
    writer.close()
    return path


def _chunks(htmls: Iterable[str]) -> Iterator[list[str]]:
    unread = iter(htmls)
    while chunk := list(islice(unread, CHUNK)):
        yield chunk
