"""How does a paper look as a page, and what came back from it?

Choices travel in the body of a form only: from the page to the check page and from there into the
envelope. They are never in an address, a session or a cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from ballots.definitions import REMARK_LENGTH
from ballots.sheets import BallotPaper, Question, Section

Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Tick:
    """One button of a question."""

    value: str
    label: str
    note: str
    is_ticked: bool


@dataclass(frozen=True)
class Asked:
    """One question as it stands on the page."""

    name: str
    label: str
    kind: str
    limit: int
    hint: str
    ticks: tuple[Tick, ...]

    @property
    def is_brief(self) -> bool:
        """A label of one or two characters stands beside its buttons."""
        return 0 < len(self.label) <= 2

    @property
    def ticked(self) -> list[Tick]:
        return [tick for tick in self.ticks if tick.is_ticked]


@dataclass(frozen=True)
class Opinion:
    """One box for a written opinion."""

    name: str
    label: str
    text: str
    limit: int = REMARK_LENGTH


@dataclass(frozen=True)
class Sheaf:
    """One section of the page: a person or a post."""

    label: str
    note: str
    asked: tuple[Asked, ...]
    opinions: tuple[Opinion, ...]


@dataclass(frozen=True)
class Filled:
    """A paper with what a voter has ticked so far."""

    paper: BallotPaper
    answers: Answers
    remarks: dict[str, str]

    @classmethod
    def read(cls, paper: BallotPaper, body: QueryDict) -> Filled:
        """Take the paper's own fields out of a form's body and nothing else."""
        answers: Answers = {
            section.key: {
                question.key: body.getlist(name) if question.is_choice else body.get(name, "")
                for question in section.questions
                for name in [field_name(section, question)]
            }
            for section in paper.sections
        }
        remarks = {option.key: body.get(f"r.{option.key}", "") for option in paper.remarked}
        return cls(paper, answers, remarks)

    @classmethod
    def blank(cls, paper: BallotPaper) -> Filled:
        return cls.read(paper, QueryDict())

    @property
    def sheaves(self) -> list[Sheaf]:
        labels = {option.key: option.label for option in self.paper.remarked}
        return [
            Sheaf(
                section.label,
                section.note,
                tuple(self._asked(section, question) for question in section.questions),
                tuple(self._opinion(key, labels[key]) for key in _subjects(section) if key in labels),
            )
            for section in self.paper.sections
        ]

    def _asked(self, section: Section, question: Question) -> Asked:
        given = self.answers[section.key][question.key]
        chosen = given if isinstance(given, list) else [given]
        name = field_name(section, question)
        return Asked(
            name,
            question.label,
            "checkbox" if question.is_choice else "radio",
            question.maximum,
            hint(question),
            tuple(
                Tick(option.key, option.label, option.note, option.key in chosen)
                for option in question.options
            ),
        )

    def _opinion(self, key: str, label: str) -> Opinion:
        return Opinion(f"r.{key}", label, self.remarks[key])

    @property
    def warning(self) -> str:
        """What counts as 弃权 unless the voter goes back; empty when all is answered."""
        missing = [
            sum(not self.answers[section.key][question.key] for question in section.questions)
            for section in self.paper.sections
        ]
        people = sum(count > 0 for count in missing)
        if not people:
            return ""
        questions = self.paper.sections[0].questions
        if questions[0].is_choice:
            return f"还有{people}个岗位未选，将计为弃权"
        if len(questions) == 1:
            return f"还有{people}人未选，将计为弃权"
        return f"还有{people}人的{sum(missing)}项未评，将计为弃权"


def field_name(section: Section, question: Question) -> str:
    return f"a.{section.key}.{question.key}"


def _subjects(section: Section) -> list[str]:
    """Those whom a section is about: itself, or everybody listed for the post."""
    question = section.questions[0]
    return [option.key for option in question.options] if question.is_choice else [section.key]


def hint(question: Question) -> str:
    if not question.is_choice:
        return ""
    if question.minimum == question.maximum:
        return f"请选{question.maximum}人"
    least = f"最少选{question.minimum}人，" if question.minimum > 1 else ""
    return f"{least}最多选{question.maximum}人"
