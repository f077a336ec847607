"""Who of an office moves first where chief and deputy are both due? (A036)"""

from __future__ import annotations

from campaigns.eligibility import loading
from campaigns.eligibility.rank import is_due_for_rotation
from personnel.models import Rank, StaffMember, Tenure
from selection.reasons import WARN, rule

from .announce import has_people


@rule(
    "正副职均应轮岗的先交流正职",
    cites="A036",
    about="campaign",
    effect=WARN,
    mend="campaigns:people",
    applies=lambda campaign: campaign.ruleset.eligibility.chief_rotates_first,
    once=has_people,
)
def chiefs_rotate_first(campaign):
    held = _held(campaign)
    moving = _moving(campaign, held)
    due = _due(campaign, held) if moving else []
    staying = {
        each.post.department: each.staff.name
        for each in due
        if each.post.rank == Rank.CHIEF and each.staff_id not in moving
    }
    for deputy in due:
        office, name = deputy.post.department, deputy.staff.name
        if deputy.post.rank == Rank.DEPUTY and deputy.staff_id in moving and office in staying:
            yield f"{office}正副职均已到轮岗年限，应先交流正职{staying[office]}，再交流副职{name}"


def _moving(campaign, held: list[Tenure]) -> set[int]:
    """Those who hold a post and are brought up for one of another office."""
    goes_to = {person.staff_id: person.opening.post.department_id for person in campaign.live()}
    stays = {each.staff_id: each.post.department_id for each in held}
    return {staff for staff, office in goes_to.items() if stays.get(staff, office) != office}


def _held(campaign) -> list[Tenure]:
    held = Tenure.objects.at(campaign.organisation).in_force(campaign.plan.reference_on)
    return list(held.select_related("staff", "post__department"))


def _due(campaign, held: list[Tenure]) -> list[Tenure]:
    staff = StaffMember.objects.filter(pk__in=[each.staff_id for each in held])
    known = {each.staff: each for each in loading.load(staff, campaign.plan.reference_on)}
    return [each for each in held if is_due_for_rotation(known[each.staff_id], each.post, campaign.ruleset)]
