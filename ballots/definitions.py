"""What is on the ballot paper of a poll, and by which bars is it counted?

The definition is data on the poll: fixed at opening, hashed into the ledger, and all that is needed
to draw the page, check a sheet, count and recount.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from functools import reduce
from typing import Any, Self

from django.db.models import TextChoices

from ballots.verdicts import Bar, Words

SCHEMA = 1
REMARK_LENGTH = 200
TESTS = ("present", "collected", "approval")
CHECKLIST, OPINION = "checklist", "opinion"  # parts of a paper of grades that hold no grades


class Consent(TextChoices):
    AGREE = "agree", "同意"
    OPPOSE = "oppose", "不同意"
    ABSTAIN = "abstain", "弃权"


ABSTAIN = Consent.ABSTAIN.value


class Spoils(TextChoices):
    """What is void where a ballot says more than it may."""

    BALLOT = "ballot", "整张票作废"
    CELL = "cell", "只有这几项作废"


@dataclass(frozen=True)
class Option:
    """A thing on the paper with a key for the count and a label for people."""

    key: str
    label: str
    note: str = ""


GRADES = (
    Option("excellent", "优秀"),
    Option("competent", "称职"),
    Option("basic", "基本称职"),
    Option("incompetent", "不称职"),
)
DIMENSIONS = (
    Option("virtue", "德"),
    Option("ability", "能"),
    Option("diligence", "勤"),
    Option("achievement", "绩"),
    Option("integrity", "廉"),
    Option("overall", "总体评价"),
)


@dataclass(frozen=True)
class Contest:
    """One post for which between ``minimum`` and ``maximum`` persons may be chosen, or none.

    Of these, ``write_ins`` may be others than those on the paper (另选他人), out of ``Counting.listed``
    without those ``apart``: they stand on the paper already.
    """

    key: str
    label: str
    maximum: int
    minimum: int = 1
    write_ins: int = 0
    apart: tuple[str, ...] = ()

    def as_data(self) -> list[Any]:
        return [self.key, self.label, self.maximum, self.minimum, self.write_ins, list(self.apart)]

    @classmethod
    def from_data(cls, row: Sequence[Any]) -> Self:
        """Papers of before write-ins have the first four."""
        key, label, maximum, minimum, *more = row
        write_ins, apart = more or (0, ())
        return cls(key, label, maximum, minimum, write_ins, tuple(apart))


@dataclass(frozen=True)
class Layout:
    """How a paper of grades is called and headed: its table, and ``matter``, the first column of it.

    ``facts`` are what the lines of a subject's note tell, each in a column of its own on paper; ``remark`` is what
    may be written on each subject. Where there is a ``checklist``, any number of its items may be ticked.
    ``is_ranked`` gives the subjects places by how many gave them the first grade.
    """

    heading: str = "评定等次"
    matter: str = "姓名"
    facts: tuple[str, ...] = ()
    remark: str = "书面意见"
    checklist: str = ""
    is_ranked: bool = False
    paper: str = "选票"

    @property
    def unit(self) -> str:
        return "人" if self.matter == "姓名" else "项"

    def as_data(self) -> list[Any]:
        return [
            self.heading,
            self.matter,
            list(self.facts),
            self.remark,
            self.checklist,
            self.is_ranked,
            self.paper,
        ]

    @classmethod
    def from_data(cls, row: Sequence[Any]) -> Self:
        heading, matter, facts, *more = row
        return cls(heading, matter, tuple(facts), *more)


@dataclass(frozen=True)
class Counting:
    """How one poll asks and counts. ``noun`` is what sentences call it: 测评, 推荐, 表决.

    ``opening`` tests 实到 before the poll opens, ``validity`` tests 收回 before the urn is opened,
    ``approval`` is held against each subject's 同意 (in a choice: the votes got). ``weights`` by category
    total 100, ``merged`` says which categories of the register are counted as which; ``seats`` is how many may
    be adopted, where a tie at the cut-off is to be told. ``max_excellent`` is how many may be given the first
    grade in each dimension (0: any number), ``spoils`` what is void where more were given it, or where too
    many or too few were chosen.
    """

    noun: str = "投票"
    opening: Bar | None = None
    validity: Bar | None = None
    approval: Bar | None = None
    grades: tuple[Option, ...] = GRADES
    dimensions: tuple[Option, ...] = DIMENSIONS
    asks_consent: bool = False
    consent_question: str = "是否同意作为拟任人选"
    contests: tuple[Contest, ...] = field(default=())
    by_category: bool = False
    min_cell: int = 10
    weights: Mapping[str, int] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    seats: int = 0
    listed: tuple[Option, ...] = ()
    max_excellent: int = 0
    spoils: str = Spoils.BALLOT.value
    layout: Layout = Layout()
    said: Mapping[str, Words] = field(default_factory=dict)

    def words(self, test: str) -> Words:
        """How the verdict of 实到 (present), 收回 (collected) or a subject (approval) speaks."""
        return self.said.get(test) or _words(test, self.noun)

    def category_of(self, category: str) -> str:
        """Under which category the voices of one of the register are counted."""
        return self.merged.get(category, category)

    def merging(self, categories: Iterable[str], into: str) -> Self:
        """The same with these categories as one, which weighs what they weighed together."""
        gone = set(categories)
        merged = {each: into if now in gone else now for each, now in self.merged.items()}
        merged |= dict.fromkeys(gone, into)
        kept = {each: weight for each, weight in self.weights.items() if each not in gone}
        together = sum(weight for each, weight in self.weights.items() if each in gone)
        weights = kept | {into: together} if self.weights else {}
        return replace(self, merged={k: v for k, v in merged.items() if k != v}, weights=weights)

    def merged_as(self, before: Self) -> Self:
        """With the categories together that were together before."""
        groups: dict[str, list[str]] = {}
        for category, into in before.merged.items():
            groups.setdefault(into, []).append(category)
        return reduce(lambda counting, into: counting.merging(groups[into], into), sorted(groups), self)

    def as_data(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "noun": self.noun,
            "opening": self.opening and self.opening.as_data(),
            "validity": self.validity and self.validity.as_data(),
            "approval": self.approval and self.approval.as_data(),
            "grades": [[option.key, option.label] for option in self.grades],
            "dimensions": [[option.key, option.label] for option in self.dimensions],
            "asks_consent": self.asks_consent,
            "consent_question": self.consent_question,
            "contests": [contest.as_data() for contest in self.contests],
            "listed": [list(astuple(option)) for option in self.listed],
            "max_excellent": self.max_excellent,
            "spoils": self.spoils,
            "layout": self.layout.as_data(),
            "by_category": self.by_category,
            "min_cell": self.min_cell,
            "weights": dict(self.weights),
            "merged": dict(self.merged),
            "seats": self.seats,
            "words": {test: list(astuple(self.words(test))) for test in TESTS},
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            noun=data["noun"],
            opening=_bar(data["opening"]),
            validity=_bar(data["validity"]),
            approval=_bar(data["approval"]),
            grades=tuple(Option(*pair) for pair in data["grades"]),
            dimensions=tuple(Option(*pair) for pair in data["dimensions"]),
            asks_consent=data["asks_consent"],
            consent_question=data["consent_question"],
            contests=tuple(Contest.from_data(row) for row in data["contests"]),
            listed=tuple(Option(*row) for row in data.get("listed", ())),
            max_excellent=data.get("max_excellent", 0),
            spoils=data.get("spoils", Spoils.BALLOT.value),
            layout=Layout.from_data(data["layout"]) if "layout" in data else Layout(),
            by_category=data["by_category"],
            min_cell=data["min_cell"],
            weights=data.get("weights", {}),
            merged=data.get("merged", {}),
            seats=data.get("seats", 0),
            said={test: Words(*words) for test, words in data.get("words", {}).items()},
        )


def _words(test: str, noun: str) -> Words:
    return {
        "present": Words("实到", "人", f"{noun}有效", f"{noun}无效"),
        "collected": Words("收回", "份", f"{noun}有效", f"{noun}无效"),
        "approval": Words("同意", "票", "通过", "未通过"),
    }[test]


def _bar(data: Mapping[str, Any] | None) -> Bar | None:
    return Bar.from_data(data) if data else None


@dataclass(frozen=True)
class SubjectSpec:
    """A line of the paper: usually a person. ``contest`` names the post in a poll of kind choice.

    On a paper of grades it sets apart what isn't graded: an item to tick (CHECKLIST), or something on which
    only an opinion is written (OPINION).
    """

    key: str
    label: str
    note: str = ""
    contest: str = ""


@dataclass(frozen=True)
class ElectorSpec:
    """A person of the roll; recused ones stay in 应到 and get no ballot."""

    user: Any
    name: str
    category: str = ""
    is_recused: bool = False


@dataclass(frozen=True)
class DeductionSpec:
    """A person on the register who is not on the roll, and the named reason why."""

    name: str
    reason: str
    category: str = ""
    user: Any = None
