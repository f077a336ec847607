"""Can a person read every name that a form, a message or a list may take from a model?"""

import re

import pytest
from django.apps import apps
from django.db import models
from django_fsm import FSMFieldMixin
from guardian.models.models import BaseObjectPermission

from campaigns.models import Campaign

OURS = (
    "selection",
    "accounts",
    "records",
    "personnel",
    "ballots",
    "campaigns",
    "serving",
    "supervision",
    "paperwork",
    "reporting",
    "keeping",
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]
NEVER_SHOWN = (models.AutoField, models.BigAutoField)
SHOWN = [model for model in MODELS if not issubclass(model, BaseObjectPermission)]


def label(model: type[models.Model]) -> str:
    return model._meta.label


def test_there_are_models_to_look_at():
    assert len(MODELS) > 40


@pytest.mark.parametrize("model", SHOWN, ids=label)
def test_a_model_and_its_fields_are_named_in_chinese(model):
    names = {label(model): str(model._meta.verbose_name)}
    for field in model._meta.get_fields():
        if not field.auto_created and not isinstance(field, NEVER_SHOWN) and hasattr(field, "verbose_name"):
            names[f"{label(model)}.{field.name}"] = str(field.verbose_name)

    assert [where for where, name in names.items() if not CHINESE.search(name)] == []


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_choices_are_worded_in_chinese(model):
    words = [
        f"{field.name}: {word}"
        for field in model._meta.concrete_fields
        for value, word in field.flatchoices
        if value not in ("", None)
    ]

    assert [word for word in words if not CHINESE.search(word)] == []


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_a_model_says_what_one_row_is(model):
    assert not (model.__doc__ or "").startswith(f"{model.__name__}(")


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_a_constraint_speaks_chinese(model):
    constraints = model._meta.constraints

    assert [
        constraint.name
        for constraint in constraints
        if not CHINESE.search(str(constraint.violation_error_message or ""))
    ] == []


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_no_field_asks_a_clock_of_its_own(model):
    assert [
        field.name
        for field in model._meta.concrete_fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ] == []


def transitions():
    for model in MODELS:
        for field in model._meta.concrete_fields:
            if isinstance(field, FSMFieldMixin):
                for transition in getattr(model(), f"get_all_{field.name}_transitions")():
                    yield pytest.param(transition, id=f"{label(model)}.{transition.name}")


@pytest.mark.parametrize("transition", list(transitions()))
def test_a_transition_names_its_sources_and_its_label(transition):
    assert transition.source != "*"
    assert CHINESE.search(transition.custom.get("label", ""))
    assert transition.permission is None or callable(transition.permission)


def test_every_step_of_a_campaign_asks_who_may():
    steps = Campaign().get_all_stage_transitions()

    assert [step.name for step in steps if step.permission is None] == []
