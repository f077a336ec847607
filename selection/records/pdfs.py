"""How does an official paper become a PDF, and whose copy is it?"""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from selection import rendering
from selection.accounts.models import User
from selection.printing.word import word_of
from selection.records import looks, papers
from selection.records.models import Paper

logger = logging.getLogger(__name__)


def preview(paper: Paper, mark: str = "") -> bytes:
    """The PDF as it would be, for reading before signing; ``mark`` runs along the top of a reader's own copy."""
    return rendering.render_pdf(papers.KINDS[paper.kind].template, _said(paper, mark))


def word(paper: Paper) -> bytes:
    """The same as a Word file, for whoever words the paper: what is edited there comes back as the signed scan."""
    return word_of(render_to_string(papers.KINDS[paper.kind].template, _said(paper)))


def _said(paper: Paper, mark: str = "") -> dict[str, Any]:
    """All that stands on it: facts, wording, formalities."""
    kind = papers.KINDS[paper.kind]
    formalities = {
        "paper": paper,
        "wording": paper.wording,
        "title": paper.title,
        "number": paper.number,
        "signed_on": paper.issued_on,
        "is_upward": kind.is_upward,
        "signatory": paper.issued_by.name if paper.issued_by else "",
        "is_draft": paper.is_draft,
        "record": _record(paper),
        "mark_of_copy": mark,
    }
    if paper.check_code:
        address = f"{settings.SITE_ADDRESS}{reverse('records:verify', args=[paper.check_code])}"
        formalities |= {"check_code": paper.check_code, "check_qr": rendering.qr(address)}
    return paper.context | kind.private(paper) | formalities


def read(paper: Paper, reader: User) -> bytes | None:
    """What ``reader`` gets of it: the file, or a copy that bears the reader's name; nothing before it is made.

    Whoever words or signs the paper needs the original, to be stamped; every reader before the names
    are public is put down, and all others hold a marked copy.
    """
    if not paper.is_draft and not paper.file:
        return None
    is_shut = papers.KINDS[paper.kind].is_shut(paper)
    if is_shut:
        looks.put_down(paper.ledger, reader, f"《{paper.title}》")
    if not paper.is_draft and (not is_shut or papers.may_write(paper, reader)):
        with paper.file.open() as file:
            return bytes(file.read())
    return preview(paper, looks.mark_of(reader) if is_shut else "")


def render(paper: Paper) -> None:
    """Make the file of an issued paper, once; whoever comes second finds it done."""
    if paper.is_draft or paper.file or paper.destroyed_on:
        return
    content = preview(paper)
    with transaction.atomic():
        locked = Paper.objects.select_for_update(no_key=True).get(pk=paper.pk)
        if not locked.file:
            locked.file.save("paper.pdf", ContentFile(content), save=False)
            locked.sha256 = hashlib.sha256(content).hexdigest()
            if locked.state == Paper.State.ISSUED:
                locked.state = Paper.State.RENDERED
            locked.save(update_fields=["file", "sha256", "state"])
    paper.refresh_from_db()


def render_due() -> int:
    """Papers whose job was lost are rendered now. One that can't be does not keep the rest waiting."""
    rendered, failures = 0, []
    for paper in Paper.objects.unrendered():
        try:
            render(paper)
            rendered += 1
        except Exception as failure:
            logger.exception("paper %s could not be rendered", paper.pk)
            failures.append(failure)
    if failures:
        raise ExceptionGroup("papers could not be rendered", failures)
    return rendered


def _record(paper: Paper) -> str:
    """Where the ledger stood when the paper was signed, as printed on it."""
    return f"全程纪实第{paper.ledger_length}条　校验码{paper.ledger_head[:16]}" if paper.ledger_head else ""
