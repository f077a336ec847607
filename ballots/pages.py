"""How does a paper look as a page, and what came back from it?

Choices travel in the body of a form only: from the page to the check page and from there into the
envelope. They are never in an address, a session or a cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from ballots.definitions import REMARK_LENGTH, Consent
from ballots.directory import Directory, shown
from ballots.sheets import BallotPaper, Limit, Question, Section
from selection.reasons import Refused

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
    """One question as it stands on the page. ``names`` are the boxes of 另选他人, as far as they are filled in."""

    name: str
    label: str
    kind: str
    limit: int
    hint: str
    ticks: tuple[Tick, ...]
    names: tuple[str, ...] = ()
    is_optional: bool = False

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
                question.key: _given(question, body, field_name(section, question))
                for question in section.questions
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
        asked = [
            Sheaf(
                section.label,
                section.note,
                tuple(self._asked(section, question) for question in section.questions),
                tuple(self._opinion(key, labels.pop(key)) for key in _subjects(section) if key in labels),
            )
            for section in self.paper.sections
        ]
        return asked + [Sheaf(label, "", (), (self._opinion(key, label),)) for key, label in labels.items()]

    def _asked(self, section: Section, question: Question) -> Asked:
        given = self.answers[section.key][question.key]
        chosen = given if isinstance(given, list) else [given]
        name = field_name(section, question)
        if question.is_open:
            return _open(question, name, chosen)
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
            is_optional=question.is_optional,
        )

    def _opinion(self, key: str, label: str) -> Opinion:
        return Opinion(f"r.{key}", label, self.remarks[key])

    def flaws(self) -> list[str]:
        """What is more than may be said, sentence by sentence; refuses a name that is nobody's."""
        unknown = [
            f"{section.label}：{directory.why_not(given)}"
            for section in self.paper.sections
            if section.is_open
            for directory in [Directory(section.questions[0].options)]
            for given in self.answers[section.key][section.questions[0].key]
            if given not in directory.by_key
        ]
        if unknown:
            raise Refused(unknown)
        return self.paper.flaws(self.paper.fill(self.answers, self.remarks))

    @property
    def is_stepped(self) -> bool:
        """Where several things are asked of each, one screen is one person's."""
        return len(self.paper.sections[0].questions) > 1

    @property
    def most_excellent(self) -> Limit | None:
        return most_excellent(self.paper)

    @property
    def limits(self) -> str:
        return limits(self.paper)

    @property
    def others(self) -> list[str]:
        """Who may be written in for any of the posts; one list ships with the page."""
        options = [o for s in self.paper.sections if s.is_open for o in s.questions[0].options]
        return list(dict.fromkeys(map(shown, options)))

    @property
    def warning(self) -> str:
        """What counts as 弃权 unless the voter goes back; empty when all is answered."""
        missing = [
            sum(not self.answers[section.key][question.key] for question in section.questions)
            for section in self.paper.sections
            if not section.questions[0].is_optional
        ]
        people = sum(count > 0 for count in missing)
        if not people:
            return ""
        questions = self.paper.sections[0].questions
        if questions[0].is_choice:
            return f"还有{people}个岗位未选，将计为弃权"
        if len(questions) == 1:
            return f"还有{people}{self.paper.layout.unit}未选，将计为弃权"
        return f"还有{people}人的{sum(missing)}项未评，将计为弃权"


def field_name(section: Section, question: Question) -> str:
    return f"a.{section.key}.{question.key}"


def _subjects(section: Section) -> list[str]:
    """Those whom a section is about: itself, or everybody listed for the post."""
    question = section.questions[0]
    if question.is_open:
        return []
    return [option.key for option in question.options] if question.is_choice else [section.key]


def _given(question: Question, body: QueryDict, name: str) -> Any:
    if not question.is_choice:
        return body.get(name, "")
    given = body.getlist(name)
    if not question.is_open:
        return given
    directory = Directory(question.options)
    return list(dict.fromkeys(directory.find(text) or text for text in map(str.strip, given) if text))


def _open(question: Question, name: str, chosen: list[str]) -> Asked:
    known = Directory(question.options).by_key
    ticks = tuple(Tick(key, known[key].label, known[key].note, True) for key in chosen if key in known)
    names = [shown(known[key]) if key in known else key for key in chosen]
    names += [""] * (question.maximum - len(names))
    return Asked(name, "", "name", question.maximum, hint(question), ticks, tuple(names), is_optional=True)


def limits(paper: BallotPaper) -> str:
    """What a voter must know of the numbers before anything is ticked, as they are counted; empty without limits."""
    most = most_excellent(paper)
    said = [f"每一项最多{most.verb}{most.maximum}人"] if most else []
    said += [limit.sentence for limit in paper.limits if limit.answer == Consent.AGREE]
    return f"{'；'.join(said)}。不符合的，{paper.spoils_label}。" if said else ""


def most_excellent(paper: BallotPaper) -> Limit | None:
    """The limit on the first grade, which is the same for every dimension."""
    return next((limit for limit in paper.limits if limit.answer != Consent.AGREE), None)


def hint(question: Question) -> str:
    if not question.is_choice:
        return ""
    if question.is_open:
        return f"可不填，最多{question.maximum}人"
    if question.is_checklist:
        return "可选多项，没有就不选"
    if question.minimum == question.maximum:
        return f"请选{question.maximum}人"
    least = f"最少选{question.minimum}人，" if question.minimum > 1 else ""
    return f"{least}最多选{question.maximum}人"
