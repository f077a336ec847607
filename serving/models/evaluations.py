"""In which school term were the cadres graded by whom they work with, and by which poll? (A120)"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ballots.models import Poll
from personnel.models.querysets import OrganisationRows
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from serving.choices import SchoolTerm

READERS = (Act.RUN_CAMPAIGNS, Act.DECIDE, Act.REVIEW_BUREAU)


class TermEvaluationQuerySet(OrganisationRows):
    def visible_to(self, user: User) -> TermEvaluationQuerySet:
        """For those who run it, decide, or supervise from the bureau; never for whoever is graded in it."""
        read = Q(pk__in=[])
        for act in READERS:
            read |= Q(organisation__in=user.organisations_for(act))
        return self.filter(read).exclude(poll__barred=user)

    def standing(self) -> TermEvaluationQuerySet:
        return self.exclude(poll__state=Poll.State.VOID)

    def ending_in(self, year: int) -> TermEvaluationQuerySet:
        """The first term ends in the winter that begins in ``year``, the second in its summer."""
        winter = Q(term=SchoolTerm.FIRST, school_year=year)
        return self.filter(winter | Q(term=SchoolTerm.SECOND, school_year=year - 1))

    def counted(self) -> TermEvaluationQuerySet:
        return self.filter(poll__state__in=(Poll.State.COUNTED, Poll.State.RELEASED))


class TermEvaluation(models.Model):
    """期末民主测评: one poll in which the staff grade all mid-level cadres at the end of a school term."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="单位", related_name="term_evaluations"
    )
    school_year = models.PositiveSmallIntegerField("学年（开始的年份）")
    term = models.PositiveSmallIntegerField("学期", choices=SchoolTerm)
    poll = models.OneToOneField(Poll, models.PROTECT, verbose_name="投票", related_name="term_evaluation")

    objects = TermEvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期末民主测评"
        default_permissions = ()
        ordering = ["-school_year", "-term", "-pk"]

    def __str__(self) -> str:
        return f"{SchoolTerm(self.term).of(self.school_year)}期末民主测评"

    def get_absolute_url(self) -> str:
        return reverse("serving:evaluation", args=[self.pk])
