"""Which polls are there, what do they ask, and who is entitled to answer?"""

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import FSMField, transition

from ballots import permissions
from ballots.definitions import Counting
from ballots.queries import PollQuerySet
from ballots.verdicts import Counts, Verdict, quorum
from selection.machines import StateMachine

KEY = RegexValidator(r"^[a-z0-9_-]{1,40}$", "代号只能用小写字母、数字、横线和下划线")


class Channel(models.TextChoices):
    ONLINE = "online", "账号"
    PAPER = "paper", "纸质票"
    SLIP = "slip", "码条"


class Packet(models.Model):
    """Several polls which one meeting opens together and people fill in one after another."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, verbose_name="单位")
    title = models.CharField("名称", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "一组投票"
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


class Poll(StateMachine, models.Model):
    """One ballot paper put to one roll of people once. A round run again is another poll."""

    class Kind(models.TextChoices):
        CONSENT = "consent", "同意、不同意、弃权"
        GRADING = "grading", "评定等次"
        CHOICE = "choice", "在名单中选定"

    class State(models.TextChoices):
        DRAFT = "draft", "未开始"
        OPEN = "open", "投票中"
        CLOSED = "closed", "已截止，待计票"
        COUNTED = "counted", "已计票"
        RELEASED = "released", "结果已提供"
        VOID = "void", "已作废"

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, verbose_name="单位")
    ledger = models.ForeignKey("records.Ledger", models.PROTECT, verbose_name="全程纪实")
    channel = models.CharField("投票途径", max_length=10, choices=Channel, default=Channel.ONLINE)
    packet = models.ForeignKey(
        Packet, models.PROTECT, null=True, blank=True, related_name="polls", verbose_name="所属一组投票"
    )
    title = models.CharField("名称", max_length=120)
    instructions = models.TextField("填写说明", blank=True)
    kind = models.CharField("票种", max_length=10, choices=Kind)
    definition = models.JSONField("票样与计票规则")
    asks_remarks = models.BooleanField("征求书面意见", default=False)
    roll_scope = models.CharField("参加范围", max_length=120, blank=True)
    state = FSMField("状态", default=State.DRAFT, choices=State, protected=True)

    closes_at = models.DateTimeField("截止时间", null=True, blank=True)
    opened_at = models.DateTimeField("开始时间", null=True, editable=False)
    closed_at = models.DateTimeField("实际截止时间", null=True, editable=False)
    counted_at = models.DateTimeField("计票时间", null=True, editable=False)
    released_at = models.DateTimeField("结果提供时间", null=True, editable=False)
    voided_at = models.DateTimeField("作废时间", null=True, editable=False)
    void_reason = models.CharField("作废原因", max_length=300, blank=True)

    present = models.PositiveIntegerField("实到人数", null=True, blank=True)
    turnout = models.JSONField("参加情况", null=True, editable=False)
    valid = models.PositiveIntegerField("有效票", null=True, editable=False)
    spoiled = models.PositiveIntegerField("废票", null=True, editable=False)
    blank = models.PositiveIntegerField("全部弃权的票", null=True, editable=False)
    written_in = models.JSONField("另选他人得票", null=True, editable=False)

    roll_digest = models.CharField("名册校验码", max_length=64, blank=True, editable=False)
    paper_digest = models.CharField("票样校验码", max_length=64, blank=True, editable=False)
    public_key = models.BinaryField("封票公钥", null=True, editable=False)
    key_threshold = models.PositiveSmallIntegerField("启封须到的分持人", null=True, editable=False)
    key_destroyed_at = models.DateTimeField("启封密钥销毁时间", null=True, editable=False)

    ballots_destroyed_on = models.DateField("选票销毁日期", null=True, editable=False)

    scrutineers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="scrutinised_polls", verbose_name="监票人"
    )
    barred = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name="回避管理的人员"
    )

    objects = PollQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "投票"
        default_permissions = ()
        indexes = [models.Index(fields=["state", "closes_at"], name="poll_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "void"])
                | Q(public_key__isnull=False, opened_at__isnull=False)
                & ~Q(roll_digest="")
                & ~Q(paper_digest=""),
                name="poll_open_is_sealed",
                violation_error_message="开始投票前须封存名册、票样并生成封票密钥",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "counted", "released"])
                | Q(turnout__isnull=False, closed_at__isnull=False),
                name="poll_closed_has_turnout",
                violation_error_message="截止后须记录参加情况",
            ),
            models.CheckConstraint(
                condition=Q(valid__isnull=True) & ~Q(state__in=["counted", "released"])
                | Q(valid__isnull=False, spoiled__isnull=False, blank__isnull=False)
                & Q(state__in=["counted", "released", "void"]),
                name="poll_counted_has_result",
                violation_error_message="有效票、废票只在计票时写入",
            ),
            models.CheckConstraint(
                condition=Q(key_threshold__isnull=True) | Q(key_threshold__gte=2),
                name="poll_key_is_held_by_two",
                violation_error_message="启封至少须两位分持人到场",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_reason=""),
                name="poll_void_has_reason",
                violation_error_message="请写明作废原因",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ballots:poll", args=[self.public_id])

    # The procedure, in its order. Only ballots.services calls these.

    @transition(
        state,
        source=State.DRAFT,
        target=State.OPEN,
        permission=permissions.may_watch,
        custom={"label": "开始投票"},
    )
    def open(self) -> None:
        pass

    @transition(
        state,
        source=State.OPEN,
        target=State.CLOSED,
        permission=permissions.may_watch,
        custom={"label": "截止投票"},
    )
    def close(self) -> None:
        pass

    @transition(
        state,
        source=State.CLOSED,
        target=State.COUNTED,
        permission=permissions.may_count,
        custom={"label": "启封计票"},
    )
    def count(self) -> None:
        pass

    @transition(
        state,
        source=State.COUNTED,
        target=State.RELEASED,
        permission=permissions.may_run,
        custom={"label": "提供结果"},
    )
    def release(self) -> None:
        pass

    @transition(
        state,
        source=[State.DRAFT, State.OPEN, State.CLOSED],
        target=State.VOID,
        permission=permissions.may_run,
        custom={"label": "作废本轮"},
    )
    def void(self) -> None:
        pass

    def get_key_url(self) -> str:
        return reverse("ballots:key", args=[self.public_id])

    def get_vote_url(self) -> str:
        """The paper of whoever is signed in, or the page that asks for a slip's code."""
        return reverse("ballots:slip") if self.is_by_slip else reverse("ballots:vote", args=[self.public_id])

    @property
    def is_by_slip(self) -> bool:
        return self.channel == Channel.SLIP

    @property
    def is_shared(self) -> bool:
        """Several scrutineers hold the key together: it takes passphrases of ``key_threshold`` of them."""
        return self.key_threshold is not None

    @property
    def is_on_paper(self) -> bool:
        """Nobody votes in the system; a poll by account or by slip may hand out paper as well."""
        return self.channel == Channel.PAPER

    @property
    def counting(self) -> Counting:
        return Counting.from_data(self.definition)

    @property
    def is_counted(self) -> bool:
        return self.state in (self.State.COUNTED, self.State.RELEASED)

    @property
    def collected(self) -> int | None:
        """收回: the envelopes at the close and the ballots of paper; None while those are not signed for."""
        return None if self.turnout is None else self.turnout["collected"]

    @property
    def turnout_counts(self) -> Counts | None:
        """The round's numbers; None until it is closed and all ballots of paper are signed for.

        有效 and 废票 are unknown until it is counted.
        """
        collected = self.collected
        if self.turnout is None or collected is None:
            return None
        return Counts(
            entitled=self.turnout["entitled"],
            recused=self.turnout["recused"],
            present=collected if self.present is None else self.present,
            issued=self.turnout["issued"],
            collected=collected,
            valid=self.valid,
            spoiled=self.spoiled,
        )

    @property
    def validity(self) -> Verdict | None:
        """Did enough take part? None while open, and where this poll sets no bar.

        Where 收回 has a bar of its own, 实到 is tested only if it was known; else 收回 stands for it.
        """
        counting, counts = self.counting, self.turnout_counts
        if counts is None:
            return None
        came = self.present if counting.validity else counts.present
        words = counting.words("present"), counting.words("collected")
        return quorum(counting.opening, counting.validity, counts, came, words)

    @property
    def tallies(self) -> dict[str, dict[str, int]]:
        """Subject key → what was counted for it, over all categories; empty until counted."""
        totals = self.tally_set.filter(category="").select_related("subject")
        return {tally.subject.key: tally.counts for tally in totals}


