"""Every field that somebody types into, found from the models, and filled with something hostile."""

from collections.abc import Callable, Iterator
from contextlib import suppress

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django_fsm import FSMField

from selection.fields import EncryptedTextField

OURS = {"selection", "personnel", "ballots", "campaigns", "serving"}
# Keys and figures of the program, which no form asks for.
MADE = {
    "User": {"password"},
    "Notification": {"url"},
    "Organisation": {"path"},
    "Ledger": {"head"},
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


def type_everywhere(say: Callable[[], str]) -> dict[str, str]:
    """Put something of ``say`` into every text that stands in the database, past all forms; by place, what."""
    typed: dict[str, str] = {}
    for model, field in typed_fields():
        for row in model._base_manager.all():
            if getattr(row, field.name):
                said = say()[: field.max_length or None]
                with suppress(IntegrityError), transaction.atomic():  # what has to differ stays
                    model._base_manager.filter(pk=row.pk).update(**{field.name: said})
                    typed[f"{model.__name__}.{field.name}"] = said
    return typed
