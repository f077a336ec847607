"""Which numbers does a counted poll show? Page, paper and sheet all take them from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ballots import papers
from ballots.definitions import ABSTAIN, Consent, Option
from ballots.drawn import paper_of
from ballots.sheets import CONSENT, CONSENT_OPTIONS, VOID, Section
from ballots.sums import Voices
from ballots.tallies import NOT_CHOSEN, name
from ballots.verdicts import (
    Base,
    Verdict,
    percent,
    rank,
)

if TYPE_CHECKING:
    from ballots.models import Poll

QUESTION, CATEGORY = "项目", "类别"


@dataclass(frozen=True)
class Row:
    """One line: whom it is about, which question (blank if only one), the counts, a printed share."""

    label: str
    note: str
    question: str
    cells: tuple[int, ...]
    share: str
    verdict: Verdict | None = None
    place: int | None = None


@dataclass(frozen=True)
class Block:
    """One table of a result: a heading, the names of its columns, its rows.

    ``head`` heads the first column, ``question`` that of the rows' questions, if they have any; ``is_of_others``
    those written in.
    """

    title: str
    columns: tuple[str, ...]
    share: str
    rows: tuple[Row, ...]
    tie: str = ""
    question: str = QUESTION
    is_of_others: bool = False
    head: str = "姓名"

    @property
    def is_ranked(self) -> bool:
        return any(row.place is not None for row in self.rows)

    @property
    def width(self) -> int:
        """How many columns stand beside the first one."""
        first = self.rows[0]
        return len(self.columns) + 1 + bool(first.question) + self.is_ranked


@dataclass(frozen=True)
class ResultTable:
    """All that is shown of a round; without ``blocks`` it isn't counted, and ``verdict`` may say why."""

    title: str
    state: str
    facts: tuple[tuple[str, str], ...]
    verdict: Verdict | None
    blocks: tuple[Block, ...]


def table(poll: Poll, category: str = "") -> ResultTable:
    """The result of a poll, or of one category of a poll that is broken down."""
    blocks = _blocks(Voices.of(poll, category)) if poll.is_counted else []
    return ResultTable(poll.title, poll.get_state_display(), tuple(facts(poll)), poll.validity, tuple(blocks))


def lines(poll: Poll) -> list[str]:
    """The result as sentences, in one order: what is sealed in the ledger and what a recount prints.

    The register and the wholly blank ballots can't be read from torn sections, so they stay out; so does
    by which way ballots came.
    """
    shown = table(poll)
    said = ["，".join(f"{label}{text}" for label, text in shown.facts if label not in _UNCOUNTED)]
    if shown.verdict:
        said.append(shown.verdict.sentence)
    for block in shown.blocks:
        for row in block.rows:
            named = "".join(filter(None, (block.title, row.label, row.question)))
            cells = "，".join(
                f"{column}{cell}" for column, cell in zip(block.columns, row.cells, strict=True)
            )
            verdict = f"；{row.verdict.sentence}" if row.verdict else ""
            said.append(f"{named}：{cells}；{block.share}{row.share}{verdict}")
        if block.tie:
            said.append(block.tie)
    return said


def facts(poll: Poll) -> Iterable[tuple[str, str]]:
    """在册－扣除＝应到 and the numbers of the round, as pairs of label and text."""
    counts = poll.turnout_counts
    if counts is None:
        return
    if deducted := poll.deductions.count():
        yield "在册", f"{counts.entitled + deducted}人"
        yield "扣除", f"{deducted}人"
    yield "应到", f"{counts.entitled}人"
    if counts.recused:
        yield "其中回避", f"{counts.recused}人"
    yield "实到", f"{counts.present}人"
    yield "发出", f"{counts.issued}份"
    yield "收回", f"{counts.collected}份"
    if paper := papers.piles(poll):
        yield "其中纸质票", f"{sum(pile.collected or 0 for pile in paper)}份"
    if poll.is_counted:
        yield "有效票", f"{counts.valid}张"
        yield "废票", f"{counts.spoiled}张"
        yield "全部弃权", f"{poll.blank}张"


def remarks(poll: Poll) -> dict[str, list[str]]:
    """Label of what could be written on → the written opinions on it, in no order that tells anything."""
    asked = [option.key for option in paper_of(poll).remarked]
    return {
        subject.label: [remark.text for remark in subject.remarks.all()]
        for subject in poll.subjects.filter(key__in=asked).prefetch_related("remarks")
    }


_UNCOUNTED = ("在册", "扣除", "其中纸质票", "全部弃权")


def _blocks(voices: Voices) -> Iterable[Block]:
    poll, paper = voices.poll, paper_of(voices.poll)
    void = {VOID: "作废"} if paper.may_void_cells else {}
    listed = [section for section in paper.sections if not section.questions[0].is_optional]
    if poll.kind == poll.Kind.CHOICE:
        for section in listed:
            yield from _choice(voices, section, void)
    if poll.kind == poll.Kind.GRADING:
        yield from _grading(voices, listed, void)
    for section in paper.sections:
        if section.questions[0].is_checklist:
            yield from _checklist(voices, section)
    if any(question.key == CONSENT for question in listed[0].questions):
        yield from _consent(voices, listed, void)
    if not voices.category:
        yield from filter(None, (_written_in(poll, section) for section in paper.sections if section.is_open))


