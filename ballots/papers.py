"""What do ballots of paper bring into the count: how many are out, which cells are counted, do they add up?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from ballots.arithmetic import Fault, Number, answered, returned, shrinking
from ballots.definitions import ABSTAIN, Consent
from ballots.models import Channel, Elector, Envelope, PaperBatch, Poll
from ballots.permissions import may_run
from ballots.sheets import VOID, BallotPaper, Question, Section
from ballots.slips import UNFINISHED, pile
from ballots.tallies import NOT_CHOSEN, name
from selection.reasons import Refused

if TYPE_CHECKING:
    from selection.accounts.models import User

Numbers = Mapping[str, int]
PRINTED_IN = (Poll.State.DRAFT, Poll.State.OPEN)
COUNTED_IN = (Poll.State.CLOSED, Poll.State.COUNTED, Poll.State.RELEASED)
COLLECTED, VALID, SPOILED, BLANK = "collected", "valid", "spoiled", "blank"
WHOLE = ((COLLECTED, "收回"), (VALID, "有效票"), (SPOILED, "废票"), (BLANK, "全部弃权的有效票"))


def together(poll: Poll) -> list[Poll]:
    """The polls of the meeting whose papers a person takes in one go: this one and those not yet closed."""
    if poll.packet_id is None:
        return [poll]
    polls = Poll.objects.filter(packet=poll.packet_id, state__in=PRINTED_IN).select_related("organisation")
    return [poll if each.pk == poll.pk else each for each in polls.order_by("pk")]


def refuse_to_print(poll: Poll, by: User, wanted: Mapping[str, int]) -> None:
    if not may_run(poll, by):
        raise Refused(f"您没有对投票“{poll.title}”做这一步的权限，请联系本单位人事干部")
    if poll.state not in PRINTED_IN:
        raise Refused("投票已经截止，不再印制选票")
    if not any(wanted.values()):
        raise Refused("请填写要印制的张数")


# How many are out, and how many of them are counted?


def handed_out(poll: Poll) -> QuerySet[Elector]:
    """The persons who were handed a ballot of paper."""
    return poll.electors.filter(envelope__channel=Channel.PAPER)


def lacking(poll: Poll) -> QuerySet[Elector]:
    """Whom paper may be offered: all but the recused and those who hold a slip or paper.

    Who has voted by account is among them: while the poll is open nobody is told.
    """
    holding = poll.electors.filter(envelope__channel__in=[Channel.PAPER, Channel.SLIP])
    return poll.electors.filter(is_recused=False).exclude(pk__in=holding)


@dataclass(frozen=True)
class Pile:
    """The ballots of paper of one category: how many persons took one, how many came back (signed for)."""

    category: str
    issued: int
    collected: int | None

    @property
    def label(self) -> str:
        return f"{self.category}的纸质票" if self.category else "纸质票"

    @property
    def sentence(self) -> str:
        """What keeps the round from being counted; empty once a scrutineer has signed."""
        if self.collected is not None:
            return ""
        return f"{self.label}发出{self.issued}份，还没有录入并由监票人签字，不能计票；请在“纸质票”页办理"

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def piles(poll: Poll) -> list[Pile]:
    """Those of which any ballot is out. Once the urn is opened they are what they were then."""
    if poll.turnout is not None and poll.state not in UNFINISHED:
        return [Pile(**data) for data in poll.turnout.get("paper", [])]
    issued = Counter(pile(poll, category) for category in handed_out(poll).values_list("category", flat=True))
    back = {batch.category: batch.counted[COLLECTED] for batch in signed(poll)}
    return [Pile(category, number, back.get(category)) for category, number in sorted(issued.items())]


def signed(poll: Poll) -> QuerySet[PaperBatch]:
    return poll.paper_batches.filter(signed_by__isnull=False)


def faults(piles: Iterable[Pile]) -> list[str]:
    return [pile.sentence for pile in piles if pile.sentence]


@dataclass(frozen=True)
class Split:
    """How many of one category came on paper and how many in the system; paper that is not counted yet, as issued."""

    category: str
    paper: int
    online: int


def splits(poll: Poll) -> list[Split]:
    """One for each pile, of a poll that is open or closed or, from the turnout, counted."""
    turnout = poll.turnout or {}
    if poll.is_counted:
        by_category = turnout.get("by_category", {})
        return [
            Split(
                each.category, each.collected or 0, _all(turnout, by_category, each) - (each.collected or 0)
            )
            for each in piles(poll)
        ]
    cast = Counter(_categories_of_cast(poll))
    return [
        Split(each.category, each.issued if each.collected is None else each.collected, cast[each.category])
        for each in piles(poll)
    ]


def _all(turnout: Mapping[str, Any], by_category: Mapping[str, Any], pile: Pile) -> int:
    collected: int = by_category[pile.category]["collected"] if by_category else turnout["collected"]
    return collected


def _categories_of_cast(poll: Poll) -> Iterator[str]:
    cast = Envelope.objects.of(poll).filter(channel=Channel.ONLINE)
    for category in cast.values_list(Coalesce("elector__category", "slip__category"), flat=True):
        yield pile(poll, category)


def is_split_finely(poll: Poll) -> bool:
    """Whether the two ways taken apart show a group smaller than the least cell."""
    least = poll.counting.min_cell
    return any(
        split.paper and split.online and min(split.paper, split.online) < least for split in splits(poll)
    )


# What is counted in a batch?


@dataclass(frozen=True)
class Cell:
    """One number to be counted: its key, the column it stands in, and its name in a sentence."""

    key: str
    column: str
    label: str


@dataclass(frozen=True)
class Line:
    """One row of the sheet of a batch: a question, or a person who could be chosen."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Part:
    """The rows of one person or post."""

    label: str
    note: str
    lines: tuple[Line, ...]


