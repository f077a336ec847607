"""Which dates of a life cannot be right?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

# The age in full years before which nobody works, teaches or joins the party.
FROM_AGE = {"work_since": 14, "teaching_since": 14, "joined_on": 14, "party_joined_on": 18}


def too_young(born: date, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name of the field, and why its date cannot be; counted in months, as archives hold no days."""
    for name, age in FROM_AGE.items():
        if (day := facts.get(name)) is None:
            continue
        months = (day.year - born.year) * 12 + day.month - born.month
        if months < 0:
            yield name, "早于出生年月，请核对"
        elif months < age * 12:
            yield name, f"当时{months // 12}周岁，请核对这一日期和出生年月"
