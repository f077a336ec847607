"""How is a date entered that may be known to the month only?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from personnel.dates import LifeDate, UnclearDate, parse


class LifeDateField(forms.CharField):
    """Takes 1985.03, 198503, 1985年3月 or 1985-03-12 and gives a ``LifeDate``."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("widget", forms.TextInput(attrs={"placeholder": "如1985.03或1985-03-12"}))
        super().__init__(max_length=30, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.taken(parse(text))
        except UnclearDate as unclear:
            raise forms.ValidationError(str(unclear)) from None

    def taken(self, found: LifeDate) -> Any:
        return found

    def prepare_value(self, value: Any) -> Any:
        """The first of a month stands for the month."""
        if isinstance(value, date):
            return f"{value:%Y.%m}" if value.day == 1 else f"{value:%Y-%m-%d}"
        return value


class MonthField(LifeDateField):
    """The same for a date that a rule counts from: gives the day itself."""

    def taken(self, found: LifeDate) -> Any:
        return found.day


def say_what_blank_means(form: forms.BaseForm, usually: str, **otherwise: str) -> None:
    """The empty line of a list of choices in words instead of dashes."""
    for name, field in form.fields.items():
        said = otherwise.get(name, usually)
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = said if field.empty_label is not None else None
        elif isinstance(field, forms.ChoiceField):
            choices = [*field.widget.choices]
            field.choices = [(value, label if value else said) for value, label in choices]
