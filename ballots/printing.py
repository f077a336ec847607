"""What do sheets of slips and blank ballots of paper look like?"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.views.decorators.debug import sensitive_variables
from weasyprint.document import Document

from ballots.blanks import Blank, blank
from ballots.models import Poll
from ballots.services.slipping import PrintedSheet
from selection.rendering import Progress, in_copies, lay_out, qr, render_pile, unheard

MOST = 400


@sensitive_variables()
def sheets_as_pdf(
    poll: Poll, sheets: Iterable[PrintedSheet], address: str, progress: Progress = unheard
) -> bytes:
    """Eight slips to an A4 page. It holds the codes, so it is handed over and not kept."""
    context = {
        "title": poll.packet.title if poll.packet else poll.title,
        "organisation": poll.organisation,
        "address": address,
        "is_private": is_private(address),
    }
    return render_pile(
        "ballots/slip_sheets.html",
        (context | {"page": _page(each, address)} for each in sheets),
        progress,
    )


@sensitive_variables()
def _page(sheet: PrintedSheet, address: str) -> dict[str, Any]:
    return {
        "number": sheet.number,
        "category": sheet.category,
        "slips": [{"code": code, "qr": qr(f"{address}#{code}")} for code in sheet.codes],
    }


def blanks_as_pdf(polls: Iterable[Poll], wanted: Mapping[str, int]) -> bytes:
    """So many blank ballots of each category, poll after poll; nothing tells two copies apart."""
    return in_copies(
        _laid_out(blank(poll, category), number)
        for poll in polls
        for category, number in wanted.items()
        if number
    )


def _laid_out(ballot: Blank, number: int) -> tuple[Document, int]:
    """Two to an A4 page where a ballot fits on A5; how many times the pages are needed then."""
    if ballot.is_wide or len(_sheet("a5", ballot).pages) > 1:
        return _sheet("a4", ballot), number
    return _sheet("two", ballot, ballot), -(-number // 2)


def _sheet(size: str, *ballots: Blank) -> Document:
    return lay_out("ballots/blank_papers.html", {"ballots": ballots, "size": size})


def is_private(address: str) -> bool:
    """Can only be reached from within the school."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal"))
