"""Is registration open, to whom, and what has become of those who entered?"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from campaigns.choices import ActKind, Scope, Stage, Track
from campaigns.models import Act, Campaign, Candidacy, Entry, LateEntry, Plan, Registration
from campaigns.readers import Reader
from personnel.models import StaffMember
from personnel.models.staff import StaffQuerySet
from selection import clock
from selection.accounts.models import User


def is_contest(campaign: Campaign) -> bool:
    return bool(campaign.track == Track.COMPETITIVE)


def last_window(campaign: Campaign) -> Registration | None:
    return campaign.registrations.last()


def open_window(campaign: Campaign) -> Registration | None:
    return campaign.registrations.open_at(clock.now()).last()


def late_permission(campaign: Campaign, staff: StaffMember) -> LateEntry | None:
    """The permission by which the person may still enter after the deadline."""
    allowed = campaign.late_entries.filter(staff=staff, until__gt=clock.now())
    return allowed.filter(Q(is_backfilled=False) | Q(confirmed_at__isnull=False)).last()


def may_still_enter(campaign: Campaign, staff: StaffMember) -> bool:
    """Whether the page of the application is open to the person, by the clock."""
    window = open_window(campaign)
    is_reached = window is not None and window.reaches(staff.organisation)
    return is_reached or late_permission(campaign, staff) is not None


def open_to(user: User) -> list[Campaign]:
    """The contests that the user may enter now, the nearest deadline first; not those entered already."""
    staff = StaffMember.objects.serving().filter(user=user).select_related("organisation").first()
    if staff is None:
        return []
    entered = Entry.objects.standing().filter(staff=staff).values("campaign")
    now = clock.now()
    in_time = Q(pk__in=Registration.objects.open_at(now).values("campaign"))
    late = Q(pk__in=LateEntry.objects.filter(staff=staff, until__gt=now).values("campaign"))
    found = announced().filter(in_time | late).exclude(pk__in=entered).distinct()
    found = (
        found.select_related("plan__organisation__parent").prefetch_related("openings__post").order_by("pk")
    )
    return [each for each in found if may_still_enter(each, staff)]


def announced() -> QuerySet[Campaign]:
    """Contests whose plan is public and which take entries in this stage, unless they stand still."""
    public = Act.objects.of(ActKind.PUBLICATION).confirmed().values("plan")
    return Campaign.objects.filter(
        track=Track.COMPETITIVE, stage=Stage.RECOMMEND, suspended_on=None, plan__in=public
    )


def contest_for(user: User, pk: int) -> tuple[Campaign, StaffMember] | None:
    """A contest that was announced to the user, open still or not, with the user's row in the register."""
    staff = StaffMember.objects.serving().filter(user=user).select_related("organisation").first()
    campaign = announced().filter(pk=pk).select_related("plan__organisation__parent").first()
    if staff is None or campaign is None:
        return None
    window = last_window(campaign)
    is_reached = window is not None and window.reaches(staff.organisation)
    return (campaign, staff) if is_reached or late_permission(campaign, staff) else None


def whoever_may_enter(campaign: Campaign) -> StaffQuerySet:
    """The serving staff within the widest scope of the contest."""
    school = campaign.plan.organisation
    scopes = set(campaign.registrations.values_list("scope", flat=True))
    if Scope.COUNTY in scopes and school.bureau:
        within = school.bureau
    else:
        within = school.zone if Scope.ZONE in scopes and school.zone else school
    staff: StaffQuerySet = StaffMember.objects.filter(organisation__path__startswith=within.path).serving()
    return staff.select_related("department", "organisation")


class Notice(NamedTuple):
    """What the staff read of a contest: when and how to enter, and who was found qualified."""

    campaign: Campaign
    window: Registration
    may_enter: bool
    listed_on: date | None
    qualified: list[Candidacy]


def notices(plan: Plan, reader: Reader) -> list[Notice]:
    """Of the plan's contests whose registration is set, in the order in which they were begun."""
    serving = StaffMember.objects.serving().filter(user__isnull=False, user=reader.pk)
    staff = serving.select_related("organisation").first()
    found = []
    for campaign in plan.campaigns.filter(track=Track.COMPETITIVE).order_by("pk"):
        if window := last_window(campaign):
            act = campaign.done(ActKind.QUALIFIED_LIST).last()
            may_enter = staff is not None and announced().filter(pk=campaign.pk).exists()
            found.append(
                Notice(
                    campaign,
                    window,
                    bool(may_enter and staff and may_still_enter(campaign, staff)),
                    act.happened_on if act else None,
                    _listed(act),
                )
            )
    return found


def _listed(act: Act | None) -> list[Candidacy]:
    """As the list was made public; who left the contest since still stands on it."""
    people = act.figures.get("people", ()) if act else ()
    persons = Candidacy.objects.filter(pk__in=people).select_related("staff__department", "opening__post")
    return list(persons)
