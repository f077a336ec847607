"""Whose term, age or years in one post fall due, in which school and when? (三个月内到期)"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from campaigns import terms
from campaigns.eligibility.counting import months_after
from campaigns.rulesets.schema import Ruleset
from personnel import spans
from personnel.models import StaffMember, Tenure
from selection import clock
from selection.accounts.models import Organisation
from selection.accounts.models.organisations import OrganisationQuerySet
from serving import rulebooks
from serving.choices import PetitionKind
from serving.models import Petition, Probation, WatchPeriod

MONTHS = 3


class Kind(TextChoices):
    """What may fall due of somebody who holds a post."""

    TERM = "term", "聘期届满"
    AGE = "age", "到退出年龄"
    POST = "post", "同岗位任职满年限"
    OFFICE = "office", "同处室任职满年限"
    PROBATION = "probation", "试用期满"
    WATCH = "watch", "察看期满"


@dataclass(frozen=True)
class Due:
    """One date of one person, what comes round on it, and the rows that say so."""

    on: date
    kind: Kind
    sentence: str
    cites: str
    tenure: Tenure

    @property
    def staff(self) -> StaffMember:
        return self.tenure.staff

    @property
    def school(self) -> Organisation:
        return self.tenure.post.department.organisation

    @property
    def is_over(self) -> bool:
        """The day has come, and the person still holds the post."""
        return self.on < clock.today()


@dataclass(frozen=True)
class Service:
    """A running tenure with the person's whole service and the ruleset of the school."""

    tenure: Tenure
    history: list[Tenure]
    rules: Ruleset | None
    stays_until: date | None = None

    def exits_on(self) -> date | None:
        """The day on which the exit age is reached, or after an approved extension is over (A013–A015)."""
        if self.stays_until is not None:
            return terms.day_after(self.stays_until)
        age = self.rules.eligibility.exit_age.for_(self.tenure.staff.gender) if self.rules else None
        return terms.exit_on(self.tenure.staff, age)

    def completes(self, years: int, on: date, *, in_office: bool) -> date | None:
        """The day on which ``years`` in the post, or in its office, are complete; None where none are asked."""
        post = self.tenure.post
        same = [
            spans.of(each)
            for each in self.history
            if (each.post.department_id == post.department_id if in_office else each.post_id == post.pk)
        ]
        since = spans.begun(same, on) if years else None
        return terms.anniversary(since, years) if since else None

    def is_spared(self, day: date) -> bool:
        """So near the exit age on ``day`` that no whole term is left: no rotation any more (A035)."""
        leaves_on = self.exits_on()
        if self.rules is None or leaves_on is None or not self.rules.service.rotation_spares_the_leaving:
            return False
        return leaves_on < terms.anniversary(day, self.rules.filing.term_years)


def until(months: int = MONTHS) -> date:
    """The last day of a horizon of so many months."""
    return months_after(clock.today(), months)


def coming_due(schools: OrganisationQuerySet, last: date) -> list[Due]:
    """All that falls due by ``last``, what is over already included, the earliest first."""
    own = [each for each in _of_acts(schools) if each.on <= last]
    return sorted([*due_of(services(schools), last), *own], key=_order)


def due_of(found: Iterable[Service], last: date) -> list[Due]:
    due = [each for service in found for each in _of(service) if each.on <= last]
    return sorted(due, key=_order)


def _order(due: Due) -> tuple[date, str, str, str]:
    return due.on, due.school.path, due.staff.staff_number, due.kind


def _of_acts(schools: OrganisationQuerySet) -> Iterator[Due]:
    """What has a last day of its own, whatever the ruleset says by now."""
    here = {"tenure__post__department__organisation__in": schools}
    related = ("tenure__staff", "tenure__post__department__organisation")
    for trial in Probation.objects.running().filter(**here).select_related(*related):
        said = f"{trial.tenure.staff.name}（{trial.tenure.post}）试用期满"
        yield Due(trial.ends_on, Kind.PROBATION, said, "R-28", trial.tenure)
    for watch in WatchPeriod.objects.running().filter(**here).select_related(*related):
        said = f"{watch.tenure.staff.name}（{watch.tenure.post}）察看期满"
        yield Due(watch.ends_on, Kind.WATCH, said, "T047", watch.tenure)


def services(schools: OrganisationQuerySet) -> list[Service]:
    """Everybody who holds a post in one of the schools, in four queries whatever the number."""
    today, rules = clock.today(), rulebooks.of_schools(schools)
    running = list(
        Tenure.objects.filter(post__department__organisation__in=schools)
        .in_force(today)
        .select_related("staff", "post__department__organisation")
    )
    history: dict[int, list[Tenure]] = defaultdict(list)
    served = Tenure.objects.filter(staff__in={each.staff_id for each in running}, voided_on=None)
    for tenure in served.select_related("post"):
        history[tenure.staff_id].append(tenure)
    extended = _extended(running)
    return [
        Service(
            each,
            history[each.staff_id],
            rules.get(each.post.department.organisation_id),
            extended.get(each.pk),
        )
        for each in running
    ]


def _extended(running: Iterable[Tenure]) -> dict[int, date | None]:
    """Tenure → the last day of the latest extension that the bureau granted."""
    granted = Petition.objects.approved(PetitionKind.EXTENSION).filter(tenures__in=running)
    return dict(granted.order_by("until").values_list("tenures", "until"))


def _of(service: Service) -> Iterator[Due]:
    tenure = service.tenure
    name, post = tenure.staff.name, tenure.post
    if tenure.ends_on:
        what = "主持工作期满" if tenure.is_acting else "聘期届满"
        yield Due(tenure.ends_on, Kind.TERM, f"{name}（{post}）{what}", "A025 A026 A027", tenure)
    if leaves_on := service.exits_on():
        yield Due(leaves_on, Kind.AGE, f"{name}（{post}）{_why(service, leaves_on)}", "A013 A014", tenure)
    yield from _rotation(service)


def _why(service: Service, leaves_on: date) -> str:
    born = service.tenure.staff.born
    if service.stays_until is not None or born is None:
        return "延长任职期满"
    return f"满{leaves_on.year - born.year}周岁"


def _rotation(service: Service) -> Iterator[Due]:
    """A028, A029; without those who soon leave anyway (A035)."""
    if service.rules is None:
        return
    tenure, asked, today = service.tenure, service.rules.service, clock.today()
    name, post = tenure.staff.name, tenure.post
    in_post = service.completes(asked.rotate_post_years, today, in_office=False)
    in_office = service.completes(asked.rotate_office_years, today, in_office=True)
    if in_post and not service.is_spared(in_post):
        yield Due(in_post, Kind.POST, f"{name}任{post}满{asked.rotate_post_years}年", "A028", tenure)
    if in_office and not service.is_spared(in_office):
        years = f"{name}在{post.department}任职满{asked.rotate_office_years}年"
        yield Due(in_office, Kind.OFFICE, years, "A029", tenure)
