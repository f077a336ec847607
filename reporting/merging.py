"""Which bands does somebody see who may read figures, but not who the people are?

Fewer than ``SMALLEST`` in a band point at somebody, so a school's bands are run together until each holds
enough, ranks are not told apart, and what lies above schools adds up what the schools say: whatever one
subtracts from whatever, only numbers come out that some school says itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from reporting.structure import UNKNOWN, Cut
from reporting.years import Person

SMALLEST = 3
UNDIVIDED = "不分档"
REST = "其余（人数少的学校合并）"


def groups(counts: Sequence[int]) -> list[range]:
    """Neighbouring bands, each group empty or of enough; of fewer in all, one group."""
    found: list[range] = []
    begun = 0
    for at in range(len(counts)):
        number = sum(counts[begun : at + 1])
        if number == 0 or number >= SMALLEST:
            found.append(range(begun, at + 1))
            begun = at + 1
    if begun == len(counts):
        return found
    while found and not any(counts[found[-1].start : begun]):
        begun = found.pop().start  # empty ones between the few and the last that are enough
    start = found.pop().start if found else 0
    return [*found, range(start, len(counts))]


def shown(people: Iterable[Person], cut: Cut) -> list[tuple[str, int]]:
    """(bands, how many), without the empty ones; the sum is that of all people."""
    by_school: dict[int, list[Person]] = defaultdict(list)
    for each in people:
        by_school[each.school].append(each)
    if len(by_school) > 1:
        return _added_up([_of_school(each, cut) for each in by_school.values()], cut)
    return [(_label(bands, cut), n) for own in by_school.values() for bands, n in _of_school(own, cut)]


def _of_school(people: list[Person], cut: Cut) -> list[tuple[range, int]]:
    """All in one band would say of each what the others are: then they are not divided either."""
    counts = cut.counts(people)
    told = [(bands, n) for bands in groups(counts) if (n := sum(counts[bands.start : bands.stop]))]
    return told if len(told) > 1 else [(range(len(counts)), len(people))]


def _added_up(schools: Iterable[list[tuple[range, int]]], cut: Cut) -> list[tuple[str, int]]:
    found: Counter[str] = Counter()
    for bands, number in (row for school in schools for row in school):
        found[cut.bands[bands.start] if len(bands) == 1 else REST] += number
    return [(band, found[band]) for band in (*cut.bands, REST) if found[band]]


def _label(bands: range, cut: Cut) -> str:
    if len(bands) == len(cut.bands):
        return UNDIVIDED
    names = [cut.bands[at] for at in bands if cut.bands[at] != UNKNOWN]
    said = f"{names[0]}至{names[-1]}" if len(names) > 2 else "、".join(names)
    return "、".join(filter(None, [said, UNKNOWN if cut.bands[bands[-1]] == UNKNOWN else ""]))
