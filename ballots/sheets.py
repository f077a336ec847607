"""What does a paper ask, what may a filled-in one say, and how does it fill one length of bytes?

Every kind of paper comes down to sections (one per person or post) of questions with options. So
checking, sealing, opening and the page know no kinds; only ``drawn.paper_of`` and the count do.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ballots.definitions import (
    ABSTAIN,
    REMARK_LENGTH,
    Consent,
    Layout,
    Option,
    Spoils,
)
from selection.reasons import Refused

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
