"""What was handed in for approval, what did each level say of it, and under which conditions?"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.records.models.acts import DatedAct
from selection.records.models.delegations import Delegation
from selection.records.models.ledgers import Ledger
from selection.records.models.reviews import Review


class Submission(models.Model):
    """What was handed in, frozen as it was."""

    review = models.ForeignKey(Review, models.PROTECT, verbose_name="送审", related_name="submissions")
    number = models.PositiveSmallIntegerField("第几次报送")
    content = models.JSONField("报送内容")
    digest = models.CharField("校验码", max_length=64)
    submitted_by = models.ForeignKey(User, models.PROTECT, verbose_name="报送人", related_name="+")
    submitted_at = models.DateTimeField("报送时间", default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "报送件"
        ordering = ["review", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["review", "number"],
                name="one_submission_per_number",
                violation_error_message="该次报送已经存在",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}（第{self.number}次）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a submission is frozen")
        super().save(*args, **kwargs)


class DecisionQuerySet(models.QuerySet["ReviewDecision"]):
    def visible_to(self, user: User) -> DecisionQuerySet:
        return self.filter(submission__review__in=Review.objects.visible_to(user))

    def entered_but_unconfirmed(self) -> DecisionQuerySet:
        return self.filter(is_backfilled=True, confirmed_by=None, is_dropped=False)

    def unconfirmed(self) -> DecisionQuerySet:
        """Entered from paper, and a review waits for somebody to vouch for it."""
        return self.entered_but_unconfirmed().filter(submission__review__state="pending")

    def waiting_for(self, user: User) -> DecisionQuerySet:
        """Those that ``user`` is asked to confirm."""
        asked = Q(pk__in=[])
        for act in sorted({act for act, _path in user.reach}):
            asked |= Q(confirming_act=act, confirming_organisation__in=user.organisations_for(act))
        for lent in Delegation.objects.lent_to(user):
            of_the_principal = Review.objects.concerning(lent.principal)
            asked |= Q(confirming_act=lent.act, confirming_organisation=lent.organisation) & ~Q(
                submission__review__in=of_the_principal
            )
        waiting = self.unconfirmed().filter(asked).exclude(entered_by=user)
        own = Ledger.objects.concerning(user)
        return waiting.exclude(submission__review__ledger__in=own).order_by("entered_at")


class ReviewDecision(DatedAct):
    """What one level said to one submission, in the system or on paper."""

    submission = models.ForeignKey(
        Submission, models.PROTECT, verbose_name="报送件", related_name="decisions"
    )
    level = models.PositiveSmallIntegerField("层级")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="审核单位", related_name="+")
    is_approval = models.BooleanField("同意")
    remarks = models.TextField("审核意见", blank=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    confirming_act = models.CharField("确认所需权限", max_length=30, choices=Act.choices, blank=True)
    confirming_organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="确认单位", related_name="+", null=True, blank=True
    )
    is_dropped = models.BooleanField("已作废", default=False)
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, verbose_name="代谁审核", related_name="+", null=True, blank=True
    )

    objects = DecisionQuerySet.as_manager()

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "审核意见"
        ordering = ["submission", "level", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.organisation}{'同意' if self.is_approval else '退回'}"

    @property
    def who(self) -> str:
        return f"{self.entered_by}代{self.on_behalf_of}" if self.on_behalf_of else str(self.entered_by)

    @property
    def label(self) -> str:
        """The level's name as the chain calls it."""
        return self.submission.review.levels[self.level]["label"]


class Remark(models.Model):
    """What a decision that sends back says of one named part of the hand-in."""

    decision = models.ForeignKey(
        ReviewDecision, models.PROTECT, verbose_name="审核意见", related_name="remarks_by_part"
    )
    part = models.CharField("项目", max_length=100)
    text = models.CharField("意见", max_length=500)

    class Meta:
        verbose_name = verbose_name_plural = "逐项意见"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "part"],
                name="one_remark_per_part",
                violation_error_message="对这一项已经写了意见",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}：{self.text}"


class ConditionQuerySet(models.QuerySet["Condition"]):
    def standing(self) -> ConditionQuerySet:
        """Of the latest hand-in, by decisions that count."""
        later = Submission.objects.filter(
            review=OuterRef("decision__submission__review"),
            number__gt=OuterRef("decision__submission__number"),
        )
        counts = Q(decision__is_backfilled=False) | Q(decision__confirmed_at__isnull=False)
        return self.filter(counts, ~Exists(later), decision__is_dropped=False)

    def unmet(self) -> ConditionQuerySet:
        """What the school has still to see to; a number is kept to by those who count by it."""
        return self.standing().filter(at_most=None, met_on=None)


class Condition(models.Model):
    """Under which a level approved: in words, or no more than so many of one part of the hand-in."""

    decision = models.ForeignKey(
        ReviewDecision, models.PROTECT, verbose_name="审核意见", related_name="conditions"
    )
    text = models.CharField("附加条件", max_length=300)
    part = models.CharField("项目", max_length=100, blank=True)
    at_most = models.PositiveSmallIntegerField("不超过", null=True, blank=True)
    how = models.CharField("落实情况", max_length=300, blank=True)
    met_on = models.DateField("落实日期", null=True, blank=True)
    met_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="落实的经办人", related_name="+", null=True, blank=True
    )

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附加条件"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(part="", at_most=None) | Q(~Q(part=""), at_most__isnull=False),
                name="a_limit_names_its_part",
                violation_error_message="限定的数目须写明是哪一项",
            ),
        ]

    def __str__(self) -> str:
        return self.text
