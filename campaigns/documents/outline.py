"""Which headings does a paper have, and how are they numbered (一、 then （一）)?

The headings are facts; their numbers are given at rendering, because a section whose text the officer
has emptied, and which prints no block of facts either, falls away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

DIGITS = "一二三四五六七八九"


@dataclass(frozen=True)
class Heading:
    """A section: the key of its wording, what stands above it, and the locked block printed below."""

    key: str
    title: str = ""
    level: int = 1
    block: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with its number and the paragraphs below it."""

    title: str
    level: int
    block: str
    paragraphs: Sequence[str]


def facts(headings: Iterable[Heading]) -> list[dict[str, Any]]:
    return [asdict(heading) for heading in headings]


def labels(headings: Iterable[Heading]) -> dict[str, str]:
    """Key → what the section is called in the form of its wording."""
    return {heading.key: heading.title or "引言" for heading in headings}


def numeral(number: int) -> str:
    """一, 十, 十一, 二十: enough for the headings of a paper."""
    tens, ones = divmod(number, 10)
    written = DIGITS[ones - 1] if ones else ""
    if not tens:
        return written
    return ("" if tens == 1 else DIGITS[tens - 1]) + "十" + written


def numbered(headings: Iterable[Mapping[str, Any]], texts: Mapping[str, Sequence[str]]) -> list[Section]:
    """The sections that have something to print."""
    found, above, below = [], 0, 0
    for heading in (Heading(**each) for each in headings):
        paragraphs = texts.get(heading.key, ())
        if not paragraphs and not heading.block:
            continue
        title = ""
        if heading.title and heading.level == 1:
            above, below = above + 1, 0
            title = f"{numeral(above)}、{heading.title}"
        elif heading.title:
            below += 1
            title = f"（{numeral(below)}）{heading.title}"
        found.append(Section(title, heading.level, heading.block, paragraphs))
    return found
