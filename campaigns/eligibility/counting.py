"""How many full years and months lie between two days? (AMB-2, AMB-5)"""

from __future__ import annotations

from datetime import date, timedelta


def full_months(since: date, until: date) -> int:
    """Whole months; the day with the same number completes one (2 March 2025 to 2 March 2026: twelve)."""
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)


def months_after(day: date, months: int) -> date:
    """The day with the same number so many months on; a month without it ends the day before its next."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def anniversary(day: date, years: int) -> date:
    """The same day so many years on; 29 February is complete on 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def years_before(day: date, years: int) -> date:
    """The same day ``years`` earlier; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def earliest_birth(limit: int, on: date, counting: str) -> date:
    """The earliest birthday that still passes an age limit on ``on``: the cut-off printed in a plan."""
    if counting == "born-after":
        return years_before(on, limit)
    return years_before(on, limit + 1) + timedelta(days=1)
