"""How a contest presents its persons: what the plan fixes, and who judges."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.choices import KeptOfContest, PresentationAudience, PresentationMode, Weighing
from campaigns.ranking import WHOLE, Weights
from selection.accounts.models import User

from .campaigns import Campaign

MOST_MINUTES = 120


def _within_hundred(name: str) -> Q:
    return Q(**{f"{name}__gte": 0, f"{name}__lte": WHOLE})


class PresentationQuerySet(models.QuerySet["Presentation"]):
    def standing(self) -> PresentationQuerySet:
        return self.filter(is_superseded=False)

    def visible_to(self, user: User) -> PresentationQuerySet:
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def judged_by(self, user: User) -> PresentationQuerySet:
        """Those of which the user is a judge now; a judge needs to see nothing else of the campaign."""
        return self.standing().filter(judges__user=user, judges__ended_on=None)


class Presentation(models.Model):
    """What the plan fixes of one contest: mode, time, criteria, parts and weights (A096–A102, A106)."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="presentations"
    )
    mode = models.CharField("形式", max_length=10, choices=PresentationMode)
    audience = models.CharField("在哪个会上", max_length=10, choices=PresentationAudience)
    minutes = models.PositiveSmallIntegerField("统一时间（分钟）")
    held_on = models.DateField("日期", null=True, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    drops_extremes = models.BooleanField("去掉一个最高分和一个最低分", default=False)
    judges_weight = models.PositiveSmallIntegerField("评委量分所占比重", default=WHOLE)
    weighing = models.CharField(
        "三项依据的合计办法", max_length=10, choices=Weighing, default=Weighing.UNSET, blank=True
    )
    scores_weight = models.PositiveSmallIntegerField("量分的权重", default=0)
    evaluation_weight = models.PositiveSmallIntegerField("民主测评的权重", default=0)
    opinions_weight = models.PositiveSmallIntegerField("书面意见的权重", default=0)
    shows_results = models.BooleanField("现场公布每人的得分", default=False)
    kept = models.JSONField("竞岗记录", default=dict, blank=True)
    closed_at = models.DateTimeField("量分结束时间", null=True, blank=True)
    is_superseded = models.BooleanField("已被后来的安排取代", default=False)

    objects = PresentationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "竞岗演讲"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(is_superseded=False),
                name="presentation_once",
                violation_error_message="本次竞岗已有演讲安排",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES),
                name="presentation_takes_its_time",
                violation_error_message=f"每人的时间应在1到{MOST_MINUTES}分钟之间",
            ),
            models.CheckConstraint(
                condition=_within_hundred("judges_weight"),
                name="presentation_judges_weigh_at_most_all",
                violation_error_message="评委量分所占比重应在0到100之间",
            ),
            models.CheckConstraint(
                condition=~Q(weighing=Weighing.WEIGHTED)
                | Q(scores_weight=WHOLE - models.F("evaluation_weight") - models.F("opinions_weight")),
                name="presentation_weights_total_100",
                violation_error_message="三项权重合计应为100",
            ),
        ]

    def __str__(self) -> str:
        return f"竞岗{self.get_mode_display()}"

    def facts(self) -> dict[str, Any]:
        """What the plan says of it, and an approval approves; day, place and what is shown in the hall are not of it."""
        same = ("mode", "audience", "minutes", "drops_extremes", "judges_weight", "weighing")
        return {name: getattr(self, name) for name in same} | {
            "weights": [self.scores_weight, self.evaluation_weight, self.opinions_weight],
            "criteria": [[each.title, each.points] for each in self.criteria.all()],
            "parts": [[each.title, each.weight] for each in self.parts.all()],
        }

    @property
    def weights(self) -> Weights | None:
        """None while nothing was chosen, and where the inputs are only ranked side by side."""
        if self.weighing != Weighing.WEIGHTED:
            return None
        return Weights(self.scores_weight, self.evaluation_weight, self.opinions_weight)

    @property
    def formula(self) -> str:
        """量分×50%＋民主测评×30%＋书面意见×20%, without what counts for nothing."""
        weighed = (
            ("量分", self.scores_weight),
            ("民主测评", self.evaluation_weight),
            ("书面意见", self.opinions_weight),
        )
        return "＋".join(f"{what}×{weight}%" for what, weight in weighed if weight)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def draw(self) -> Any:
        """The draw that stands, confirmed or not."""
        return self.draws.filter(is_superseded=False).first()

    @property
    def panel(self) -> Any:
        """The judges who judge now."""
        return self.judges.filter(ended_on=None)

    def sheets(self) -> Any:
        """The score sheets that count: confirmed, and of those who judge now."""
        from .scores import ScoreSheet

        return ScoreSheet.objects.standing().confirmed().filter(judge__presentation=self)

    @property
    def records(self) -> list[tuple[str, str]]:
        """What was written down of the contest: label and words."""
        return [(KeptOfContest(key).label, text) for key, text in self.kept.items()]


class Criterion(models.Model):
    """One line of the score sheet and its full points; the lines total 100 (A097–A099)."""

    presentation = models.ForeignKey(
        Presentation, models.CASCADE, verbose_name="竞岗演讲", related_name="criteria"
    )
    position = models.PositiveSmallIntegerField("次序")
    title = models.CharField("评分项目", max_length=60)
    points = models.PositiveSmallIntegerField("满分")

    class Meta:
        verbose_name = verbose_name_plural = "评分项目"
        ordering = ["presentation", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["presentation", "title"],
                name="criterion_once",
                violation_error_message="评分项目有重复",
            ),
            models.CheckConstraint(
                condition=Q(points__gte=1, points__lte=WHOLE),
                name="criterion_has_points",
                violation_error_message="每个评分项目的满分应在1到100之间",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ScorePart(models.Model):
    """A further part of the score besides the judges, and for how much of 100 it counts (AMB-15)."""

    presentation = models.ForeignKey(
        Presentation, models.CASCADE, verbose_name="竞岗演讲", related_name="parts"
    )
    title = models.CharField("量分项目", max_length=20)
    weight = models.PositiveSmallIntegerField("所占比重")

    class Meta:
        verbose_name = verbose_name_plural = "其他量分项目"
        ordering = ["presentation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["presentation", "title"],
                name="score_part_once",
                violation_error_message="量分项目有重复",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=WHOLE),
                name="score_part_weighs",
                violation_error_message="量分项目所占比重应在1到100之间",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class JudgeQuerySet(models.QuerySet["Judge"]):
    def visible_to(self, user: User) -> JudgeQuerySet:
        return self.filter(presentation__in=Presentation.objects.visible_to(user))


class Judge(models.Model):
    """One judge of a contest; ended, not deleted, when replaced or recused (A101)."""

    presentation = models.ForeignKey(
        Presentation, models.PROTECT, verbose_name="竞岗演讲", related_name="judges"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="账号",
        null=True,
        blank=True,
        related_name="judgeships",
    )
    name = models.CharField("姓名", max_length=30)
    unit = models.CharField("单位和职务", max_length=80, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    end_reason = models.CharField("结束原因", max_length=200, blank=True)

    objects = JudgeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评委"
        ordering = ["presentation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["presentation", "user"],
                condition=Q(ended_on=None, user__isnull=False),
                name="judge_once",
                violation_error_message="此人已是评委",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | ~Q(end_reason=""),
                name="judge_ends_with_a_reason",
                violation_error_message="评委不再担任的，请写明原因",
            ),
        ]

    def __str__(self) -> str:
        return self.name
