"""Where does each row of the rule table live: in a rule, a field, a paper, a report?

The table is ``rows.csv``; ``how`` says which of them, ``where`` names each by its key, path, kind or
module, and says of mere information why nothing keeps it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("rows.csv")


class How(StrEnum):
    RULE = "rule"
    CODE = "code"
    FIELD = "field"
    PAPER = "paper"
    REPORT = "report"
    INFORMATION = "information"
    LATER = "later"


@dataclass(frozen=True)
class Row:
    """One row of the rule table, in our own words."""

    number: str
    text: str
    how: How
    where: tuple[str, ...]

    @property
    def is_enforced(self) -> bool:
        """Whether something refuses what the row forbids, so that tests can show either side."""
        return self.how in (How.RULE, How.CODE)


@cache
def rows() -> dict[str, Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file, strict=True)
        return {
            line["row"]: Row(line["row"], line["text"], How(line["how"]), tuple(line["where"].split()))
            for line in lines
        }
