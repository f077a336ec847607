"""How is a row with a protected state read again while other threads do the same?

django-fsm lifts the protection of the field, which all threads share, for as long as one row is
reloaded. A second thread that reloads meanwhile puts it back too early and the first one is refused.
"""

from threading import RLock
from typing import Any

from django_fsm import FSMModelMixin

_reloading = RLock()


class StateMachine(FSMModelMixin):
    """A model with a protected state that may be refreshed from any thread."""

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        with _reloading:
            fields = [self._meta.get_field(name) for name in self._get_protected_fsm_fields()]
            try:
                super().refresh_from_db(*args, **kwargs)
            finally:  # a row that is gone must not leave the field open for all others
                for field in fields:
                    setattr(field, "protected", True)  # noqa: B010  (no field type of Django's has it)
