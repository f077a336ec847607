"""Which rulebooks are published or being drawn up, and which one an organisation works by?"""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.rulesets import codec
from campaigns.rulesets.schema import Ruleset
from selection.accounts.models import Organisation, User
from selection.records.models import Review


@lru_cache(maxsize=64)
def parsed(text: str) -> Ruleset:
    return codec.loads(text)


class RulesetQuerySet(models.QuerySet["RulesetVersion"]):
    def visible_to(self, user: User) -> RulesetQuerySet:
        """Published rulebooks are open to all who work on selections; a school's own, to those over it."""
        if not any(act == "view_campaigns" for act, _path in user.reach):
            return self.none()
        open_to_all = Q(owner=None) | Q(owner__kind=Organisation.Kind.BUREAU)
        return self.filter(open_to_all | Q(owner__in=user.organisations_for("view_campaigns")))

    def open_to(self, school: Organisation) -> RulesetQuerySet:
        """Those that its bureau lets it choose."""
        return self.filter(offered_by__in=school.ancestors())


class RulesetVersion(models.Model):
    """One published version of a rulebook, as canonical JSON; never changed once written.

    What the program brings along has no owner.
    """

    code = models.SlugField("代码")
    version = models.PositiveIntegerField("版本")
    name = models.CharField("名称", max_length=100)
    text = models.TextField("规则全文（规范 JSON）")
    digest = models.CharField("校验码", max_length=64)
    published_at = models.DateTimeField("发布时间")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="制定单位", related_name="rulesets", null=True, blank=True
    )
    offered_by = models.ManyToManyField(
        Organisation, verbose_name="供所属学校选用的教育局", related_name="offered_rulesets", blank=True
    )

    objects = RulesetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "方案规则"
        ordering = ["code", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="ruleset_version_once")]

    def __str__(self) -> str:
        return f"{self.name}（第{self.version}版）"

    @property
    def ruleset(self) -> Ruleset:
        return parsed(self.text)


class Adoption(models.Model):
    """The rulebook that an organisation's new plans are drawn up under."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, verbose_name="单位", related_name="adoption"
    )
    ruleset = models.ForeignKey(RulesetVersion, models.PROTECT, verbose_name="方案规则")

    class Meta:
        verbose_name = verbose_name_plural = "适用规则"

    def __str__(self) -> str:
        return f"{self.organisation}：{self.ruleset}"


class DraftQuerySet(models.QuerySet["RulesetDraft"]):
    def visible_to(self, user: User) -> DraftQuerySet:
        """To those who draw up rulebooks there, and to the bureau above a school."""
        drawing = user.organisations_for("publish_rulesets") | user.organisations_for("run_campaigns")
        return self.filter(organisation__in=drawing)


class RulesetDraft(models.Model):
    """A copy of a published rulebook while an organisation changes it; once published, kept as it was."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="制定单位", related_name="ruleset_drafts"
    )
    base = models.ForeignKey(
        RulesetVersion, models.PROTECT, verbose_name="所依据的规则", related_name="drafts"
    )
    code = models.SlugField("代码")
    text = models.TextField("规则草稿（规范 JSON）")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="起草人")
    started_at = models.DateTimeField("起草时间")
    review = models.OneToOneField(
        Review, models.PROTECT, verbose_name="送审", related_name="ruleset_draft", null=True, blank=True
    )
    published_as = models.OneToOneField(
        RulesetVersion, models.PROTECT, verbose_name="发布为", related_name="draft", null=True, blank=True
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规则草稿"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                condition=Q(published_as=None),
                name="ruleset_draft_one_at_a_time",
                violation_error_message="这套规则已有一份草稿，请先发布或删除",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（草稿）"

    @property
    def ruleset(self) -> Ruleset:
        return parsed(self.text)

    @property
    def name(self) -> str:
        return self.ruleset.name

    @property
    def is_of_a_school(self) -> bool:
        return self.organisation.kind == Organisation.Kind.SCHOOL


class InterpretationQuerySet(models.QuerySet["Interpretation"]):
    def of(self, rules: RulesetVersion, reader: Organisation) -> InterpretationQuerySet:
        """Those of the rulebook that hold where the reader works: given by the bureau at or above it."""
        above = reader.path.split(".")[:-1]
        holding = self.filter(code=rules.code, organisation__in=above, is_superseded=False)
        return holding.select_related("organisation", "given_by")


class Interpretation(models.Model):
    """解释口径: how the bureau reads a row or a field of a rulebook, whatever its version (A138)."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="解释单位", related_name="interpretations"
    )
    code = models.SlugField("规则代码")
    about = models.CharField("所解释的条目或项目", max_length=100)
    text = models.TextField("解释")
    given_on = models.DateField("解释日期")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登记人")
    is_superseded = models.BooleanField("已被后来的解释取代", default=False)

    objects = InterpretationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "解释口径"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code", "about"],
                condition=Q(is_superseded=False),
                name="interpretation_one_stands",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}：{self.text}"

    @property
    def subject(self) -> str:
        """What it is about in words: a row's number, a field's label."""
        from campaigns.rulesets.tree import leaves

        return next((leaf.label for leaf in leaves() if leaf.path == self.about), self.about)
