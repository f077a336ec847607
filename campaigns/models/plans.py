"""One working plan (工作方案): its rules, its people in charge, its approval."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from ballots.verdicts import Bar
from campaigns import tracks
from campaigns.choices import OVER, ActKind, Audience, BarChoice, PlanRoleKind, Stage, Track
from campaigns.readers import Reader, readable
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.values import Level, OpenBar
from personnel.models import Body, StaffMember
from selection.accounts.models import Organisation, User
from selection.records.models import Ledger, Review, ReviewDecision

from .rulesets import RulesetVersion, parsed


class PlanQuerySet(models.QuerySet["Plan"]):
    def of_candidate_or_relative(self, user: User) -> PlanQuerySet:
        """Plans in which the user, or a relative of the user, is a person under consideration, or has entered."""
        from .candidacies import Candidacy
        from .entries import Entry

        close = list(StaffMember.objects.close_to(user).values_list("pk", flat=True))
        considered = Candidacy.objects.filter(staff__in=close).values("opening__campaign__plan")
        entered = Entry.objects.standing().filter(staff__in=close).values("campaign__plan")
        return self.filter(Q(pk__in=considered) | Q(pk__in=entered))

    def visible_to(self, user: User) -> PlanQuerySet:
        """Plans that the user works on. Candidates and their relatives see only a teacher's pages."""
        at_work = Q(organisation__in=user.organisations_for("view_campaigns"))
        named = Q(roles__user=user, roles__ended_on=None)
        return (
            self.filter(at_work | named)
            .exclude(pk__in=Plan.objects.of_candidate_or_relative(user).values("pk"))
            .distinct()
        )

    def published_to(self, reader: Reader) -> PlanQuerySet:
        """Announced plans while they stand: to the school's own staff; to everybody where it says so, till the end."""
        from .acts import Act
        from .campaigns import Campaign

        told = Act.objects.of(ActKind.PUBLICATION).confirmed().filter(plan=OuterRef("pk"))
        going_on = Campaign.objects.running().filter(plan=OuterRef("pk"))
        is_public = Q(Exists(told.filter(figures__audience=Audience.PUBLIC))) & Q(Exists(going_on))
        standing = [stage for stage in Stage if stage not in (Stage.TERMINATED, Stage.VOIDED)]
        reach = readable(reader, is_public, "organisation")
        final = self.filter(reach, Exists(told), finalised_at__isnull=False)
        return final.filter(campaigns__stage__in=standing).distinct()


