"""The posts that a campaign fills (本次岗位), each with its lawful reason and its outcome."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from campaigns.choices import Issuer, TrackReason
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.values import ELECTIVE, Procedure
from personnel.models import Post, Tenure
from selection.records.models import Attachment

from .campaigns import Campaign


class Opening(models.Model):
    """Seats of one post that a campaign fills, with the lawful reason of its track and its outcome."""

    class Result(models.TextChoices):
        OPEN = "open", "办理中"
        FILLED = "filled", "已聘任"
        VACANT = "vacant", "空缺"
        CARRIED = "carried", "转下次办理"
        VOIDED = "voided", "宣布无效"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="openings"
    )
    post = models.ForeignKey(Post, models.PROTECT, verbose_name="岗位")
    seats = models.PositiveSmallIntegerField("名额", default=1)
    reason = models.CharField("采用本方式的情形", max_length=3, choices=TrackReason)
    reason_text = models.CharField("情形说明", max_length=300, blank=True)
    proof = models.ForeignKey(Attachment, models.PROTECT, verbose_name="佐证材料", null=True, blank=True)
    ending = models.ManyToManyField(Tenure, verbose_name="随之结束的任职", blank=True)
    result = models.CharField("结果", max_length=10, choices=Result, default=Result.OPEN)
    result_reason = models.CharField("空缺或转办原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "本次岗位"
        ordering = ["post__department__position", "post__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "post"],
                name="opening_post_once",
                violation_error_message="该岗位已列入本次选拔",
            ),
            models.CheckConstraint(
                condition=~Q(reason__in=["NC5", "C3", "D3"]) | ~Q(reason_text=""),
                name="opening_other_reason_is_said",
                violation_error_message="选择“其他情形”“情况特殊”时请写明具体原因",
            ),
            models.CheckConstraint(
                condition=~Q(result__in=["vacant", "carried"]) | ~Q(result_reason=""),
                name="opening_vacancy_has_reason",
                violation_error_message="岗位空缺或转下次办理时请写明原因",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1), name="opening_has_a_seat", violation_error_message="名额至少为1"
            ),
        ]

    def __str__(self) -> str:
        return str(self.post)

    @property
    def contest(self) -> str:
        """Under which key a ballot paper has this post."""
        return f"post-{self.pk}"

    @property
    def ruleset(self) -> Ruleset:
        return self.campaign.ruleset

    @property
    def reference_on(self) -> Any:
        return self.campaign.plan.reference_on

    @property
    def issuer(self) -> Issuer:
        """A086, A087: the school's own departments by the school, others by election or approval."""
        return Issuer.SCHOOL if self.procedure is None else Issuer.ELSEWHERE

    @property
    def procedure(self) -> Procedure | None:
        """How the post is filled where the school issues no document of its own (A087)."""
        return self.ruleset.filing.procedure(self.post.department.kind)

    @property
    def is_elective(self) -> bool:
        return self.procedure is not None and self.procedure.way in ELECTIVE

    @property
    def wants_form(self) -> bool:
        """A bureau's own proposal and a renewal within the term need no 人选审核表 (AMB-17, AMB-35)."""
        return self.reason not in (TrackReason.BUREAU_PROPOSAL, TrackReason.NEW_PRINCIPAL)

    @property
    def is_settled(self) -> bool:
        return self.result in (self.Result.VACANT, self.Result.CARRIED, self.Result.VOIDED)

    def facts(self) -> dict[str, Any]:
        return {
            "post": self.post_id,
            "seats": self.seats,
            "reason": self.reason,
            "reason_text": self.reason_text,
            "track": self.campaign.track,
            "ending": sorted(self.ending.values_list("pk", flat=True)),
        }
