"""What rests on a campaign, and so goes with it when it is declared invalid? (A132)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q

from campaigns.choices import OVER
from campaigns.models import Appointment, Campaign, Plan, Publicity
from selection.records.models import Paper, Review
from selection.records.models.papers import PaperQuerySet


def dependants(campaign: Campaign) -> list[Campaign]:
    """The follow-ups that build on what it came to, near and far, and have not ended without effect."""
    found = []
    for each in campaign.followers.order_by("pk"):
        found += [] if each.stage in OVER else [each]
        found += dependants(each)
    return found


def papers_of(campaigns: Iterable[Campaign]) -> PaperQuerySet:
    """What was signed for the campaigns; the plan's own papers where no campaign is left on the plan."""
    campaigns = list(campaigns)
    found = Paper.objects.filter(document__campaign__in=campaigns)
    for plan in _plans_without_any_but(campaigns):
        found = found | Paper.objects.filter(document__plan=plan, document__campaign=None)
    in_force: PaperQuerySet = found.in_force().distinct()
    return in_force


def reviews_of(campaign: Campaign) -> list[Review]:
    """What was handed in for the campaign and has not been agreed to; the plan itself where none is left on it."""
    asked = Q(candidate_form__campaign=campaign) | Q(waiver__campaign=campaign)
    asked |= Q(examination__campaign=campaign)
    asked |= Q(plan__in=_plans_without_any_but([campaign]))
    return list(Review.objects.filter(asked, state__in=(Review.State.PENDING, Review.State.SENT_BACK)))


def _plans_without_any_but(campaigns: list[Campaign]) -> list[Plan]:
    others = Campaign.objects.exclude(pk__in=[each.pk for each in campaigns]).exclude(stage__in=OVER)
    return [plan for plan in {each.plan for each in campaigns} if not others.filter(plan=plan).exists()]


def consequences(campaign: Campaign) -> list[str]:
    """In words, before it is done."""
    return list(_consequences([campaign, *dependants(campaign)]))


def _consequences(campaigns: list[Campaign]) -> Iterator[str]:
    for each in campaigns[1:]:
        names = "、".join(person.staff.name for person in each.candidacies())
        yield f"{names}的接续办理（现在是“{each.get_stage_display()}”）一并宣布无效"
    made = Appointment.objects.filter(candidacy__opening__campaign__in=campaigns, voided_on=None)
    if names := "、".join(str(each.candidacy) for each in made.select_related("candidacy__staff")):
        yield f"{names}的聘任无效，名册中的任职注销"
    if count := Publicity.objects.standing().filter(campaign__in=campaigns).count():
        yield f"拟聘公示{count}份撤销"
    if count := papers_of(campaigns).count():
        yield f"已签发的文书{count}件标为已撤销"
