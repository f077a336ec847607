"""What does a sheet of slips look like?"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

import segno
from django.views.decorators.debug import sensitive_variables

from ballots.models import Poll
from ballots.services.slipping import PrintedSheet
from selection.rendering import render_pdf


@sensitive_variables()
def sheets_as_pdf(poll: Poll, sheets: Iterable[PrintedSheet], address: str) -> bytes:
    """Eight slips to an A4 page. It holds the codes, so it is handed over and not kept."""
    pages = [
        {
            "number": sheet.number,
            "category": sheet.category,
            "slips": [{"code": code, "qr": qr(f"{address}#{code}")} for code in sheet.codes],
        }
        for sheet in sheets
    ]
    context = {
        "pages": pages,
        "title": poll.packet.title if poll.packet else poll.title,
        "organisation": poll.organisation,
        "address": address,
        "is_private": is_private(address),
    }
    return render_pdf("ballots/slip_sheets.html", context)


def is_private(address: str) -> bool:
    """Can only be reached from within the school."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal"))


def qr(text: str) -> str:
    return segno.make(text, error="m", micro=False).svg_data_uri(border=2)
