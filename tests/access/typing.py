"""Every field that somebody types into, found from the models, and filled with something hostile."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django_fsm import FSMField

from selection.fields import EncryptedTextField
from selection.records import ledgers
from selection.records.models import LedgerEntry

CHINESE = re.compile("[\u4e00-\u9fff]")
OURS = {"selection", "personnel", "ballots", "campaigns", "serving", "supervision", "keeping"}
# Keys and figures of the program, which no form asks for.
MADE = {
    "User": {"password"},
    "Notification": {"url"},
    "Organisation": {"path"},
    "Ledger": {"head"},
    "LedgerEntry": {"text"},
    "Look": {"what"},
    "Paper": {"kind", "ledger_head"},
    "Attachment": {"content_type"},
    "Review": {"kind"},
    "Subject": {"key", "contest"},
    "Ballot": {"section"},
    "RulesetVersion": {"text"},
    "RulesetDraft": {"text"},
    "Plan": {"snapshot"},
    "Waiver": {"rule"},
    "Acknowledgement": {"rule"},
    "Task": {"source", "cites"},
    "StaffMember": {"identity"},
    "Interpretation": {"about"},
}


def typed_fields() -> Iterator[tuple[type[models.Model], models.Field]]:
    for model in apps.get_models():
        if model.__module__.partition(".")[0] in OURS:
            for field in model._meta.concrete_fields:
                if is_typed(field) and field.name not in MADE.get(model.__name__, ()):
                    yield model, field


def is_typed(field: models.Field) -> bool:
    plain = isinstance(field, models.CharField | models.TextField | EncryptedTextField)
    made = isinstance(field, FSMField | models.SlugField) or field.choices or field.unique
    return plain and not made and not field.name.endswith(("digest", "sha256", "identity"))


Say = Callable[[int | None], str]


def type_everywhere(say: Say) -> dict[str, str]:
    """Put something of ``say`` into every text that stands in the database, past all forms; by place, what.

    ``say`` is told how long it may be, where there is a limit.
    """
    typed: dict[str, str] = {}
    for model, field in typed_fields():
        for row in model._base_manager.all():
            if getattr(row, field.name):
                said = say(field.max_length)[: field.max_length]
                with suppress(IntegrityError), transaction.atomic():  # what has to differ stays
                    model._base_manager.filter(pk=row.pk).update(**{field.name: said})
                    typed[f"{model.__name__}.{field.name}"] = said
    type_into_what_was_kept(say)
    return typed


def type_into_what_was_kept(say: Say) -> None:
    """The facts of papers, what was handed in, the entries of the record: what people typed stands there as well."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if model.__module__.partition(".")[0] in OURS and isinstance(field, models.JSONField):
                for row in model._base_manager.all():
                    said = retyped(getattr(row, field.name), say)
                    model._base_manager.filter(pk=row.pk).update(**{field.name: said})
    for entry in LedgerEntry.objects.all():
        content = entry.content
        content["payload"] = retyped(content["payload"], say)
        LedgerEntry._base_manager.filter(pk=entry.pk).update(text=ledgers.canonical(content))


def retyped(value: Any, say: Say) -> Any:
    """The same, with something of ``say`` for whatever is written in Chinese: all the rest is the program's."""
    if isinstance(value, dict):
        return {key: retyped(each, say) for key, each in value.items()}
    if isinstance(value, list):
        return [retyped(each, say) for each in value]
    return say(None) if isinstance(value, str) and CHINESE.search(value) else value


def in_turn(payloads: list[str]) -> Say:
    """Up to three that fit whole, of those that stand in the fewest texts; where none fits, a beginning."""
    used, lots = dict.fromkeys(payloads, 0), Random(1)

    def take(room: int) -> str:
        fitting = [each for each in payloads if len(each) <= room]
        taken = min(fitting, key=lambda each: (used[each], lots.random()), default="")
        used[taken] = used.get(taken, 0) + 1
        return taken

    def say(limit: int | None) -> str:
        room, said = limit or 10_000, ""
        for _ in range(3):
            said += take(room - len(said))
        return said or payloads[0]

    return say
