"""From when to when is a person appointed? (A013, A014, A025)"""

from __future__ import annotations

from datetime import date, timedelta

from campaigns.choices import TrackReason
from campaigns.eligibility.counting import anniversary
from campaigns.models import Candidacy, Waiver
from personnel.models import StaffMember

EXTENSION = "is_below_exit_age"  # the rule whose granted exception lets a person stay on (A015)


def last_day(person: Candidacy, starts_on: date) -> date:
    """The term's last day, or the last day before the exit age, or of its extension, where that comes first."""
    rules = person.ruleset
    term = _renewed_until(person) or day_before(anniversary(starts_on, rules.filing.term_years))
    leaves_on = exit_on(person.staff, rules.eligibility.exit_age.for_(person.staff.gender))
    if leaves_on is None:
        return term
    extension = _extension(person)
    if extension is None:
        return min(term, day_before(leaves_on))
    return min(term, extension.expires_on or term)


def _renewed_until(person: Candidacy) -> date | None:
    """A new principal's renewal does not move the end of the term (A045)."""
    renewed = person.renewed if person.opening.reason == TrackReason.NEW_PRINCIPAL else None
    return renewed.ends_on if renewed else None


def probation_months(person: Candidacy) -> int:
    """How long who is promoted, and not elected, is on trial by the plan's ruleset; 0 for others (R-28)."""
    is_on_trial = person.is_promotion and not person.opening.is_elective
    return person.ruleset.service.probation_months if is_on_trial else 0


def exit_on(staff: StaffMember, age: int | None) -> date | None:
    """The day on which the person reaches the exit age; a birthday known to the month is its first day."""
    if age is None or staff.born is None:
        return None
    return anniversary(staff.born, age)


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def _extension(person: Candidacy) -> Waiver | None:
    """What the bureau granted and is still good, the longest first (A015)."""
    granted = [each for each in person.waivers.all() if each.rule == EXTENSION and each.is_in_force]
    return max(granted, key=lambda each: each.expires_on or date.max, default=None)