class Subject(models.Model):
    """One line of a poll's paper: a person or a question that is voted on."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="subjects", verbose_name="投票")
    key = models.CharField("代号", max_length=40, validators=[KEY])
    label = models.CharField("名称", max_length=60)
    note = models.CharField("说明", max_length=300, blank=True)
    contest = models.CharField("所属岗位代号", max_length=40, blank=True, validators=[KEY])
    position = models.PositiveSmallIntegerField("顺序")

    class Meta:
        verbose_name = verbose_name_plural = "表决事项"
        default_permissions = ()
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "key"],
                name="subject_once",
                violation_error_message="同一事项在票上只能出现一次",
            )
        ]

    def __str__(self) -> str:
        return self.label


class Elector(models.Model):
    """A person of the frozen roll (应到名册). A recused one counts in 应到 and gets no ballot."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="electors", verbose_name="投票")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="账号"
    )
    name = models.CharField("姓名", max_length=60)
    category = models.CharField("类别", max_length=40, blank=True)
    is_recused = models.BooleanField("回避", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "应到人员"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "user"],
                name="elector_once",
                violation_error_message="同一人在名册上只能出现一次",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Deduction(models.Model):
    """A person on the register who is not among the 应到, with the named reason (在册－扣除＝应到)."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="deductions", verbose_name="投票")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="账号"
    )
    name = models.CharField("姓名", max_length=60)
    category = models.CharField("类别", max_length=40, blank=True)
    reason = models.CharField("扣除原因", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "应到扣除"
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name}（{self.reason}）"