def _grading(voices: Voices, sections: list[Section], void: dict[str, str]) -> Iterable[Block]:
    """A single dimension leaves room for what each category said."""
    counting, sums = voices.poll.counting, voices.sums
    layout, first = counting.layout, counting.dimensions[0].key
    columns = {grade.key: grade.label for grade in counting.grades} | {ABSTAIN: "未评"} | void
    best = {each.key: sums[each.key].get(name(first, counting.grades[0].key), 0) for each in sections}
    places = {each.key: each.rank for each in rank(best, 0).order if layout.is_ranked}
    rows = tuple(
        _row(
            section,
            question.label,
            [sums[section.key].get(name(question.key, key), 0) for key in columns],
            places.get(section.key),
        )
        for section in sections
        for question in section.questions
        if question.key != CONSENT
    )
    share = f"{counting.grades[0].label}率"
    yield Block(layout.heading, tuple(columns.values()), share, rows, head=layout.matter)
    if len(counting.dimensions) == 1:
        named = {name(first, key): label for key, label in columns.items()}
        asked = {section.key: Option(section.key, section.label) for section in sections}
        yield from _of_categories(voices, layout.heading, asked, named, share, layout.matter)


def _row(section: Section | Option, question: str, cells: list[int], place: int | None = None) -> Row:
    share = percent(cells[0], sum(cells))
    return Row(section.label, section.note, question, tuple(cells), share, place=place)


def _checklist(voices: Voices, section: Section) -> Iterable[Block]:
    """How often each item was ticked; the more often, the higher its place."""
    items = {option.key: option for option in section.questions[0].options}
    columns = {Consent.AGREE.value: "选此项", NOT_CHOSEN: "未选"}
    places = voices.places(items)
    rows = tuple(
        _row(option, "", [voices.sums[key][column] for column in columns], places[key])
        for key, option in items.items()
    )
    share = f"占{Base.VALID.label}"
    yield Block(section.label, tuple(columns.values()), share, rows, head="选项")
    yield from _of_categories(voices, section.label, items, columns, share, "选项")


def _consent(voices: Voices, sections: Iterable[Section], void: dict[str, str]) -> Iterable[Block]:
    poll = voices.poll
    asked = {section.key: Option(section.key, section.label, section.note) for section in sections}
    columns = {option.key: option.label for option in CONSENT_OPTIONS} | void
    title = poll.counting.consent_question if poll.kind == poll.Kind.GRADING else ""
    yield _voted(voices, title, asked, columns, poll.counting.seats)
    yield from _of_categories(voices, title, asked, columns)


def _choice(voices: Voices, section: Section, void: dict[str, str]) -> Iterable[Block]:
    question = section.questions[0]
    listed = {option.key: option for option in question.options}
    columns = {Consent.AGREE.value: "得票", NOT_CHOSEN: "未选", ABSTAIN: "弃权"} | void
    yield _voted(voices, section.label, listed, columns, question.maximum)
    yield from _of_categories(voices, section.label, listed, columns)


def _of_categories(
    voices: Voices,
    title: str,
    asked: dict[str, Option],
    columns: dict[str, str],
    share: str = f"得票率（占{Base.VALID.label}）",
    head: str = "姓名",
) -> Iterable[Block]:
    """What each category gave to each person, where the poll is broken down."""
    if voices.category or not voices.by_category:
        return
    rows = tuple(
        _row(option, category, [sums[key].get(column, 0) for column in columns])
        for key, option in asked.items()
        for category, sums in sorted(voices.by_category.items())
    )
    yield Block(f"{title}按类别统计", tuple(columns.values()), share, rows, question=CATEGORY, head=head)


def _voted(
    voices: Voices, title: str, asked: dict[str, Option], columns: dict[str, str], seats: int
) -> Block:
    places = voices.places(asked)
    rows = tuple(
        Row(
            option.label,
            option.note,
            "",
            tuple(voices.sums[key].get(column, 0) for column in columns),
            voices.share(key),
            voices.verdict(key),
            places.get(key),
        )
        for key, option in asked.items()
    )
    return Block(title, tuple(columns.values()), voices.share_label, rows, voices.tie(asked, seats))


def _written_in(poll: Poll, section: Section) -> Block | None:
    """Whoever was written in, by the number of voices; None where nobody was."""
    votes = (poll.written_in or {}).get(section.key, {})
    persons = {option.key: option for option in section.questions[0].options}
    order = sorted(votes, key=lambda key: (-votes[key], list(persons).index(key)))
    rows = tuple(
        Row(persons[key].label, persons[key].note, "", (votes[key],), percent(votes[key], poll.valid or 0))
        for key in order
    )
    share = f"得票率（占{Base.VALID.label}）"
    return Block(section.label, ("得票",), share, rows, is_of_others=True) if rows else None
