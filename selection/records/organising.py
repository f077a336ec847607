"""Of which small schools does the zone run the selections?

The mark gives the zone's organisers the officer's part at that school, and nothing at any other; when it
is ended, they have it no longer.
"""

from __future__ import annotations

from django.db import transaction

from selection import clock
from selection.accounts import roles
from selection.accounts.acts import Act, Role
from selection.accounts.models import Organisation, OrganisationQuerySet, User, ZoneOrganising
from selection.accounts.notices import notify
from selection.reasons import Refused
from selection.records import ledgers

DECIDING = (Act.REVIEW_ZONE, Act.REVIEW_BUREAU)


def schools_of(user: User) -> OrganisationQuerySet:
    """Schools of a zone for which the user, who reviews in the zone or the bureau, may say so."""
    found = Organisation.objects.none()
    for act in DECIDING:
        found |= user.organisations_for(act)
    return found.schools().filter(parent__kind=Organisation.Kind.ZONE)


@transaction.atomic
def begin(school: Organisation, *, by: User, reason: str) -> ZoneOrganising:
    zone = _zone_of(school, by)
    if not reason.strip():
        raise Refused("请写明由学区组织的原因，例如：学校没有专职人事干部")
    if ZoneOrganising.objects.running().filter(school=school).exists():
        raise Refused(f"{school.name}已由{zone.short_name}组织，不必再办")
    made = ZoneOrganising.objects.create(school=school, reason=reason.strip(), began_by=by)
    roles.align_organisers(zone)
    _put_down(made, "由学区组织选拔任用", by, reason=made.reason)
    _tell(school, zone, f"{school.short_name}的选拔任用由{zone.short_name}组织：{made.reason}")
    return made


@transaction.atomic
def end(school: Organisation, *, by: User, reason: str) -> None:
    zone = _zone_of(school, by)
    if not reason.strip():
        raise Refused("请写明不再由学区组织的原因")
    running = ZoneOrganising.objects.running().filter(school=school).first()
    if running is None:
        raise Refused(f"{school.name}现在不由学区组织，不必再办")
    running.ended_on, running.ended_by = clock.today(), by
    running.save(update_fields=["ended_on", "ended_by"])
    roles.align_organisers(zone)
    _put_down(running, "不再由学区组织选拔任用", by, reason=reason.strip())
    said = f"{school.short_name}的选拔任用不再由{zone.short_name}组织，没有办结的由本校人事干部接办"
    _tell(school, zone, f"{said}：{reason.strip()}")


def _zone_of(school: Organisation, by: User) -> Organisation:
    """With the school's ledger and row held."""
    ledgers.hold(ledgers.of_organisation(school).pk)
    Organisation.objects.select_for_update(no_key=True).get(pk=school.pk)
    if school.zone is None:
        raise Refused(f"{school.name}是直属学校，没有学区可以组织，请由本校人事干部办理")
    if not any(by.may(act, school) for act in DECIDING):
        raise Refused("由学区组织哪所学校，请本学区审核员或教育局审核员确定")
    return school.zone


def _put_down(mark: ZoneOrganising, act: str, by: User, *, reason: str) -> None:
    about = f"zoneorganising:{mark.pk}"
    ledgers.append(ledgers.of_organisation(mark.school), act, by=by, about=about, reason=reason)


def _tell(school: Organisation, zone: Organisation, sentence: str) -> None:
    for role, place in ((Role.ZONE_ORGANISER, zone), (Role.OFFICER, school), (Role.LEADER, school)):
        notify(roles.holders(role, place), sentence[:300])
