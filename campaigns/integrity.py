"""Has discipline said of these persons, in another selection, what still holds?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Max

from campaigns.choices import DisciplineResult
from campaigns.models import Campaign, Candidacy, DisciplineOpinion, Objection
from selection import clock


def reply_in_force(person: Candidacy) -> DisciplineOpinion | None:
    return replies_in_force(person.campaign, [person]).get(person.staff_id)


def replies_in_force(campaign: Campaign, persons: Collection[Candidacy]) -> dict[int, DisciplineOpinion]:
    """By staff: the last reply, if it was given for other selections too and nothing came up since.

    It is the same discipline's; what was reported on its day or later has not been looked into.
    """
    staff = {person.staff_id for person in persons}
    replies = DisciplineOpinion.objects.filter(candidacy__staff__in=staff, adopted_from=None)
    replies = replies.exclude(result=DisciplineResult.PENDING).exclude(petitions=DisciplineResult.PENDING)
    along = ("candidacy__opening__campaign__plan__organisation", "entered_by")
    ordered = replies.select_related(*along).order_by("happened_on", "pk")
    last = {each.candidacy.staff_id: each for each in ordered}
    good = {key: each for key, each in last.items() if _is_good_for(each, campaign)}
    reported = _last_reported(good) if good else {}
    return {
        key: each for key, each in good.items() if key not in reported or reported[key] < each.happened_on
    }


def _is_good_for(reply: DisciplineOpinion, campaign: Campaign) -> bool:
    given_in = reply.candidacy.campaign
    return (
        reply.is_confirmed
        and not reply.is_superseded
        and reply.valid_until is not None
        and reply.valid_until >= clock.today()
        and given_in != campaign
        and campaign.organisation.bureau.covers(given_in.organisation)
    )


def _last_reported(staff: Collection[int]) -> dict[int, date]:
    of_them = Objection.objects.filter(staff__in=list(staff)).order_by()
    return dict(of_them.values_list("staff").annotate(Max("received_on")))
