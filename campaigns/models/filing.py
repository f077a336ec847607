"""Appointments and their filing with the bureau (任职备案)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django_fsm import FSMField, transition

from campaigns.choices import OVER, Issuer
from personnel.models import Tenure
from selection.accounts.models import Organisation, User
from selection.machines import StateMachine
from selection.records.models import DatedAct, Delegation, Paper

from .campaigns import Campaign
from .candidacies import Candidacy
from .plans import Plan
from .publicity import Publicity


class Appointment(DatedAct):
    """One person's appointment: who issued it, on which paper, for which term.

    ``happened_on`` is the day of the document. One entered from paper takes effect, and comes to
    its ``tenure``, when a second person has confirmed it.
    """

    candidacy = models.OneToOneField(
        Candidacy, models.PROTECT, verbose_name="人选", related_name="appointment"
    )
    issuer = models.CharField("办理方式", max_length=10, choices=Issuer)
    paper = models.ForeignKey(
        Paper, models.PROTECT, verbose_name="聘任文件", null=True, blank=True, related_name="appointments"
    )
    document = models.CharField("文件或结果文号", max_length=80, blank=True)
    starts_on = models.DateField("聘期起")
    ends_on = models.DateField("聘期止")
    tenure = models.OneToOneField(Tenure, models.PROTECT, verbose_name="任职登记", null=True, blank=True)
    voided_on = models.DateField("宣布无效日期", null=True, blank=True)

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "聘任"
        ordering = ["pk"]
        constraints = [
            *DatedAct.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="appointment_term_in_order",
                violation_error_message="聘期止不能早于聘期起",
            ),
            models.CheckConstraint(
                condition=Q(issuer="school") | Q(paper=None),
                name="appointment_elsewhere_has_no_school_paper",
                violation_error_message="按权限报批或选举产生的职务不由学校发文聘任",
            ),
        ]

    def __str__(self) -> str:
        return f"聘任{self.candidacy}"

    @property
    def issued_on(self) -> date:
        return self.happened_on

    @property
    def displaced(self) -> list[Tenure]:
        """Tenures that ended for this one. Where it is declared invalid, they don't come back by themselves:
        somebody has to decide on each (A132)."""
        opening, staff = self.candidacy.opening, self.candidacy.staff
        ended = opening.ending.filter(ended_on__isnull=False, voided_on=None).select_related("staff", "post")
        filled = Appointment.objects.filter(candidacy__opening=opening, voided_on=None).exclude(pk=self.pk)
        return list(ended.filter(staff=staff) if filled.exists() else ended)


class FilingQuerySet(models.QuerySet["Filing"]):
    def open(self) -> FilingQuerySet:
        """Those still to be sent for the first time, by campaigns that go on."""
        return self.filter(state="due", campaign__suspended_on=None, campaign__stage="file")

    def overdue(self, now: datetime) -> FilingQuerySet:
        """Those whose time is over, of somebody who goes on, and which nobody has marked yet."""
        late = self.open().filter(is_provisional=False, due_at__lte=now, overdue_since=None)
        going_on = Candidacy.objects.live().filter(opening__campaign=OuterRef("campaign"))
        return late.filter(Exists(going_on)).order_by("due_at", "pk")

    def waiting_for(self, user: User) -> FilingQuerySet:
        """Handed in by campaigns that stand, not answered yet, and about nobody close to the user (R-25)."""
        asked = Q(campaign__plan__organisation__in=user.organisations_for("review_bureau"))
        for lent in Delegation.objects.filter(act="review_bureau").lent_to(user):
            at = lent.principal.organisations_for("review_bureau")
            concerned = Plan.objects.of_candidate_or_relative(lent.principal)
            asked |= Q(campaign__plan__organisation__in=at) & ~Q(campaign__plan__in=concerned)
        standing = self.exclude(campaign__stage__in=OVER).filter(asked, state="submitted")
        return standing.exclude(campaign__plan__in=Plan.objects.of_candidate_or_relative(user))


class Filing(StateMachine, models.Model):
    """备案 of one campaign's appointments: due by a date, sent in packages, answered."""

    class State(models.TextChoices):
        DUE = "due", "待报送"
        SUBMITTED = "submitted", "已报送"
        ACCEPTED = "accepted", "已批复备案"
        SENT_BACK = "sent_back", "退回补正"

    campaign = models.OneToOneField(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="filing"
    )
    state = FSMField("状态", default=State.DUE, choices=State.choices, protected=True)
    counted_from = models.DateField("期限起算依据日")
    due_on = models.DateField("报送期限")
    due_at = models.DateTimeField("报送截止时间")
    is_provisional = models.BooleanField("期限暂定", default=False)
    overdue_since = models.DateTimeField("逾期起", null=True, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "备案"

    def __str__(self) -> str:
        return f"{self.campaign}备案"

    @transition(
        state, source=[State.DUE, State.SENT_BACK], target=State.SUBMITTED, custom={"label": "报送备案"}
    )
    def submit(self) -> None:
        pass

    @transition(state, source=State.SUBMITTED, target=State.ACCEPTED, custom={"label": "批复备案"})
    def accept(self) -> None:
        pass

    @transition(state, source=State.SUBMITTED, target=State.SENT_BACK, custom={"label": "退回补正"})
    def send_back(self) -> None:
        pass

    @property
    def counted_since(self) -> str:
        """What the deadline is counted from, in words (B061, B062)."""
        over = Publicity.objects.concluded_for(self.campaign)
        return (
            "公示期满" if over.filter(last_day__gte=self.counted_from).exists() else "公示期满且有关问题查清"
        )

    @property
    def package(self) -> FilingPackage | None:
        """What was sent last, confirmed or not."""
        return max(self.packages.all(), key=lambda each: each.number, default=None)

    @property
    def reply(self) -> FilingReply | None:
        """The last answer that counts."""
        return FilingReply.objects.of(self).confirmed().last()

    @property
    def report(self) -> Paper | None:
        package = self.package
        return package.report if package else None

    @property
    def was_late(self) -> bool:
        """First sent after its day, or not sent though the day is over; by the day of sending, not of entry."""
        first = min(self.packages.all(), key=lambda each: each.number, default=None)
        return self.overdue_since is not None if first is None else first.happened_on > self.due_on


class FilingPackage(DatedAct):
    """What was sent to the bureau once: on ``happened_on``, with its report, or as a scan of what was sent."""

    filing = models.ForeignKey(Filing, models.PROTECT, verbose_name="备案", related_name="packages")
    number = models.PositiveSmallIntegerField("第几次报送")
    report = models.ForeignKey(
        Paper, models.PROTECT, verbose_name="备案报告", null=True, blank=True, related_name="filing_packages"
    )

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "备案报送"
        ordering = ["filing", "number"]
        constraints = [
            *DatedAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["filing", "number"],
                name="filing_package_number_once",
                violation_error_message="该次报送已经存在",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}次报送"

    @property
    def campaign(self) -> Campaign:
        return self.filing.campaign


class FilingReplyQuerySet(models.QuerySet["FilingReply"]):
    def of(self, filing: Filing) -> FilingReplyQuerySet:
        return self.filter(package__filing=filing).order_by("package__number", "pk")

    def confirmed(self) -> FilingReplyQuerySet:
        return self.filter(Q(is_backfilled=False) | Q(confirmed_at__isnull=False))


class FilingReply(DatedAct):
    """What the bureau answered to one package (批复): accepted, or sent back to be mended."""

    package = models.ForeignKey(
        FilingPackage, models.PROTECT, verbose_name="备案报送", related_name="replies"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="批复单位", related_name="+")
    is_acceptance = models.BooleanField("同意备案")
    document_number = models.CharField("批复文号", max_length=80, blank=True)
    remarks = models.TextField("批复意见", blank=True)
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, verbose_name="代谁批复", related_name="+", null=True, blank=True
    )

    objects = FilingReplyQuerySet.as_manager()

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "备案批复"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}{'批复备案' if self.is_acceptance else '退回补正'}"

    @property
    def who(self) -> str:
        return f"{self.entered_by}代{self.on_behalf_of}" if self.on_behalf_of else str(self.entered_by)

    @property
    def campaign(self) -> Campaign:
        return self.package.campaign
