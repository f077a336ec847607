"""Rounds of voices: polls, paper counts and talks, and what they came to."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q

from ballots.drawn import others
from ballots.models import Poll
from ballots.verdicts import Counts
from campaigns.choices import Purpose, TalkKind, TalkScope, View
from personnel.models import StaffMember
from selection.accounts.models import User
from selection.fields import EncryptedTextField
from selection.records.models import DatedAct

from .campaigns import Campaign
from .candidacies import Candidacy
from .openings import Opening


class Round(DatedAct):
    """One round for one purpose: a poll of the ballot engine, or figures entered from paper.

    ``figures`` of a paper round: entitled, recused, present, issued, collected, valid, spoiled, and
    ``subjects`` {candidacy id: {agree, oppose, abstain}}; talks: held, by scope and ``subjects``.
    A run-off on paper keeps the ``seats`` that were left to it. A run-off (再次投票) belongs to the round of which it decides what that left undecided, and to it only.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="rounds")
    purpose = models.CharField("用途", max_length=24, choices=Purpose)
    opening = models.ForeignKey(
        Opening, models.PROTECT, verbose_name="岗位", null=True, blank=True, related_name="rounds"
    )
    number = models.PositiveSmallIntegerField("轮次")
    poll = models.OneToOneField(
        Poll, models.PROTECT, verbose_name="投票", null=True, blank=True, related_name="round"
    )
    figures = models.JSONField("纸质计票数据", null=True, blank=True)
    run_off_of = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="再次投票所属的一轮",
        null=True,
        blank=True,
        related_name="run_offs",
    )
    is_superseded = models.BooleanField("已被后来的轮次取代", default=False)

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "推荐测评轮次"
        ordering = ["campaign", "purpose", "number"]
        constraints = [
            *DatedAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["campaign", "purpose", "opening", "number"],
                condition=Q(opening__isnull=False),
                name="round_number_once_an_opening",
                violation_error_message="该轮次已存在",
            ),
            models.UniqueConstraint(
                fields=["campaign", "purpose", "number"],
                condition=Q(opening__isnull=True),
                name="round_number_once",
                violation_error_message="该轮次已存在",
            ),
            models.CheckConstraint(
                condition=Q(poll__isnull=False, figures__isnull=True)
                | Q(poll__isnull=True, figures__isnull=False),
                name="round_is_poll_or_paper",
                violation_error_message="一轮投票要么在系统中进行，要么录入纸质计票数据",
            ),
        ]

    def __str__(self) -> str:
        again = "（再次投票）" if self.run_off_of_id else ""
        return f"{self.get_purpose_display()}第{self.number}轮{again}"

    @property
    def is_paper(self) -> bool:
        return self.poll_id is None

    @property
    def is_void(self) -> bool:
        return self.poll is not None and self.poll.state == Poll.State.VOID

    @property
    def counts(self) -> Counts | None:
        """Turnout, known from closing on; a paper round's once a second person confirmed it."""
        if self.poll is not None:
            return self.poll.turnout_counts
        if not self.is_confirmed or self.figures is None:
            return None
        known = ("entitled", "recused", "present", "issued", "collected", "valid", "spoiled")
        return Counts(**{name: self.figures[name] for name in known if name in self.figures})

    @property
    def is_counted(self) -> bool:
        if self.poll is not None:
            return self.poll.state in (Poll.State.COUNTED, Poll.State.RELEASED)
        return self.is_confirmed

    @property
    def standing_run_offs(self) -> list[Round]:
        """The run-offs of this round that were not void or superseded, oldest first."""
        found = self.run_offs.filter(is_superseded=False).select_related("poll").order_by("number")
        return [each for each in found if not each.is_void]

    def deciding_on(self, candidacy: Candidacy) -> Round:
        """The last counted run-off that lists the person; else this round."""
        found = [each for each in self.standing_run_offs if each.tally(candidacy) is not None]
        return found[-1] if found else self

    def lists(self, candidacies: Iterable[int]) -> bool:
        """Whether all of them are on the ballot, be it counted or not."""
        if self.poll is not None:
            listed = set(self.poll.subjects.values_list("key", flat=True))
        else:
            listed = set((self.figures or {}).get("subjects", {}))
        return {str(pk) for pk in candidacies} <= listed

    def tally(self, candidacy: Candidacy) -> dict[str, int] | None:
        """agree, oppose, abstain for the person; None before counting or when not on the ballot.

        Who was chosen has not_chosen instead of oppose, who was written in has agree alone.
        """
        if not self.is_counted:
            return None
        if self.poll is not None:
            return self.poll.tallies.get(str(candidacy.pk)) or self._written_in(candidacy)
        figures = self.figures or {}
        tally: dict[str, int] | None = figures.get("subjects", {}).get(str(candidacy.pk))
        return tally

    def _written_in(self, candidacy: Candidacy) -> dict[str, int] | None:
        votes = self.written_in(candidacy.opening).get(str(candidacy.staff_id))
        return None if votes is None else {"agree": votes}

    def written_in(self, opening: Opening) -> dict[str, int]:
        """Staff id → voices, of those who were written in for the post."""
        if self.poll is None or not self.poll.written_in:
            return {}
        keys = [others(contest) for contest in self.poll.counting.contests if contest.key == opening.contest]
        found: dict[str, int] = self.poll.written_in.get(keys[0], {}) if keys else {}
        return found


class TalkQuerySet(models.QuerySet["Talk"]):
    def held(self) -> TalkQuerySet:
        return self.filter(held_on__isnull=False)

    def readable_by(self, user: User) -> TalkQuerySet:
        """Notes are for the inspection team and discipline only."""
        return self.filter(
            Q(
                campaign__plan__roles__user=user,
                campaign__plan__roles__kind__in=["team_leader", "inspector"],
                campaign__plan__roles__ended_on=None,
            )
            | Q(campaign__plan__organisation__in=user.organisations_for("answer_discipline"))
        ).distinct()


class Talk(models.Model):
    """One person to be talked to, and, once held, the talk (谈话)."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="talks")
    kind = models.CharField("类别", max_length=20, choices=TalkKind)
    scope = models.CharField("谈话对象类别", max_length=10, choices=TalkScope)
    person = models.ForeignKey(StaffMember, models.PROTECT, verbose_name="谈话对象", related_name="talks")
    held_on = models.DateField("谈话日期", null=True, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    talkers = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name="谈话人", related_name="talks")
    notes = EncryptedTextField("谈话记录", blank=True)
    is_superseded = models.BooleanField("已被后来的谈话取代", default=False)

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "谈话"
        ordering = ["campaign", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind", "person"],
                condition=Q(is_superseded=False),
                name="talk_once",
                violation_error_message="此人已在谈话名单中",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person.name}"


class TalkVoice(models.Model):
    """What the person talked to said of one candidacy."""

    talk = models.ForeignKey(Talk, models.CASCADE, verbose_name="谈话", related_name="voices")
    candidacy = models.ForeignKey(Candidacy, models.PROTECT, verbose_name="人选", related_name="voices")
    view = models.CharField("意见", max_length=10, choices=View)

    class Meta:
        verbose_name = verbose_name_plural = "谈话意见"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["talk", "candidacy"], name="talk_voice_once")]

    def __str__(self) -> str:
        return f"{self.candidacy} {self.get_view_display()}"
