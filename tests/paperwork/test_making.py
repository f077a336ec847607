"""A large file is asked for once, made by the worker, and given to whoever asked."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from kombu.exceptions import OperationalError
from pypdf import PdfReader

from campaigns.choices import Stage
from paperwork import making, sheets
from paperwork.forms import FORMS
from paperwork.models import STALE, UNHEARD, Job
from selection import clock, rendering
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, officer_of

A_SECOND = timedelta(seconds=1)
KEPT = timedelta(days=7)
NOW = clock.now()
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


@pytest.mark.parametrize(
    ("state", "silence", "sent"),
    [
        (Job.State.WAITING, UNHEARD, []),
        (Job.State.WAITING, UNHEARD + A_SECOND, ["the job"]),
        (Job.State.RUNNING, STALE, []),
        (Job.State.RUNNING, STALE + A_SECOND, ["the job"]),
        (Job.State.FAILED, STALE + A_SECOND, []),
    ],
)
def test_a_tick_gives_the_worker_anew_what_was_lost(job, nobody_works, state, silence, sent):
    Job.objects.update(state=state, touched_at=NOW)

    with time_machine.travel(NOW + silence, tick=False):
        making.take_up_lost()
        making.take_up_lost()

    assert ["the job" for pk in nobody_works if pk == job.pk] == sent


def test_the_queue_may_be_away_until_a_later_tick(campaign, officer, nobody_works, monkeypatch):
    def away(pk):
        raise OperationalError("refused")

    with monkeypatch.context() as broken:
        broken.setattr("paperwork.tasks.make.delay", away)
        making._send_to_worker(making.start(campaign, Job.Kind.ARCHIVE, officer).pk)
    with time_machine.travel(clock.now() + UNHEARD + A_SECOND):
        making.take_up_lost()

    assert nobody_works == [Job.objects.get().pk]


def test_a_job_that_took_its_worker_along_too_often_is_given_up(job):
    Job.objects.update(state=Job.State.RUNNING, attempt=making.MOST_ATTEMPTS)

    with time_machine.travel(clock.now() + STALE + A_SECOND):
        making.take_up_lost()

    job.refresh_from_db()
    assert job.state == Job.State.FAILED


def test_of_two_makers_the_one_taken_for_dead_leaves_nothing(job, monkeypatch):
    """It sleeps for long, and another makes the file meanwhile."""
    made, folder = making.MAKERS[Job.Kind.SHEETS], Path(job.file.storage.path("making"))
    before = set(folder.glob("*"))

    def sleepy(slow, folder, progress):
        with time_machine.travel(clock.now() + STALE + A_SECOND):
            making.take_up_lost()
            monkeypatch.setitem(making.MAKERS, Job.Kind.SHEETS, made)
            making.make(Job.objects.get())
        return made(slow, folder, lambda *_: None)

    monkeypatch.setitem(making.MAKERS, Job.Kind.SHEETS, sleepy)
    making.make(job)

    kept = Job.objects.get()
    assert (kept.state, kept.attempt) == (Job.State.READY, 2)
    assert set(folder.glob("*")) - before == {Path(kept.file.path)}


@pytest.mark.parametrize(("passed", "state"), [(KEPT, Job.State.READY), (KEPT + A_SECOND, Job.State.CLEARED)])
def test_a_file_is_kept_for_some_days_and_its_page_says_to_make_it_again(
    client, job, django_capture_on_commit_callbacks, passed, state
):
    making.make(job)
    path = Path(Job.objects.get().file.path)
    Job.objects.update(touched_at=NOW)

    with time_machine.travel(NOW + passed, tick=False), django_capture_on_commit_callbacks(execute=True):
        making.clear()

    assert (Job.objects.get().state, path.exists()) == (state, state == Job.State.READY)
    if state == Job.State.CLEARED:
        page = client.get(f"/making/{job.pk}/file/", follow=True)
        assert "这份文件已超过保留期限，已经清理；需要时请点“重新制作”。" in page.content.decode()


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


def test_chunks_keep_the_order():
    htmls = [sheets.blank(FORMS["agenda_kit"], f"第{number}小学") for number in range(rendering.CHUNK + 1)]
    told = []

    merged = rendering.merged(htmls, told.append)

    pages = PdfReader(BytesIO(merged)).pages
    assert told == [rendering.CHUNK, rendering.CHUNK + 1]
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
