"""Many slips are printed by the worker, and nobody but the browser that asked for them comes to the codes."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import serializers
from django.urls import reverse

from ballots import printing, services
from ballots.models import Slip
from paperwork import making
from paperwork.models import SEALED_FOR, Job
from selection import clock
from selection.accounts import invitations, slips
from selection.accounts.models import SetPasswordCode
from tests.factories.accounts import OfficerFactory, TeacherFactory
from tests.factories.ballots import PollFactory, officer_of

NUMBER = slips.AT_ONCE + 1
NOT_HERE = "这些纸条只能在要求打印的那个浏览器里取"
GONE = "这些纸条已经取走，或者没有在一小时内取走，不再保留"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_works(monkeypatch):
    monkeypatch.setattr("paperwork.tasks.make.delay", lambda pk: None)


@pytest.fixture(autouse=True)
def printed(monkeypatch):
    """The codes that were laid out."""
    codes = []

    def render_pile(template, contexts, progress):
        pages = [context.get("page", context)["slips"] for context in contexts]
        codes.extend(slip["code"] for page in pages for slip in page)
        progress(len(pages))
        return b"%PDF of " + "".join(codes).encode()

    monkeypatch.setattr(slips, "render_pile", render_pile)
    monkeypatch.setattr(printing, "render_pile", render_pile)
    return codes


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    TeacherFactory.create_batch(NUMBER - 1, organisation=officer.organisation)
    return officer


@pytest.fixture
def ask(client, officer):
    """Ask for slips of all teachers who have no password."""
    stack = client.get(reverse("accounts:people")).context["stacks"][0]
    return lambda: client.post(reverse("accounts:print_codes"), {"stack": stack.first}, follow=True)


@pytest.fixture
def job(ask):
    ask()
    making.make(Job.objects.get())
    return Job.objects.get()


def fetch(client, job):
    return client.post(reverse("paperwork:slips_fetch", args=[job.pk]), follow=True)


def said(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_second_click_finds_the_slips_that_are_being_printed(ask):
    first, second = ask(), ask()

    assert first.redirect_chain[-1] == second.redirect_chain[-1]
    assert "排队中" in said(second)


def test_the_page_says_how_far_it_is_and_then_offers_them(client, job):
    assert (job.state, job.done, job.total) == (Job.State.READY, 6, 6)
    assert f"共{NUMBER}张" in said(client.get(reverse("paperwork:job", args=[job.pk])))


def test_the_codes_lie_nowhere_where_they_could_be_read(job, printed):
    rows = serializers.serialize("json", [*Job.objects.all(), *SetPasswordCode.objects.all()])
    kept = Path(job.file.path).read_bytes()

    assert len(printed) == NUMBER
    assert [code for code in printed if code in rows or code.encode() in kept] == []


def test_they_are_fetched_once_and_hold_from_then_on(
    client, job, printed, django_capture_on_commit_callbacks
):
    before = SetPasswordCode.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        first = fetch(client, job)
    second = fetch(client, job)

    assert (before, first.content[:4]) == (0, b"%PDF")
    assert invitations.redeem(printed[0], "山高水长2027").organisation == job.requested_by.organisation
    assert GONE in said(second)
    assert not Path(job.file.path).exists()


def test_the_key_goes_to_one_address_and_no_script_reads_it(ask, client):
    ask()

    job = Job.objects.get()
    key = client.cookies[f"slips-{job.pk}"]
    assert (key["path"], key["httponly"], key["samesite"]) == (
        reverse("paperwork:slips_fetch", args=[job.pk]),
        True,
        "Strict",
    )


def test_another_browser_gets_nothing(client, job):
    for name in [name for name in client.cookies if name.startswith("slips-")]:
        del client.cookies[name]

    answer = fetch(client, job)

    assert NOT_HERE in said(answer)
    assert (Job.objects.get().state, SetPasswordCode.objects.count()) == (Job.State.READY, 0)


def test_another_person_gets_nothing(client, job):
    client.force_login(OfficerFactory(organisation=job.requested_by.organisation))

    assert fetch(client, job).status_code == 404


def test_the_sealed_file_itself_is_given_to_nobody(client, job):
    answer = client.get(reverse("paperwork:job_file", args=[job.pk]))

    assert answer["Location"] == reverse("paperwork:job", args=[job.pk])


@pytest.mark.parametrize(
    ("passed", "state"),
    [(SEALED_FOR, Job.State.READY), (SEALED_FOR + timedelta(seconds=1), Job.State.CLEARED)],
)
def test_what_is_not_fetched_within_an_hour_goes(client, job, passed, state):
    asked = clock.now()
    Job.objects.update(touched_at=asked)

    with time_machine.travel(asked + passed, tick=False):
        making.clear()

    assert Job.objects.get().state == state


class TestOfPoll:
    @pytest.fixture
    def poll(self, client):
        poll = PollFactory(by_slip=True, is_open=True, voters=3)
        client.force_login(officer_of(poll))
        return poll

    @pytest.fixture
    def job(self, client, poll):
        address = reverse("ballots:print_slips", args=[poll.public_id])
        client.post(address, {"number_0": NUMBER}, follow=True)
        making.make(Job.objects.get())
        return Job.objects.get()

    def test_no_slip_is_printed_until_they_are_fetched(self, client, poll, job, printed):
        before = Slip.objects.count()
        answer = fetch(client, job)

        assert (before, answer.content[:4]) == (0, b"%PDF")
        assert (Slip.objects.filter(poll=poll).count(), len(printed)) == (NUMBER, NUMBER)

    def test_slips_that_were_overtaken_by_others_are_not_given(self, client, poll, job):
        client.post(reverse("ballots:print_slips", args=[poll.public_id]), {"number_0": 1})

        answer = fetch(client, job)

        assert "这期间又印制了别的码条" in said(answer)
        assert Slip.objects.filter(poll=poll).count() == 1

    def test_what_speaks_against_it_is_said_at_once(self, client, poll):
        services.close(poll, officer_of(poll))
        address = reverse("ballots:print_slips", args=[poll.public_id])

        client.post(address, {"number_0": NUMBER}, follow=True)

        assert Job.objects.count() == 0
