"""What does a paper ask, what may a filled-in one say, and how does it fill one length of bytes?

Every kind of paper comes down to sections (one per person or post) of questions with options. So
checking, sealing, opening and the page know no kinds; only ``paper_of`` and the count do.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ballots.definitions import ABSTAIN, REMARK_LENGTH, Consent, Counting, Option
from selection.reasons import Refused

if TYPE_CHECKING:
    from ballots.models import Poll, Subject

BLOCK = 256
UNREADABLE = "票面内容有误，请刷新页面后重新填写"
CONSENT_OPTIONS = tuple(Option(value, label) for value, label in Consent.choices)
CONSENT, CHOSEN = "consent", "chosen"

Answer = str | list[str]
Mark = dict[str, Answer]


@dataclass(frozen=True)
class Question:
    """One thing asked. A ``maximum`` makes it a choice of several; otherwise one option is ticked."""

    key: str
    label: str
    options: tuple[Option, ...]
    minimum: int = 0
    maximum: int = 0

    @property
    def is_choice(self) -> bool:
        return self.maximum > 0

    @property
    def nothing(self) -> Answer:
        return [] if self.is_choice else ABSTAIN

    def normal(self, answer: Any, where: str) -> Answer:
        """The answer in its one written form; refuses what this question doesn't offer."""
        if answer in (None, "", [], ()):
            return self.nothing
        return self._several(answer, where) if self.is_choice else self._single(answer)

    def _single(self, answer: Any) -> Answer:
        if answer != ABSTAIN and answer not in [option.key for option in self.options]:
            raise Refused(UNREADABLE)
        return answer

    def _several(self, answer: Any, where: str) -> Answer:
        known = [option.key for option in self.options]
        if (
            not isinstance(answer, list | tuple)
            or len(set(answer)) != len(answer)
            or set(answer) - set(known)
        ):
            raise Refused(UNREADABLE)
        if len(answer) > self.maximum:
            raise Refused(f"{where}最多选{self.maximum}人，请取消多选的人")
        if len(answer) < self.minimum:
            raise Refused(f"{where}至少选{self.minimum}人；如要弃权，请一个也不选")
        return [key for key in known if key in answer]

    @property
    def largest(self) -> Answer:
        if not self.is_choice:
            return max([ABSTAIN, *(option.key for option in self.options)], key=len)
        return sorted((option.key for option in self.options), key=len)[-self.maximum :]


@dataclass(frozen=True)
class Section:
    """The part of a paper that is torn off and shuffled on its own: one person, or one post."""

    key: str
    label: str
    note: str
    questions: tuple[Question, ...]

    def normal(self, mark: Any) -> Mark:
        """A mark may be given bare where the section asks a single question."""
        if not isinstance(mark, Mapping):
            mark = {self.questions[0].key: mark} if len(self.questions) == 1 or mark is None else None
        if mark is None or set(mark) - {question.key for question in self.questions}:
            raise Refused(UNREADABLE)
        return {
            question.key: question.normal(mark.get(question.key), self.label) for question in self.questions
        }

    @property
    def nothing(self) -> Mark:
        return {question.key: question.nothing for question in self.questions}


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

    def encode(self, sheet: Sheet) -> bytes:
        """The sheet as bytes of this paper's one length, whatever it says."""
        return _written(sheet).ljust(self.length)

    def decode(self, text: bytes) -> Sheet | None:
        """The sheet that was sealed, or None for a spoiled one."""
        try:
            data = json.loads(text)
            return self.fill(data["marks"], data["remarks"])
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
    """The paper of a poll, from its definition and subjects."""
    subjects, counting = list(poll.subjects.all()), poll.counting
    if poll.kind == poll.Kind.CHOICE:
        sections = _contests(counting, subjects)
    else:
        questions = _graded(counting) if poll.kind == poll.Kind.GRADING else _consented()
        sections = [Section(s.key, s.label, s.note, questions) for s in subjects]
    remarked = [Option(s.key, s.label) for s in subjects] if poll.asks_remarks else []
    return BallotPaper(tuple(sections), tuple(remarked))


def _consented() -> tuple[Question, ...]:
    return (Question(CONSENT, "", CONSENT_OPTIONS),)


def _graded(counting: Counting) -> tuple[Question, ...]:
    asked = [Question(each.key, each.label, counting.grades) for each in counting.dimensions]
    if counting.asks_consent:
        asked.append(Question(CONSENT, counting.consent_question, CONSENT_OPTIONS))
    return tuple(asked)


def _contests(counting: Counting, subjects: list[Subject]) -> list[Section]:
    return [
        Section(
            contest.key,
            contest.label,
            "",
            (
                Question(
                    CHOSEN,
                    "",
                    tuple(Option(s.key, s.label, s.note) for s in subjects if s.contest == contest.key),
                    contest.minimum,
                    contest.maximum,
                ),
            ),
        )
        for contest in counting.contests
    ]