class Plan(models.Model):
    """One motion, one calendar, one approval and one pinned ruleset, for one or more campaigns."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="学校", related_name="plans")
    title = models.CharField("方案名称", max_length=120)
    ledger = models.OneToOneField(Ledger, models.PROTECT, verbose_name="全程纪实")
    ruleset_version = models.ForeignKey(RulesetVersion, models.PROTECT, verbose_name="方案规则")
    snapshot = models.TextField("规则快照")
    snapshot_digest = models.CharField("规则快照校验码", max_length=64)
    body = models.ForeignKey(Body, models.PROTECT, verbose_name="决定主体", null=True, blank=True)
    congress = models.ForeignKey(
        Body,
        models.PROTECT,
        verbose_name="由教代会代表参加",
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "congress"},
    )
    reference_on = models.DateField("资格条件计算日期")
    starts_on = models.DateField("计划到岗日期")
    categories = models.JSONField("参加人员类别", default=list)
    bars = models.JSONField("票数要求", default=dict, blank=True)
    calendar = models.JSONField("日程安排", default=dict, blank=True)
    wording = models.JSONField("方案文字", default=dict, blank=True)
    review = models.OneToOneField(
        Review, models.PROTECT, verbose_name="方案报批", null=True, blank=True, related_name="plan"
    )
    finalised_at = models.DateTimeField("定稿时间", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="起草人", related_name="+"
    )
    created_at = models.DateTimeField("起草时间")

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作方案"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaigns:plan", args=[self.pk])

    @property
    def ruleset(self) -> Ruleset:
        return parsed(self.snapshot)

    @property
    def is_final(self) -> bool:
        return self.finalised_at is not None

    @property
    def tracks(self) -> set[str]:
        return {campaign.track for campaign in self.selections or self.campaigns.all()}

    @property
    def selections(self) -> list[Any]:
        """Those that go on, one for each track, oldest first; follow-ups belong to the one they follow."""
        found = [each for each in self.campaigns.all() if each.stage not in OVER and each.follows_id is None]
        return sorted(found, key=lambda each: each.pk)

    @property
    def approval_chain(self) -> list[Level]:
        """The levels that approve the plan itself; none where the rulebook leaves it to the school."""
        return list(tracks.chain(self.ruleset.motion.plan_review, self.tracks))

    @property
    def open_bars(self) -> dict[str, OpenBar]:
        """Those that the rulebook leaves to the plan and that its tracks need."""
        needed = {name for track in self.tracks for name in tracks.BARS[Track(track)]}
        return {name: bar for name, bar in self.ruleset.open_bars.items() if name in needed}

    def bar(self, name: str, proposed: Bar | OpenBar | None) -> Bar | None:
        """The bar in force: the ruleset's own, or what this plan fixed; None = by collective judgement."""
        if not isinstance(proposed, OpenBar):
            return proposed
        chosen = self.bars.get(name)
        if chosen is None or chosen["choice"] == BarChoice.COLLECTIVE:
            return None
        return Bar(proposed.proposed.base, chosen["strict"], chosen["numerator"], chosen["denominator"])

    @property
    def sent_back(self) -> ReviewDecision | None:
        """The answer that returned the plan, while it waits to be mended and handed in again."""
        if self.review is None or self.review.state != Review.State.SENT_BACK:
            return None
        answers = ReviewDecision.objects.filter(submission__review=self.review, is_approval=False)
        return answers.filter(is_dropped=False).order_by("pk").last()

    def people(self, *kinds: PlanRoleKind) -> list[User]:
        """Those who hold a task now, in the order of the kinds."""
        named = [role for role in self.roles.all() if role.ended_on is None]
        return [role.user for kind in kinds for role in named if role.kind == kind]

    @property
    def duties(self) -> list[PlanRole]:
        """Those in force, in the order of the kinds."""
        order = PlanRoleKind.values
        current = self.roles.filter(ended_on=None)
        return sorted(current, key=lambda role: (order.index(role.kind), role.pk))

    @property
    def inspectors(self) -> list[User]:
        return self.people(PlanRoleKind.TEAM_LEADER, PlanRoleKind.INSPECTOR)

    @property
    def officer(self) -> User | None:
        return next(iter(self.people(PlanRoleKind.OFFICER)), None)

    def planned(self, stage: Stage | str) -> date | None:
        day = self.calendar.get(str(stage))
        return date.fromisoformat(day) if day else None

    def facts(self) -> dict[str, Any]:
        """What a submission freezes: the figures an approval speaks of."""
        return {
            "title": self.title,
            "ruleset": self.snapshot_digest,
            "reference_on": self.reference_on.isoformat(),
            "starts_on": self.starts_on.isoformat(),
            "categories": self.categories,
            "bars": self.bars,
            "calendar": self.calendar,
            "openings": [
                opening.facts() for campaign in self.campaigns.all() for opening in campaign.openings.all()
            ],
            "contests": [
                held.facts()
                for campaign in self.campaigns.all()
                for held in campaign.presentations.standing()
            ],
        }


class PlanRoleManager(models.Manager["PlanRole"]):
    """A task is never asked for without its holder."""

    def get_queryset(self) -> models.QuerySet[PlanRole]:
        return super().get_queryset().select_related("user")


class PlanRole(models.Model):
    """A user named for a task on one plan; ended, not deleted, when replaced or recused."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="方案", related_name="roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="人员", related_name="plan_roles"
    )
    kind = models.CharField("职责", max_length=20, choices=PlanRoleKind)
    started_on = models.DateField("开始日期")
    ended_on = models.DateField("结束日期", null=True, blank=True)
    end_reason = models.CharField("结束原因", max_length=200, blank=True)

    objects = PlanRoleManager()

    class Meta:
        verbose_name = verbose_name_plural = "方案职责"
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "user", "kind"],
                condition=Q(ended_on=None),
                name="plan_role_once",
                violation_error_message="此人已承担这项职责",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.user}"
