"""What is a slip's code, and how many slips are printed, void, handed out and used?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.views.decorators.debug import sensitive_variables

from ballots.models import Channel, Elector, Envelope, Poll, Slip
from selection import codes

UNFINISHED = (Poll.State.DRAFT, Poll.State.OPEN, Poll.State.CLOSED)


def new_code() -> str:
    """Three groups of six: 80 bits."""
    return codes.new(3, 6)


@sensitive_variables()
def plain(code: str) -> str:
    """The code as typed, or out of what a scanner types, which is the whole address."""
    return codes.plain(code.rpartition("#")[2])


@sensitive_variables()
def digest(code: str) -> str:
    return codes.digest(plain(code), "ballots.slips")


def sharing(poll: Poll) -> list[Poll]:
    """The unfinished polls to which one slip admits: this one, and those of its packet."""
    return Poll.objects.together(poll, channel=Channel.SLIP, state__in=UNFINISHED)


def unused(poll: Poll) -> QuerySet[Slip]:
    """Neither void nor used for any paper of the packet."""
    used = Slip.objects.filter(envelope__isnull=False, poll__in=sharing(poll)).values("code_digest")
    return poll.slips.filter(state=Slip.State.ISSUED).exclude(code_digest__in=used)


@dataclass(frozen=True)
class Balance:
    """The slips of one pile. ``handed`` counts the persons who were handed one."""

    category: str
    printed: int
    void: int
    handed: int
    used: int

    @property
    def left(self) -> int:
        """Neither void nor handed out: below 0 where more persons are ticked than slips can be out."""
        return self.printed - self.void - self.handed

    @property
    def unused(self) -> int:
        return self.handed - self.used

    @property
    def sentence(self) -> str:
        """What keeps the round from being counted; empty where it adds up."""
        pile = f"{self.category}的码条" if self.category else "码条"
        if self.left > 0:
            return (
                f"{pile}印制{self.printed}张，作废{self.void}张，登记领取{self.handed}人，相差{self.left}张，不能计票；"
                "没有发出的请作废，漏登记的请补登记"
            )
        if self.left < 0 or self.unused < 0:
            return (
                f"{pile}印制{self.printed}张，作废{self.void}张，登记领取{self.handed}人，投出{self.used}张，"
                "张数与人数不符，不能计票；请核对领取登记，查不清的请作废本轮重新组织"
            )
        return ""

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def balances(poll: Poll) -> list[Balance]:
    """One for each pile, in words and numbers that depend on nothing anybody chose.

    Once the urn is opened they are what they were then: which slip was used is forgotten.
    """
    if not poll.is_by_slip:
        return []
    if poll.turnout is not None and poll.state not in UNFINISHED:
        return [Balance(**data) for data in poll.turnout.get("slips", [])]
    return list(_balances(poll))


def _balances(poll: Poll) -> Iterator[Balance]:
    by_state = {
        (row["category"], row["state"]): row["number"]
        for row in poll.slips.order_by().values("category", "state").annotate(number=Count("pk"))
    }
    used = Counter(Envelope.objects.filter(slip__poll=poll).values_list("slip__category", flat=True))
    handed = Counter(pile(poll, category) for category in handed_out(poll).values_list("category", flat=True))
    printed = {category for category, _state in by_state}  # before categories were merged, too
    for category in sorted(printed.union(piles(poll))):
        issued, void = (by_state.get((category, state), 0) for state in (Slip.State.ISSUED, Slip.State.VOID))
        yield Balance(category, issued + void, void, handed[category], used[category])


def handed_out(poll: Poll) -> QuerySet[Elector]:
    """The persons who were handed a slip."""
    return poll.electors.filter(envelope__channel=Channel.SLIP)


def piles(poll: Poll) -> list[str]:
    """The categories of which slips are drawn apart; a single one without a name for most polls."""
    if not poll.counting.by_category:
        return [""]
    return sorted(set(poll.electors.values_list("category", flat=True)))


def pile(poll: Poll, category: str) -> str:
    return category if poll.counting.by_category else ""


def faults(balances: Iterable[Balance]) -> list[str]:
    return [balance.sentence for balance in balances if balance.sentence]
