"""What does a phone that waits hold, so that its next question brings the paper?

At the opening a whole hall wants a paper in the same moment. So the waiting page leaves a pass with whoever
may vote, and whoever shows it when asking whether the poll is open is answered by the blank paper itself:
drawn once in each process, without a session and without a statement. A pass is good for looking at that
paper and for nothing else; who may vote is asked when the vote comes.
"""

from __future__ import annotations

from functools import lru_cache
from gzip import compress
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string

from ballots import packets
from ballots.drawn import paper_of
from ballots.models import Poll
from ballots.pages import Filled

PASSES = Signer(salt="ballots.waiting")


def admission(poll: Poll, papers: int) -> str:
    """A pass for one of ``papers`` papers that this voter will fill in, one after the other."""
    return PASSES.sign(f"{poll.public_id} {papers}")


def sheet(public_id: UUID, shown: str) -> bytes | None:
    """The blank paper of an open poll as a page, compressed; None for whoever shows no pass for it.

    The page holds nothing of the voter: the waiting page hands on its token and the slip's code.
    """
    try:
        admitted, papers = PASSES.unsign(shown).split(" ")
    except BadSignature:
        return None
    return _sheet(public_id, int(papers)) if admitted == str(public_id) else None


@lru_cache(maxsize=64)
def _sheet(public_id: UUID, papers: int) -> bytes | None:
    poll = packets.kept(public_id)
    if poll is None:
        return None
    filled, drawn = blank_paper(public_id, poll)
    progress = packets.Progress(0, papers) if papers > 1 else None
    context = {"poll": poll, "filled": filled, "drawn": drawn, "progress": progress}
    return compress(render_to_string("ballots/vote.html", context).encode())


@lru_cache(maxsize=64)
def blank_paper(public_id: UUID, poll: Poll) -> tuple[Filled, str]:
    """Nobody's paper and how it looks: the opening fixed both, so each process draws them once."""
    filled = Filled.blank(paper_of(poll))
    return filled, render_to_string("ballots/_sheaves.html", {"filled": filled})
