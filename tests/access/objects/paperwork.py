"""What the addresses of the forms are about, built for one school."""

from campaigns.choices import Stage
from tests.access.objects.campaigns import campaign_of
from tests.access.visits import Visit, provides
from tests.factories.paperwork import JobFactory


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
    return Visit({"pk": campaign.pk, "key": "agenda_list", "subject": campaign.pk, "kind": "pdf"})


@provides("campaign without candidates")
def campaign_without_candidates(school):
    return Visit({"pk": campaign_of(school).pk})


@provides("archive to make")
def archive_to_make(school):
    return Visit({"pk": campaign_of(school, at=Stage.DECIDE).pk}, {"kind": "archive"})


@provides("job of nobody here")
def job_of_nobody_here(school):
    """Whoever asked for a file is the only one who gets it."""
    made = JobFactory(campaign=campaign_of(school, at=Stage.DECIDE), state="ready")
    return Visit({"pk": made.pk})
