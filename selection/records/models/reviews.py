"""Which things are on their way to an approval, and whom do they ask now?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.machines import StateMachine
from selection.records.models.delegations import Delegation, stood_in_for
from selection.records.models.ledgers import Ledger

if TYPE_CHECKING:
    from selection.records.models.decisions import ReviewDecision, Submission


def may_submit(review: Review, user: User) -> bool:
    return user.may(Act.RUN_CAMPAIGNS, review.organisation)


def may_decide(review: Review, user: User) -> bool:
    """The reviewer of the level that is asked; nobody decides for the own school or the own hand-in."""
    asked = review.asked_of is not None and (
        user.may(review.asked_act, review.asked_of) or stands_in_for(review, user) is not None
    )
    latest = review.latest
    is_own = user.organisation_id == review.organisation_id
    return asked and not is_own and latest is not None and latest.submitted_by_id != user.pk


def stands_in_for(review: Review, user: User) -> User | None:
    """The reviewer who lent the level that is asked to ``user``."""
    if review.asked_of is None:
        return None
    return stood_in_for(user, review.asked_act, review.asked_of, partial(is_recused, review))


def is_recused(review: Review, user: User) -> bool:
    return Review.objects.filter(pk=review.pk).concerning(user).exists()


# Which reviews judge a person who is, or is related to, the user, besides those of the user's ledgers;
# filled by the apps above
CONCERNS: list[Callable[[User], Q]] = []


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User) -> ReviewQuerySet:
        read = self.filter(organisation__in=user.organisations_for(Act.VIEW_CAMPAIGNS))
        return read.exclude(ledger__in=Ledger.objects.concerning(user))

    def concerning(self, user: User) -> ReviewQuerySet:
        """Of the user's own matters, or a relative's (R-25)."""
        own = Q(ledger__in=Ledger.objects.concerning(user))
        for concern in CONCERNS:
            own |= concern(user)
        return self.filter(own)

    def pending(self) -> ReviewQuerySet:
        return self.filter(state=Review.State.PENDING)

    def waiting_for(self, user: User) -> ReviewQuerySet:
        """Those that ask ``user`` for a decision, the longest waiting first."""
        asked = Q(pk__in=[])
        for act in sorted({act for act, _path in user.reach}):
            asked |= Q(asked_act=act, asked_of__in=user.organisations_for(act))
        for lent in Delegation.objects.lent_to(user):
            of_the_principal = Review.objects.concerning(lent.principal)
            asked |= Q(asked_act=lent.act, asked_of=lent.organisation) & ~Q(pk__in=of_the_principal)
        others = self.pending().filter(asked).exclude(organisation=user.organisation_id)
        others = others.exclude(pk__in=Review.objects.concerning(user))
        return others.select_related("organisation").order_by("pending_since", "pk")


class Review(StateMachine, models.Model):
    """One thing on its way through a chain of levels, from the first draft to the approval.

    ``levels`` is the chain as it stood at the start, a list of
    ``{"role", "act", "organisation", "label"}``; ``level`` is the index of the one that is asked.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "尚未报送"
        PENDING = "pending", "待审核"
        APPROVED = "approved", "已同意"
        SENT_BACK = "sent_back", "退回修改"
        WITHDRAWN = "withdrawn", "已撤回"

    kind = models.CharField("送审类别", max_length=40)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="单位", related_name="reviews"
    )
    title = models.CharField("标题", max_length=200)
    ledger = models.ForeignKey(Ledger, models.PROTECT, verbose_name="纪实", related_name="reviews")
    state = FSMField("状态", default=State.DRAFT, choices=State.choices, protected=True)
    levels = models.JSONField("审核层级", default=list, blank=True)
    level = models.PositiveSmallIntegerField("当前层级", default=0)
    asked_act = models.CharField("当前审核权限", max_length=30, choices=Act.choices, blank=True)
    asked_of = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="当前审核单位", related_name="+", null=True, blank=True
    )
    pending_since = models.DateTimeField("待审核起始", null=True, blank=True)
    approved_on = models.DateField("同意日期", null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "送审"
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="pending") | Q(asked_of__isnull=False, pending_since__isnull=False),
                name="pending_review_asks_somebody",
                violation_error_message="待审核事项必须有当前审核单位",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_on__isnull=False),
                name="approved_review_has_a_date",
                violation_error_message="已同意的事项必须有同意日期",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @transition(
        state,
        source=[State.DRAFT, State.SENT_BACK, State.WITHDRAWN],
        target=State.PENDING,
        permission=may_submit,
        custom={"label": "报送审核"},
    )
    def hand_in(self) -> None:
        self._ask(0)

    @transition(
        state,
        source=State.PENDING,
        target=State.PENDING,
        permission=may_decide,
        custom={"label": "同意并转上一级"},
    )
    def pass_on(self) -> None:
        self._ask(self.level + 1)

    @transition(
        state,
        source=[State.DRAFT, State.PENDING, State.SENT_BACK, State.WITHDRAWN],
        target=State.APPROVED,
        permission=may_decide,
        custom={"label": "同意"},
    )
    def approve(self, on: date) -> None:
        self.approved_on = on
        self._ask_nobody()

    @transition(
        state,
        source=State.PENDING,
        target=State.SENT_BACK,
        permission=may_decide,
        custom={"label": "退回修改"},
    )
    def send_back(self) -> None:
        self._ask_nobody()

    @transition(
        state,
        source=[State.PENDING, State.SENT_BACK],
        target=State.WITHDRAWN,
        permission=may_submit,
        custom={"label": "撤回"},
    )
    def take_back(self) -> None:
        self._ask_nobody()

    @transition(
        state,
        source=State.APPROVED,
        target=State.WITHDRAWN,
        permission=may_submit,
        custom={"label": "撤回重报"},
    )
    def reopen(self) -> None:
        self.approved_on = None

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def may_be_mended(self) -> bool:
        """It is with the school, which changes it and hands it in."""
        return self.state in (self.State.DRAFT, self.State.SENT_BACK, self.State.WITHDRAWN)

    @property
    def decisive_remarks(self) -> list[ReviewDecision]:
        """What those said who sent the latest hand-in back."""
        if self.state != self.State.SENT_BACK:
            return []
        said = self.what_is_asked.decisions.filter(is_approval=False, is_dropped=False)
        return [decision for decision in said.order_by("pk") if decision.is_confirmed]

    @property
    def latest(self) -> Submission | None:
        return self.submissions.order_by("-number").first()

    @property
    def what_is_asked(self) -> Submission:
        """The latest hand-in of a review that has had one."""
        latest = self.latest
        assert latest is not None
        return latest

    @property
    def current(self) -> dict[str, Any] | None:
        """The level that is asked now."""
        return self.levels[self.level] if self.state == self.State.PENDING else None

    @property
    def current_label(self) -> str:
        return self.current["label"] if self.current else ""

    def _ask(self, level: int) -> None:
        self.level = level
        self.asked_act = self.levels[level]["act"]
        self.asked_of = Organisation.objects.get(pk=self.levels[level]["organisation"])
        self.pending_since = clock.now()

    def _ask_nobody(self) -> None:
        self.asked_act = ""
        self.asked_of = None
        self.pending_since = None
