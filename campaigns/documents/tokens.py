"""How do locked figures stand in free wording, and what is wrong with a text in which they don't?

A text names a figure as ``{名额}``; the paper's context holds what is printed for it under ``tokens``.
So the officer may word everything anew and still can't print another number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

TOKEN = re.compile(r"\{([^{}]*)\}")
LONGEST = 4000


def named(text: str) -> list[str]:
    """The tokens that a text names, in its order, each once."""
    return list(dict.fromkeys(TOKEN.findall(text)))


def filling(text: str, tokens: Mapping[str, str]) -> str:
    """The text as it is printed. A token nobody knows stays as it was typed, so that it is seen."""
    return TOKEN.sub(lambda found: tokens.get(found[1], found[0]), text)


def paragraphs(text: str, tokens: Mapping[str, str]) -> list[str]:
    """One paragraph a line, blank lines dropped."""
    return [line.strip() for line in filling(text, tokens).splitlines() if line.strip()]


def faults(label: str, text: str, proposed: str, tokens: Mapping[str, str]) -> Iterator[str]:
    """What keeps a text from being signed, against the wording that was proposed for it."""
    for token in named(text):
        if token not in tokens:
            yield f"“{label}”中的“{{{token}}}”不是可用的数据项，请删去或改用已有的数据项"
    for token in named(proposed):
        if token not in named(text):
            yield f"“{label}”中的“{{{token}}}”是锁定的数据，不能删改，请放回原处"
    if TOKEN.sub("", text).count("{") or TOKEN.sub("", text).count("}"):
        yield f"“{label}”中有不成对的花括号，请补全或删去"
    if len(text) > LONGEST:
        yield f"“{label}”超过{LONGEST}字，请精简"
