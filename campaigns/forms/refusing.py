"""A form page on which a refused act shows its reasons and keeps what was typed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.views.generic import FormView

from selection.forms import refusing_what_crossed
from selection.reasons import Refused
from selection.records import attachments


class RefusingFormView(LoginRequiredMixin, FormView):
    """Subclasses do the act in ``act(form)``; what it refuses stands at the top of the form.

    All of the act or nothing: a file kept for an act that is refused is let go again.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with refusing_what_crossed(), attachments.all_or_nothing():
                self.act(form)
        except Refused as refusal:
            for sentence in refusal.reasons:
                form.add_error(None, sentence)
            return self.form_invalid(form)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
            return self.form_invalid(form)
        return super().form_valid(form)

    def act(self, form: Any) -> None:
        raise NotImplementedError
