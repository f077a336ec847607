"""Who reads a notice on the notice site, unless the school says otherwise?"""

from __future__ import annotations

from campaigns.choices import ActKind, Audience, Track
from campaigns.models import Campaign

MADE_PUBLIC = (ActKind.PUBLICATION, ActKind.INSPECTION_NOTICE)


def usual(campaign: Campaign, kind: ActKind | None = None) -> Audience:
    """Whoever is inspected, and what is done without a contest, is the school's own affair."""
    is_inner = kind == ActKind.INSPECTION_NOTICE or campaign.track == Track.NON_COMPETITIVE
    return Audience.SCHOOL if is_inner else Audience.PUBLIC
