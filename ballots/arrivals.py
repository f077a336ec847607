"""Does somebody who says that they have come stand at the door?

The door shows a code that is another one every few seconds, so that a picture of it sent to somebody
at home is soon worth nothing. Whoever scanned it has a while to sign in and to say so.
"""

from __future__ import annotations

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest

from ballots.models import CheckIn, Poll

SHOWN_ANEW = 15
CODE_LASTS = 60
SCAN_LASTS = 600
SCANNED = "scanned-at-the-door"
STALE = "请扫会场入口现在显示的签到码"

_code = TimestampSigner(salt="ballots.door.code")
_scan = TimestampSigner(salt="ballots.door.scan")


def code(poll: Poll, venue: str) -> str:
    """What the door shows now."""
    return _code.sign(_named(poll, venue))


def remember(request: HttpRequest, poll: Poll, scanned: str) -> None:
    """Take down in the session that this device was at the door just now; a code of earlier is nothing."""
    venue = _venue(_code, poll, scanned, CODE_LASTS)
    if venue:
        request.session[SCANNED] = _scan.sign(_named(poll, venue))


def venue_of(request: HttpRequest, poll: Poll) -> str:
    """At which door this device was, of late; empty where it wasn't."""
    return _venue(_scan, poll, request.session.get(SCANNED, ""), SCAN_LASTS)


def _named(poll: Poll, venue: str) -> str:
    return f"{poll.public_id.hex}.{CheckIn.Venue(venue).value}"


def _venue(signer: TimestampSigner, poll: Poll, signed: str, lasts: int) -> str:
    try:
        named, venue = signer.unsign(signed, max_age=lasts).split(".")
    except BadSignature:
        return ""
    return venue if named == poll.public_id.hex else ""
