"""Rules that can say no, and why.

A rule is a generator of Chinese sentences about a subject: nothing to say, nothing yielded. The same
object is a condition of a django-fsm transition, a line of the checklist and what a test calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Effect(StrEnum):
    BLOCK = "block"
    WARN = "warn"
    ADVISE = "advise"
    OFF = "off"


BLOCK, WARN, ADVISE, OFF = Effect


@dataclass(frozen=True)
class Unknown:
    """A sentence that says which data are missing (待核): neither passed nor failed."""

    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Elsewhere:
    """A sentence that is mended on another page (``mend``) than the rest of what its rule says."""

    sentence: str
    mend: str

    def __str__(self) -> str:
        return self.sentence


Said = str | Unknown | Elsewhere


@dataclass(frozen=True)
class Reason:
    """One sentence a rule gave against a subject."""

    rule: Rule
    subject: Any
    sentence: str
    effect: Effect
    is_unknown: bool = False
    is_waived: bool = False
    mend: str = ""
    opened_by: str = ""  # the row whose approval opens what is hard otherwise

    @property
    def may_be_waived(self) -> bool:
        return self.effect is WARN or bool(self.opened_by)

    @property
    def stops(self) -> bool:
        """A waiver opens what may be waived; advice never stops; missing data stop like their rule."""
        return self.effect in (BLOCK, WARN) and not self.is_waived

    def __str__(self) -> str:
        return self.sentence


class Refused(Exception):
    """An act that may not be done. ``reasons`` are Chinese sentences fit to show to the user."""

    def __init__(self, reasons: str | Iterable[object]):
        self.reasons = [reasons] if isinstance(reasons, str) else [str(reason) for reason in reasons]
        super().__init__("；".join(self.reasons))


class Rule:
    """A titled question with the rows it cites; calling it tells whether it lets the subject pass."""

    do_not_call_in_templates = True  # a template asks for its title and key

    def __init__(
        self,
        check: Callable[..., Iterator[Said]],
        title: str,
        *,
        cites: str,
        about: str,
        effect: Effect,
        mend: str,
        applies: Callable[[Any], bool] | None,
        once: Callable[[Any], bool] | None,
        tells_figures: bool,
        opened_by: str,
        opens: Callable[[Any], bool] | None,
    ):
        self.check = check
        self.title = title
        self.cites = tuple(cites.split())
        self.about = about
        self.effect = effect
        self.mend = mend
        self.applies = applies
        self.once = once
        self.tells_figures = tells_figures
        self.opened_by = opened_by
        self.opens = opens
        self.key = self.__name__ = check.__name__
        self.__doc__ = check.__doc__

    def __repr__(self) -> str:
        return f"<Rule {self.key}>"

    def __call__(self, *subjects: Any) -> bool:
        return not any(reason.stops for reason in self.reasons(*subjects))

    def effect_for(self, subject: Any) -> Effect:
        """The pinned ruleset's effect for this rule, else the rule's own."""
        return Effect(subject.ruleset.effects.get(self.key, self.effect))

    def is_applicable(self, subject: Any) -> bool:
        return self.effect_for(subject) is not OFF and (self.applies is None or self.applies(subject))

    def is_premature(self, subject: Any) -> bool:
        """Whether nothing has been done yet that the rule could judge."""
        return self.once is not None and not self.once(subject)

    def opener(self, subject: Any) -> str:
        """The row that opens the rule where it is hard, once that approval may be asked for at all."""
        may_open = self.effect_for(subject) is BLOCK and (self.opens is None or self.opens(subject))
        return self.opened_by if may_open else ""

    def reasons(self, *subjects: Any) -> list[Reason]:
        """Everything said against the last subject (the others are facts it is judged by)."""
        subject = subjects[-1]
        if not self.is_applicable(subject) or self.is_premature(subject):
            return []
        said = list(self.check(*subjects))
        return [self._reason(each, subject) for each in said]

    def _reason(self, said: Said, subject: Any) -> Reason:
        is_unknown = isinstance(said, Unknown)
        has_waiver = getattr(subject, "has_waiver", lambda rule, sentence: False)
        found = Reason(
            self,
            subject,
            str(said),
            self.effect_for(subject),
            is_unknown=is_unknown,
            mend=said.mend if isinstance(said, Elsewhere) else self.mend,
            opened_by="" if is_unknown else self.opener(subject),
        )
        return replace(found, is_waived=found.may_be_waived and has_waiver(self, found.sentence))


RULES: dict[str, Rule] = {}


def rule(
    title: str,
    *,
    cites: str,
    about: str,
    effect: Effect = BLOCK,
    mend: str = "",
    applies: Callable[[Any], bool] | None = None,
    once: Callable[[Any], bool] | None = None,
    tells_figures: bool = False,
    opened_by: str = "",
    opens: Callable[[Any], bool] | None = None,
) -> Callable[[Callable[..., Iterator[Said]]], Rule]:
    """Make a generator function a rule. ``mend`` names the page where the reason can be mended.

    ``applies`` says whether the subject's ruleset asks the question at all; ``once``, whether there is
    anything yet to be judged: until then the rule is neither kept nor broken, and another has to say that
    the thing itself is missing.
    ``tells_figures`` marks sentences that say how many voices a person got: not everybody may read them.
    ``opened_by`` names the row whose approval by the bureau alone lets a hard rule's sentence pass; ``opens``
    says since when that may be asked for. A hard rule without it has no waiver.
    """

    def register(check: Callable[..., Iterator[Said]]) -> Rule:
        made = Rule(
            check,
            title,
            cites=cites,
            about=about,
            effect=effect,
            mend=mend,
            applies=applies,
            once=once,
            tells_figures=tells_figures,
            opened_by=opened_by,
            opens=opens,
        )
        if made.key in RULES:
            raise ValueError(f"two rules are called {made.key}")
        RULES[made.key] = made
        return made

    return register


def reasons_against(subject: Any, rules: Iterable[Rule]) -> list[Reason]:
    return [reason for each in rules for reason in each.reasons(subject)]


def refuse_if(subject: Any, rules: Iterable[Rule]) -> None:
    """Raise ``Refused`` with every reason that stops the subject."""
    if stopping := [reason for reason in reasons_against(subject, rules) if reason.stops]:
        raise Refused(stopping)


class Light(StrEnum):
    """How a rule stands on a checklist."""

    OK = "ok"
    NO = "no"
    UNKNOWN = "unknown"
    WAIVED = "waived"
    ADVICE = "advice"
    NOT_YET = "not-yet"
    NOT_APPLICABLE = "n/a"


@dataclass(frozen=True)
class CheckLine:
    """One line of a checklist: a rule, its light and what it says."""

    rule: Rule
    light: Light
    reasons: tuple[Reason, ...]


def checklist(subject: Any, rules: Iterable[Rule]) -> list[CheckLine]:
    return [_line(subject, each) for each in rules]


def _line(subject: Any, each: Rule) -> CheckLine:
    if not each.is_applicable(subject):
        return CheckLine(each, Light.NOT_APPLICABLE, ())
    if each.is_premature(subject):
        return CheckLine(each, Light.NOT_YET, ())
    reasons = tuple(each.reasons(subject))
    if not reasons:
        return CheckLine(each, Light.OK, ())
    if any(reason.stops and not reason.is_unknown for reason in reasons):
        return CheckLine(each, Light.NO, reasons)
    if any(reason.stops for reason in reasons):
        return CheckLine(each, Light.UNKNOWN, reasons)
    light = Light.WAIVED if any(reason.is_waived for reason in reasons) else Light.ADVICE
    return CheckLine(each, light, reasons)
