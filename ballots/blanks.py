"""What stands on a ballot of paper? The same sections and options as on the page, in tables with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from ballots.definitions import Option
from ballots.drawn import paper_of
from ballots.pages import hint, limits
from ballots.sheets import BallotPaper, Question, Section

if TYPE_CHECKING:
    from ballots.models import Poll

TICK = "请在选定的一格内打“√”，每行只选一格；没有选的，或一行选了两格的，该行计为弃权。"
CHOOSE = "请在选定的人后面的格内打“√”；一个也不选的该岗位计为弃权。"
SHORT = 8


@dataclass(frozen=True)
class Row:
    """One thing asked; what is known of a person stands below the name, or in columns of its own."""

    label: str
    note: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows of things asked, columns of boxes; a short one is not torn over two pages.

    One ``is_for_names`` has boxes to write into, one ``is_of_items`` is a checklist. ``facts`` head the columns of what is known of each row, and
    ``remark`` a last one to write in.
    """

    title: str
    hint: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    is_for_names: bool = False
    is_of_items: bool = False
    facts: tuple[str, ...] = ()
    remark: str = ""

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

    @property
    def is_wide(self) -> bool:
        return any(table.facts for table in self.tables)


def blank(poll: Poll, category: str = "") -> Blank:
    paper = paper_of(poll)
    how = CHOOSE if paper.sections[0].questions[0].is_choice else TICK
    tables = tuple(_tables(paper))
    below = () if any(table.remark for table in tables) else paper.remarked
    return Blank(poll, category, how + limits(paper), tables, below)


def _tables(paper: BallotPaper) -> Iterator[Table]:
    """A choice or a checklist is a table; of the rest a single question one of persons, more of them one a person."""
    chosen = [section for section in paper.sections if section.questions[0].is_choice]
    ticked = [section for section in paper.sections if section not in chosen]
    if ticked and len(ticked[0].questions) == 1:
        yield _single(paper, ticked)
    else:
        for section in ticked:
            yield from _asked(section)
    yield from (_chosen(section, section.questions[0]) for section in chosen if not section.is_open)
    yield from (_written(section, section.questions[0]) for section in chosen if section.is_open)


def _single(paper: BallotPaper, sections: list[Section]) -> Table:
    """With columns for facts there is one for the remark too: the form has one width."""
    question, layout = sections[0].questions[0], paper.layout
    rows = tuple(Row(each.label, "" if each.facts else each.note, each.facts) for each in sections)
    remark = layout.remark if layout.facts and paper.remarked else ""
    return Table(
        "", question.label, layout.matter, _columns(question), rows, facts=layout.facts, remark=remark
    )


def _chosen(section: Section, question: Question) -> Table:
    rows = tuple(Row(option.label, option.note) for option in question.options)
    head, is_of_items = ("选项", True) if question.is_checklist else ("姓名", False)
    return Table(section.label, hint(question), head, ("选",), rows, is_of_items=is_of_items)


def _written(section: Section, question: Question) -> Table:
    lines = tuple(Row(f"第{at}人") for at in range(1, question.maximum + 1))
    told = f"{hint(question)}；{section.note}"
    return Table(section.label, told, "另选", ("姓名和部门（写全名）",), lines, is_for_names=True)


def _asked(section: Section) -> Iterator[Table]:
    named = section.label + (f"（{section.note}）" if section.note else "")
    for columns, questions in groupby(section.questions, _columns):
        rows = tuple(Row(question.label) for question in questions)
        yield Table(named, "", "项目", columns, rows)
        named = ""


def _columns(question: Question) -> tuple[str, ...]:
    return tuple(option.label for option in question.options)
