"""How does a person's stored screening read: 要求, 实际, 结论?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from campaigns.choices import Conclusion, Standing
from campaigns.eligibility.screening import takes_waiver
from campaigns.models import Candidacy
from selection.reasons import ADVISE

CONCLUDED_IN = (Standing.NOMINATED, Standing.QUALIFIED, Standing.INSPECTEE, Standing.HELD)
CONCLUDABLE = (Conclusion.ELIGIBLE, Conclusion.ON_EXCEPTION, Conclusion.INELIGIBLE, Conclusion.UNKNOWN)


# Where the register keeps what a rule could not find; all other facts are on the person's own form.
KEPT_IN = {
    "passed_recent_appraisals": "records",
    "was_commended": "records",
    "is_not_under_sanction": "records",
}


@dataclass(frozen=True)
class Row:
    """One requirement: what is asked, what the person has, how that stands.

    ``kept_in`` says of what is missing where it is filled in: ``facts`` or ``records`` of the person.
    """

    title: str
    required: str
    actual: str
    verdict: str
    tone: str
    sentence: str = ""
    may_ask: bool = False
    kept_in: str = ""


@dataclass(frozen=True)
class Findings:
    """One person's table, what the rules found, and the conclusions that are open to a named person."""

    person: Candidacy
    found: str = ""
    rows: list[Row] = field(default_factory=list)
    is_outdated: bool = False

    @property
    def found_label(self) -> str:
        return Conclusion(self.found).label if self.found else ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        """A hard no leaves no choice."""
        open_ones = [Conclusion.INELIGIBLE] if self.found == Conclusion.INELIGIBLE else list(CONCLUDABLE)
        return [(each.value, each.label) for each in open_ones]

    @property
    def may_conclude(self) -> bool:
        """Until the person is proposed, or out of it."""
        return self.person.standing in CONCLUDED_IN

    @property
    def suggested(self) -> str:
        return self.person.screening_conclusion or self.found

    @property
    def needs_waiver(self) -> bool:
        return any(row.may_ask for row in self.rows)


def findings_of(person: Candidacy, *, is_outdated: bool = False) -> Findings:
    if person.screening is None:
        return Findings(person)
    rows = [_against(person, each) for each in person.screening["findings"]]
    rows += [
        Row(each["title"], each["required"], each["actual"], "符合", "good")
        for each in person.screening["passed"]
    ]
    return Findings(person, person.screening["conclusion"], rows, is_outdated)


def _against(person: Candidacy, finding: dict[str, Any]) -> Row:
    verdict, tone, may_ask = _verdict(person, finding)
    return Row(
        finding["title"],
        finding["required"],
        finding["actual"],
        verdict,
        tone,
        finding["sentence"],
        may_ask,
        KEPT_IN.get(finding["rule"], "facts") if finding["is_unknown"] else "",
    )


def _verdict(person: Candidacy, finding: dict[str, Any]) -> tuple[str, str, bool]:
    if finding["effect"] == ADVISE:
        return "提示", "info", False
    if finding["is_unknown"]:
        return "待核", "wait", False
    if not takes_waiver(finding):
        return "不符合", "bad", False
    asked = [
        waiver
        for waiver in person.waivers.all()
        if waiver.rule == finding["rule"] and waiver.sentence == finding["sentence"]
    ]
    if not asked:
        return "须批准例外", "wait", True
    newest = asked[0]  # a waiver that was refused may be asked for again
    if newest.is_granted:
        return "已批例外", "good", False
    return ("例外未获批准", "bad", True) if newest.refused_on else ("例外待批准", "wait", False)
