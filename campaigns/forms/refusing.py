"""A form page on which a refused act shows its reasons and keeps what was typed."""

from contextlib import AbstractContextManager

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import FormView

from selection.forms import ThroughService
from selection.records import attachments


class RefusingFormView(LoginRequiredMixin, ThroughService, FormView):
    """Subclasses do the act in ``act(form)``; a file kept for an act that is refused is let go again."""

    def whole(self) -> AbstractContextManager[None]:
        return attachments.all_or_nothing()
