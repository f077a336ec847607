"""What did a school ask the bureau about those who hold a post?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from personnel.models import Tenure
from personnel.models.querysets import OrganisationRows
from selection import clock
from selection.accounts.models import Organisation, User
from selection.records.models import Attachment, Review
from serving.choices import PetitionKind


class PetitionQuerySet(OrganisationRows):
    def approved(self, kind: PetitionKind) -> PetitionQuerySet:
        return self.filter(kind=kind, review__state=Review.State.APPROVED)


class Petition(models.Model):
    """交流方案 (A033), 暂不交流的书面报告 (A037) or 延长任职的请示 (A015), with whom it is about.

    ``until`` is the last day for which somebody may stay; ``ends_on`` the end of the term that goes with it.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="单位", related_name="petitions"
    )
    kind = models.CharField("报批事项", max_length=10, choices=PetitionKind)
    tenures = models.ManyToManyField(Tenure, verbose_name="涉及的任职", related_name="petitions")
    text = models.TextField("方案或理由")
    until = models.DateField("延至", null=True, blank=True)
    ends_on = models.DateField("新的聘期届满日", null=True, blank=True)
    proof = models.ForeignKey(
        Attachment, models.PROTECT, verbose_name="附件", related_name="+", null=True, blank=True
    )
    review = models.OneToOneField(Review, models.PROTECT, verbose_name="送审", related_name="petition")
    requested_by = models.ForeignKey(User, models.PROTECT, verbose_name="提出人", related_name="+")
    requested_on = models.DateField("提出日期", default=clock.today)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任后报批"
        default_permissions = ()
        ordering = ["-requested_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="rotation", until=None) | (~Q(kind="rotation") & Q(until__isnull=False)),
                name="petition_says_until_when",
                violation_error_message="暂不交流和延长任职须写明延至哪一天，交流方案不填。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(kind="extension"),
                name="petition_moves_terms_by_extension_only",
                violation_error_message="只有延长任职才填写新的聘期届满日。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("serving:petition", args=[self.pk])
