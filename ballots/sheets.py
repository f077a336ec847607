"""What does a paper ask, what may a filled-in one say, and how does it fill one length of bytes?

Every kind of paper comes down to sections (one per person or post) of questions with options. So
checking, sealing, opening and the page know no kinds; only ``paper_of`` and the count do.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ballots.definitions import (
    ABSTAIN,
    CHECKLIST,
    OPINION,
    REMARK_LENGTH,
    Consent,
    Contest,
    Counting,
    Layout,
    Option,
    Spoils,
)
from selection.reasons import Refused

if TYPE_CHECKING:
    from ballots.models import Poll, Subject

BLOCK = 256
UNREADABLE = "票面内容有误，请刷新页面后重新填写"
CONSENT_OPTIONS = tuple(Option(value, label) for value, label in Consent.choices)
CONSENT, CHOSEN = "consent", "chosen"
VOID = "void"

Answer = str | list[str]
Mark = dict[str, Answer]


@dataclass(frozen=True)
class Question:
    """One thing asked. A ``maximum`` makes it a choice of several; otherwise one option is ticked.

    An ``is_open`` one is answered by names out of a long list: 另选他人. Where a limit can make the answer
    void without the rest of the ballot, it ``may_be_void``. Of an ``is_checklist`` any number is ticked.
    """

    key: str
    label: str
    options: tuple[Option, ...]
    minimum: int = 0
    maximum: int = 0
    is_open: bool = False
    may_be_void: bool = False
    is_checklist: bool = False

    @property
    def is_optional(self) -> bool:
        """To leave it empty is an answer, and no abstention."""
        return self.is_open or self.is_checklist

    @property
    def is_choice(self) -> bool:
        return self.maximum > 0

    @property
    def nothing(self) -> Answer:
        return [] if self.is_choice else ABSTAIN

    def normal(self, answer: Any) -> Answer:
        """The answer in its one written form; refuses what this question doesn't offer."""
        if answer in (None, "", [], ()):
            return self.nothing
        if answer == VOID and self.may_be_void:
            return VOID
        return self._several(answer) if self.is_choice else self._single(answer)

    def _single(self, answer: Any) -> Answer:
        if answer != ABSTAIN and answer not in [option.key for option in self.options]:
            raise Refused(UNREADABLE)
        return answer

    def _several(self, answer: Any) -> Answer:
        known = [option.key for option in self.options]
        if (
            not isinstance(answer, list | tuple)
            or len(set(answer)) != len(answer)
            or set(answer) - set(known)
        ):
            raise Refused(UNREADABLE)
        return [key for key in known if key in answer]

    @property
    def largest(self) -> Answer:
        if not self.is_choice:
            return max([ABSTAIN, *(option.key for option in self.options)], key=len)
        return sorted((option.key for option in self.options), key=len)[-self.maximum :]


@dataclass(frozen=True)
class Section:
    """The part of a paper that is torn off and shuffled on its own: one person, one post, or one checklist.

    ``facts`` are the note's, for the columns of the paper.
    """

    key: str
    label: str
    note: str
    questions: tuple[Question, ...]
    facts: tuple[str, ...] = ()

    def normal(self, mark: Any) -> Mark:
        """A mark may be given bare where the section asks a single question."""
        if not isinstance(mark, Mapping):
            mark = {self.questions[0].key: mark} if len(self.questions) == 1 or mark is None else None
        if mark is None or set(mark) - {question.key for question in self.questions}:
            raise Refused(UNREADABLE)
        return {question.key: question.normal(mark.get(question.key)) for question in self.questions}

    @property
    def is_open(self) -> bool:
        return self.questions[0].is_open

    def torn(self, mark: Mark) -> Iterator[tuple[str, Mark]]:
        """What is shuffled apart. Which items of a checklist were ticked together tells who did, so each is."""
        question = self.questions[0]
        if not question.is_checklist:
            yield self.key, mark
            return
        for option in question.options:
            yield option.key, {CHOSEN: [option.key] if option.key in mark[CHOSEN] else []}

    def voidable(self, cells: Collection[tuple[str, str]]) -> Section:
        asked = (replace(each, may_be_void=(self.key, each.key) in cells) for each in self.questions)
        return replace(self, questions=tuple(asked))

    @property
    def nothing(self) -> Mark:
        return {question.key: question.nothing for question in self.questions}


