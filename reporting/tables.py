"""The tables of the report, from which page, paper, Excel file and charts all take their numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from reporting import merging
from reporting.counting import PEOPLE, count
from reporting.structure import CUTS, RANKS, Cut
from reporting.yearly import Entry, YearlyReport, entries
from reporting.years import Person, Year
from selection.accounts.models import Organisation

BY_SCHOOL = (
    *("appointments.chiefs", "appointments.deputies", "appointments.renewed", "appointments.competed"),
    *("exceptions.granted", "voices.objections"),
    *("posts.approved", "posts.held", "posts.vacant", "posts.over"),
)
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """A number, None where nobody counted; ``people`` asks the page of people for those behind it."""

    number: int | None
    people: str = ""


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[Cell]
    place: str = ""  # the code of the school or zone, where the row is about one


@dataclass(frozen=True)
class Table:
    """``heads`` names the rows first, then each column; one that is ``drawn`` goes with a chart of so many columns."""

    title: str
    heads: list[str]
    rows: list[Row]
    drawn: int = 0


def of_figures(year: int, this: Values, last: Values, place: str) -> Iterator[Table]:
    """A table for each part of the report: this year, the last, and the difference, of what anybody has counted."""
    heads = [f"{year}年", f"{year - 1}年", "增减"]
    for part in fields(YearlyReport):
        found = [
            each
            for path, each in entries().items()
            if path.startswith(f"{part.name}.") and (path in this or path in last)
        ]
        if found:
            rows = [_compared(each, this, last, year, place) for each in found]
            yield Table(part.metadata["label"], ["项目", *heads], rows)


def _compared(entry: Entry, this: Values, last: Values, year: int, place: str) -> Row:
    now, before = this.get(entry.path), last.get(entry.path)
    difference = None if now is None or before is None else now - before
    cells = [_figure(entry.path, now, year, place), _figure(entry.path, before, year - 1, place)]
    return Row(f"{entry.label}（{entry.unit}）", [*cells, Cell(difference)])


def _figure(path: str, number: int | None, year: int, place: str) -> Cell:
    if path not in PEOPLE or not number:
        return Cell(number)
    return Cell(number, urlencode({"place": place, "year": year, "figure": path}))


def of_structure(year: Year, place: str, *, sees_people: bool) -> Iterator[Table]:
    """How those appointed and those in post are made up; merged for whoever may not see the people, and left
    out where nothing is left to tell apart."""
    for population, cuts in CUTS.items():
        people = year.persons(population)
        for cut in cuts:
            title = f"{population.label}人员的{cut.label}结构"
            if sees_people:
                asked = {"place": place, "year": year.year, "population": population.value, "cut": cut.key}
                yield _crossed(title, people, cut, asked)
            elif len(bands := merging.shown(people, cut)) > 1:
                yield _merged(title, bands, cut)


def _crossed(title: str, people: Collection[Person], cut: Cut, asked: Mapping[str, object]) -> Table:
    found = cut.crossed(people)

    def row(label: str, bands: Iterable[str], said: Mapping[str, object]) -> Row:
        chosen = list(bands)
        ranked = [(rank, sum(found[band, rank] for band in chosen)) for rank in RANKS]
        cells = [Cell(n, urlencode({**said, "rank": rank.value}) if n else "") for rank, n in ranked]
        total = sum(n for _rank, n in ranked)
        return Row(label, [*cells, Cell(total, urlencode(said) if total else "")])

    rows = [row(band, [band], {**asked, "band": number}) for number, band in enumerate(cut.bands)]
    known = rows if rows[-1].cells[-1].number else rows[:-1]
    return Table(
        title,
        [cut.label, *(rank.label for rank in RANKS), "合计"],
        [*known, row("合计", cut.bands, asked)],
        2,
    )


def _merged(title: str, bands: Iterable[tuple[str, int]], cut: Cut) -> Table:
    rows = [Row(label, [Cell(number)]) for label, number in bands]
    total = sum(number for _, number in bands)
    return Table(title, [cut.label, "人数"], [*rows, Row("合计", [Cell(total)])], 1)


def by_school(year: Year, place: Organisation, below: Iterable[Organisation]) -> Table:
    """A line for each school and zone below the place, a zone before its schools, the place itself last."""
    known = {path: entries()[path] for path in BY_SCHOOL}
    listed = [each for each in below if each.pk != place.pk]

    def row(organisation: Organisation) -> Row:
        schools = {each.pk for each in [place, *listed] if organisation.covers(each)}
        cells = [
            _figure(path, count(path, year, schools), year.year, organisation.code) for path in BY_SCHOOL
        ]
        return Row(organisation.short_name, cells, organisation.code)

    heads = [each.label for each in known.values()]
    return Table("各单位情况", ["单位", *heads], [*map(row, listed), Row("合计", row(place).cells)])
