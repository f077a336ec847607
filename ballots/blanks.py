"""What stands on a ballot of paper? The same sections and options as on the page, in tables with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from ballots.definitions import Option
from ballots.pages import hint, limits
from ballots.sheets import BallotPaper, Question, Section, paper_of

if TYPE_CHECKING:
    from ballots.models import Poll

TICK = "请在选定的一格内打“√”，每行只选一格；没有选的，或一行选了两格的，该行计为弃权。"
CHOOSE = "请在选定的人后面的格内打“√”；一个也不选的该岗位计为弃权。"
SHORT = 8


@dataclass(frozen=True)
class Table:
    """Rows of things asked, columns of boxes; a short one is not torn over two pages.

    One ``is_for_names`` has boxes to write into.
    """

    title: str
    hint: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[Option, ...]
    is_for_names: bool = False

    @property
    def is_short(self) -> bool:
        return len(self.rows) <= SHORT


@dataclass(frozen=True)
class Blank:
    """One ballot: whoever fills it in sees what the page would show, and nothing tells two of them apart."""

    poll: Poll
    category: str
    how: str
    tables: tuple[Table, ...]
    remarked: tuple[Option, ...]


def blank(poll: Poll, category: str = "") -> Blank:
    paper = paper_of(poll)
    how = CHOOSE if paper.sections[0].questions[0].is_choice else TICK
    return Blank(poll, category, how + limits(paper), tuple(_tables(paper)), paper.remarked)


def _tables(paper: BallotPaper) -> Iterator[Table]:
    """A choice is a table a post; a single question one table of persons; more of them a table a person."""
    first = paper.sections[0].questions
    listed = [section for section in paper.sections if not section.is_open]
    if first[0].is_choice:
        yield from (_chosen(section, section.questions[0]) for section in listed)
    elif len(first) == 1:
        rows = tuple(Option(section.key, section.label, section.note) for section in listed)
        yield Table("", first[0].label, "姓名", _columns(first[0]), rows)
    else:
        for section in listed:
            yield from _asked(section)
    yield from (_written(section, section.questions[0]) for section in paper.sections if section.is_open)


def _chosen(section: Section, question: Question) -> Table:
    return Table(section.label, hint(question), "姓名", ("选",), question.options)


def _written(section: Section, question: Question) -> Table:
    lines = tuple(Option(str(at), f"第{at}人") for at in range(1, question.maximum + 1))
    told = f"{hint(question)}；{section.note}"
    return Table(section.label, told, "另选", ("姓名和部门（写全名）",), lines, is_for_names=True)


def _asked(section: Section) -> Iterator[Table]:
    named = section.label + (f"（{section.note}）" if section.note else "")
    for columns, questions in groupby(section.questions, _columns):
        rows = tuple(Option(question.key, question.label) for question in questions)
        yield Table(named, "", "项目", columns, rows)
        named = ""


def _columns(question: Question) -> tuple[str, ...]:
    return tuple(option.label for option in question.options)
