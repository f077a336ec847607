"""How does a paper that an act draws up come into force in the same transaction?"""

from __future__ import annotations

from collections.abc import Mapping

from campaigns.documents import drafting
from campaigns.models import Document
from selection.accounts.models import User
from selection.records import papers
from selection.records.models import Paper


def sign(document: Document, *, by: User, wording: Mapping[str, str] | None = None) -> Paper:
    """Take over the wording that the signer settled on, then date, number and issue."""
    if wording:
        drafting.reword(document.paper, wording, by=by)
    return papers.issue(document.paper, by)
