"""Which numbers does a counted poll show? Page, paper and sheet all take them from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ballots.definitions import ABSTAIN, Consent, Option
from ballots.sheets import CONSENT, CONSENT_OPTIONS, Section, paper_of
from ballots.tallies import NOT_CHOSEN, name
from ballots.verdicts import Base, Counts, Verdict, Words, judge, rank

if TYPE_CHECKING:
    from ballots.models import Poll

Sums = dict[str, dict[str, int]]


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
    """One table of a result: a heading, the names of its columns, its rows."""

    title: str
    columns: tuple[str, ...]
    share: str
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """How many columns stand beside the first one."""
        first = self.rows[0]
        return len(self.columns) + 1 + bool(first.question) + (first.place is not None)


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
    blocks = _blocks(poll, _sums(poll, category)) if poll.is_counted else []
    return ResultTable(poll.title, poll.get_state_display(), tuple(facts(poll)), poll.validity, tuple(blocks))


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
    if poll.is_counted:
        yield "有效票", f"{counts.valid}张"
        yield "废票", f"{counts.spoiled}张"
        yield "全部弃权", f"{poll.blank}张"


def remarks(poll: Poll) -> dict[str, list[str]]:
    """Subject label → the written opinions on it, in no order that tells anything."""
    return {
        subject.label: [remark.text for remark in subject.remarks.all()]
        for subject in poll.subjects.prefetch_related("remarks")
    }


def approval(poll: Poll, sums: dict[str, int]) -> Verdict | None:
    """One subject's 同意 held against the poll's own bar, where it has one."""
    bar, counts = poll.counting.approval, poll.turnout_counts
    if bar is None or counts is None or Consent.AGREE not in sums:
        return None
    voiced = sums[Consent.AGREE] + sums.get(Consent.OPPOSE, 0)
    return judge(
        bar, sums[Consent.AGREE], replace(counts, agree_oppose=voiced), Words("同意", "票", "通过", "未通过")
    )


def _sums(poll: Poll, category: str) -> Sums:
    rows = poll.tally_set.filter(category=category).select_related("subject")
    return {row.subject.key: row.counts for row in rows}


def _blocks(poll: Poll, sums: Sums) -> Iterable[Block]:
    sections = paper_of(poll).sections
    if poll.kind == poll.Kind.CHOICE:
        for section in sections:
            yield _choice(poll, section, sums)
        return
    grades = poll.counting.grades
    if poll.kind == poll.Kind.GRADING:
        yield _grading(sections, sums, grades)
    if any(question.key == CONSENT for question in sections[0].questions):
        yield _consent(poll, sections, sums)


def _grading(sections: Iterable[Section], sums: Sums, grades: tuple[Option, ...]) -> Block:
    keys = [*(grade.key for grade in grades), ABSTAIN]
    rows = tuple(
        _row(section, question.label, [sums[section.key][name(question.key, key)] for key in keys])
        for section in sections
        for question in section.questions
        if question.key != CONSENT
    )
    share = f"{grades[0].label}率"
    return Block("评定等次", (*(grade.label for grade in grades), "未评"), share, rows)


def _row(section: Section, question: str, cells: list[int]) -> Row:
    return Row(section.label, section.note, question, tuple(cells), share_text(cells[0], sum(cells)))


def _consent(poll: Poll, sections: Iterable[Section], sums: Sums) -> Block:
    places = {
        place.key: place.rank for place in rank({k: c[Consent.AGREE] for k, c in sums.items()}, 0).order
    }
    rows = []
    for section in sections:
        counted = sums[section.key]
        cells = [counted[option.key] for option in CONSENT_OPTIONS]
        verdict, share = approval(poll, counted), _share(poll, counted)
        rows.append(Row(section.label, section.note, "", tuple(cells), share, verdict, places[section.key]))
    title = poll.counting.consent_question if poll.kind == poll.Kind.GRADING else ""
    return Block(title, tuple(option.label for option in CONSENT_OPTIONS), _share_label(poll), tuple(rows))


def _choice(poll: Poll, section: Section, sums: Sums) -> Block:
    listed = section.questions[0].options
    order = rank(
        {option.key: sums[option.key][Consent.AGREE] for option in listed}, section.questions[0].maximum
    )
    places = {place.key: place.rank for place in order.order}
    rows = tuple(
        Row(
            option.label,
            option.note,
            "",
            tuple(sums[option.key][key] for key in (Consent.AGREE, NOT_CHOSEN, ABSTAIN)),
            _share(poll, sums[option.key]),
            approval(poll, sums[option.key]),
            places[option.key],
        )
        for option in listed
    )
    return Block(section.label, ("得票", "未选", "弃权"), _share_label(poll), rows)


def _share_base(poll: Poll) -> Base:
    """Shares are printed of what the bar is taken of, else of 收回."""
    bar = poll.counting.approval
    return bar.base if bar else Base.COLLECTED


def _share_label(poll: Poll) -> str:
    return f"得票率（占{_share_base(poll).label}）"


def _share(poll: Poll, counted: dict[str, int]) -> str:
    base = _share_base(poll)
    if base == Base.AGREE_OPPOSE:
        whole: int | None = counted[Consent.AGREE] + counted.get(Consent.OPPOSE, 0)
    else:
        counts = poll.turnout_counts or Counts(0)
        whole = counts.of(base)
    return share_text(counted[Consent.AGREE], whole)


def share_text(part: int, whole: int | None) -> str:
    """A percentage for the eye, rounded half up on whole numbers; nothing is ever compared with it."""
    if not whole:
        return "—"
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"
