"""What is counted in a batch of ballots of paper, do its numbers add up, and what do they add to the sums?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ballots.arithmetic import Fault, Number, answered, returned, shrinking
from ballots.definitions import ABSTAIN, Consent
from ballots.models import PaperBatch
from ballots.sheets import CHOSEN, VOID, BallotPaper, Limit, Question, Section
from ballots.tallies import NOT_CHOSEN, name

Numbers = Mapping[str, int]
COLLECTED, VALID, SPOILED, BLANK = "collected", "valid", "spoiled", "blank"
WHOLE = ((COLLECTED, "收回"), (VALID, "有效票"), (SPOILED, "废票"), (BLANK, "全部弃权的有效票"))


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
        got = "选此项" if question.is_checklist else "得票"
        cell = Cell(_key(section, question, option.key), got, f"{section.label}{option.label}的得票")
        yield Line(option.label, (cell,))
    left = _left(question)
    nobody = Cell(_key(section, question, ABSTAIN), left, f"{section.label}的{left}")
    yield Line(f"一{'项' if question.is_checklist else '个'}也没有选", (nobody,))
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
    for limit in paper.limits:
        if len(limit.cells) > 1:  # of a single question its own numbers tell
            yield from _limit_faults(limit, numbers)
    yield from _blank_faults(paper, numbers)


def _limit_faults(limit: Limit, numbers: Numbers) -> Iterator[Fault]:
    """What every valid ballot keeps, all of them together keep as often."""
    counted = list(_counting_towards(limit, numbers))
    given, most = sum(numbers[cell] for cell in counted), limit.maximum * numbers[VALID]
    if given > most:
        said = f"{limit.label}合计{limit.verb}{given}人次，有效票{numbers[VALID]}张最多{limit.verb}{most}人次，请核对"
        yield Fault(counted[0], said)


def _counting_towards(limit: Limit, numbers: Numbers) -> Iterator[str]:
    for section, question in limit.cells:
        of = f"{section}.{question}."
        if question == CHOSEN:
            nobody = (of + ABSTAIN, of + VOID)
            yield from (cell for cell in numbers if cell.startswith(of) and cell not in nobody)
        else:
            yield of + limit.answer


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
    left, void = _left(question), "和作废" if question.may_be_void else ""
    nobody = numbers[where] + (numbers[_key(section, question, VOID)] if void else 0)
    if nobody > valid:
        yield Fault(where, f"{section.label}的{left}{void}{nobody}票多于有效票{valid}票")
        return
    choosing, votes = valid - nobody, 0
    for option in question.options:
        got = numbers[_key(section, question, option.key)]
        votes += got
        if got > choosing:
            yield Fault(
                _key(section, question, option.key),
                f"{section.label}{option.label}得{got}票，多于有效票减去{left}的{choosing}票",
            )
    least, most = max(question.minimum, 1) * choosing, question.maximum * choosing
    if not least <= votes <= most:
        unit = "项" if question.is_checklist else "人"
        yield Fault(
            where,
            f"{section.label}各{unit}得票合计{votes}票，有{choosing}张票选了{unit}，合计应在{least}到{most}之间",
        )


def _left(question: Question) -> str:
    """What it is called to choose none."""
    return "未选" if question.is_checklist else "弃权"


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
    if question.is_checklist:
        return {
            option.key: _ticked(numbers[_key(section, question, option.key)], numbers[VALID])
            for option in question.options
        }
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


def _ticked(got: int, valid: int) -> dict[str, int]:
    return {Consent.AGREE.value: got, NOT_CHOSEN: valid - got}


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
