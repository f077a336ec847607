"""Which uploaded file is waiting to be confirmed, or was applied with what result?"""

from __future__ import annotations

from django.db import models, transaction

from personnel.models.querysets import OrganisationRows
from selection.accounts.models import Organisation, User


class RosterImportQuerySet(OrganisationRows):
    def rosters(self) -> RosterImportQuerySet:
        return self.filter(kind=RosterImport.Kind.ROSTER)

    def sheets(self) -> RosterImportQuerySet:
        return self.filter(kind=RosterImport.Kind.SHEETS)


class RosterImport(models.Model):
    """One uploaded file: a roster, or 任免审批表 of one or more. It is removed once applied or dropped."""

    class Kind(models.TextChoices):
        ROSTER = "roster", "名册"
        SHEETS = "sheets", "任免审批表"

    class State(models.TextChoices):
        PENDING = "pending", "待确认"
        APPLIED = "applied", "已导入"
        DROPPED = "dropped", "已放弃"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="roster_imports", verbose_name="单位"
    )
    kind = models.CharField("种类", max_length=8, choices=Kind, default=Kind.ROSTER)
    file = models.FileField("文件", upload_to="rosters/", blank=True)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件校验码", max_length=64)
    uploaded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="roster_imports", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    state = models.CharField("状态", max_length=8, choices=State, default=State.PENDING)
    choices = models.JSONField("逐行选择", default=dict, blank=True)
    counts = models.JSONField("结果", default=dict, blank=True)
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名册导入"
        default_permissions = ()
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def take_file_away(self) -> None:
        """Forget the file now, and delete it once that is certain."""
        stored, storage = str(self.file.name), self.file.storage
        self.file = ""
        transaction.on_commit(lambda: storage.delete(stored))
