"""How much of what is no person was there in a year: ballots, talks, notices, objections?

A row that waits for a second person's word does not count yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Count, Q, QuerySet

from ballots.models import Poll
from campaigns.choices import (
    BALLOTS,
    ActKind,
    Addressee,
    AgendaPurpose,
    DisciplineResult,
    TalkKind,
    WaiverKind,
)
from campaigns.choices import ObjectionConclusion as Conclusion
from campaigns.models import (
    Act,
    AgendaItem,
    DisciplineOpinion,
    FilingReply,
    Inspection,
    Objection,
    Publicity,
    Round,
    Talk,
    Waiver,
)
from selection.accounts.models import Organisation
from serving.choices import DutyGrade, RecordKind
from serving.models import DutyReview, ServiceRecord

Found = tuple[int, str, int]  # school, path of the figure, number
CONFIRMED = Q(is_backfilled=False) | Q(confirmed_at__isnull=False)
OF_CANDIDACY = "candidacy__opening__campaign__plan__organisation"
OF_CAMPAIGN = "campaign__plan__organisation"
OF_STAFF = "staff__organisation"


def rows(**which: Any) -> Count:
    return Count("pk", filter=Q(pk__isnull=False, **which), distinct=True)


@dataclass(frozen=True)
class Tally:
    """Rows of one kind: which field leads to the school and which to the day, and what is counted of them."""

    of_kind: QuerySet[Any]
    school: str
    on: str
    figures: Mapping[str, Aggregate]

    def of(self, schools: QuerySet[Organisation], year: int) -> Iterator[Found]:
        in_year = f"{self.on}__year" if self.on != "year" else self.on
        found = self.of_kind.filter(**{f"{self.school}__in": schools, in_year: year}).order_by()
        names = {f"figure_{number}": path for number, path in enumerate(self.figures)}
        counts = {name: self.figures[path] for name, path in names.items()}
        for school, *numbers in (
            found.values(self.school).annotate(**counts).values_list(self.school, *counts)
        ):
            yield from ((school, path, number) for path, number in zip(self.figures, numbers, strict=True))


def _concluded(conclusion: Conclusion) -> Count:
    """What goes past the school is told to it by number alone."""
    return rows(addressee=Addressee.SCHOOL, state="resolved", conclusion=conclusion)


TALLIES = (
    Tally(
        Waiver.objects.all(),
        OF_CAMPAIGN,
        "granted_on",
        {
            "exceptions.granted": rows(),
            **{f"exceptions.{kind.value}": rows(kind=kind) for kind in WaiverKind},
        },
    ),
    Tally(
        Objection.objects.all(),
        OF_CAMPAIGN,
        "received_on",
        {
            "voices.objections": rows(),
            "voices.passed_on": rows(addressee=Addressee.DISCIPLINE),
            "voices.unfounded": _concluded(Conclusion.UNFOUNDED),
            "voices.not_affecting": _concluded(Conclusion.NOT_AFFECTING),
            "voices.affecting": _concluded(Conclusion.AFFECTING),
            "voices.unsettled": rows(addressee=Addressee.SCHOOL, state__in=["received", "investigating"]),
        },
    ),
    Tally(
        Talk.objects.filter(is_superseded=False),
        OF_CAMPAIGN,
        "held_on",
        {
            "voices.recommending": rows(kind=TalkKind.RECOMMENDATION),
            "voices.consulting": rows(kind=TalkKind.CONSULTATION),
            "inspections.talks": rows(kind=TalkKind.INSPECTION),
        },
    ),
    Tally(
        Act.objects.filter(CONFIRMED, is_superseded=False),
        "plan__organisation",
        "happened_on",
        {
            "study.sessions": rows(kind=ActKind.STUDY),
            "supervision.appointment_talks": rows(kind=ActKind.APPOINTMENT_TALK),
        },
    ),
    Tally(
        Inspection.objects.filter(CONFIRMED, is_superseded=False),
        OF_CANDIDACY,
        "happened_on",
        {"inspections.inspected": rows()},
    ),
    Tally(
        DisciplineOpinion.objects.filter(CONFIRMED).exclude(result=DisciplineResult.PENDING),
        OF_CANDIDACY,
        "happened_on",
        {"inspections.opinions": rows(), "inspections.vetoed": rows(result=DisciplineResult.VETO)},
    ),
    Tally(
        AgendaItem.objects.confirmed().filter(is_superseded=False, purpose=AgendaPurpose.DECISION),
        "meeting__plan__organisation",
        "meeting__happened_on",
        {"inspections.meetings": Count("meeting", distinct=True)},
    ),
    Tally(
        Publicity.objects.confirmed().standing(),
        OF_CAMPAIGN,
        "happened_on",
        {"inspections.notices": rows(), "inspections.published": Count("candidacies")},
    ),
    Tally(
        FilingReply.objects.confirmed().filter(is_acceptance=True),
        "package__filing__campaign__plan__organisation",
        "happened_on",
        {"inspections.filed": rows()},
    ),
    Tally(
        ServiceRecord.objects.in_force(),
        OF_STAFF,
        "happened_on",
        {
            "supervision.integrity_talks": rows(kind=RecordKind.TALK),
            "supervision.admonitions": rows(kind=RecordKind.ADMONITION),
            "growth.inducted": rows(kind=RecordKind.TRAINING),
        },
    ),
    Tally(
        DutyReview.objects.in_force(),
        OF_STAFF,
        "year",
        {
            "reviews.excellent": rows(grade=DutyGrade.EXCELLENT),
            "reviews.failed": rows(grade=DutyGrade.FAILED),
        },
    ),
)


def turnout(schools: QuerySet[Organisation], year: int) -> Iterator[Found]:
    """How many were called and came, of the ballots that were closed; never what they chose."""
    held = Round.objects.filter(
        CONFIRMED, campaign__plan__organisation__in=schools, purpose__in=BALLOTS, happened_on__year=year
    ).exclude(poll__state=Poll.State.VOID)
    for school, of_poll, on_paper in held.values_list(OF_CAMPAIGN, "poll__turnout", "figures"):
        came = of_poll or on_paper
        yield school, "voices.polls", 1
        if came and came.get("collected") is not None:
            yield school, "voices.entitled", came["entitled"]
            yield school, "voices.collected", came["collected"]
