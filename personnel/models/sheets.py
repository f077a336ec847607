"""What did a person's 干部任免审批表 say that the register has no column for?"""

from __future__ import annotations

from django.db import models

from personnel.models.querysets import StaffRows
from personnel.models.staff import StaffMember
from selection.accounts.models import User
from selection.fields import EncryptedTextField


class ApprovalSheet(models.Model):
    """The 任免审批表 of one person as it was last brought in, whole: family and photo lie in it too."""

    staff = models.OneToOneField(
        StaffMember, on_delete=models.PROTECT, related_name="approval_sheet", verbose_name="人员"
    )
    content = EncryptedTextField("内容")
    imported_on = models.DateField("导入日期")
    imported_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="approval_sheets", verbose_name="导入人"
    )

    objects = StaffRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任免审批表"
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.staff}的任免审批表"
