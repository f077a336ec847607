"""Who is 应到, what is the sum, and what is one person told of their own place?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ballots.models import Poll
from selection.rendering import render_pdf

if TYPE_CHECKING:
    from selection.accounts.models import User


@dataclass(frozen=True)
class RollSum:
    """在册－扣除＝应到."""

    entitled: int
    deducted: int
    recused: int

    @property
    def register(self) -> int:
        return self.entitled + self.deducted

    @property
    def sentence(self) -> str:
        recused = f"，其中回避{self.recused}人" if self.recused else ""
        return f"在册{self.register}人－扣除{self.deducted}人＝应到{self.entitled}人{recused}"


@dataclass(frozen=True)
class Place:
    """What a person is told: on the roll or not, and why."""

    is_on: bool
    sentence: str
    advice: str


def sum_of(poll: Poll) -> RollSum:
    return RollSum(
        poll.electors.count(), poll.deductions.count(), poll.electors.filter(is_recused=True).count()
    )


def place(poll: Poll, user: User) -> Place:
    """Found by the account and never by the name: of two people of one name each is told their own."""
    mend = (
        "如有出入，请在投票开始前告诉经办人。"
        if poll.state == Poll.State.DRAFT
        else "名册已经封存，不再更改。"
    )
    elector = poll.electors.filter(user=user).first()
    if elector is not None and elector.is_recused:
        return Place(True, "您在名册上，计入应到；因回避，不参加本次投票。", mend)
    if elector is not None:
        category = f"（{elector.category}）" if elector.category else ""
        return Place(True, f"您在名册上{category}，请按时参加。", mend)
    deduction = poll.deductions.filter(user=user).first()
    if deduction is not None:
        return Place(False, f"您在册，但不计入应到，原因：{deduction.reason}。", mend)
    return Place(False, f"您不在名册上：这次由{poll.roll_scope}参加。", mend)


def sheet(poll: Poll) -> bytes:
    """The roll to be signed at the door."""
    context: dict[str, Any] = {
        "title": "应到名册",
        "poll": poll,
        "sum": sum_of(poll),
        "electors": poll.electors.select_related("user"),
        "deductions": poll.deductions.all(),
    }
    return render_pdf("papers/roll.html", context)
