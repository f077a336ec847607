"""Which official papers exist, and in which state?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q

from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.records.models.acts import DatedAct
from selection.records.models.attachments import Attachment
from selection.records.models.ledgers import Ledger

WRITTEN_AFTER_ISSUE = {"state", "file", "sha256"}


def random_name(_paper: Paper, _filename: str) -> str:
    return f"papers/{uuid4().hex}.pdf"


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, user: User) -> PaperQuerySet:
        read = self.filter(organisation__in=user.organisations_for(Act.VIEW_PAPERS))
        return read.exclude(ledger__in=Ledger.objects.concerning(user))

    def in_force(self) -> PaperQuerySet:
        """Issued and not revoked."""
        return self.filter(state__in=(Paper.State.ISSUED, Paper.State.RENDERED))

    def drafts(self) -> PaperQuerySet:
        return self.filter(state=Paper.State.DRAFT)

    def issued(self) -> PaperQuerySet:
        """In force or no longer."""
        return self.exclude(state=Paper.State.DRAFT)

    def unrendered(self) -> PaperQuerySet:
        return self.filter(state=Paper.State.ISSUED)


class Paper(models.Model):
    """One official paper: facts and wording first, the PDF is made from exactly these."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        ISSUED = "issued", "已签发，正在生成"
        RENDERED = "rendered", "已签发"
        REVOKED = "revoked", "已被更正件代替"
        SUPERSEDED = "superseded", "已被取代"  # with the course of the procedure that it belongs to
        WITHDRAWN = "withdrawn", "已撤销"  # with what it rests on, which was declared invalid

    kind = models.CharField("文书种类", max_length=40)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="发文单位", related_name="papers"
    )
    ledger = models.ForeignKey(Ledger, models.PROTECT, verbose_name="纪实", related_name="papers")
    title = models.CharField("标题", max_length=200)
    context = models.JSONField("事实", default=dict)
    wording = models.JSONField("文字", default=dict, blank=True)
    number = models.CharField("发文字号", max_length=60, blank=True)
    document_code = models.CharField("机关代字", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    sequence = models.PositiveIntegerField("序号", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    issued_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="签发人", related_name="+", null=True, blank=True
    )
    check_code = models.CharField("核验码", max_length=14, blank=True)
    file = models.FileField("文件", upload_to=random_name, max_length=100, blank=True)
    sha256 = models.CharField("校验码", max_length=64, blank=True)
    destroyed_on = models.DateField("文件销毁日期", null=True, blank=True)
    ledger_length = models.PositiveIntegerField("纪实条数", null=True, blank=True)
    ledger_head = models.CharField("纪实校验码", max_length=64, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, verbose_name="更正", related_name="replacements", null=True, blank=True
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", issued_on=None, issued_by=None, number="")
                | (~Q(state="draft") & Q(issued_on__isnull=False, issued_by__isnull=False)),
                name="issued_paper_has_date_and_signer",
                violation_error_message="已签发的文书必须有成文日期和签发人，草稿不得编号",
            ),
            models.CheckConstraint(
                condition=~Q(state="rendered")
                | ((~Q(file="") | Q(destroyed_on__isnull=False)) & ~Q(sha256="")),
                name="rendered_paper_has_file_and_digest",
                violation_error_message="已生成的文书必须有文件和校验码",
            ),
            models.UniqueConstraint(
                fields=["check_code"],
                condition=~Q(check_code=""),
                name="one_paper_per_check_code",
                violation_error_message="该核验码已经使用",
            ),
            models.UniqueConstraint(
                fields=["organisation", "document_code", "year", "sequence"],
                condition=Q(sequence__isnull=False),
                name="one_paper_per_document_number",
                violation_error_message="该发文字号已经使用",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """After issue only the rendering and the revocation are written."""
        if not (update_fields and set(update_fields) <= WRITTEN_AFTER_ISSUE) and self._is_issued():
            raise TypeError("an issued paper is never changed")
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    def _is_issued(self) -> bool:
        """As stored, whatever this instance says."""
        return Paper.objects.filter(pk=self.pk).exclude(state=self.State.DRAFT).exists()


class PaperSigning(DatedAct):
    """A draft that ``signer`` signed on paper, with the scan; a second person's word puts the paper in force."""

    paper = models.OneToOneField(Paper, models.PROTECT, verbose_name="文书", related_name="signing")
    signer = models.ForeignKey(User, models.PROTECT, verbose_name="签发人", related_name="+")
    digest = models.CharField("签发时内容的校验码", max_length=64)

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "纸质签发"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.signer.name}签发{self.paper}"


class SignedCopy(models.Model):
    """The scan of an issued paper as it was signed and stamped, which is the final one; the newest counts."""

    paper = models.ForeignKey(Paper, models.PROTECT, verbose_name="文书", related_name="signed_copies")
    scan = models.ForeignKey(Attachment, models.PROTECT, verbose_name="扫描件", related_name="+")
    kept_by = models.ForeignKey(User, models.PROTECT, verbose_name="存入人", related_name="+")
    kept_at = models.DateTimeField("存入时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "签字盖章件"
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.paper}的签字盖章件"


class NumberSeries(models.Model):
    """The last number given out by one organisation under one code in one year."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位", related_name="+")
    document_code = models.CharField("机关代字", max_length=20)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "发文编号"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "document_code", "year"],
                name="one_series_per_code_and_year",
                violation_error_message="该年度的发文编号已经建立",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_code}〔{self.year}〕{self.last}"
