"""Which days does a pasted holiday notice name?

Understood are single days and ranges as offices write them (2027-01-01, 2027年1月1日, 1月1日（周五）至3日,
1.1、1.2), several to a line; a clause with 上班 names make-up workdays wherever it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

FULL_WIDTH = str.maketrans("０１２３４５６７８９．／－～：；，", "0123456789./-~:;,")
COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
DAY = r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?"
SPAN = re.compile(rf"(?<!\d){DAY}(?:\s*~\s*(?:{DAY}|(\d{{1,2}})\s*[日号]))?(?!\d)")
ASIDES = re.compile(
    r"[（(][^（）()]*[）)]|(?:星期|周)[一二三四五六日天]|共\s*\d+\s*天|^\s*(?:\d{1,2}|[一二三四五六七八九十]+)\s*[、]"
)
RANGE_SIGNS = re.compile(r"至|到|—+|–|～|(?<=[日号])\s*-\s*(?=\d)")
YEAR_HEADING = re.compile(r"\d{4}\s*年(?!\s*\d)")
LONGEST_RANGE = timedelta(days=31)


@dataclass
class Reading:
    """What was understood, and what was not, by line."""

    holidays: set[date] = field(default_factory=set)
    workdays: set[date] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def read(text: str, year: int, *, as_workdays: bool = False) -> Reading:
    """Days without a year belong to ``year``; clauses without 上班 are holidays unless told otherwise."""
    reading = Reading()
    for number, line in enumerate(text.splitlines(), start=1):
        for clause in re.split(r"[。;；]", _plain(line)):
            _read_clause(clause, number, year, as_workdays, reading)
    return reading


def _plain(line: str) -> str:
    tidy = ASIDES.sub("", line.translate(FULL_WIDTH))
    return RANGE_SIGNS.sub("~", COMPACT.sub(r"\1-\2-\3", tidy))


def _read_clause(clause: str, number: int, year: int, as_workdays: bool, reading: Reading) -> None:
    if not clause.strip():
        return
    days: set[date] = set()
    for match in SPAN.finditer(clause):
        days |= _span(match, number, year, reading)
    rest = YEAR_HEADING.sub("", SPAN.sub("", clause))
    if re.search(r"\d", rest):
        reading.problems.append(f"第{number}行看不懂“{clause.strip()}”，请写成1月1日或1月1日至3日")
    (reading.workdays if as_workdays or "上班" in clause else reading.holidays).update(days)


def _span(match: re.Match[str], number: int, year: int, reading: Reading) -> set[date]:
    first_year, month, day, last_year, last_month, last_day, same_month_day = match.groups()
    try:
        first = date(int(first_year or year), int(month), int(day))
        last = first
        if same_month_day:
            last = first.replace(day=int(same_month_day))
        elif last_month:
            last = date(int(last_year or first.year), int(last_month), int(last_day))
    except ValueError:
        reading.problems.append(f"第{number}行的“{match[0].strip()}”不是日历上的日期，请核对")
        return set()
    if not timedelta(0) <= last - first <= LONGEST_RANGE:
        reading.problems.append(f"第{number}行的“{match[0].strip()}”起止日期不对，请核对")
        return set()
    return {first + timedelta(days=offset) for offset in range((last - first).days + 1)}
