"""How do the dossiers of many people come out of the register at once?

Plain values instead of rows with all their columns: ten thousand people are loaded in a second, and no
identity number is opened for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from campaigns.eligibility.dossier import Dossier, Grade, Penalty, Service
from campaigns.eligibility.sanctions import sanction_until
from personnel.models import Appraisal, Commendation, Sanction, Tenure
from personnel.models.staff import StaffQuerySet

EXCEPTIONS = ("is_promoted_step_by_step", "served_as_deputy_before_chief", "worked_before_deputy")
# Person → the last day of the trial that runs on a day; whoever keeps the time after appointments tells
TRIALS: list[Callable[[StaffQuerySet, date], dict[int, date]]] = []
PLAIN = {
    "pk": "staff",
    "name": "name",
    "gender": "gender",
    "category": "category",
    "born": "born",
    "born_day_known": "is_born_day_known",
    "is_teacher": "is_teacher",
    "is_healthy": "is_healthy",
    "leadership": "leadership",
    "current_post_text": "post_text",
    "party_status": "party_status",
    "education": "education",
    "teacher_cert": "teacher_cert",
    "work_since": "work_since",
    "teaching_since": "teaching_since",
    "is_reserve": "is_reserve",
    "was_seconded": "was_seconded",
}


def load(staff: StaffQuerySet, on: date) -> list[Dossier]:
    """The dossiers of all of ``staff`` on one day, in as many queries however many they are."""
    services, grades = _services(staff), _by_person(staff, Appraisal, Grade, "year", "grade", "reason")
    commendations = _by_person(staff, Commendation, str, "level")
    penalties = _by_person(staff, Sanction, _penalty, "kind", "decided_on", "until")
    risen = _risen_by_exception(staff)
    trials = {person: until for tell in TRIALS for person, until in tell(staff, on).items()}
    return [
        Dossier(
            **dict(zip(PLAIN.values(), facts, strict=True)),
            on=on,
            is_on_duty=on_duty and (left_on is None or left_on > on),
            services=services[facts[0]],
            grades=grades[facts[0]],
            commendations=commendations[facts[0]],
            penalties=penalties[facts[0]],
            rose_by_exception=facts[0] in risen,
            on_trial_until=trials.get(facts[0]),
        )
        for on_duty, left_on, *facts in staff.values_list("is_on_duty", "left_on", *PLAIN)
    ]


def _by_person(staff: StaffQuerySet, model: Any, make: Any, *fields: str) -> dict[int, tuple[Any, ...]]:
    """Person → what each row of the model is made into, in the model's own order."""
    found: dict[int, tuple[Any, ...]] = defaultdict(tuple)
    for person, *values in model.objects.filter(staff__in=staff).values_list("staff_id", *fields):
        found[person] += (make(*values),)
    return found


def _services(staff: StaffQuerySet) -> dict[int, tuple[Service, ...]]:
    held = Tenure.objects.filter(staff__in=staff, voided_on=None)
    found: dict[int, tuple[Service, ...]] = defaultdict(tuple)
    for person, rank, kind, since, ended_on, ends_on, post, office in held.values_list(
        "staff_id", "post__rank", "kind", "starts_on", "ended_on", "ends_on", "post_id", "post__department_id"
    ):
        found[person] += (Service(rank, kind, since, _end(ended_on, ends_on), post, office),)
    return found


def _penalty(kind: str, decided_on: date, until: date | None) -> Penalty:
    return Penalty(kind, sanction_until(kind, decided_on, until))


def _end(ended_on: date | None, ends_on: date | None) -> date | None:
    """The day after the term, or the day of leaving where that came first."""
    days = [ended_on, ends_on and ends_on + timedelta(days=1)]
    return min((day for day in days if day), default=None)


def _risen_by_exception(staff: StaffQuerySet) -> set[int]:
    """Those whose last promotion needed 破格: a service too short, or a rank skipped (R-18)."""
    promoted = staff.filter(candidacies__standing="appointed", candidacies__is_promotion=True)
    waived = ("candidacies__waivers__rule", "candidacies__waivers__granted_on")
    exceptions: dict[tuple[int, int], bool] = defaultdict(bool)
    for person, candidacy, rule, granted_on in promoted.values_list("pk", "candidacies", *waived):
        exceptions[person, candidacy] |= rule in EXCEPTIONS and granted_on is not None
    last: dict[int, bool] = {person: exceptions[person, each] for person, each in sorted(exceptions)}
    return {person for person, excepted in last.items() if excepted}
