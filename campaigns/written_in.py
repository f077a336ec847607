"""Who was written in at a recommendation by so many that an officer may bring them up?

Nobody becomes a candidate by this: it is shown, and the officer nominates by the ordinary act.
"""

from __future__ import annotations

from typing import NamedTuple

from ballots.verdicts import Verdict
from campaigns.models import Opening, Round
from campaigns.voices import support_written_in, validity
from personnel.models import StaffMember


class WrittenIn(NamedTuple):
    staff: StaffMember
    opening: Opening
    verdict: Verdict


def reaching(held: Round) -> list[WrittenIn]:
    """Those who reach the bar of a valid round and don't stand for the post; nobody where no bar is set."""
    valid = validity(held)
    if valid is None or not valid.holds:
        return []
    found = []
    for opening in held.campaign.openings.filter(result=Opening.Result.OPEN).select_related("post"):
        voices = held.written_in(opening)
        verdicts = {int(key): support_written_in(held, number) for key, number in voices.items()}
        passed = {pk: verdict for pk, verdict in verdicts.items() if verdict and verdict.holds}
        staff = StaffMember.objects.filter(pk__in=passed).exclude(candidacies__opening=opening)
        people = staff.select_related("department").by_pinyin()
        found += [WrittenIn(person, opening, passed[person.pk]) for person in people]
    return sorted(found, key=lambda each: -(each.verdict.count or 0))
