"""What is still to be done about somebody who holds, or held, a post?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from personnel.models import StaffMember
from personnel.models.querysets import OrganisationRows
from selection.accounts.models import Organisation, User
from serving.choices import TaskKind


class TaskQuerySet(OrganisationRows):
    def visible_to(self, user: User) -> TaskQuerySet:
        """Nobody reads here what is to be done about oneself."""
        return super().visible_to(user).exclude(staff__user=user)

    def open(self) -> TaskQuerySet:
        return self.filter(done_on=None)


class Task(models.Model):
    """One dated to-do that a fact gave rise to; ``source`` names the fact, so that it arises once.

    Done by nobody: the fact is no longer so.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位", related_name="tasks")
    staff = models.ForeignKey(
        StaffMember, models.PROTECT, verbose_name="人员", related_name="tasks", null=True, blank=True
    )
    kind = models.CharField("事项", max_length=12, choices=TaskKind)
    source = models.CharField("依据的事实", max_length=80)
    sentence = models.CharField("缘由", max_length=300)
    cites = models.CharField("依据的条目", max_length=60)
    arisen_on = models.DateField("产生日期")
    due_on = models.DateField("办理期限")
    done_on = models.DateField("办结日期", null=True, blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="办理人", related_name="+", null=True, blank=True
    )
    how = models.CharField("办理情况", max_length=300, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待办事项"
        default_permissions = ()
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "source"],
                name="task_arises_once",
                violation_error_message="这一事项已经列为待办。",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, how="") | (Q(done_on__isnull=False) & ~Q(how="")),
                name="task_done_says_how",
                violation_error_message="办结的事项须写明办理情况。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
