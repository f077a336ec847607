"""Which polls does somebody look for?"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from selection import clock
from selection.records.models import Ledger

if TYPE_CHECKING:
    from ballots.models import Poll
    from selection.accounts.models import User


class PollQuerySet(models.QuerySet["Poll"]):
    model: type[Poll]

    def visible_to(self, user: User) -> PollQuerySet:
        """The polls whose course ``user`` may follow: the officers' and those of its scrutineers.

        To be on the roll opens only the vote page; whoever is barred, or concerned, sees no more than that.
        """
        run = Q(organisation__in=user.organisations_run())
        mine = self.model.scrutineers.through.objects.filter(poll=OuterRef("pk"), user=user)
        barred = self.model.barred.through.objects.filter(poll=OuterRef("pk"), user=user)
        own = Ledger.objects.concerning(user)
        return self.filter(run | Exists(mine)).exclude(Exists(barred)).exclude(ledger__in=own)

    def exportable_by(self, user: User) -> PollQuerySet:
        """The released polls whose opened sections ``user`` may take along, with the record that seals them."""
        kept = self.visible_to(user).filter(ballots_destroyed_on=None)
        released = kept.filter(state=self.model.State.RELEASED)
        return released.filter(ledger__in=Ledger.objects.visible_to(user))

    def of_meeting(self, poll: Poll) -> PollQuerySet:
        """The polls of its packet; of none, it alone."""
        return self.filter(packet=poll.packet_id) if poll.packet_id else self.filter(pk=poll.pk)

    def together(self, poll: Poll, **of: Any) -> list[Poll]:
        """Those of the meeting that are such, this one as it is in hand; where there is no packet, it alone."""
        if not poll.packet_id:
            return [poll]
        found = self.of_meeting(poll).filter(**of).order_by("pk")
        return [poll if each.pk == poll.pk else each for each in found]

    def of_voter(self, user: User) -> PollQuerySet:
        """The polls on whose roll ``user`` stands, drafts apart."""
        return self.filter(electors__user=user).exclude(state=self.model.State.DRAFT)

    def whose_place_is_told(self, user: User) -> PollQuerySet:
        """Until the close: the polls on whose roll ``user`` stands or might; a body's vote only to its members."""
        same = self.model.objects.filter(pk=OuterRef("pk"))
        listed = Exists(same.filter(electors__user=user)) | Exists(same.filter(deductions__user=user))
        colleagues = Q(organisation=user.organisation_id) & ~Q(roll_scope="")
        return self.filter(listed | colleagues, state__in=[self.model.State.DRAFT, self.model.State.OPEN])

    def waiting_for(self, user: User) -> PollQuerySet:
        """The open polls in which ``user`` still has a ballot to cast by this account."""
        return self.filter(
            Q(closes_at=None) | Q(closes_at__gt=clock.now()),
            state=self.model.State.OPEN,
            channel="online",
            electors__user=user,
            electors__is_recused=False,
            electors__envelope__isnull=True,
        )

    def unfinished(self) -> PollQuerySet:
        """Those whose ballots lie sealed: they need their key."""
        return self.filter(state__in=[self.model.State.OPEN, self.model.State.CLOSED]).order_by("pk")

    def rehearsed(self) -> PollQuerySet:
        """Drafts whose key scrutineers have made and proved already."""
        return self.filter(state=self.model.State.DRAFT, public_key__isnull=False).order_by("pk")

    def due(self, now: datetime) -> PollQuerySet:
        """The open polls whose time is over."""
        return self.filter(state=self.model.State.OPEN, closes_at__lte=now).order_by("closes_at", "pk")
