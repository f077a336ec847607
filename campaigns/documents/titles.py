"""Where does a long title break? Between words, into lines of nearly one length (GB/T 9704, 7.3.1)."""

from __future__ import annotations

import re
import unicodedata

WIDEST = 20  # characters of 22 pt in a line of 156 mm
WORDS = re.compile(
    r"(关于报送|关于|中层干部|选拔任用|工作方案|考察公告|拟聘人选|公示|人选审核表|民主推荐|（会议推荐）|民主测评|"
    r"讨论决定|表决|结果表|聘任|备案材料|\d{4}年|的\w{2}$)"
)


def lines(title: str, whole: str = "") -> list[str]:
    """The title in one line if it fits, else broken between words; ``whole`` (a name) is never cut."""
    if width(title) <= WIDEST:
        return [title]
    ends = _ends(title, whole)
    fitting = [at for at in ends if width(title[:at]) <= WIDEST]
    if not fitting:
        return [title]
    even = [at for at in fitting if width(title[at:]) <= WIDEST]
    half = width(title) / 2
    first = min(even, key=lambda at: abs(width(title[:at]) - half)) if even else fitting[-1]
    return [title[:first], *lines(title[first:], whole)]


def width(text: str) -> float:
    """In characters: a digit or a Latin letter takes half of one."""
    return sum(1.0 if unicodedata.east_asian_width(each) in "WF" else 0.5 for each in text)


def _ends(title: str, whole: str) -> list[int]:
    """After which characters a word ends; what hangs on with 的 belongs to the word before it."""
    parts = title.partition(whole) if whole and whole in title else (title, "", "")
    words = [*WORDS.split(parts[0]), parts[1], *WORDS.split(parts[2])]
    ends, at = [], 0
    for word, following in zip(words, [*words[1:], ""], strict=True):
        at += len(word)
        if word and not following.startswith("的") and at < len(title):
            ends.append(at)
    return ends
