"""Which acts, resolutions and rounds count for a campaign: its own, the plan's, those it took over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from campaigns.choices import BALLOTS, LIVE, ActKind, AgendaPurpose, Purpose, Stage, Standing
from selection.records.models import Condition

if TYPE_CHECKING:
    from selection.records.models.decisions import ConditionQuerySet

    from .openings import Opening


MADE_KNOWN = (ActKind.PUBLICATION, ActKind.ANNOUNCEMENT)


class Lineage:
    """A campaign and those it follows. The state machine is in ``campaigns``; this only looks."""

    if TYPE_CHECKING:
        plan: Any
        follows: Any
        left_behind: Any
        rounds: Any
        talks: Any
        candidate_forms: Any

        def candidacies(self) -> Any: ...

    @property
    def lineage(self) -> list[Self]:
        """This campaign and those it follows: what they came to is still valid here (R-6).

        What came of a campaign that was declared invalid is not (A132).
        """
        before = self.standing_predecessor
        return [self, *(before.lineage if before else [])]

    @property
    def standing_predecessor(self) -> Self | None:
        """The campaign it follows, unless that was declared invalid."""
        before = self.follows
        return before if before is not None and before.stage != Stage.VOIDED else None

    def sources_of(self, matter: str) -> list[Self]:
        """Those of the lineage of which the matter counts here: until the follow-up itself went back behind it.

        A matter is a purpose of rounds or agenda items, a kind of act, or ``PUBLICITY``.
        """
        before = self.standing_predecessor
        taken_over = before is not None and matter not in self.left_behind
        return [self, *(before.sources_of(matter) if before and taken_over else [])]

    def done(self, kind: ActKind, candidacy: Any = None) -> Any:
        """Confirmed acts of the kind, on this campaign or its plan; on one person if named."""
        acts = self.plan.acts.of(kind).confirmed()
        acts = acts.filter(Q(campaign__in=self.sources_of(kind)) | Q(campaign=None))
        return acts.filter(candidacy=candidacy) if candidacy is not None else acts

    def was_done_before(self, kind: ActKind) -> bool:
        """Whether it was done under a plan, or by a course, that was given up since; not what was struck out."""
        given_up = self.plan.acts.filter(self._mine, kind=kind, is_superseded=True)
        return bool(given_up.exclude(corrections__after={}).exists())

    def was_resolved_before(self, purpose: AgendaPurpose) -> bool:
        from .meetings import AgendaItem

        items = AgendaItem.objects.filter(
            self._mine, meeting__plan=self.plan, meeting__is_superseded=False, purpose=purpose
        )
        return bool(items.filter(is_superseded=True).exists())

    @property
    def _mine(self) -> Q:
        """Of acts and agenda items: those that speak of this campaign, or of its whole plan."""
        return Q(campaign=self) | Q(campaign=None)

    def resolved(self, purpose: AgendaPurpose) -> Any:
        """Confirmed agenda items of the purpose, oldest first."""
        return self._agenda(purpose).confirmed()

    def awaiting_confirmation(self, purpose: AgendaPurpose) -> Any:
        """Items of the purpose whose meeting was entered from paper and counts for nothing yet."""
        return self._agenda(purpose).unconfirmed()

    def _agenda(self, purpose: AgendaPurpose) -> Any:
        from .meetings import AgendaItem

        items = AgendaItem.objects.filter(purpose=purpose, is_superseded=False, meeting__plan=self.plan)
        return (
            items.filter(Q(campaign__in=self.sources_of(purpose)) | Q(campaign=None))
            .select_related("meeting")
            .order_by("meeting__happened_on", "pk")
        )

    def first_step_on(self) -> date | None:
        """The day of the first act that needs the written approval (A061)."""
        days = [act.happened_on for kind in MADE_KNOWN for act in self.done(kind)]
        days += [talk.held_on for talk in self.talks.all() if talk.held_on and not talk.is_superseded]
        days += [each.happened_on for each in self.rounds.all() if not each.is_superseded]
        return min(days, default=None)

    def approved_on(self) -> date | None:
        """The day of the last written approval on which the start rests."""
        days = [self.plan.review.approved_on] if self.plan.review else []
        days += [form.review.approved_on for form in self.candidate_forms.all() if form.was_before_start]
        return max((day for day in days if day), default=None)

    def conditions_of_approval(self) -> ConditionQuerySet:
        """In words, under which the plan or a form of its persons was approved."""
        review = "decision__submission__review"
        of_this = Q(**{f"{review}__plan": self.plan}) | Q(**{f"{review}__candidate_form__campaign": self})
        return Condition.objects.standing().filter(of_this, at_most=None).select_related(review)

    def standing_round(self, purpose: Purpose, opening: Opening | None = None) -> Any:
        """The last round held for the purpose, a void one included; superseded ones don't count.

        A run-off belongs to the round that it decides for some, and never stands by itself.
        A ballot of before counts for those who were on it: with anybody else, the follow-up votes anew.
        """
        for source in self.sources_of(purpose):
            rounds = source.rounds.filter(purpose=purpose, run_off_of=None, is_superseded=False)
            if opening is not None:
                rounds = rounds.filter(opening__post=opening.post)
            found = rounds.order_by("number").last()
            if found is not None and (source == self or self._was_on(found, purpose, opening)):
                return found
        return None

    def _was_on(self, held: Any, purpose: Purpose, opening: Opening | None) -> bool:
        if purpose not in BALLOTS:
            return True
        persons = self.candidacies().filter(standing__in=[*LIVE, Standing.HELD])
        if opening is not None:
            persons = persons.filter(opening__post=opening.post)
        return bool(held.lists(persons.values_list("pk", flat=True)))
