"""备案材料: what goes to the bureau as one zip, in the order of the ruleset."""

import zipfile
from datetime import date

import pytest

from campaigns import materials
from campaigns.documents import filing_report
from campaigns.models import Filing
from campaigns.simulation import playing
from paperwork import making
from paperwork.models import Job
from tests.factories.accounts import LeaderFactory, TeacherFactory
from tests.factories.campaigns import FilingFactory, bureau_reviewer_of, officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_works(monkeypatch):
    monkeypatch.setattr("paperwork.tasks.make.delay", lambda pk: None)


@pytest.fixture
def campaign(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"
    return playing.play("county-schools", staff=95, seed=7, start=date(2026, 3, 2))


def test_the_bureau_takes_along_every_annex_in_order(client, campaign):
    client.force_login(bureau_reviewer_of(campaign))

    client.post(f"/campaigns/{campaign.pk}/sheets/make/", {"kind": "filing"})

    job = Job.objects.get()
    making.make(job)
    job.refresh_from_db()
    with zipfile.ZipFile(job.file.path) as package:
        folders = list(dict.fromkeys(name.split("/")[0] for name in package.namelist()))
        missing = package.read("缺项.txt").decode()
    names = ["备案报告", *filing_report.annexes(campaign).values()]
    assert folders == [
        *(f"{number:02}-{name}" for number, name in enumerate(names, start=1)),
        "目录.pdf",
        "缺项.txt",
        "SHA256SUMS",
    ]
    assert missing == "没有缺项。\n"


@pytest.mark.parametrize(
    ("state", "who", "may"),
    [
        (Filing.State.DUE, officer_of, True),
        (Filing.State.DUE, bureau_reviewer_of, False),
        (Filing.State.SUBMITTED, bureau_reviewer_of, True),
        (Filing.State.SENT_BACK, bureau_reviewer_of, False),
        (Filing.State.ACCEPTED, bureau_reviewer_of, True),
        (Filing.State.ACCEPTED, lambda campaign: LeaderFactory(organisation=campaign.organisation), False),
        (Filing.State.ACCEPTED, lambda campaign: TeacherFactory(organisation=campaign.organisation), False),
    ],
)
def test_it_is_for_who_sends_it_and_once_sent_for_the_bureau(state, who, may):
    filing = FilingFactory(state=state)

    assert materials.may_take(filing.campaign, who(filing.campaign)) is may
