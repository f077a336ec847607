"""What the inspection of a person found (考察), and what discipline answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from campaigns.choices import OVER, DisciplineResult
from campaigns.rulesets.stages.concluding import InspectionRules
from selection.accounts.models import User
from selection.records.models import DatedAct

from .candidacies import Candidacy

DIMENSION_FIELDS = {
    "德": "virtue",
    "能": "ability",
    "勤": "diligence",
    "绩": "achievement",
    "廉": "integrity",
}


class Inspection(DatedAct):
    """考察材料 of one person: 德能勤绩廉, shortcomings, the team's opinion, signed by every member.

    Once anybody has signed it never changes: what is written later is a new version.
    """

    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, verbose_name="考察对象", related_name="inspections"
    )
    virtue = models.TextField("德", blank=True)
    ability = models.TextField("能", blank=True)
    diligence = models.TextField("勤", blank=True)
    achievement = models.TextField("绩", blank=True)
    integrity = models.TextField("廉", blank=True)
    ethics = models.TextField("师德表现", blank=True)
    shortcomings = models.TextField("主要缺点和不足", blank=True)
    circles = models.TextField("生活圈、社交圈和八小时以外的表现", blank=True)
    methods = models.JSONField("考察方法", default=list, blank=True)
    conclusion = models.TextField("考察组意见", blank=True)
    signers = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name="签字的考察组成员", blank=True)
    is_superseded = models.BooleanField("已被后来的材料取代", default=False)

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "考察材料"
        ordering = ["pk"]
        constraints = [
            *DatedAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["candidacy"],
                condition=Q(is_superseded=False),
                name="inspection_one_stands",
                violation_error_message="此人已有考察材料",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy.staff.name}同志考察材料"

    def missing_parts(self, rules: InspectionRules) -> list[str]:
        """The parts that the rulebook asks for and that are still blank, by their names (A080, R-19)."""
        asked = {word: DIMENSION_FIELDS[word] for word in rules.dimensions}
        if rules.ethics:
            asked["师德表现"] = "ethics"
        asked |= {"主要缺点和不足": "shortcomings", "考察组意见": "conclusion"}
        return [word for word, name in asked.items() if not getattr(self, name).strip()]


class DisciplineOpinionQuerySet(models.QuerySet["DisciplineOpinion"]):
    def pending(self) -> DisciplineOpinionQuerySet:
        return self.filter(result=DisciplineResult.PENDING, is_superseded=False)

    def waiting_for(self, user: User) -> DisciplineOpinionQuerySet:
        """Whoever stands for two posts of a campaign is asked about once."""
        asked = self.pending().exclude(candidacy__opening__campaign__stage__in=OVER)
        of_the_same = DisciplineOpinion.objects.pending().filter(
            candidacy__staff=OuterRef("candidacy__staff"),
            candidacy__opening__campaign=OuterRef("candidacy__opening__campaign"),
            pk__lt=OuterRef("pk"),
        )
        return asked.filter(
            candidacy__opening__campaign__plan__organisation__in=user.organisations_for("answer_discipline"),
        ).exclude(Exists(of_the_same))


class DisciplineOpinion(DatedAct):
    """廉政意见 on one person: asked of discipline, answered in the system or on paper.

    ``happened_on`` is the day of the reply; the day of the request stands beside it. A reply is
    final: what is asked again is a new row.
    """

    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, verbose_name="考察对象", related_name="discipline_opinions"
    )
    requested_on = models.DateField("征求日期")
    result = models.CharField(
        "党风廉政意见", max_length=12, choices=DisciplineResult, default=DisciplineResult.PENDING
    )
    petitions = models.CharField(
        "信访情况", max_length=12, choices=DisciplineResult, default=DisciplineResult.PENDING
    )
    text = models.TextField("意见内容", blank=True)
    document_number = models.CharField("复函文号", max_length=60, blank=True)
    is_superseded = models.BooleanField("已被后来的意见取代", default=False)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    adopted_from = models.ForeignKey(
        "self", models.PROTECT, verbose_name="沿用的答复", related_name="adopted_as", null=True, blank=True
    )

    objects = DisciplineOpinionQuerySet.as_manager()

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "廉政意见"
        ordering = ["pk"]
        constraints = [
            *DatedAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["candidacy"],
                condition=Q(is_superseded=False),
                name="discipline_opinion_one_stands",
                violation_error_message="已征求此人的廉政意见",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy.staff.name}廉政意见"

    @property
    def twins(self) -> models.QuerySet[DisciplineOpinion]:
        """What was asked of the same person for other posts of the campaign, and waits as well."""
        return DisciplineOpinion.objects.pending().filter(candidacy__in=self.candidacy.twins)

    @property
    def is_answered(self) -> bool:
        return DisciplineResult.PENDING not in (self.result, self.petitions)
