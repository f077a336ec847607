"""What comes out when a person is held against every rule of eligibility?

The outcome is plain data: it is stored with the candidacy, and papers print what was found then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from campaigns.choices import Conclusion
from campaigns.eligibility import rules
from campaigns.eligibility.comparisons import COMPARISONS
from campaigns.eligibility.counting import earliest_birth
from campaigns.eligibility.dossier import Dossier
from campaigns.rulesets.schema import Ruleset
from selection.reasons import ADVISE, BLOCK, WARN, Rule, Unknown

if TYPE_CHECKING:
    from campaigns.models import Opening


@dataclass(frozen=True)
class Screening:
    """The conclusion (符合、可例外、不符合、待核), what speaks against the person, and what was met."""

    staff: int
    on: str
    conclusion: str
    findings: tuple[dict[str, Any], ...]
    passed: tuple[dict[str, Any], ...]

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {"findings": list(self.findings), "passed": list(self.passed)}

    def is_as_stored(self, stored: dict[str, Any] | None) -> bool:
        """The same was found then, of the same facts."""
        now, parts = self.as_data(), ("findings", "passed")
        return stored is not None and all(now[part] == stored[part] for part in parts)


def screen(dossier: Dossier, opening: Opening) -> Screening:
    """Hold one person against every rule that applies to the opening."""
    findings, passed = [], []
    for rule in rules.RULES:
        if rule.is_applicable(opening):
            against = _findings(rule, dossier, opening)
            findings += against
            passed += [] if against else [_line(rule, dossier, opening)]
    return Screening(
        dossier.staff, dossier.on.isoformat(), conclude(findings), tuple(findings), tuple(passed)
    )


def screen_all(dossiers: Iterable[Dossier], opening: Opening) -> list[Screening]:
    return [screen(dossier, opening) for dossier in dossiers]


@dataclass(frozen=True)
class Sifted:
    """The conclusion on one of many, and what speaks against that person; what was met isn't told."""

    facts: Dossier
    conclusion: str
    findings: tuple[dict[str, Any], ...]

    @property
    def sentences(self) -> list[str]:
        return [each["sentence"] for each in self.findings if each["effect"] != ADVISE]


def sift(dossiers: Iterable[Dossier], opening: Opening) -> list[Sifted]:
    """Hold very many against the rules: no more is written down than what is said against each."""
    asked = [
        (
            rule,
            {"rule": rule.key, "title": rule.title, "effect": rule.effect_for(opening).value},
            rule.opener(opening),
        )
        for rule in rules.RULES
        if rule.is_applicable(opening)
    ]
    return [_sifted(dossier, opening, asked) for dossier in dossiers]


def _sifted(dossier: Dossier, opening: Opening, asked: list[tuple[Rule, dict[str, str], str]]) -> Sifted:
    findings: list[dict[str, Any]] = []
    for rule, words, opener in asked:
        for said in rule.check(dossier, opening):
            is_unknown = isinstance(said, Unknown)
            opened_by = {"opened_by": opener} if opener and not is_unknown else {}
            findings.append(words | {"sentence": str(said), "is_unknown": is_unknown} | opened_by)
    return Sifted(dossier, conclude(findings), tuple(findings))


def conclude(findings: Iterable[dict[str, Any]]) -> str:
    """A plain no outweighs what is unknown, and that an exception; advice decides nothing."""
    deciding = [finding for finding in findings if finding["effect"] != ADVISE]
    if any(
        finding["effect"] == BLOCK and not finding["is_unknown"] and not takes_waiver(finding)
        for finding in deciding
    ):
        return Conclusion.INELIGIBLE.value
    if any(finding["is_unknown"] for finding in deciding):
        return Conclusion.UNKNOWN.value
    return Conclusion.ON_EXCEPTION.value if deciding else Conclusion.ELIGIBLE.value


def takes_waiver(finding: dict[str, Any]) -> bool:
    """Whether an approval lets it pass: what is generally so, and what is hard but for one approval."""
    return bool(finding["effect"] == WARN or finding.get("opened_by"))


def birth_cutoffs(ruleset: Ruleset, on: date, counting: str = "") -> dict[str, date]:
    """Gender → the earliest birthday that passes the age limit on ``on``, where there is a limit (AMB-2).

    ``counting`` asks for one reading of the limit, else it is the ruleset's own.
    """
    limits = {gender: ruleset.eligibility.first_age.for_(gender) for gender in ("male", "female")}
    counting = counting or ruleset.eligibility.age_counting
    return {who: earliest_birth(limit, on, counting) for who, limit in limits.items() if limit is not None}


def _findings(rule: Rule, dossier: Dossier, opening: Opening) -> list[dict[str, Any]]:
    return [
        _line(rule, dossier, opening)
        | {"effect": reason.effect.value, "sentence": reason.sentence, "is_unknown": reason.is_unknown}
        | ({"opened_by": reason.opened_by} if reason.opened_by else {})
        for reason in rule.reasons(dossier, opening)
    ]


def _line(rule: Rule, dossier: Dossier, opening: Opening) -> dict[str, Any]:
    required, actual = COMPARISONS[rule.key]
    return {
        "rule": rule.key,
        "title": rule.title,
        "cites": list(rule.cites),
        "required": required(dossier, opening),
        "actual": actual(dossier, opening),
    }
