"""Which rulebooks are published, and which one an organisation works by."""

from functools import lru_cache

from django.db import models

from campaigns.rulesets import codec
from campaigns.rulesets.schema import Ruleset
from selection.accounts.models import Organisation, User


@lru_cache(maxsize=64)
def parsed(text: str) -> Ruleset:
    return codec.loads(text)


class RulesetQuerySet(models.QuerySet["RulesetVersion"]):
    def visible_to(self, user: User) -> "RulesetQuerySet":
        """Published rulebooks are open to all who work on selections anywhere."""
        return self if any(act == "view_campaigns" for act, _path in user.reach) else self.none()


class RulesetVersion(models.Model):
    """One published version of a rulebook, as canonical JSON; never changed once written."""

    code = models.SlugField("代码")
    version = models.PositiveIntegerField("版本")
    name = models.CharField("名称", max_length=100)
    text = models.TextField("规则全文（规范 JSON）")
    digest = models.CharField("校验码", max_length=64)
    published_at = models.DateTimeField("发布时间")

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
