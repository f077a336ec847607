"""Which files is the worker making, or has made, for whom?"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q

from campaigns.models import Campaign
from selection import clock
from selection.accounts.models import User

SEALED_FOR = timedelta(hours=1)  # for which slips wait to be fetched
UNHEARD = timedelta(minutes=1)  # within which a worker is told of a job
STALE = timedelta(minutes=10)  # after which one without progress is taken for lost


class Overtaken(Exception):
    """The job was given to another maker."""


def random_name(_job: Job, filename: str) -> str:
    return f"making/{uuid4().hex}{filename[filename.rindex('.') :]}"


class JobQuerySet(models.QuerySet["Job"]):
    def going_on(self) -> JobQuerySet:
        return self.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))

    def lost(self) -> JobQuerySet:
        """Whose message was lost with the queue, or whose maker died."""
        present = clock.now()
        return self.filter(
            Q(state=Job.State.WAITING, touched_at__lt=present - UNHEARD)
            | Q(state=Job.State.RUNNING, touched_at__lt=present - STALE)
        )

    def of(self, user: User) -> JobQuerySet:
        """A file holds what one reader may see: nobody else gets it, nor that reader once the campaign is shut."""
        own = Q(campaign=None) | Q(campaign__in=Campaign.objects.visible_to(user))
        return self.filter(own, requested_by=user)

    def over(self) -> JobQuerySet:
        """Whose file lay long enough."""
        present, days = clock.now(), timedelta(days=settings.MADE_FILE_DAYS)
        slips = Q(campaign=None, touched_at__lt=present - SEALED_FOR)
        return self.filter(slips | Q(touched_at__lt=present - days), state=Job.State.READY)


class Job(models.Model):
    """One file of many sheets, made for one reader (制作): of a campaign its archive, or all sheets of a form; or slips.

    Slips are ``asked`` for by who gets them, and lie sealed with ``seal``, whose key the worker never has.
    """

    class Kind(models.TextChoices):
        ARCHIVE = "archive", "案卷"
        SHEETS = "sheets", "整套表格"
        FILING = "filing", "备案材料"
        ACCOUNT_SLIPS = "account_slips", "口令纸条"
        POLL_SLIPS = "poll_slips", "码条"

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        RUNNING = "running", "制作中"
        READY = "ready", "已完成"
        FAILED = "failed", "没有完成"
        CLEARED = "cleared", "已清理"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="jobs", null=True, blank=True
    )
    kind = models.CharField("种类", max_length=20, choices=Kind)
    asked = models.JSONField("要印的纸条", default=dict, blank=True)
    seal = models.BinaryField("封存用的公钥", max_length=32, default=bytes, blank=True)
    form = models.CharField("表格", max_length=40, blank=True)
    requested_by = models.ForeignKey(User, models.PROTECT, verbose_name="要求制作的人", related_name="+")
    requested_at = models.DateTimeField("要求制作的时间", default=clock.now)
    touched_at = models.DateTimeField("最近的进展", default=clock.now)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField("第几次制作", default=0)
    done = models.PositiveIntegerField("已完成份数", default=0)
    total = models.PositiveIntegerField("总份数", default=0)
    file = models.FileField("文件", upload_to=random_name, max_length=100, blank=True)
    sha256 = models.CharField("校验码", max_length=64, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "制作"
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind", "form", "requested_by"],
                condition=Q(state__in=["waiting", "running"]),
                name="job_goes_on_once",
                violation_error_message="这份文件正在制作",
            ),
            models.UniqueConstraint(
                fields=["kind", "form", "requested_by"],
                condition=Q(state__in=["waiting", "running"], campaign=None),
                name="job_of_slips_goes_on_once",
                violation_error_message="这些纸条正在制作",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("total")),
                name="job_done_within_total",
                violation_error_message="已完成的份数不能多于总份数",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | (~Q(file="") & ~Q(sha256="")),
                name="job_ready_has_file",
                violation_error_message="已完成的制作必须有文件和校验码",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign or self.requested_by}的{self.get_kind_display()}"

    @property
    def is_going_on(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0

    def claim(self) -> bool:
        """Whether it is the caller's to make; nobody else's then, while there is progress."""
        waiting = Job.objects.filter(pk=self.pk, state=Job.State.WAITING, attempt=self.attempt)
        self.attempt += 1
        begun = {"state": Job.State.RUNNING, "attempt": self.attempt, "touched_at": clock.now()}
        return bool(waiting.update(**begun, done=0, total=0))

    def clear(self) -> bool:
        """Whether its file was still there to go."""
        ready = Job.objects.filter(pk=self.pk, state=Job.State.READY)
        was_there = bool(ready.update(state=Job.State.CLEARED, file=""))
        if was_there:
            transaction.on_commit(partial(self.file.delete, save=False))
        return was_there

    def held(self) -> JobQuerySet:
        """Its row, as long as this is the attempt that makes it."""
        return Job.objects.filter(pk=self.pk, state=Job.State.RUNNING, attempt=self.attempt)

    def touch(self, **fields: Any) -> None:
        """Progress is written past the row that others hold."""
        if not self.held().update(touched_at=clock.now(), **fields):
            raise Overtaken
