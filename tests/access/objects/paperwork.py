"""What the addresses of the forms are about, built for one school."""

from campaigns.choices import Stage
from tests.access.objects.campaigns import campaign_of
from tests.access.visits import Visit, provides


@provides("blank forms")
def blank_forms(school):
    return Visit({"pk": campaign_of(school).pk})


@provides("blank form")
def blank_form(school):
    return Visit({"pk": campaign_of(school).pk, "key": "agenda_list", "kind": "pdf"})


@provides("filled form")
def filled_form(school):
    campaign = campaign_of(school, at=Stage.DECIDE)
    return Visit({"pk": campaign.pk, "key": "agenda_list", "subject": campaign.pk})


@provides("file of a filled form")
def file_of_a_filled_form(school):
    campaign = campaign_of(school, at=Stage.DECIDE)
    return Visit({"pk": campaign.pk, "key": "agenda_list", "subject": campaign.pk, "kind": "xlsx"})
