"""Screen every person against the rules, and let a named person conclude."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from campaigns.choices import Conclusion, Standing
from campaigns.eligibility import loading, screening
from campaigns.eligibility.screening import Screening
from campaigns.models import Campaign, Candidacy
from campaigns.models.candidacies import PASSING
from personnel.models import StaffMember
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers

from .acts import may_record
from .authority import take


@transaction.atomic
def screen_all(campaign: Campaign, *, by: User) -> list[Candidacy]:
    """Store what the rules find of every live person at the plan's reference date."""
    may_record(campaign.plan, by)
    take(campaign)
    persons = list(campaign.live())
    for person, found in found_now(campaign, persons):
        person.screening = found.as_data()
        if found.conclusion in (Conclusion.INELIGIBLE, Conclusion.UNKNOWN):
            person.screening_conclusion = ""
        person.save(update_fields=["screening", "screening_conclusion"])
    ledgers.append(campaign.ledger, "资格审查", by=by, about=f"campaign:{campaign.pk}", people=len(persons))
    return persons


def found_now(campaign: Campaign, persons: list[Candidacy]) -> Iterator[tuple[Candidacy, Screening]]:
    """What the rules find of each by the register as it is now; nothing is stored."""
    staff = StaffMember.objects.filter(pk__in=[person.staff_id for person in persons])
    dossiers = {each.staff: each for each in loading.load(staff, campaign.plan.reference_on)}
    for person in persons:
        yield person, screening.screen(dossiers[person.staff_id], person.opening)


def changed_since(campaign: Campaign, persons: list[Candidacy]) -> set[int]:
    """The persons of whom something else would be found now than what is stored."""
    screened = [person for person in persons if person.screening is not None]
    return {
        person.pk
        for person, found in found_now(campaign, screened)
        if not found.is_as_stored(person.screening)
    }


@transaction.atomic
def conclude(person: Candidacy, conclusion: Conclusion | str, *, by: User, remark: str = "") -> None:
    """A named person's conclusion; it may depart from the finding only with a reason."""
    may_record(person.campaign.plan, by)
    take(person.campaign)
    person.refresh_from_db()
    if conclusion not in Conclusion:
        raise Refused("请选择审查结论")
    conclusion = Conclusion(conclusion)
    if person.screening is None:
        raise Refused(f"请先对{person.staff.name}进行资格审查")
    found = Conclusion(person.screening["conclusion"])
    if found == Conclusion.INELIGIBLE and conclusion != Conclusion.INELIGIBLE:
        raise Refused(f"{person.staff.name}不符合必须具备的条件，不能作“{conclusion.label}”结论")
    if conclusion != found and not remark.strip():
        raise Refused(f"系统审查结果为“{found.label}”，作不同结论请写明理由")
    person.screening_conclusion, person.screening_remark = conclusion, remark
    person.screened_by, person.screened_on = by, clock.today()
    if conclusion in PASSING and person.standing == Standing.NOMINATED:
        person.qualify()
    elif conclusion not in PASSING and person.standing == Standing.QUALIFIED:
        person.return_to_nominated()
    person.save()
    ledgers.append(
        person.campaign.ledger,
        "资格审查结论",
        by=by,
        about=f"candidacy:{person.pk}",
        conclusion=str(conclusion),
        found=str(found),
        person=person.staff.name,
        said=conclusion.label,
    )
