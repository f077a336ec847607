"""A printed paper can be checked by anybody, and tells nothing of anybody."""

import pytest
from django.urls import reverse

from selection import codes
from selection.accounts.acts import Act
from selection.records import papers, pdfs
from selection.records.models import Paper
from tests.factories.accounts import OfficerFactory
from tests.factories.records import PaperFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr("selection.rendering.render_pdf", lambda template, context: b"%PDF of a paper")
    kind = papers.PaperKind("免职通知", "papers/base.html", numbered=True, issuing_act=Act.RUN_CAMPAIGNS)
    monkeypatch.setitem(papers.KINDS, "notice", kind)


@pytest.fixture
def officer():
    return OfficerFactory(organisation__document_code="校任")


@pytest.fixture
def issued(officer):
    paper = PaperFactory(
        kind="notice", organisation=officer.organisation, title="关于尹惠莹同志免职的通知", issued_by=officer
    )
    pdfs.render(paper)
    return paper


def page_of(client, code):
    return client.get(reverse("records:verify", args=[code])).content.decode()


def test_every_issued_paper_has_a_code_of_its_own(issued, officer):
    other = PaperFactory(kind="notice", organisation=officer.organisation, issued_by=officer)

    assert len(issued.check_code) == len("34AC-79DE-XYPR")
    assert issued.check_code != other.check_code


def test_a_draft_has_none(officer):
    assert PaperFactory(kind="notice", organisation=officer.organisation).check_code == ""


def test_a_stranger_reads_number_date_and_digest_and_no_name(client, issued):
    page = page_of(client, issued.check_code)

    assert all(said in page for said in ("有效", issued.number, issued.sha256, "免职通知"))
    assert "尹惠莹" not in page


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}　"])
def test_the_code_is_typed_in_any_way(client, issued, typed):
    code = issued.check_code.replace("-", "").lower()

    answer = client.get(reverse("records:ask_to_verify"), {"code": typed.format(code)}, follow=True)

    assert issued.number in answer.content.decode()


def test_a_paper_that_was_corrected_names_the_one_that_holds(client, issued, officer):
    new = papers.issue(papers.correct(issued, officer), officer)

    page = page_of(client, issued.check_code)

    assert "已被更正件代替" in page
    assert new.number in page
    assert "有效" in page_of(client, new.check_code)


def test_an_unknown_code_gets_a_sentence(client, db):
    assert "没有核验码为“ABCD”的文书" in page_of(client, "ABCD")


def test_the_paper_bears_the_code_and_the_address_to_scan(monkeypatch, issued, settings):
    settings.SITE_ADDRESS = "https://xb.example.cn"
    scanned = []
    monkeypatch.setattr("selection.rendering.qr", scanned.append)

    pdfs.preview(Paper.objects.get(pk=issued.pk))

    assert scanned == [f"https://xb.example.cn/records/verify/{issued.check_code}/"]


def test_who_has_not_the_key_can_not_tell_the_code_of_a_paper(issued, settings):
    settings.SECRET_KEY = "another" * 10

    assert codes.derived("paper", str(issued.pk), groups=3, length=4) != issued.check_code
