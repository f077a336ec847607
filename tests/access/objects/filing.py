"""Appointments and filings, for the crawl."""

from campaigns.choices import Stage
from tests.access.objects.campaigns import REASON, campaign_of, person_of
from tests.access.visits import Visit, provides
from tests.factories.campaigns import AppointmentFactory, FilingFactory, FilingPackageFactory


@provides("campaign to file")
def campaign_to_file(school):
    campaign = campaign_of(school, at=Stage.FILE)
    FilingFactory(campaign=campaign)
    return Visit({"pk": campaign.pk})


@provides("filing to answer")
def filing_to_answer(school):
    campaign = campaign_of(school, at=Stage.FILE)
    filing = FilingFactory(campaign=campaign, submitted=True)
    package = FilingPackageFactory(filing=filing)
    answer = {"act": "accept", "reply_number": "教任〔2026〕1号", "reply_on": package.happened_on}
    return Visit({"pk": campaign.pk}, answer)


@provides("appointment")
def appointment(school):
    made = AppointmentFactory(candidacy=person_of(school, standing="appointed"))
    return Visit({"pk": made.pk}, REASON)
