"""The editor's pages: one part of a ruleset, the force of its rules, copying, adopting, interpreting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

import campaigns.guards  # noqa: F401 (registers the rules whose force is edited)
from campaigns.choices import Approver
from campaigns.forms.ruleset_values import inputs, read
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.sentences import FORCE
from campaigns.rulesets.tree import Leaf, leaves
from campaigns.rulesets.validation import leaf_problems
from selection.accounts.models import Organisation
from selection.reasons import RULES

NAMES = {"name": ("规则名称", 100), "basis": ("依据", 200)}


class PartForm(forms.Form):
    """One part of a ruleset, made from its fields' own words; ``changes`` is what was typed otherwise."""

    def __init__(self, *args: Any, ruleset: Ruleset, part: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ruleset = ruleset
        self.leaves = [leaf for leaf in leaves() if leaf.part == part]
        self.changes: dict[str, Any] = {}
        self.names: dict[str, list[str]] = {}
        if part == "general":
            for name, (label, longest) in NAMES.items():
                self.fields[name] = forms.CharField(
                    label=label, max_length=longest, initial=getattr(ruleset, name)
                )
        for leaf in self.leaves:
            made = dict(inputs(leaf.path, leaf.hint, leaf.field.metadata, leaf.of(ruleset)))
            self.fields |= made
            self.names[leaf.path] = list(made)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for name in NAMES:
            if name in typed and typed[name] != getattr(self.ruleset, name):
                self.changes[name] = typed[name]
        for leaf in self.leaves:
            if not any(name in self.errors for name in self.names[leaf.path]):
                self._read(leaf, typed)
        return typed

    def _read(self, leaf: Leaf, typed: dict[str, Any]) -> None:
        now = leaf.of(self.ruleset)
        try:
            value = read(leaf.path, leaf.hint, leaf.field.metadata, typed, now)
        except ValidationError as error:
            self.add_error(self.names[leaf.path][0], error)
            return
        for problem in leaf_problems(leaf, value):
            self.add_error(self.names[leaf.path][0], problem.sentence)
        if value != now:
            self.changes[leaf.path] = value

    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in NAMES if name in self.fields]

    def groups(self) -> Iterator[tuple[Leaf, list[forms.BoundField]]]:
        for leaf in self.leaves:
            yield leaf, [self[name] for name in self.names[leaf.path]]


class ForceForm(forms.Form):
    """How hard each rule binds, and who may grant an exception to it."""

    def __init__(self, *args: Any, ruleset: Ruleset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ruleset = ruleset
        for key, rule in RULES.items():
            usual = [("", f"照旧：{FORCE[rule.effect]}")]
            self.fields[f"effects.{key}"] = forms.ChoiceField(
                label="约束力",
                choices=[*usual, *FORCE.items()],
                initial=ruleset.effects.get(key, ""),
                required=False,
            )
            self.fields[f"approvers.{key}"] = forms.ChoiceField(
                label="例外的批准机关",
                choices=[("", "照旧"), *Approver.choices],
                initial=ruleset.approvers.get(key, ""),
                required=False,
            )

    @property
    def changes(self) -> dict[str, Any]:
        typed = {name: self._typed(name) for name in ("effects", "approvers")}
        return {name: words for name, words in typed.items() if words != getattr(self.ruleset, name)}

    def _typed(self, name: str) -> dict[str, str]:
        return {key: word for key in RULES if (word := self.cleaned_data.get(f"{name}.{key}"))}

    def groups(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        for key, rule in RULES.items():
            yield rule, [self[f"effects.{key}"], self[f"approvers.{key}"]]


class CopyForm(forms.Form):
    name = forms.CharField(label="新规则的名称", max_length=100)


class InterpretationForm(forms.Form):
    about = forms.ChoiceField(label="解释哪一条或哪一项")
    text = forms.CharField(label="解释口径", max_length=500, widget=forms.Textarea)
    given_on = forms.DateField(label="解释日期", widget=forms.DateInput)

    def __init__(self, *args: Any, about: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *about]


class SchoolsField(forms.ModelMultipleChoiceField):
    """Each with the rulebook by which it works now."""

    def label_from_instance(self, obj: Organisation) -> str:
        adopted = getattr(obj, "adoption", None)
        return f"{obj}（现按：{adopted.ruleset}）" if adopted else f"{obj}（尚未确定）"


class AdoptForm(forms.Form):
    """Which of the bureau's schools are to work by the rulebook."""

    schools = SchoolsField(
        Organisation.objects.none(), label="适用的学校", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["schools"]
        assert isinstance(field, SchoolsField)
        field.queryset = schools.select_related("adoption__ruleset")
