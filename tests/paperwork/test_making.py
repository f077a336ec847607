"""A large file is asked for once, made by the worker, and given to whoever asked."""

from datetime import timedelta

import pytest
import time_machine
from pypdf import PdfReader

from campaigns.choices import Stage
from paperwork import bundles, making, sheets
from paperwork.forms import FORMS
from paperwork.models import Job
from selection import clock
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_works(monkeypatch):
    """What is sent to the worker."""
    sent = []
    monkeypatch.setattr("paperwork.tasks.make.delay", sent.append)
    return sent


@pytest.fixture
def campaign():
    campaign = CampaignFactory(at=Stage.DECIDE)
    CandidacyFactory.create_batch(2, opening__campaign=campaign)
    return campaign


@pytest.fixture
def officer(client, campaign):
    officer = officer_of(campaign)
    client.force_login(officer)
    return officer


@pytest.fixture
def job(campaign, officer):
    return making.start(campaign, Job.Kind.SHEETS, officer, "gatekeeping")


def test_a_second_click_finds_the_job_that_goes_on(campaign, officer, job):
    assert making.start(campaign, Job.Kind.SHEETS, officer, "gatekeeping") == job
    assert Job.objects.count() == 1


def test_the_worker_is_told_once_the_row_is_there(
    campaign, officer, nobody_works, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = making.start(campaign, Job.Kind.ARCHIVE, officer)

    assert nobody_works == [job.pk]


def test_a_job_without_progress_is_taken_for_lost(campaign, officer, job):
    with time_machine.travel(clock.now() + making.STALE + timedelta(seconds=1)):
        again = making.start(campaign, Job.Kind.SHEETS, officer, "gatekeeping")

    job.refresh_from_db()
    assert (again == job, job.state) == (False, Job.State.FAILED)


def test_all_sheets_of_a_form_are_one_file_in_their_order(job):
    making.make(job)

    job.refresh_from_db()
    assert (job.state, job.done, job.total, len(job.sha256)) == (Job.State.READY, 2, 2, 64)
    names = [person.staff.name for person in job.campaign.live()]
    pages = [page.extract_text() for page in PdfReader(job.file.open()).pages]
    assert [name in page for name, page in zip(names, pages, strict=True)] == [True, True]


def test_a_job_is_made_once(job, monkeypatch):
    making.make(job)
    monkeypatch.setitem(making.MAKERS, Job.Kind.SHEETS, None)

    making.make(job)


def test_a_job_that_breaks_is_said_to_have_failed(job, monkeypatch):
    monkeypatch.setattr("paperwork.bundles.make", None)
    monkeypatch.setitem(making.MAKERS, Job.Kind.SHEETS, lambda *given: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        making.make(job)

    job.refresh_from_db()
    assert job.state == Job.State.FAILED


def test_the_file_made_anew_takes_the_place_of_the_one_before(campaign, officer, job):
    making.make(job)
    job.refresh_from_db()
    before = job.file

    making.make(making.start(campaign, Job.Kind.SHEETS, officer, "gatekeeping"))

    assert not before.storage.exists(before.name)
    assert Job.objects.count() == 1


def test_chunks_keep_the_order(tmp_path):
    htmls = [sheets.blank(FORMS["agenda_kit"], f"第{number}小学") for number in range(bundles.CHUNK + 1)]
    told = []

    path = bundles.merged(htmls, tmp_path, told.append)

    pages = PdfReader(path).pages
    assert told == [bundles.CHUNK, bundles.CHUNK + 1]
    assert [f"第{number}小学" in page.extract_text() for number, page in enumerate(pages)] == [True] * 21


def test_the_page_shows_progress_and_then_the_file(client, job):
    going_on = client.get(f"/making/{job.pk}/").content.decode()
    making.make(job)
    made = client.get(f"/making/{job.pk}/state/").content.decode()
    file = client.get(f"/making/{job.pk}/file/")

    assert ("排队中" in going_on, "every 2s" in going_on) == (True, True)
    assert ("下载" in made, "every 2s" in made) == (True, False)
    assert file.getvalue().startswith(b"%PDF")


def test_a_post_starts_it_and_leads_to_its_page(client, campaign, officer):
    answer = client.post(f"/campaigns/{campaign.pk}/sheets/make/", {"kind": "archive"})

    assert answer["Location"] == f"/making/{Job.objects.get().pk}/"


@pytest.mark.parametrize("asked", [{}, {"kind": "nothing"}, {"kind": "sheets", "form": "nothing"}])
def test_nothing_else_can_be_asked_for(client, campaign, officer, asked):
    assert client.post(f"/campaigns/{campaign.pk}/sheets/make/", asked).status_code == 404
