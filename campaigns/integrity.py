"""Has discipline said of this person, in another selection, what still holds?"""

from __future__ import annotations

from campaigns.choices import DisciplineResult
from campaigns.models import Candidacy, DisciplineOpinion, Objection
from selection import clock


def reply_in_force(person: Candidacy) -> DisciplineOpinion | None:
    """The last reply about the person, if it was given for other selections too and nothing came up since.

    It is the same discipline's; what was reported on its day or later has not been looked into.
    """
    replies = DisciplineOpinion.objects.filter(candidacy__staff=person.staff_id, adopted_from=None)
    replies = replies.exclude(result=DisciplineResult.PENDING).exclude(petitions=DisciplineResult.PENDING)
    last = replies.select_related("candidacy__opening__campaign__plan__organisation", "entered_by").order_by(
        "happened_on", "pk"
    )
    reply = last.last()
    if reply is None or not _is_good_for(reply, person):
        return None
    later = Objection.objects.filter(staff=person.staff_id, received_on__gte=reply.happened_on)
    return None if later.exists() else reply


def _is_good_for(reply: DisciplineOpinion, person: Candidacy) -> bool:
    given_in = reply.candidacy.campaign
    return (
        reply.is_confirmed
        and not reply.is_superseded
        and reply.valid_until is not None
        and reply.valid_until >= clock.today()
        and given_in != person.campaign
        and given_in.organisation.bureau == person.campaign.organisation.bureau
    )
