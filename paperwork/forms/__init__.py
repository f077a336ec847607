"""Every form by its key, in the order of the procedure. A module for each stage."""

from campaigns.models import Campaign
from paperwork.forms import deciding, motion
from paperwork.kinds import Form

FORMS: dict[str, Form] = {form.key: form for form in (*motion.FORMS, *deciding.FORMS)}


def of_campaign(campaign: Campaign) -> list[Form]:
    return [form for form in FORMS.values() if campaign.track in form.tracks]
