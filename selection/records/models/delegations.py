"""Who reviews in whose place while that person is away?"""

from __future__ import annotations

from collections.abc import Callable

from django.db import models
from django.db.models import F, Q

from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def running(self) -> DelegationQuerySet:
        """Not called back; its days may lie ahead."""
        return self.filter(called_back_on=None, last_day__gte=clock.today())

    def in_force(self) -> DelegationQuerySet:
        return self.running().filter(first_day__lte=clock.today())

    def lent_to(self, user: User) -> list[Delegation]:
        """In force, by somebody who has still what was lent; schools answer nobody, so theirs are not asked for."""
        if user.organisation is None or user.organisation.kind == Organisation.Kind.SCHOOL:
            return []
        lent = self.in_force().filter(delegate=user).select_related("principal", "organisation")
        return [each for each in lent if each.principal.may(each.act, each.organisation)]

    def everybody_for(self, act: str, place: Organisation) -> list[User]:
        """Whoever may do it there by role, and those who stand in for them."""
        lent = self.in_force().filter(act=act, organisation=place).select_related("delegate")
        return list(dict.fromkeys([*User.objects.who_may(act, place), *(each.delegate for each in lent)]))


def stood_in_for(
    user: User, act: str, place: Organisation, is_recused: Callable[[User], bool]
) -> User | None:
    """Who lent the reviewing to ``user`` and may do ``act`` at ``place``; one who is recused has nothing to lend.

    With the answer to what schools hand in goes the confirming of what they entered from paper.
    """
    if user.may(act, place):
        return None
    lent = Delegation.objects.lent_to(user)
    fit = [each.principal for each in lent if act in (each.act, Act.CONFIRM_ACTS)]
    return next((each for each in fit if each.may(act, place) and not is_recused(each)), None)


class Delegation(models.Model):
    """One level's reviewing, by one reviewer to another person of the same organisation, for some days."""

    principal = models.ForeignKey(User, models.PROTECT, verbose_name="委托人", related_name="delegations")
    delegate = models.ForeignKey(User, models.PROTECT, verbose_name="受托人", related_name="+")
    act = models.CharField("委托的权限", max_length=30, choices=Act.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位", related_name="+")
    first_day = models.DateField("起始日期")
    last_day = models.DateField("截止日期")
    entered_at = models.DateTimeField("委托时间", default=clock.now, editable=False)
    called_back_on = models.DateField("收回日期", null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审核委托"
        ordering = ["-first_day", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="a_delegation_ends_after_it_begins",
                violation_error_message="截止日期不能早于起始日期",
            ),
            models.CheckConstraint(
                condition=~Q(principal=F("delegate")),
                name="nobody_delegates_to_oneself",
                violation_error_message="不能委托给自己",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal}委托{self.delegate}"
