"""反映事项: what was reported, who looks into it, what was found and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django_fsm import FSMField, transition

from campaigns.choices import Addressee, Disposition, NoteKind, ObjectionChannel, ObjectionConclusion
from personnel.models import StaffMember
from selection import chinese, clock
from selection.accounts.models import User
from selection.fields import EncryptedTextField
from selection.machines import StateMachine
from selection.records.models import Attachment

from .campaigns import Campaign
from .candidacies import Candidacy
from .plans import Plan


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, user: User) -> ObjectionQuerySet:
        """For those who run the campaign, decide in it or supervise it; never for whom they concern."""
        plans = Q(pk__in=[])
        for act in ("run_campaigns", "decide", "review_bureau", "answer_discipline"):
            plans |= Q(campaign__plan__organisation__in=user.organisations_for(act))
        about = StaffMember.objects.close_to(user).values("pk")
        return self.filter(plans, campaign__in=Campaign.objects.visible_to(user)).exclude(staff__in=about)

    def open(self) -> ObjectionQuerySet:
        return self.exclude(state="resolved")

    def of_the_selection(self) -> ObjectionQuerySet:
        """About how it is run, or about somebody who is no candidate of it."""
        return self.filter(candidacy=None)

    def cleared(self) -> ObjectionQuerySet:
        """Those of which it was resolved that they be cleared up in public (T038)."""
        return self.filter(state="resolved", disposition=Disposition.CLEAR_UP)

    def awaiting_a_word(self) -> ObjectionQuerySet:
        """Those after which the person is talked to before the appointment (T038)."""
        return self.filter(state="resolved", disposition=Disposition.ADMONISH, admonished_on=None)


class Objection(StateMachine, models.Model):
    """One thing reported about a person, or about the selection itself; an open one holds the person.

    ``staff`` is whom it is about, empty where it is about the selection; ``candidacy`` as what the person
    stands there, if at all. What goes past the school (``addressee``) is read and settled above it.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "已受理"
        INVESTIGATING = "investigating", "核查中"
        RESOLVED = "resolved", "已办结"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="objections"
    )
    staff = models.ForeignKey(
        StaffMember, models.PROTECT, verbose_name="反映对象", null=True, blank=True, related_name="+"
    )
    candidacy = models.ForeignKey(
        Candidacy,
        models.PROTECT,
        verbose_name="所涉人选",
        null=True,
        blank=True,
        related_name="objections",
    )
    addressee = models.CharField("受理单位", max_length=10, choices=Addressee, default=Addressee.SCHOOL)
    received_on = models.DateField("收到日期")
    channel = models.CharField("方式", max_length=10, choices=ObjectionChannel)
    is_signed = models.BooleanField("是否署名", default=False)
    summary = EncryptedTextField("内容摘要")
    state = FSMField("状态", default=State.RECEIVED, choices=State.choices, protected=True)
    investigator = models.CharField("核查人（早先登记为文字的）", max_length=60, blank=True, editable=False)
    findings = EncryptedTextField("核查情况", blank=True)
    proposed_conclusion = models.CharField(
        "核查人建议的结论", max_length=16, choices=ObjectionConclusion, blank=True
    )
    proposed_disposition = models.CharField(
        "核查人建议的处理", max_length=10, choices=Disposition, blank=True
    )
    proposed_on = models.DateField("核查人提出建议的日期", null=True, blank=True)
    conclusion = models.CharField("核查结论", max_length=16, choices=ObjectionConclusion, blank=True)
    disposition = models.CharField("处理意见", max_length=10, choices=Disposition, blank=True)
    remark = models.CharField("处理说明", max_length=300, blank=True)
    resolved_on = models.DateField("办结日期", null=True, blank=True)
    admonished_on = models.DateField("谈话提醒或诫勉的日期", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登记人", related_name="+"
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "反映事项"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="resolved") | (~Q(conclusion="") & (~Q(disposition="") | ~Q(remark=""))),
                name="objection_resolved_with_conclusion",
                violation_error_message="办结反映事项须填写核查结论和处理意见",
            ),
            models.CheckConstraint(
                condition=Q(resolved_on=None) | Q(resolved_on__gte=F("received_on")),
                name="objection_resolved_after_receipt",
                violation_error_message="办结日期不能早于收到日期",
            ),
            models.CheckConstraint(
                condition=Q(candidacy=None) | Q(staff__isnull=False),
                name="objection_to_a_candidate_names_the_person",
                violation_error_message="反映人选的须写明是谁",
            ),
        ]

    def __str__(self) -> str:
        return f"{chinese.day(self.received_on)}{self.get_channel_display()}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:objection", args=[self.pk])

    @transition(state, source=State.RECEIVED, target=State.INVESTIGATING, custom={"label": "开始核查"})
    def investigate(self) -> None:
        pass

    @transition(
        state, source=[State.RECEIVED, State.INVESTIGATING], target=State.RESOLVED, custom={"label": "办结"}
    )
    def resolve(self) -> None:
        pass

    @property
    def subject(self) -> str:
        return self.staff.name if self.staff else "本次选拔工作"

    @property
    def is_open(self) -> bool:
        return bool(self.state != self.State.RESOLVED)

    @property
    def is_of_the_school(self) -> bool:
        """Whether the school itself reads and settles it."""
        return self.addressee == Addressee.SCHOOL

    @property
    def current_investigators(self) -> list[Investigator]:
        return [each for each in self.investigators.all() if each.ended_on is None]


class InvestigatorQuerySet(models.QuerySet["Investigator"]):
    def current(self) -> InvestigatorQuerySet:
        return self.filter(ended_on=None)

    def visible_to(self, user: User) -> InvestigatorQuerySet:
        """What the user is to look into; nothing that came to concern the user or a relative since (R-25)."""
        about = StaffMember.objects.close_to(user).values("pk")
        plans = Plan.objects.of_candidate_or_relative(user).values("pk")
        own = self.current().filter(user=user)
        return own.exclude(objection__staff__in=about).exclude(objection__campaign__plan__in=plans)


class Investigator(models.Model):
    """核查人: a user named to look into one objection; ended, not deleted, when replaced."""

    objection = models.ForeignKey(
        Objection, models.PROTECT, verbose_name="反映事项", related_name="investigators"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="核查人", related_name="+"
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="指定人", related_name="+"
    )
    started_on = models.DateField("开始日期", default=clock.today)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    end_reason = EncryptedTextField("更换原因", blank=True)

    objects = InvestigatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核查人"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["objection", "user"],
                condition=Q(ended_on=None),
                name="investigator_once",
                violation_error_message="此人已是这件反映事项的核查人",
            ),
        ]

    def __str__(self) -> str:
        return self.user.name


class InvestigationNote(models.Model):
    """核查记录: one talk, paper or place that an investigator went into, and what it showed."""

    objection = models.ForeignKey(Objection, models.PROTECT, verbose_name="反映事项", related_name="notes")
    kind = models.CharField("方式", max_length=10, choices=NoteKind)
    happened_on = models.DateField("日期")
    whom = EncryptedTextField("谈话人或材料名称")
    text = EncryptedTextField("了解到的情况")
    attachments = models.ManyToManyField(Attachment, verbose_name="附件", related_name="noted_in", blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="记录人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "核查记录"
        default_permissions = ()
        ordering = ["happened_on", "pk"]

    def __str__(self) -> str:
        return f"{chinese.day(self.happened_on)}{self.get_kind_display()}"