@dataclass(frozen=True)
class Limit:
    """How often ``answer`` may be given in some cells (section, question); in a choice each person counts.

    Fewer than ``minimum`` is too few, but for none at all, which is 弃权.
    """

    label: str
    verb: str
    answer: str
    cells: tuple[tuple[str, str], ...]
    maximum: int
    minimum: int = 0

    @property
    def sentence(self) -> str:
        least = f"，至少{self.verb}{self.minimum}人" if self.minimum > 1 else ""
        return f"{self.label}最多{self.verb}{self.maximum}人{least}"

    def flaw(self, marks: Mapping[str, Mark]) -> str:
        """What is wrong, in a sentence; empty where the limit is kept."""
        given = sum(self._times(marks[section][question]) for section, question in self.cells)
        if given > self.maximum:
            return f"{self.label}最多{self.verb}{self.maximum}人，现{self.verb}{given}人"
        if 0 < given < self.minimum:
            return (
                f"{self.label}至少{self.verb}{self.minimum}人，现{self.verb}{given}人；如要弃权，请一个也不选"
            )
        return ""

    def without(self, marks: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks with the cells void that gave the answer."""
        kept = {section: dict(mark) for section, mark in marks.items()}
        for section, question in self.cells:
            if self._times(kept[section][question]):
                kept[section][question] = VOID
        return kept

    def _times(self, given: Answer) -> int:
        return len(given) if isinstance(given, list) else given == self.answer


@dataclass(frozen=True)
class Sheet:
    """One filled-in paper: section key → its mark, and the remarks apart from it."""

    marks: dict[str, Mark]
    remarks: dict[str, str]


@dataclass(frozen=True)
class BallotPaper:
    """The blank paper of one poll. ``remarked`` are the (key, label) on which an opinion may be written."""

    sections: tuple[Section, ...]
    remarked: tuple[Option, ...] = ()
    limits: tuple[Limit, ...] = ()
    spoils: str = Spoils.BALLOT.value
    layout: Layout = Layout()

    @property
    def may_void_cells(self) -> bool:
        return any(question.may_be_void for section in self.sections for question in section.questions)

    @property
    def spoils_label(self) -> str:
        """What becomes of a ballot with flaws."""
        return Spoils(self.spoils).label

    def flaws(self, sheet: Sheet) -> list[str]:
        """Which limits a sheet breaks: the voter is told before it is sealed."""
        return [flaw for limit in self.limits if (flaw := limit.flaw(sheet.marks))]

    def settled(self, sheet: Sheet) -> Sheet | None:
        """What counts of a sheet: all of it, or not the cells that break a limit, or nothing at all."""
        broken = [limit for limit in self.limits if limit.flaw(sheet.marks)]
        if broken and self.spoils == Spoils.BALLOT:
            return None
        marks = sheet.marks
        for limit in broken:
            marks = limit.without(marks)
        return Sheet(marks, sheet.remarks)

    def fill(self, choices: Mapping[str, Any], remarks: Mapping[str, str] | None = None) -> Sheet:
        """A complete sheet: what was left out is 弃权; what the paper doesn't know is refused."""
        if set(choices) - {section.key for section in self.sections}:
            raise Refused(UNREADABLE)
        marks = {section.key: section.normal(choices.get(section.key)) for section in self.sections}
        return Sheet(marks, self._clean(remarks or {}))

    def _clean(self, remarks: Mapping[str, str]) -> dict[str, str]:
        labels = {option.key: option.label for option in self.remarked}
        if set(remarks) - set(labels):
            raise Refused(UNREADABLE)
        cleaned = {key: printable(text) for key, text in remarks.items()}
        for key, text in cleaned.items():
            if len(text) > REMARK_LENGTH:
                raise Refused(f"对{labels[key]}的书面意见超过{REMARK_LENGTH}字，请删减")
        return {key: text for key, text in cleaned.items() if text}

    def is_blank(self, sheet: Sheet) -> bool:
        return all(sheet.marks[section.key] == section.nothing for section in self.sections)

    def encode(self, sheet: Sheet | None) -> bytes:
        """The sheet as bytes of this paper's one length, whatever it says; None is a spoiled one."""
        return (_written(sheet) if sheet else b"null").ljust(self.length)

    def decode(self, text: bytes) -> Sheet | None:
        """The sheet that was sealed, or None for a spoiled one."""
        try:
            data = json.loads(text)
            return self.settled(self.fill(data["marks"], data["remarks"]))
        except (ValueError, KeyError, TypeError, AttributeError, Refused):
            return None

    @property
    def length(self) -> int:
        """The largest sheet that can be written on this paper, rounded up."""
        marks = {section.key: {q.key: q.largest for q in section.questions} for section in self.sections}
        remarks = {option.key: "\U00020000" * REMARK_LENGTH for option in self.remarked}
        return -(-len(_written(Sheet(marks, remarks))) // BLOCK) * BLOCK


def _written(sheet: Sheet) -> bytes:
    data = {"marks": sheet.marks, "remarks": sheet.remarks}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def printable(text: str) -> str:
    """Text without control characters and broken code points, one kind of line break, no rim of blanks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ("".join(c for c in line if unicodedata.category(c) not in ("Cc", "Cs")) for line in lines)
    return "\n".join(kept).strip()


def paper_of(poll: Poll) -> BallotPaper:
    """The paper of a poll, from its definition and subjects; of an opened one, each process reads it once."""
    return _sealed_paper(poll.paper_digest, poll) if poll.paper_digest else _paper_of(poll)


@lru_cache(maxsize=64)
def _sealed_paper(_digest: str, poll: Poll) -> BallotPaper:
    """What the opening sealed doesn't change: the same poll with the same digest has the same paper."""
    return _paper_of(poll)


def _paper_of(poll: Poll) -> BallotPaper:
    subjects, counting = list(poll.subjects.all()), poll.counting
    if poll.kind == poll.Kind.CHOICE:
        sections = [_contest(contest, subjects) for contest in counting.contests]
    elif poll.kind == poll.Kind.GRADING:
        sections = list(_graded(counting, subjects))
    else:
        sections = [Section(s.key, s.label, s.note, _consented()) for s in subjects]
    sections += [_write_ins(contest, counting) for contest in counting.contests if contest.write_ins]
    limits = (*_excellent(poll, counting, subjects), *_chosen(poll, counting, subjects))
    if counting.spoils == Spoils.CELL:
        limited = {cell for limit in limits for cell in limit.cells}
        sections = [section.voidable(limited) for section in sections]
    remarked = tuple(_remarked(subjects)) if poll.asks_remarks else ()
    return BallotPaper(tuple(sections), remarked, limits, counting.spoils, counting.layout)


def _remarked(subjects: list[Subject]) -> Iterator[Option]:
    """Where something asks for nothing but an opinion, nothing else does."""
    own = [s for s in subjects if s.contest == OPINION]
    yield from (Option(s.key, s.label) for s in own or subjects)


def _consented() -> tuple[Question, ...]:
    return (Question(CONSENT, "", CONSENT_OPTIONS),)


def _graded(counting: Counting, subjects: list[Subject]) -> Iterator[Section]:
    asked = [Question(each.key, each.label, counting.grades) for each in counting.dimensions]
    if counting.asks_consent:
        asked.append(Question(CONSENT, counting.consent_question, CONSENT_OPTIONS))
    heads = counting.layout.facts
    for s in _of_grades(subjects):
        facts = tuple(s.note.split("\n")) if heads else ()
        note = "\n".join(map("：".join, zip(heads, facts, strict=True))) if heads else s.note
        yield Section(s.key, s.label, note, tuple(asked), facts)
    if items := tuple(Option(s.key, s.label, s.note) for s in subjects if s.contest == CHECKLIST):
        ticked = Question(CHOSEN, "", items, maximum=len(items), is_checklist=True)
        yield Section(CHECKLIST, counting.layout.checklist, "", (ticked,))


def _of_grades(subjects: list[Subject]) -> list[Subject]:
    return [s for s in subjects if s.contest not in (CHECKLIST, OPINION)]


def _contest(contest: Contest, subjects: list[Subject]) -> Section:
    options = tuple(Option(s.key, s.label, s.note) for s in subjects if s.contest == contest.key)
    least = 0 if contest.write_ins else contest.minimum  # which those written in may make up
    question = Question(CHOSEN, "", options, least, contest.maximum)
    return Section(contest.key, contest.label, "", (question,))


def others(contest: Contest) -> str:
    """The section of a post's write-ins."""
    return f"{contest.key}-others"


def _write_ins(contest: Contest, counting: Counting) -> Section:
    options = tuple(option for option in counting.listed if option.key not in contest.apart)
    question = Question(CHOSEN, "", options, maximum=contest.write_ins, is_open=True)
    least = f"至少{contest.minimum}人，" if contest.minimum > 1 else ""
    note = f"连同票上所选，{least}最多{contest.maximum}人"
    return Section(others(contest), f"{contest.label}另选他人", note, (question,))


def _excellent(poll: Poll, counting: Counting, subjects: list[Subject]) -> Iterator[Limit]:
    if poll.kind != poll.Kind.GRADING or not counting.max_excellent:
        return
    best = counting.grades[0]
    for each in counting.dimensions:
        cells = tuple((subject.key, each.key) for subject in _of_grades(subjects))
        yield Limit(f"“{each.label}”", f"评{best.label}", best.key, cells, counting.max_excellent)


def _chosen(poll: Poll, counting: Counting, subjects: list[Subject]) -> Iterator[Limit]:
    """Of each post: those chosen or agreed to on the paper, and those written in beside them."""
    for contest in counting.contests:
        written = ((others(contest), CHOSEN),) if contest.write_ins else ()
        listed = tuple((s.key, CONSENT) for s in subjects if s.contest == contest.key)
        if poll.kind == poll.Kind.CHOICE:
            listed = ((contest.key, CHOSEN),)
        agree = Consent.AGREE.value
        yield Limit(contest.label, "选", agree, (*listed, *written), contest.maximum, contest.minimum)
        if written:
            yield Limit(f"{contest.label}另选他人", "选", agree, written, contest.write_ins)
