"""How far is a poll, for those who hold it? Nothing here depends on what anybody chose."""

from __future__ import annotations

from ballots.models import Channel, Envelope, Poll
from ballots.services import counting, opening


def collected(poll: Poll) -> int | None:
    """收回n份: of a running poll as it stands, later as it was at the close; None before."""
    if poll.turnout is not None:
        return poll.collected
    if poll.state != Poll.State.OPEN:
        return None
    return Envelope.objects.of(poll).filter(channel=Channel.ONLINE).count()


def sentence_of_close(poll: Poll) -> str:
    """What is known when the urn has just been shut."""
    if poll.collected is None:
        return "投票已截止，尚未启封；纸质票请由两人分别录入，监票人签字后才知道收回多少份"
    return f"投票已截止，收回{poll.collected}份，尚未启封"


def obstacles(poll: Poll) -> list[str]:
    """What keeps the next act from being done."""
    if poll.state == Poll.State.DRAFT:
        return list(opening.obstacles(poll))
    if poll.state == Poll.State.CLOSED:
        return list(counting.obstacles(poll))
    return []
