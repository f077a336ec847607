"""Who read names before they were public, and what do copies of such papers bear?"""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from selection.records import ledgers, looks, papers, pdfs
from selection.records.models import Look
from tests.factories.accounts import LeaderFactory, OfficerFactory, SupervisorFactory, TeacherFactory
from tests.factories.records import PaperFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """A kind whose papers are shut, and one whose papers are not; a PDF says what is printed on it."""

    def printed(template, context):
        return f"%PDF {context['mark_of_copy']}".encode()

    monkeypatch.setattr("selection.rendering.render_pdf", printed)
    shut = papers.PaperKind("考察材料", "papers/form.html", is_shut=lambda paper: True)
    monkeypatch.setitem(papers.KINDS, "shut", shut)
    monkeypatch.setitem(papers.KINDS, "open", papers.PaperKind("工作方案", "papers/base.html"))


@pytest.fixture
def officer():
    return OfficerFactory()


@pytest.fixture
def supervisor(officer):
    return SupervisorFactory(organisation=officer.organisation.parent.parent, name="监督员甲")


def issued(officer, kind):
    paper = PaperFactory(organisation=officer.organisation, kind=kind, issued_by=officer)
    pdfs.render(paper)
    return paper


def pdf(client, reader, paper):
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    name = "records:paper_preview" if paper.is_draft else "records:paper_pdf"
    return b"".join(client.get(reverse(name, args=[paper.pk]))).decode()


def test_a_reader_of_names_that_are_not_public_holds_a_copy_with_the_own_name(client, officer, supervisor):
    copy = pdf(client, supervisor, issued(officer, "shut"))

    assert re.fullmatch(r"%PDF 监督员甲于\d+年\d+月\d+日\d\d:\d\d查阅　公示前仅供办理，不得外传", copy)


def test_whoever_words_or_signs_it_gets_the_original_and_is_put_down_all_the_same(client, officer):
    leader = LeaderFactory(organisation=officer.organisation)
    paper = issued(officer, "shut")

    copies = [pdf(client, reader, paper) for reader in (officer, leader)]

    assert copies == ["%PDF ", "%PDF "]
    assert set(Look.objects.values_list("user", "what")) == {
        (reader.pk, f"《{paper.title}》") for reader in (officer, leader)
    }


def test_a_draft_bears_the_name_of_whoever_looks_at_it(client, officer):
    assert officer.name in pdf(client, officer, PaperFactory(organisation=officer.organisation, kind="shut"))


def test_an_open_paper_is_its_file_for_everybody_and_nobody_is_put_down(client, officer, supervisor):
    assert pdf(client, supervisor, issued(officer, "open")) == "%PDF "
    assert not Look.objects.exists()


def test_a_day_s_looks_at_one_thing_are_one(officer):
    ledger = ledgers.of_organisation(officer.organisation)

    for day in (2, 3):
        with time_machine.travel(f"2026-03-0{day}T08:00:00+08:00"):
            for _ in range(3):
                looks.put_down(ledger, officer, "人选名单")

    assert sorted(Look.objects.values_list("on", flat=True)) == [date(2026, 3, 2), date(2026, 3, 3)]


def test_whoever_reads_the_ledger_reads_who_looked(client, officer, supervisor):
    ledger = ledgers.of_organisation(officer.organisation)
    looks.put_down(ledger, supervisor, "人选名单")
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")

    leading = client.get(reverse("records:ledger", args=[ledger.pk])).content.decode()
    page = client.get(reverse("records:looks", args=[ledger.pk])).content.decode()

    assert reverse("records:looks", args=[ledger.pk]) in leading
    assert "人选名单" in page
    assert "监督员甲" in page


def test_a_teacher_finds_no_such_page(client, officer):
    ledger = ledgers.of_organisation(officer.organisation)
    teacher = TeacherFactory(organisation=officer.organisation)
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("records:looks", args=[ledger.pk])).status_code == 404
