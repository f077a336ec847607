"""反映来件 by the web form: what somebody wrote, before it was found whom it concerns."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.choices import Addressee, LetterState
from selection import chinese
from selection.accounts.models import Organisation, User
from selection.fields import EncryptedTextField

from .campaigns import Campaign
from .objections import Objection
from .plans import Plan


class LetterQuerySet(models.QuerySet["Letter"]):
    def addressed_to(self, user: User) -> LetterQuerySet:
        """For discipline all of its schools; for who runs a school's campaigns those that were left to the school."""
        to_school = Q(addressee=Addressee.SCHOOL, school__in=user.organisations_for("run_campaigns"))
        return self.filter(to_school | Q(school__in=user.organisations_for("answer_discipline")))

    def open_to(self, user: User) -> LetterQuerySet:
        """Those addressed to the user; of a school in whose running selections a relative stands, or oneself, none."""
        running = Campaign.objects.running().values("plan")
        concerned = Plan.objects.of_candidate_or_relative(user).filter(pk__in=running)
        return self.addressed_to(user).exclude(school__in=concerned.values("organisation"))

    def waiting(self) -> LetterQuerySet:
        return self.filter(state=LetterState.RECEIVED)

    def accepted(self) -> LetterQuerySet:
        return self.filter(state=LetterState.ACCEPTED)


class Letter(models.Model):
    """Nothing tells where it came from: neither an address nor a device.

    Whoever wrote it follows it by a code, of which only the digest is kept.
    """

    school = models.ForeignKey(Organisation, models.PROTECT, verbose_name="学校", related_name="letters")
    addressee = models.CharField("受理单位", max_length=10, choices=Addressee)
    received_on = models.DateField("收到日期")
    about = EncryptedTextField("反映对象")
    text = EncryptedTextField("反映内容")
    writer = EncryptedTextField("反映人姓名和联系方式", blank=True)
    code_digest = models.CharField("回执码校验值", max_length=64, unique=True)
    state = models.CharField("状态", max_length=10, choices=LetterState, default=LetterState.RECEIVED)
    answer = EncryptedTextField("答复", blank=True)
    objections = models.ManyToManyField(
        Objection, verbose_name="登记的反映事项", blank=True, related_name="letters"
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="办理人",
        null=True,
        blank=True,
        related_name="+",
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "反映来件"
        default_permissions = ()
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="received") | Q(settled_by__isnull=False),
                name="letter_settled_by_somebody",
                violation_error_message="办理反映来件须记下办理人",
            ),
        ]

    def __str__(self) -> str:
        return f"{chinese.day(self.received_on)}网络来件"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:letter", args=[self.pk])

    @property
    def is_signed(self) -> bool:
        return bool(self.writer)

    @property
    def progress(self) -> str:
        """What whoever wrote it is told: how far it is, of nobody by name."""
        if self.state != LetterState.ACCEPTED:
            return str(LetterState(self.state).label)
        states = {objection.state for objection in self.objections.all()}
        return str(next(state.label for state in Objection.State if state in states))

    @property
    def wants_an_answer(self) -> bool:
        return self.state == LetterState.ACCEPTED and not self.answer and self.is_looked_into

    @property
    def is_looked_into(self) -> bool:
        """All of it: only then is there an answer."""
        states = {objection.state for objection in self.objections.all()}
        return states == {Objection.State.RESOLVED}


def photo_name(_photo: LetterPhoto, filename: str) -> str:
    """Says nothing about letter or school, only the type."""
    return f"letters/{uuid4().hex}.{filename.rpartition('.')[2]}"


class LetterPhoto(models.Model):
    """A picture that came with a letter: the picture alone, not who took it with what, where and when."""

    letter = models.ForeignKey(Letter, models.PROTECT, verbose_name="来件", related_name="photos")
    file = models.FileField("照片", upload_to=photo_name, max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "来件照片"
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.letter}的照片"
