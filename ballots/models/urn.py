"""How does a ballot lie in the urn, while nobody can read it?

One ``Envelope`` row is both the mark that a person has voted and the sealed ballot, so the two can't
disagree and can't be joined after counting, which deletes the row. No time and no address is kept.
"""

from __future__ import annotations

import uuid

from django.db import connection, models
from django.db.models import Q
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from ballots.models.polls import Channel, Poll


class Slip(models.Model):
    """A printed one-time code, known only by its keyed hash. It is drawn, and stands on no roll.

    The polls of one packet share a code, each by a row of its own. ``sheet`` is the printed page, so
    that pages which were never cut can be declared void as a whole; it is not printed on the slip.
    """

    class State(models.TextChoices):
        ISSUED = "issued", "已制发"
        VOID = "void", "已作废"

    poll = models.ForeignKey("ballots.Poll", models.CASCADE, related_name="slips", verbose_name="投票")
    code_digest = models.CharField("码的校验值", max_length=64, db_index=True)
    category = models.CharField("类别", max_length=40, blank=True)
    sheet = models.PositiveIntegerField("印页", default=1)
    state = models.CharField("状态", max_length=10, choices=State, default=State.ISSUED)

    class Meta:
        verbose_name = verbose_name_plural = "码条"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "code_digest"],
                name="slip_once",
                violation_error_message="同一个码在一次投票中只能有一张码条",
            )
        ]

    def __str__(self) -> str:
        return f"码条{self.pk}"


class EnvelopeQuerySet(models.QuerySet["Envelope"]):
    def of(self, poll: Poll) -> EnvelopeQuerySet:
        """A poll's whole urn: the envelopes of its roll and those of its slips."""
        return self.filter(Q(elector__poll=poll) | Q(slip__poll=poll))

    def drop(self, envelope: Envelope) -> bool:
        """Insert it unless its owner has one: the unique key decides every race, in one statement."""
        query = InsertQuery(self.model, on_conflict=OnConflict.IGNORE)
        query.insert_values(self.model._meta.concrete_fields, [envelope])
        [(statement, values)] = query.get_compiler(connection=connection).as_sql()
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount == 1


class Envelope(models.Model):
    """The one envelope of an elector or of a slip. Its random key keeps no order of arrival.

    An elector who is handed paper or a slip gets an envelope without content: whoever comes
    second, by whatever way, meets the unique key.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    elector = models.OneToOneField(
        "ballots.Elector", models.PROTECT, null=True, related_name="envelope", verbose_name="应到人员"
    )
    slip = models.OneToOneField(Slip, models.PROTECT, null=True, related_name="envelope", verbose_name="码条")
    channel = models.CharField("途径", max_length=10, choices=Channel)
    sealed = models.BinaryField("密封票", null=True)

    objects = EnvelopeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "密封票"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(elector__isnull=False, slip__isnull=True)
                | Q(elector__isnull=True, slip__isnull=False),
                name="envelope_has_one_owner",
                violation_error_message="密封票只属于一名应到人员或一张码条",
            ),
            models.CheckConstraint(
                condition=Q(channel="online", sealed__isnull=False)
                | ~Q(channel="online") & Q(sealed__isnull=True),
                name="envelope_sealed_when_online",
                violation_error_message="只有在线投的票有密封内容",
            ),
        ]

    def __str__(self) -> str:
        return self.get_channel_display()
