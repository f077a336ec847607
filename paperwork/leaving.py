"""What does a played campaign leave in a folder? Papers, ballots, every form, the archive."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.template.loader import render_to_string

from ballots import printing, slips
from ballots.models import Poll
from campaigns.models import Campaign
from paperwork import archive, sheets
from paperwork.blocks import Table
from paperwork.forms import of_campaign
from paperwork.kinds import Form
from paperwork.models import Job
from selection.accounts.models import User


def leave(campaign: Campaign, reader: User, out: Path) -> None:
    """The archive as ``reader`` may take it along; the sheets all, as in a played campaign nobody is named."""
    _papers(campaign, _folder(out / "papers"))
    _ballots(campaign, _folder(out / "ballots"))
    for place, form in enumerate(of_campaign(campaign), start=1):
        _sheets(form, campaign, _folder(out / "forms"), f"{place:02}-{form.key}")
    archive.make(Job(campaign=campaign, requested_by=reader), out, lambda _done, _total: None)


def _papers(campaign: Campaign, folder: Path) -> None:
    for number, document in enumerate(campaign.plan.documents.select_related("paper"), start=1):
        if document.paper.file:
            with document.paper.file.open("rb") as pdf:
                (folder / f"{number:02}-{document.paper.kind}.pdf").write_bytes(pdf.read())


def _ballots(campaign: Campaign, folder: Path) -> None:
    """One blank of each pile, twice where two stand on a page."""
    polls: Iterable[Poll] = Poll.objects.filter(round__campaign=campaign).order_by("pk")
    for number, poll in enumerate(polls, start=1):
        blanks = printing.blanks_as_pdf([poll], dict.fromkeys(slips.piles(poll), 1))
        (folder / f"{number:02}-{poll.kind}.pdf").write_bytes(blanks)


def _sheets(form: Form, campaign: Campaign, folder: Path, stem: str) -> None:
    """Each as PDF, one with a list as Excel too; the blank one where there is nothing to fill it with."""
    facts = [form.facts(subject.of) for subject in form.subjects(campaign)]
    for number, said in enumerate(facts or [form.blank(campaign.organisation.name)], start=1):
        html = render_to_string(form.template, said)
        has_list = any(isinstance(block, Table) for block in said["blocks"])
        for suffix in ("pdf", "xlsx") if has_list else ("pdf",):
            (folder / f"{stem}-{number:02}.{suffix}").write_bytes(sheets.MAKERS[suffix](html))


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
