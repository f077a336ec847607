"""What becomes of opened ballots when nobody has to keep them any longer?"""

from __future__ import annotations

from django.db import transaction

from ballots.models import Poll, Remark
from selection import clock
from selection.reasons import Refused


@transaction.atomic
def destroy_ballots(poll: Poll) -> None:
    """Drop the sections and the written opinions of a counted poll; the sums and the record stay.

    Who may, and that the time has come, is the caller's to know and to write down.
    """
    poll.refresh_from_db(from_queryset=Poll.objects.select_for_update(of=("self",), no_key=True))
    if poll.counted_at is None or poll.ballots_destroyed_on is not None:
        raise Refused(f"“{poll.title}”还没有计票，或者选票已经销毁")
    Remark.objects.filter(subject__poll=poll).delete()
    poll.ballots.all().delete()
    poll.ballots_destroyed_on = clock.today()
    poll.save(update_fields=["ballots_destroyed_on"])
