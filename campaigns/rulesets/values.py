"""What value types is a ruleset built of?"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Any

from ballots.verdicts import Bar
from selection.accounts.acts import Role

UNITS = {"workday": "个工作日", "day": "天", "month": "个月", "year": "年"}
COUNTING = {"publication": "当日", "next-day": "次日"}
WRITTEN_IN_FROM = {"staff": "本校在岗教职工", "eligible": "本校在岗教职工中经初查没有不符合资格条件的"}
MOST_PLACES = 5
MOST_CHOSEN = 20
PROCEDURES = {
    "either": "按干部管理权限报批或者按章程选举产生",
    "election": "按章程选举产生",
    "report": "按干部管理权限报批",
    "joint": "由学校与上级组织联合聘任",
}
ELECTIVE = ("election", "either")  # an elected office, and no probation
RESULTS = {"either": "批复或选举结果", "election": "选举结果", "report": "批复", "joint": "联合聘任文件"}
SCHOOL_LEVELS = {"kindergarten": "幼儿园", "primary": "小学", "junior": "初中", "senior": "高中"}


@dataclass(frozen=True)
class Period:
    """A length of time with its unit and how day 1 is found (AMB-11, AMB-26)."""

    n: int
    unit: str = "workday"  # a key of UNITS
    count_from: str = "next-day"  # a key of COUNTING


@dataclass(frozen=True)
class ByGender:
    """A number that differs for men and women; None where there is no limit."""

    male: int | None
    female: int | None

    def for_(self, gender: str) -> int | None:
        return self.male if gender == "male" else self.female

    @property
    def is_limited(self) -> bool:
        return self.male is not None or self.female is not None


@dataclass(frozen=True)
class ByLevel:
    """A word that differs by school level (学段), e.g. the schooling that a teacher there needs."""

    kindergarten: str
    primary: str
    junior: str
    senior: str

    def for_(self, level: str) -> str:
        word: str = getattr(self, level)
        return word


@dataclass(frozen=True)
class Level:
    """One instance of a review chain: the role that decides and the words on its stamp."""

    role: Role
    label: str


@dataclass(frozen=True)
class ByTrack:
    """Review chains that differ by track; an empty chain means that no approval is asked for."""

    competitive: tuple[Level, ...] = ()
    non_competitive: tuple[Level, ...] = ()
    direct: tuple[Level, ...] = ()

    def for_(self, track: str) -> tuple[Level, ...]:
        chain: tuple[Level, ...] = getattr(self, track)
        return chain


@dataclass(frozen=True)
class Procedure:
    """How a body of its own (工会, 团委, 少先队) gets its head, and the text that says so (A087)."""

    way: str = "either"  # a key of PROCEDURES
    basis: str = ""

    @property
    def phrase(self) -> str:
        return PROCEDURES[self.way] + (f"（依据{self.basis}）" if self.basis else "")

    @property
    def result(self) -> str:
        return RESULTS[self.way]


@dataclass(frozen=True)
class OpenBar:
    """A bar that the source leaves undefined: the plan fixes it before voting (AMB-10).

    ``proposed`` is offered; "由班子集体研究认定" is an equal choice. Who reaches the bar but stays
    below ``reason_below`` may go on with a written reason.
    """

    proposed: Bar
    reason_below: Bar | None = None


@dataclass(frozen=True)
class Weight:
    """How much of 100 the voices of one category of staff count for."""

    category: str
    percent: int


@dataclass(frozen=True)
class TalkMinimum:
    """How many must be talked to: persons, and a share of those at the meeting, whichever is more."""

    persons: int = 0
    share: str = ""  # "1/2", of the recommendation meeting's attendance

    def needed(self, came: int | None = None) -> int:
        """One at the least; without a known attendance the share asks for nobody."""
        share = ceil(Fraction(self.share) * came) if self.share and came else 0
        return max(self.persons, share, 1)


@dataclass(frozen=True)
class Cap:
    """At most so many persons, and at most a share of those on the paper, rounded down; whichever is less.

    ``spoils`` what is void beyond it: the whole ballot or these cells.
    """

    persons: int = 0
    share: str = ""  # "1/3"
    spoils: str = "ballot"  # a value of ballots.definitions.Spoils

    def of(self, listed: int) -> int:
        """Of so many on the paper; one at the least, and 0 where nobody is kept out."""
        limits = [self.persons] if self.persons else []
        if self.share:
            limits.append(int(Fraction(self.share) * listed))
        most = max(min(limits), 1) if limits else 0
        return most if most < listed else 0


@dataclass(frozen=True)
class Chosen:
    """How many may be recommended for one post: as many as it has seats and ``beyond`` more, ``least`` or none.

    ``spoils`` what is void otherwise: the whole ballot or what it says of this post.
    """

    beyond: int = 0
    least: int = 0
    spoils: str = "ballot"  # a value of ballots.definitions.Spoils


@dataclass(frozen=True)
class WriteIns:
    """另选他人: how many for one post, and out of whom."""

    places: int
    out_of: str = "staff"  # a key of WRITTEN_IN_FROM


@dataclass(frozen=True)
class Spare:
    """How many more inspectees than seats: so many persons, and a share of the seats; whichever is more.

    A share that comes out even is not enough where it is ``strict`` (AMB-16: "超过40%以上").
    """

    persons: int = 0
    share: str = ""  # "2/5"
    strict: bool = True

    def needed(self, seats: int) -> int:
        exact = seats * (1 + Fraction(self.share or 0))
        by_share = int(exact) + 1 if self.share and self.strict else ceil(exact)
        return max(seats + self.persons, by_share)


def item(label: str, cites: str, default: Any, **words: Any) -> Any:
    """A ruleset field with the words, rows and bounds that form, sentence and validation are made of.

    ``choices`` {value: label} · ``least`` and ``most`` of a number · ``unit`` of a number, or the
    sentence that it ``says`` · ``yes`` and ``no`` for a switch whose label is no sentence · ``none`` for an absent value ·
    ``counts`` what is held against a bar · ``event`` from which a period runs · ``caution``
    {"below": a number, "says": what it means to choose less} · ``tighter`` "more" or "less", which of
    the two a school may ask for.
    """
    return field(default=default, metadata={"label": label, "cites": tuple(cites.split()), **words})
