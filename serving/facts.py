"""What is known of one school's cadres on a day, as far as it asks for something to be done?"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q

from campaigns.choices import OVER
from campaigns.models import Appointment, Campaign
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.stages.serving import ServiceRules
from personnel.models import Appraisal, Tenure
from selection import clock
from selection.accounts.models import Organisation
from serving import horizon, rulebooks
from serving.choices import PetitionKind, RecordKind
from serving.horizon import Due, Kind, Service
from serving.models import (
    DutyReview,
    Petition,
    Probation,
    ServiceRecord,
    TermEvaluation,
    Transfer,
    WatchPeriod,
)

YEAR = timedelta(days=365)  # how long the end of a term, or a new post, is news


class Facts:
    """Read once each, whatever the number of people."""

    def __init__(self, school: Organisation, rules: Ruleset):
        self.school, self.rules, self.today = school, rules, clock.today()
        self.place = Organisation.objects.filter(pk=school.pk)

    @property
    def asked(self) -> ServiceRules:
        return self.rules.service

    @cached_property
    def services(self) -> list[Service]:
        return horizon.services(self.place)

    @cached_property
    def due(self) -> list[Due]:
        """What comes round as early as the ruleset wants to know of it."""
        last = self.today + timedelta(days=self.asked.term_notice_days)
        return horizon.due_of(self.services, last)

    def due_as(self, *kinds: Kind) -> list[Due]:
        return [each for each in self.due if each.kind in kinds]

    @cached_property
    def appraised(self) -> list[tuple[Tenure, Appraisal]]:
        """Last year's annual appraisal, or this year's, of those who held their post then and still do."""
        of_staff = {each.tenure.staff_id: each.tenure for each in self.services}
        found = Appraisal.objects.filter(staff__in=of_staff, year__gte=self.today.year - 1)
        pairs = [(of_staff[each.staff_id], each) for each in found.select_related("staff")]
        return [(tenure, each) for tenure, each in pairs if tenure.starts_on.year <= each.year]

    @cached_property
    def reviewed(self) -> list[DutyReview]:
        serving = [each.tenure.staff_id for each in self.services]
        return list(DutyReview.objects.in_force().filter(staff__in=serving).select_related("staff"))

    @cached_property
    def evaluated(self) -> set[tuple[int, int]]:
        """The school terms at whose end the cadres were graded (A120)."""
        done = TermEvaluation.objects.of(self.school).counted()
        return set(done.values_list("school_year", "term"))

    @cached_property
    def probations(self) -> list[Probation]:
        on_trial = Probation.objects.of(self.school).running().select_related("tenure__staff", "tenure__post")
        return list(on_trial)

    @cached_property
    def watched(self) -> list[WatchPeriod]:
        in_post = WatchPeriod.objects.of(self.school).in_force().filter(tenure__ended_on=None)
        return list(in_post.filter(tenure__voided_on=None).select_related("staff"))

    @cached_property
    def delayed(self) -> set[int]:
        """Tenures that the bureau lets go on without rotation for now (A037), or whose rotation it agreed to (A033)."""
        here = Petition.objects.of(self.school)
        kept = here.approved(PetitionKind.DELAY).filter(until__gte=self.today)
        planned = here.approved(PetitionKind.ROTATION)
        return {pk for found in (kept, planned) for pk in found.values_list("tenures", flat=True) if pk}

    @cached_property
    def lapsed(self) -> list[Tenure]:
        """Posts given up within a year by the end of a term or otherwise, by people who are still here."""
        gone = Tenure.objects.filter(
            post__department__organisation=self.school,
            ended_on__gt=self.today - YEAR,
            ended_on__lte=self.today,
            voided_on=None,
            staff__left_on=None,
        )
        return list(gone.select_related("staff", "post").order_by("ended_on", "pk"))

    @cached_property
    def displaced(self) -> list[tuple[Appointment, Tenure]]:
        """Posts that ended for an appointment which was declared invalid within a year (A132)."""
        annulled = Appointment.objects.filter(
            candidacy__opening__campaign__plan__organisation=self.school, voided_on__gt=self.today - YEAR
        ).select_related("candidacy__staff", "candidacy__opening")
        return [(each, tenure) for each in annulled for tenure in each.displaced]

    @cached_property
    def transferred(self) -> list[Transfer]:
        """Whom the bureau has called to another school, and who are still in the register here."""
        elsewhere = ~Q(post__department__organisation=self.school)
        leaving = Transfer.objects.filter(elsewhere, staff__organisation=self.school, staff__left_on=None)
        going_on = leaving.filter(plan__campaigns__in=Campaign.objects.exclude(stage__in=OVER)).distinct()
        return list(going_on.select_related("staff", "post__department__organisation"))

    @cached_property
    def appointed_elsewhere(self) -> list[Tenure]:
        """Posts of other schools held, or soon to be held, by people who are still in the register here (A050)."""
        ours = Tenure.objects.filter(staff__organisation=self.school, staff__left_on=None)
        going_on = ours.filter(ended_on=None, voided_on=None).exclude(
            post__department__organisation=self.school
        )
        return list(going_on.select_related("staff", "post__department__organisation"))

    @cached_property
    def held_posts(self) -> set[int]:
        """Posts that somebody holds, or will by an appointment already made."""
        here = Tenure.objects.at(self.school)
        return {each.tenure.post_id for each in self.services} | set(
            here.to_come(self.today).values_list("post", flat=True)
        )

    @cached_property
    def _records(self) -> dict[tuple[int, str], list[ServiceRecord]]:
        found: dict[tuple[int, str], list[ServiceRecord]] = defaultdict(list)
        for each in ServiceRecord.objects.of(self.school).in_force():
            found[each.staff_id, each.kind].append(each)
        return found

    def recorded(self, staff: int, kind: RecordKind, since: date) -> list[ServiceRecord]:
        return [each for each in self._records[staff, kind] if each.happened_on >= since]


def of(school: Organisation) -> Facts | None:
    """None for a school without a ruleset: nothing is asked of it."""
    rules = rulebooks.of(school)
    return Facts(school, rules) if rules is not None else None
