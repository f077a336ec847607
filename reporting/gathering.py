"""What of the yearly report can the program count itself? The rest is written by whoever reports."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Count, Q, QuerySet

from campaigns.choices import BALLOTS, Track
from campaigns.models import Appointment, Objection, Round
from personnel.models import QuotaTable, Rank, Tenure
from reporting import exceptions
from reporting.yearly import Appointments, Posts, Voices, YearlyReport
from selection.accounts.models import Organisation


def gather(organisation: Organisation, year: int) -> YearlyReport:
    """Of the organisation and all schools below it; the same number of queries for any number of them."""
    schools = Organisation.objects.below(organisation)
    granted = tuple(exceptions.granted(organisation, year))
    return YearlyReport(
        organisation.name,
        year,
        appointments=_appointments(schools, year, len(granted)),
        granted=granted,
        posts=_posts(schools, date(year, 12, 31)),
        voices=_voices(schools, year),
    )


def _appointments(schools: QuerySet[Organisation], year: int, exceptions: int) -> Appointments:
    made = Appointment.objects.filter(
        candidacy__opening__campaign__plan__organisation__in=schools, happened_on__year=year
    )
    standing = Q(voided_on=None)
    counted = made.aggregate(
        chiefs=Count("pk", filter=standing & Q(candidacy__opening__post__rank=Rank.CHIEF)),
        deputies=Count("pk", filter=standing & Q(candidacy__opening__post__rank=Rank.DEPUTY)),
        competed=Count("pk", filter=standing & Q(candidacy__opening__campaign__track=Track.COMPETITIVE)),
        annulled=Count("pk", filter=~standing),
    )
    return Appointments(**counted, exceptions=exceptions)


def _posts(schools: QuerySet[Organisation], on: date) -> Posts:
    """By department and rank: what is free in one place is no room in another."""
    tables = QuotaTable.objects.filter(
        organisation__in=schools, review__state="approved", review__approved_on__lte=on
    ).order_by("review__approved_on", "pk")
    newest = {table.organisation_id: table for table in tables.prefetch_related("lines")}
    approved = {
        (line.department_id, line.rank): line.approved or 0
        for table in newest.values()
        for line in table.lines.all()
    }
    places = Tenure.objects.in_force(on).counting().filter(post__department__organisation__in=schools)
    held = Counter(places.values_list("post__department", "post__rank"))
    return Posts(
        approved=sum(approved.values()),
        held=held.total(),
        vacant=sum(max(number - held[place], 0) for place, number in approved.items()),
        over=sum(max(number - approved.get(place, 0), 0) for place, number in held.items()),
    )


def _voices(schools: QuerySet[Organisation], year: int) -> Voices:
    said = Objection.objects.filter(
        campaign__plan__organisation__in=schools, received_on__year=year
    ).aggregate(all=Count("pk"), unsettled=Count("pk", filter=~Q(state="resolved")))
    polls = Round.objects.filter(
        campaign__plan__organisation__in=schools, purpose__in=BALLOTS, happened_on__year=year
    )
    return Voices(polls=polls.count(), objections=said["all"], unsettled=said["unsettled"])