def whole() -> tuple[Cell, ...]:
    return tuple(Cell(key, label, label) for key, label in WHOLE)


def parts(paper: BallotPaper) -> tuple[Part, ...]:
    return tuple(Part(each.label, each.note, tuple(_lines(each))) for each in paper.sections)


def cells(paper: BallotPaper) -> dict[str, Cell]:
    """All numbers of a batch by their keys, in the order of the sheet."""
    found = [*whole(), *(cell for part in parts(paper) for line in part.lines for cell in line.cells)]
    return {cell.key: cell for cell in found}


def named_cells(paper: BallotPaper) -> set[str]:
    """Those of persons who may have been written in: nobody fills in a zero for everybody of the school."""
    return {
        _key(section, question, option.key)
        for section in paper.sections
        if section.is_open
        for question in section.questions
        for option in question.options
    }


def _lines(section: Section) -> Iterator[Line]:
    for question in section.questions:
        if question.is_choice:
            yield from _chosen_lines(section, question)
        else:
            whose = f"{section.label}{question.label}"
            yield Line(
                question.label,
                tuple(
                    Cell(_key(section, question, key), label, f"{whose}的{label}")
                    for key, label in _answers(question).items()
                ),
            )


def _chosen_lines(section: Section, question: Question) -> Iterator[Line]:
    for option in question.options:
        cell = Cell(_key(section, question, option.key), "得票", f"{section.label}{option.label}的得票")
        yield Line(option.label, (cell,))
    nobody = Cell(_key(section, question, ABSTAIN), "弃权", f"{section.label}的弃权")
    yield Line("一个也没有选", (nobody,))
    if question.may_be_void:
        void = Cell(_key(section, question, VOID), "作废", f"{section.label}的作废")
        yield Line("人数不合规定", (void,))


def _answers(question: Question) -> dict[str, str]:
    """What a ballot can say to a question, 弃权 last where the page has no button for it."""
    listed = {option.key: option.label for option in question.options}
    void = {VOID: "作废"} if question.may_be_void else {}
    return listed | ({} if ABSTAIN in listed else {ABSTAIN: "未评"}) | void


def _key(section: Section, question: Question, answer: str) -> str:
    return f"{section.key}.{question.key}.{answer}"


def read(paper: BallotPaper, numbers: Numbers) -> list[tuple[str, list[tuple[str, int]]]]:
    """The numbers of a batch in the order of the sheet: row, then column and number."""
    rows = [("", [(cell.label, numbers[cell.key]) for cell in whole()])]
    for part in parts(paper):
        rows += [
            (
                " ".join(filter(None, (part.label, line.label))),
                [(c.column, numbers[c.key]) for c in line.cells],
            )
            for line in part.lines
        ]
    return rows


# Do the numbers of a batch add up?


def located_faults(paper: BallotPaper, numbers: Numbers, issued: int) -> Iterator[Fault]:
    """Every number that cannot be, with its cell."""
    collected, valid = numbers[COLLECTED], numbers[VALID]
    yield from shrinking([Number("issued", "发出的纸质票", issued), Number(COLLECTED, "收回", collected)])
    yield from returned(collected, valid, numbers[SPOILED])
    for section in paper.sections:
        for question in section.questions:
            yield from _question_faults(section, question, numbers)
    yield from _blank_faults(paper, numbers)


