"""What has come out of an urn that is being emptied?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ballots.definitions import Consent
from ballots.heaps import Heap
from ballots.models import Subject
from ballots.sheets import BallotPaper, Mark
from ballots.tallies import tally
from selection.records.ledgers import canonical


@dataclass
class Opened:
    """Sums, grown with every handful of sheets, and two heaps: of torn-off sections and of remarks."""

    paper: BallotPaper
    subjects: Mapping[str, Subject]
    sections: Heap
    remarks: Heap
    sums: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    written_in: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    valid: int = 0
    spoiled: int = 0
    blank: int = 0

    def __post_init__(self) -> None:
        self.parts = {section.key: section for section in self.paper.sections}
        for key in self.parts:
            self._sum(key, "", [])

    def take(self, sheets: Mapping[tuple[bytes, str], int]) -> None:
        """A handful: text of a sheet and category → how many of these."""
        marks: dict[tuple[str, str], list[Mark]] = defaultdict(list)
        sections: list[str] = []
        remarks: list[str] = []
        for (text, category), number in sheets.items():
            sheet = self.paper.decode(text)
            if sheet is None:
                self.spoiled += number
                continue
            self.valid += number
            self.blank += number * self.paper.is_blank(sheet)
            for key, mark in sheet.marks.items():
                marks[key, category] += [mark] * number
                for piece, torn in self.parts[key].torn(mark):
                    sections += [canonical([piece, category, torn])] * number
            for key, remark in sheet.remarks.items():
                remarks += [canonical([self.subjects[key].pk, remark])] * number
        self.sections.add(sections)
        self.remarks.add(remarks)
        for (key, category), given in marks.items():
            self._sum(key, category, given)

    def _sum(self, key: str, category: str, marks: list[Mark]) -> None:
        """Into the sums of all, and into those of their category."""
        section = self.parts[key]
        if section.is_open:
            for person, counts in tally(section, marks).items():
                self.written_in[key][person] += counts[Consent.AGREE]
            return
        for subject, counts in tally(section, marks).items():
            for each in {"", category}:
                self.sums[subject, each].update(counts)
