"""Who may read what a school makes public: everybody, or its own staff?"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from selection.accounts.models import User

Reader = User | AnonymousUser


def readable(reader: Reader, is_public: Q, school: str) -> Q:
    """What is public, and what is of the reader's own school, which lies at the path ``school``."""
    own = getattr(reader, "organisation_id", None)  # a stranger has none
    return is_public | Q(**{school: own}) if own else is_public
