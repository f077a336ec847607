"""Lists drawn by lot of what is to be inspected."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from campaigns.choices import Stage
from campaigns.models import Campaign
from campaigns.models.campaigns import CampaignQuerySet
from selection import chinese, clock
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from supervision import drawing


class Population(models.TextChoices):
    """Of which selections is drawn?"""

    RUNNING = "running", "正在进行的选拔"
    CLOSED = "closed", "已办结的选拔"

    def of(self, place: Organisation) -> CampaignQuerySet:
        """Those that went beyond being drawn up, in the place and all below it, the oldest first."""
        found = Campaign.objects.filter(plan__organisation__path__startswith=place.path).order_by("pk")
        if self == Population.CLOSED:
            return found.filter(stage=Stage.CLOSED)
        return found.running().exclude(stage=Stage.PREPARE)


class SampleQuerySet(models.QuerySet["Sample"]):
    def visible_to(self, user: User) -> SampleQuerySet:
        return self.filter(place__in=user.organisations_for(Act.OVERSEE))


class Sample(models.Model):
    """One draw: from what, by which seed, and what came of it; never changed, and drawn again by anybody.

    ``lines`` is the population as it was drawn from, a campaign's key each; ``drawn`` the part that was drawn.
    """

    place = models.ForeignKey(Organisation, models.PROTECT, verbose_name="抽查范围", related_name="samples")
    population = models.CharField("抽查对象", max_length=10, choices=Population)
    purpose = models.CharField("检查事由", max_length=100)
    size = models.PositiveSmallIntegerField("抽取数量")
    lines = models.JSONField("全部对象")
    digest = models.CharField("全部对象的校验码", max_length=64)
    seed = models.CharField("随机数", max_length=64)
    drawn = models.JSONField("抽中的对象")
    drawn_by = models.ForeignKey(User, models.PROTECT, verbose_name="抽取人", related_name="+")
    drawn_at = models.DateTimeField("抽取时间", default=clock.now)

    objects = SampleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽查名单"
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{chinese.day(clock.local(self.drawn_at).date())}{self.purpose}抽查名单"

    def get_absolute_url(self) -> str:
        return reverse("supervision:sample", args=[self.pk])

    @property
    def campaigns(self) -> list[Campaign]:
        """Those drawn, in the order of the draw."""
        found = Campaign.objects.select_related("plan__organisation").in_bulk(map(int, self.drawn))
        return [found[int(line)] for line in self.drawn]

    @property
    def is_as_drawn(self) -> bool:
        """Whether the same population and seed still come to the same list."""
        again = drawing.drawn(self.lines, self.seed, self.size)
        return drawing.digest(self.lines) == self.digest and again == self.drawn
