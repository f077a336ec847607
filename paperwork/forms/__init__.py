"""Every form by its key, in the order of the procedure. A module for each part of it."""

from campaigns.models import Campaign
from paperwork.forms import (
    approving,
    by_hand,
    concluding,
    contesting,
    deciding,
    entering,
    inspecting,
    motion,
    quotas,
    serving,
    talking,
    voting,
)
from paperwork.kinds import Form

PARTS = (
    quotas,
    motion,
    entering,
    contesting,
    talking,
    voting,
    inspecting,
    approving,
    by_hand,
    deciding,
    concluding,
    serving,
    by_hand,
)
FORMS: dict[str, Form] = {form.key: form for part in PARTS for form in part.FORMS}


def of_campaign(campaign: Campaign) -> list[Form]:
    return [form for form in FORMS.values() if campaign.track in form.tracks]
