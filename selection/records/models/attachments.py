"""Which files were handed in, and who may read them?"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.records.models.delegations import Delegation
from selection.records.models.ledgers import Ledger


def random_name(_attachment: Attachment, filename: str) -> str:
    """Stored names say nothing about person or school, only the type."""
    suffix = filename.rpartition(".")[2]
    return f"attachments/{uuid4().hex}.{suffix}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User) -> AttachmentQuerySet:
        """A person's own uploads; those of the organisation whose readers' act the person has, or stands in for.

        A confidential one without a readers' act is for its uploader alone. What belongs to a matter in
        which the person, or a relative, is under consideration is closed to the person (R-25).
        """
        readable = Q(uploaded_by=user)
        for act in {act for act, _path in user.reach}:
            organisations = user.organisations_for(act)
            readable |= Q(readers_act=act, organisation__in=organisations)
            if act == Act.VIEW_PAPERS:
                readable |= Q(readers_act="", is_confidential=False, organisation__in=organisations)
        for lent in Delegation.objects.lent_to(user):
            of_schools = lent.principal.organisations_for(Act.CONFIRM_ACTS)
            closed = Q(ledger__in=Ledger.objects.concerning(lent.principal))
            readable |= Q(readers_act=Act.CONFIRM_ACTS, organisation__in=of_schools) & ~closed
        return self.filter(readable).exclude(ledger__in=Ledger.objects.concerning(user))


class Attachment(models.Model):
    """One file kept as proof: a scan, a photo or a sheet, never changed once kept.

    Of a file that was destroyed when its time was over the row stays, with its digest.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="单位", related_name="attachments"
    )
    file = models.FileField("文件", upload_to=random_name, max_length=100)
    name = models.CharField("文件名", max_length=150)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField("校验码", max_length=64)
    uploaded_by = models.ForeignKey(User, models.PROTECT, verbose_name="上传人", related_name="attachments")
    uploaded_at = models.DateTimeField("上传时间", default=clock.now, editable=False)
    is_confidential = models.BooleanField("限定查阅", default=False)
    readers_act = models.CharField("查阅所需权限", max_length=30, choices=Act.choices, blank=True)

    destroyed_on = models.DateField("销毁日期", null=True, blank=True)
    ledger = models.ForeignKey(
        Ledger, models.PROTECT, verbose_name="所属纪实", related_name="+", null=True, blank=True
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