def _question_faults(section: Section, question: Question, numbers: Numbers) -> Iterator[Fault]:
    valid, whose = numbers[VALID], f"{section.label}{question.label}"
    if question.is_choice:
        yield from _choice_faults(section, question, numbers)
        return
    answers = {label: numbers[_key(section, question, key)] for key, label in _answers(question).items()}
    yield from answered(_key(section, question, next(iter(_answers(question)))), whose, answers, valid)


def _choice_faults(section: Section, question: Question, numbers: Numbers) -> Iterator[Fault]:
    """Whoever chose anybody chose between the least and the most that the post allows."""
    valid, where = numbers[VALID], _key(section, question, ABSTAIN)
    nobody = numbers[where] + (numbers[_key(section, question, VOID)] if question.may_be_void else 0)
    if nobody > valid:
        void = "和作废" if question.may_be_void else ""
        yield Fault(where, f"{section.label}的弃权{void}{nobody}票多于有效票{valid}票")
        return
    choosing, votes = valid - nobody, 0
    for option in question.options:
        got = numbers[_key(section, question, option.key)]
        votes += got
        if got > choosing:
            yield Fault(
                _key(section, question, option.key),
                f"{section.label}{option.label}得{got}票，多于有效票减去弃权的{choosing}票",
            )
    least, most = max(question.minimum, 1) * choosing, question.maximum * choosing
    if not least <= votes <= most:
        yield Fault(
            where,
            f"{section.label}各人得票合计{votes}票，有{choosing}张票选了人，合计应在{least}到{most}之间",
        )


def _blank_faults(paper: BallotPaper, numbers: Numbers) -> Iterator[Fault]:
    """A wholly blank ballot is an abstention on every question."""
    blank = numbers[BLANK]
    for section in paper.sections:
        for question in section.questions:
            if blank > (abstained := numbers[_key(section, question, ABSTAIN)]):
                whose = f"{section.label}{question.label}"
                yield Fault(BLANK, f"全部弃权的有效票{blank}张，多于{whose}的弃权{abstained}票，请核对")
                return


# What does a batch add to the sums?


def sums(paper: BallotPaper, numbers: Numbers) -> dict[str, dict[str, int]]:
    """Subject key → its counts, in the names of ``ballots.tallies``."""
    found: dict[str, dict[str, int]] = {}
    for section in paper.sections:
        for question in section.questions:
            if question.is_open:
                continue
            if question.is_choice:
                found |= _chosen_sums(section, question, numbers)
            else:
                found.setdefault(section.key, {}).update(
                    (name(question.key, key), numbers[_key(section, question, key)])
                    for key in _answers(question)
                )
    return found


def _chosen_sums(section: Section, question: Question, numbers: Numbers) -> dict[str, dict[str, int]]:
    nobody = numbers[_key(section, question, ABSTAIN)]
    void = {VOID: numbers[_key(section, question, VOID)]} if question.may_be_void else {}
    choosing = numbers[VALID] - nobody - sum(void.values())
    return {
        option.key: {
            Consent.AGREE.value: (got := numbers[_key(section, question, option.key)]),
            NOT_CHOSEN: choosing - got,
            Consent.ABSTAIN.value: nobody,
        }
        | void
        for option in question.options
    }


def written_in(paper: BallotPaper, batches: Iterable[PaperBatch]) -> dict[str, Counter[str]]:
    """Of each post, who was written in how often; nobody who wasn't."""
    found: dict[str, Counter[str]] = {}
    for section in paper.sections:
        for question in section.questions if section.is_open else ():
            keys = {option.key: _key(section, question, option.key) for option in question.options}
            named = Counter({key: sum(b.counted[cell] for b in batches) for key, cell in keys.items()})
            found[section.key] = +named
    return found


Sums = Mapping[tuple[str, str], Mapping[str, int]]


def added(urn: Sums, paper: BallotPaper, batches: Iterable[PaperBatch]) -> Sums:
    """The urn's counts by subject and category with those of the signed batches, in all and by category."""
    found = {key: dict(counts) for key, counts in urn.items()}
    for batch in batches:
        for category in {"", batch.category}:
            for subject, counts in sums(paper, batch.counted).items():
                into = found.setdefault((subject, category), dict.fromkeys(counts, 0))
                for each, number in counts.items():
                    into[each] = into.get(each, 0) + number
    return found


def total(batches: Iterable[PaperBatch], cell: str) -> int:
    return sum(batch.counted[cell] for batch in batches)
