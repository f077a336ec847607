"""Which papers belong to which plan, campaign and persons."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from campaigns.choices import OVER
from selection.records.models import Paper

from .campaigns import Campaign
from .candidacies import Candidacy
from .plans import Plan


class DocumentQuerySet(models.QuerySet["Document"]):
    def over(self) -> DocumentQuerySet:
        """Of a selection that ended without effect, or of a plan all of whose selections did."""
        going_on = Campaign.objects.filter(plan=OuterRef("plan")).exclude(stage__in=OVER)
        return self.filter(Q(campaign__stage__in=OVER) | Q(campaign=None) & ~Exists(going_on))


class Document(models.Model):
    """A paper of a plan: the act that needs it wrote it in its own transaction."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="方案", related_name="documents")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", null=True, blank=True, related_name="documents"
    )
    paper = models.OneToOneField(Paper, models.PROTECT, verbose_name="文书", related_name="document")
    candidacies = models.ManyToManyField(Candidacy, verbose_name="人选", blank=True, related_name="documents")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "方案文书"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.paper)
