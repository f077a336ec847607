"""The state machine of one selection (选拔任用工作)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django_fsm import FSMField, transition

from campaigns import guards, permissions, tracks
from campaigns.choices import LIVE, Stage, Track
from campaigns.rulesets.schema import Ruleset
from selection.accounts.models import Organisation, User
from selection.machines import StateMachine
from selection.reasons import Rule

from .lineage import Lineage
from .plans import Plan

if TYPE_CHECKING:
    from .openings import Opening


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: User) -> CampaignQuerySet:
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def running(self) -> CampaignQuerySet:
        return self.exclude(stage__in=[Stage.CLOSED, Stage.TERMINATED, Stage.VOIDED])


ONGOING = [
    Stage.PREPARE,
    Stage.ANNOUNCE,
    Stage.RECOMMEND,
    Stage.EVALUATE,
    Stage.INSPECT,
    Stage.DECIDE,
    Stage.PUBLICIZE,
    Stage.FILE,
]


class Campaign(Lineage, StateMachine, models.Model):
    """One run through the seven stages, on one track, under one plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="方案", related_name="campaigns")
    track = models.CharField("聘任方式", max_length=20, choices=Track)
    stage = FSMField("阶段", default=Stage.PREPARE, choices=Stage.choices, protected=True)
    suspended_on = models.DateField("暂停日期", null=True, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, verbose_name="接续自", null=True, blank=True, related_name="followers"
    )
    redoes = models.ForeignKey(
        "self", models.PROTECT, verbose_name="重新办理", null=True, blank=True, related_name="redone_by"
    )
    left_behind = models.JSONField("退回后不再承接的事项", default=list, blank=True)
    ended_because = models.TextField("终止或宣布无效的原因", blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "选拔任用工作"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.title}（{self.get_track_display()}）"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:campaign", args=[self.pk])

    @property
    def title(self) -> str:
        """The plan's; a follow-up campaign says that it is one."""
        return f"{self.plan.title} · 接续办理" if self.follows_id else self.plan.title

    # The procedure, in its order. Bodies are empty: services.stages.advance is the one writer of state.

    @transition(
        stage,
        source=Stage.PREPARE,
        target=Stage.ANNOUNCE,
        conditions=[*guards.BY_STEP["announce"]],
        permission=permissions.may_run,
        custom={"label": "启动并公布方案"},
    )
    def announce(self) -> None:
        pass

    @transition(
        stage,
        source=Stage.ANNOUNCE,
        target=Stage.RECOMMEND,
        conditions=[*guards.BY_STEP["recommend"]],
        permission=permissions.may_run,
        custom={"label": "进入民主推荐"},
    )
    def recommend(self) -> None:
        pass

    @transition(
        stage,
        source=Stage.RECOMMEND,
        target=Stage.EVALUATE,
        conditions=[*guards.BY_STEP["evaluate"]],
        permission=permissions.may_run,
        custom={"label": "进入民主测评"},
    )
    def evaluate(self) -> None:
        pass

    @transition(
        stage,
        source=Stage.EVALUATE,
        target=Stage.INSPECT,
        conditions=[*guards.inspect.RULES],
        permission=permissions.may_run,
        custom={"label": "进入组织考察"},
    )
    def inspect(self) -> None:
        pass

    @transition(
        stage,
        source=Stage.INSPECT,
        target=Stage.DECIDE,
        conditions=[*guards.decide.RULES],
        permission=permissions.may_run,
        custom={"label": "提交讨论决定"},
    )
    def decide(self) -> None:
        pass

    @transition(
        stage,
        source=[Stage.DECIDE, Stage.ANNOUNCE],
        target=Stage.PUBLICIZE,
        conditions=[*guards.BY_STEP["publicize"]],
        permission=permissions.may_run,
        custom={"label": "进入拟聘公示"},
    )
    def publicize(self) -> None:
        pass

    @transition(
        stage,
        source=[Stage.PUBLICIZE, Stage.ANNOUNCE],
        target=Stage.FILE,
        conditions=[*guards.BY_STEP["file"]],
        permission=permissions.may_run,
        custom={"label": "进入任职备案"},
    )
    def file(self) -> None:
        pass

    @transition(
        stage,
        source=Stage.FILE,
        target=Stage.CLOSED,
        conditions=[*guards.close.RULES],
        permission=permissions.may_run,
        custom={"label": "办结"},
    )
    def close(self) -> None:
        pass

    @transition(
        stage,
        source=ONGOING,
        target=Stage.TERMINATED,
        conditions=[guards.close.no_document_is_issued],
        permission=permissions.may_run,
        custom={"label": "终止"},
    )
    def terminate(self) -> None:
        pass

    @transition(
        stage,
        source=[*ONGOING, Stage.CLOSED],
        target=Stage.VOIDED,
        permission=permissions.may_void,
        custom={"label": "宣布无效"},
    )
    def void(self) -> None:
        pass

    # Named ways back: an act with a reason; what they leave is superseded, never deleted.

    @transition(
        stage,
        source=[Stage.EVALUATE, Stage.INSPECT],
        target=Stage.RECOMMEND,
        permission=permissions.may_run,
        custom={"label": "重新推荐", "back": True},
    )
    def recommend_again(self) -> None:
        pass

    @transition(
        stage,
        source=[Stage.DECIDE, Stage.PUBLICIZE],
        target=Stage.INSPECT,
        permission=permissions.may_run,
        custom={"label": "补充考察", "back": True},
    )
    def inspect_again(self) -> None:
        pass

    @transition(
        stage,
        source=Stage.PUBLICIZE,
        target=Stage.DECIDE,
        conditions=[*guards.reconsider.RULES],
        permission=permissions.may_run,
        custom={"label": "复议", "back": True},
    )
    def decide_again(self) -> None:
        pass

    @transition(
        stage,
        source=[Stage.ANNOUNCE, Stage.RECOMMEND],
        target=Stage.PREPARE,
        conditions=[*guards.recommend.MAY_REVISE],
        permission=permissions.may_run,
        custom={"label": "方案变更", "back": True},
    )
    def revise_plan(self) -> None:
        pass

    @property
    def walk(self) -> tuple[Stage, ...]:
        return tracks.walk_of(self)

    def get_stage_display(self) -> str:  # type: ignore[no-redef]
        return tracks.stage_label(self.stage, {self.track})

    @property
    def organisation(self) -> Organisation:
        return self.plan.organisation

    @property
    def ruleset(self) -> Ruleset:
        return self.plan.ruleset

    @property
    def ledger(self) -> Any:
        return self.plan.ledger

    @property
    def is_suspended(self) -> bool:
        return self.suspended_on is not None

    @property
    def is_running(self) -> bool:
        return self.stage in ONGOING

    def candidacies(self) -> Any:
        from .candidacies import Candidacy

        return Candidacy.objects.filter(opening__campaign=self).select_related(
            "staff", "staff__department", "opening__post__department"
        )

    def live(self) -> Any:
        """Those whom a step waits for: neither held, withdrawn nor excluded."""
        return self.candidacies().filter(standing__in=LIVE)

    def live_on_file(self) -> Any:
        """The same, with what was written of each and what discipline answered at hand."""
        return self.live().prefetch_related("inspections__signers", "discipline_opinions")

    def voted_openings(self) -> list[Opening]:
        """Openings that still have somebody to decide on."""
        return [
            opening
            for opening in self.openings.select_related("post__department")
            if not opening.is_settled and opening.candidacies.live().exists()
        ]

    def has_waiver(self, rule: Rule, sentence: str) -> bool:
        return any(
            waiver.rule == rule.key and waiver.sentence == sentence and waiver.candidacy_id is None
            for waiver in self.waivers.all()
            if waiver.is_in_force
        )
