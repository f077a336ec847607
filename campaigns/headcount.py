"""Would everybody who stays, plus every seat on offer, fit the approved quota? (A055)"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from campaigns.choices import Stage
from campaigns.rulesets.schema import Ruleset
from campaigns.terms import exit_on
from personnel import quota
from personnel.models import Tenure
from selection.accounts.models import Organisation

if TYPE_CHECKING:
    from campaigns.models import Campaign, Plan

Place = tuple[int, str]  # department id, rank


def over_quota(organisation: Organisation, including: Campaign) -> Iterator[str]:
    """Sentences for each department and rank that the plan offers and whose final state exceeds its number."""
    table = quota.table_in_force(organisation)
    if table is None:
        return
    approved = {(line.department_id, line.rank): line for line in table.lines.select_related("department")}
    openings = _running_openings(organisation, including)
    seats = Counter[Place]()
    elsewhere: dict[Place, Counter[Plan]] = defaultdict(Counter)
    for opening in openings:
        place, plan = (opening.post.department_id, opening.post.rank), opening.campaign.plan
        if plan == including.plan:
            seats[place] += opening.seats
        else:
            elsewhere[place][plan] += opening.seats
    staying = _staying(organisation, openings, including.ruleset, including.plan.starts_on)
    for place in sorted(seats):
        line = approved.get(place)
        allowed = (line.approved or 0) if line else 0
        wanted = staying[place] + seats[place] + elsewhere[place].total()
        if wanted > allowed:
            name = next(o.post for o in openings if (o.post.department_id, o.post.rank) == place)
            yield (
                f"{name.department}{name.get_rank_display()}核定{allowed}人，"
                f"留任{staying[place]}人，加本次{seats[place]}人"
                + "".join(f"、《{plan}》{number}人" for plan, number in elsewhere[place].items())
                + f"共{wanted}人，超出核定职数"
            )


def in_flight(organisation: Organisation) -> dict[Place, dict[Plan, int]]:
    """Seats on offer in selections that run, by place, for each plan."""
    from campaigns.models import Campaign, Opening

    offered = Opening.objects.filter(campaign__in=Campaign.objects.running(), result="open")
    offered = offered.filter(campaign__plan__organisation=organisation)
    found: dict[Place, Counter[Plan]] = defaultdict(Counter)
    for opening in offered.select_related("post", "campaign__plan"):
        found[opening.post.department_id, opening.post.rank][opening.campaign.plan] += opening.seats
    return {place: dict(by_plan) for place, by_plan in found.items()}


@dataclass(frozen=True)
class Claim:
    """What a plan offers of one place, beside what was approved, is held, and is offered by other plans."""

    figures: quota.Figures
    own: int
    others: dict[Plan, int]


def claims(plan: Plan) -> list[Claim]:
    offered = in_flight(plan.organisation)
    found = []
    for figures in quota.overview(plan.organisation).figures:
        others = offered.get((figures.department.pk, figures.rank.value), {})
        if own := others.pop(plan, 0):
            found.append(Claim(figures, own, others))
    return found


def _running_openings(organisation: Organisation, including: Campaign) -> list:
    from campaigns.models import Campaign, Opening

    claiming = Campaign.objects.running()
    if including.plan.is_final:  # of two approved plans the first to start takes the seat
        claiming = claiming.exclude(stage=Stage.PREPARE)
    else:
        claiming = claiming.exclude(stage=Stage.PREPARE, plan__finalised_at=None)
    of_the_plan = Q(campaign__plan=including.plan, campaign__in=Campaign.objects.running().values("pk"))
    offered = Q(campaign__in=claiming.values("pk")) | of_the_plan | Q(campaign=including)
    openings = Opening.objects.filter(offered, campaign__plan__organisation=organisation, result="open")
    return list(openings.select_related("post__department", "campaign__plan"))


def _has_gone(tenure: Tenure, rules: Ruleset, on: date) -> bool:
    """Left the school, or past the exit age with no last day of the tenure that would say otherwise (A013)."""
    staff = tenure.staff
    if staff.left_on is not None and staff.left_on <= on:
        return True
    leaves_on = exit_on(staff, rules.eligibility.exit_age.for_(staff.gender))
    return tenure.ends_on is None and leaves_on is not None and leaves_on <= on


def _staying(organisation: Organisation, openings: list, rules: Ruleset, on: date) -> Counter[Place]:
    """Incumbents on ``on`` and those to come, without who leaves with an opening or already fills a seat of it."""
    from campaigns.models import Appointment, Opening

    offered = [opening.pk for opening in openings]
    leaving = Opening.objects.filter(pk__in=offered).exclude(ending=None).values("ending")
    seated = Appointment.objects.filter(candidacy__opening__in=offered).exclude(tenure=None).values("tenure")
    posts = Tenure.objects.at(organisation).counting()
    to_come = posts.to_come(on).values("pk")
    holding = posts.filter(Q(pk__in=to_come) | Q(pk__in=posts.in_force(on).values("pk")))
    staying: Counter[Place] = Counter()
    tenures = holding.exclude(pk__in=leaving).exclude(pk__in=seated).select_related("post", "staff")
    for tenure in tenures:
        if _has_gone(tenure, rules, on):
            continue
        staying[tenure.post.department_id, tenure.post.rank] += 1
    return staying
