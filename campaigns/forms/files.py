"""How are several files asked for at once?"""

from __future__ import annotations

from typing import Any

from django import forms


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files of one input; what is in them a service looks into."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(each, initial) for each in data or []]
