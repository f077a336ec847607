"""Which day does somebody mean who writes 1985.03, 198503 or 1985年3月?"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import NamedTuple

from openpyxl.utils.datetime import from_excel

EARLIEST, LATEST = date(1930, 1, 1), date(2099, 12, 31)
FIRST_SERIAL, LAST_SERIAL = 10_959, 73_050  # 1930-01-01 and 2099-12-31 as Excel counts days

SEPARATED = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})?)?日?")
RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})?")
CLOCK_TIME = re.compile(r"[ T]0{1,2}:00(:00)?(\.0+)?$")


def full_years(since: date, until: date) -> int:
    """Age and service: the day of the same number completes a year, of 29 February 1 March."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


class LifeDate(NamedTuple):
    """A day, and whether the day of the month was said; if not, it is the first."""

    day: date
    is_exact: bool

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}" if self.is_exact else f"{self.day:%Y.%m}"


class UnclearDate(ValueError):
    """What was written is no date; the message is a Chinese sentence that says how to write one."""


def parse(value: object) -> LifeDate:
    """Read a cell or a text field. Raises ``UnclearDate``."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _checked(LifeDate(value, True), value.isoformat())
    if isinstance(value, float):
        return _from_number(value)
    return _from_text(str(value))


def _from_number(value: float) -> LifeDate:
    """A number cell: 1985.03 is March, but 1985.1 was January or October before Excel cut the zero."""
    if value.is_integer():
        return _from_text(str(int(value)))
    text = f"{value:.4f}".rstrip("0")
    if text.endswith(".1"):
        year = text[:4]
        raise UnclearDate(f"“{text}”分不清是1月还是10月，请写成{year}-01或{year}-10")
    return _from_text(text)


def _from_text(text: str) -> LifeDate:
    plain = CLOCK_TIME.sub("", unicodedata.normalize("NFKC", text).strip())
    plain = re.sub(r"\s", "", plain).replace("。", ".").replace("—", "-").replace("–", "-")
    if plain.isdecimal() and FIRST_SERIAL <= int(plain) <= LAST_SERIAL and len(plain) == 5:
        return LifeDate(from_excel(int(plain)).date(), True)
    found = SEPARATED.fullmatch(plain) or RUN_TOGETHER.fullmatch(plain)
    if found is None:
        raise UnclearDate(f"“{text.strip()}”不是日期，请写成1985.03或1985-03-12")
    year, month, day = found.groups()
    try:
        return _checked(LifeDate(date(int(year), int(month), int(day or 1)), bool(day)), text)
    except UnclearDate:
        raise
    except ValueError:
        raise UnclearDate(f"“{text.strip()}”里没有这个月或这一天，请核对") from None


def _checked(found: LifeDate, text: str) -> LifeDate:
    if not EARLIEST <= found.day <= LATEST:
        raise UnclearDate(f"“{text.strip()}”的年份不合理，请核对")
    return found
