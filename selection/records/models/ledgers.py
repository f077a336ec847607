"""What was done, by whom, when it happened and when it was written down?"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User

NO_DIGEST = "0" * 64

# Which ledgers are of a matter in which a person is judged; filled by the apps above
CONCERNS: list[Callable[[User], Q]] = []


class LedgerQuerySet(models.QuerySet["Ledger"]):
    def visible_to(self, user: User) -> LedgerQuerySet:
        mine = Ledger.objects.concerning(user)
        return self.filter(organisation__in=user.organisations_for(Act.VIEW_LEDGER)).exclude(pk__in=mine)

    def concerning(self, user: User) -> LedgerQuerySet:
        """Those of the user's own matters: they, and all that hangs on them, are closed to the user (R-25)."""
        own = Q(pk__in=[])
        for concern in CONCERNS:
            own |= concern(user)
        return self.filter(own)


class Ledger(models.Model):
    """One chain of entries: an organisation's own, or that of one plan; the row knows its end."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="单位", related_name="ledgers"
    )
    title = models.CharField("名称", max_length=200)
    is_general = models.BooleanField("单位总账", default=False)
    length = models.PositiveIntegerField("条数", default=0)
    head = models.CharField("末条校验码", max_length=64, default=NO_DIGEST)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "全程纪实"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_general=True),
                name="one_general_ledger_per_organisation",
                violation_error_message="每个单位只有一本总账",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EntryQuerySet(models.QuerySet["LedgerEntry"]):
    def update(self, **_kwargs: Any) -> NoReturn:
        raise TypeError("ledger entries are appended, never changed")

    def delete(self) -> NoReturn:
        raise TypeError("ledger entries are appended, never deleted")


class LedgerEntry(models.Model):
    """One link of a chain: the canonical text that was written and its digest."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, verbose_name="纪实", related_name="entries")
    number = models.PositiveIntegerField("序号")
    text = models.TextField("原文")
    digest = models.CharField("校验码", max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "纪实条目"
        ordering = ["ledger", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "number"],
                name="one_entry_per_number",
                violation_error_message="该序号的纪实条目已经存在",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("ledger entries are appended, never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("ledger entries are appended, never deleted")

    @property
    def content(self) -> dict[str, Any]:
        return json.loads(self.text)

    @property
    def act(self) -> str:
        return self.content["act"]

    @property
    def at(self) -> datetime:
        """When it was written down."""
        return datetime.fromisoformat(self.content["at"])

    @property
    def happened_on(self) -> date:
        return date.fromisoformat(self.content["happened_on"])
