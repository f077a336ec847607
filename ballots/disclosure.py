"""What does a small electorate give away by its result alone, whatever is kept secret? Said before it votes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ballots import papers
from selection import chinese, clock

if TYPE_CHECKING:
    from ballots.models import Poll

USUAL_CELL = 10
OTHER_WAY = "；人数这样少时，宜请他们改用账号或会场的平板"


def notes(poll: Poll) -> list[str]:
    """In numbers, for whoever sets the poll up; these forbid nothing."""
    return [*_few_voters(poll), *_lenient_cells(poll), *_almost_the_same_roll(poll)]


def of_paper(poll: Poll) -> list[str]:
    """What a few ballots of paper, or a few beside them, give away to those who count by hand.

    Said while paper is handed out, when another way can still be offered, and until the urn is opened.
    """
    if poll.is_on_paper or poll.state not in (poll.State.OPEN, poll.State.CLOSED):
        return []
    return [sentence for split in papers.splits(poll) for sentence in _of_split(poll, split)]


def _of_split(poll: Poll, split: papers.Split) -> Iterator[str]:
    least, of = poll.counting.min_cell, f"{split.category}的" if split.category else ""
    if 0 < split.paper < least:
        yield (
            f"{of}纸质票只有{split.paper}份：录入的两人和签字的监票人看得到这{split.paper}份的合计，"
            f"{split.paper}份意见一致时就知道这{split.paper}人怎么投{OTHER_WAY if poll.state == poll.State.OPEN else ''}"
        )
    if poll.state == poll.State.CLOSED and split.paper and 0 < split.online < least:
        yield (
            f"{of}系统内的票只有{split.online}份：从总数里减去纸质票，录入和签字的人就知道这{split.online}份的合计"
        )


def _few_voters(poll: Poll) -> Iterator[str]:
    voters = poll.electors.filter(is_recused=False).count()
    if 1 < voters < poll.counting.min_cell:
        yield (
            f"可以投票的只有{voters}人：{voters}人意见一致时，结果就说明了每个人怎么投；"
            f"有{voters - 1}人互相说出自己的票时，余下1人的票也就知道了"
        )
    elif voters == 1:
        yield "可以投票的只有1人：结果就是这个人的票"


def _lenient_cells(poll: Poll) -> Iterator[str]:
    counting = poll.counting
    if not counting.by_category or counting.min_cell >= USUAL_CELL:
        return
    sizes = Counter(poll.electors.filter(is_recused=False).values_list("category", flat=True))
    for category, size in sorted(sizes.items()):
        if size < USUAL_CELL:
            yield f"{category or '未分类'}只有{size}人，单独统计时，这{size}人意见一致就等于公开；一般每类不少于{USUAL_CELL}人"


def _almost_the_same_roll(poll: Poll) -> Iterator[str]:
    """Two results on the same persons whose rolls differ by few can be taken from one another."""
    for earlier, of, others in _near(poll):
        day = chinese.day(clock.local(earlier.counted_at).date()) if earlier.counted_at else ""
        yield (
            f"与{day}计票的“{earlier.title}”相比，{of}名册只差{others}人：其余的人若两次投得一样，"
            f"两次结果相减就是这{others}人的票"
        )


def subtractions(poll: Poll) -> Iterator[str]:
    """Why a poll can't be opened: on the same day people vote the same again, so the difference would be told.

    On a later day the roll may have to be another one; then it is said in numbers (``notes``).
    """
    for earlier, of, others in _near(poll):
        if earlier.counted_at and clock.local(earlier.counted_at).date() == clock.today():
            yield (
                f"今天已就同样的人计过“{earlier.title}”，{of}名册只差{others}人，两次结果相减就是这{others}人的票，"
                "不能开始；请按那一次的名册投票，或者改日重新组织"
            )


def _near(poll: Poll) -> Iterator[tuple[Poll, str, int]]:
    """Earlier results that differ from this one by few voters: in all, and where both are told by category."""
    for earlier in _counted_before(poll):
        mine, theirs = _voters(poll), _voters(earlier)
        categories = (
            set(mine) | set(theirs) if poll.counting.by_category and earlier.counting.by_category else ()
        )
        for category in ("", *sorted(categories)):
            others = len(_of(mine, category) ^ _of(theirs, category))
            if 0 < others < poll.counting.min_cell:
                yield earlier, category and f"{category}的", others


def _voters(poll: Poll) -> dict[str, set[int | None]]:
    """Category → the people of it who vote."""
    found: dict[str, set[int | None]] = {}
    for category, user in poll.electors.filter(is_recused=False).values_list("category", "user"):
        found.setdefault(category, set()).add(user)
    return found


def _of(voters: dict[str, set[int | None]], category: str) -> set[int | None]:
    """Of one category, or of all."""
    return voters.get(category, set()) if category else set().union(*voters.values())


def _counted_before(poll: Poll) -> Iterator[Poll]:
    keys = list(poll.subjects.values_list("key", flat=True))
    counted = type(poll).objects.filter(ledger=poll.ledger, kind=poll.kind, subjects__key__in=keys)
    states = [poll.State.COUNTED, poll.State.RELEASED]
    yield from counted.filter(state__in=states).exclude(pk=poll.pk).distinct().order_by("pk")
