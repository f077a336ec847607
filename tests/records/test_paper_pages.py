"""How is a paper read, worded, signed, corrected and downloaded?"""

import pytest
from django.urls import reverse

from selection.accounts.acts import Act
from selection.records import papers, pdfs
from selection.records.models import Paper
from tests.factories.accounts import OfficerFactory, SupervisorFactory, TeacherFactory
from tests.factories.records import PaperFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr("selection.rendering.render_pdf", lambda template, context: b"%PDF of a paper")
    notice = papers.PaperKind(
        "聘任文件",
        "papers/appointment.html",
        numbered=True,
        wording={"closing": "结束语"},
        issuing_act=Act.RUN_CAMPAIGNS,
        refusals=lambda paper, by: [] if paper.wording.get("closing") else ["请先填写结束语"],
        page=lambda paper: "/plan/7/",
    )
    monkeypatch.setitem(papers.KINDS, "notice", notice)


@pytest.fixture
def officer(client):
    return sign_in(client, OfficerFactory())


@pytest.fixture
def draft(officer):
    return PaperFactory(organisation=officer.organisation)


@pytest.fixture
def issued(officer):
    return PaperFactory(
        organisation=officer.organisation, wording={"closing": "特此通知。"}, issued_by=officer
    )


def page_of(client, paper):
    return text(client.get(reverse("records:paper", args=[paper.pk])))


def test_a_draft_is_worded_previewed_and_issued(client, draft):
    address = [draft.pk]

    before = page_of(client, draft)
    client.post(reverse("records:reword_paper", args=address), {"closing": "特此通知。"})
    preview = client.get(reverse("records:paper_preview", args=address))
    response = client.post(reverse("records:issue_paper", args=address), {"on": "2026-03-02"}, follow=True)

    draft.refresh_from_db()
    assert "请先填写结束语" in before
    assert "/plan/7/" in before
    assert preview.content == b"%PDF of a paper"
    assert "已签发，文号校任〔2026〕1号，PDF稍后生成" in text(response)
    assert (draft.state, draft.wording) == (Paper.State.ISSUED, {"closing": "特此通知。"})


def test_a_draft_that_may_not_be_issued_says_why(client, draft):
    address = reverse("records:issue_paper", args=[draft.pk])

    refused = text(client.post(address, follow=True))

    assert "请先填写结束语" in refused
    draft.refresh_from_db()
    assert draft.is_draft


def test_overlong_wording_is_refused(client, draft):
    address = reverse("records:reword_paper", args=[draft.pk])

    page = client.post(address, {"closing": "长" * 5001})

    [[error]] = page.context["form"].errors.values()
    assert "5000" in error
    assert "长" * 5001 in text(page)


def test_an_issued_paper_is_downloaded_and_offers_no_change(client, issued):
    missing = client.get(reverse("records:paper_pdf", args=[issued.pk]))
    pdfs.render(issued)
    response = client.get(reverse("records:paper_pdf", args=[issued.pk]))
    page = page_of(client, issued)

    assert missing.status_code == 404
    assert response.content == b"%PDF of a paper"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "下载PDF" in page
    assert "保存文字" not in page
    assert client.get(reverse("records:paper_preview", args=[issued.pk])).status_code == 404


def test_a_correction_leads_to_its_draft_and_both_name_each_other(client, issued):
    response = client.post(reverse("records:correct_paper", args=[issued.pk]), follow=True)

    draft = Paper.objects.get(replaces=issued)
    assert response.redirect_chain[-1][0] == reverse("records:paper", args=[draft.pk])
    assert issued.number in text(response)
    assert reverse("records:paper", args=[draft.pk]) in page_of(client, issued)


def test_whoever_only_reads_gets_no_forms(client, draft):
    sign_in(client, SupervisorFactory(organisation=draft.organisation.bureau))

    page = page_of(client, draft)

    assert "聘任文件" in page
    assert "保存文字" not in page
    assert reverse("records:issue_paper", args=[draft.pk]) not in page


@pytest.mark.parametrize("stranger", [TeacherFactory, OfficerFactory])
def test_strangers_find_no_paper(client, issued, stranger):
    sign_in(client, stranger())

    names = ("paper", "paper_pdf", "paper_preview")
    assert {client.get(reverse(f"records:{name}", args=[issued.pk])).status_code for name in names} == {404}
    assert client.post(reverse("records:correct_paper", args=[issued.pk])).status_code == 404


@pytest.mark.parametrize(("said", "found"), [("通知", 1), ("校任", 1), ("没有的", 0), ("", 1)])
def test_papers_are_searched_by_title_and_number(client, issued, said, found):
    PaperFactory()

    response = client.get(reverse("records:papers"), {"q": said})

    assert len(response.context["papers"]) == found


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number_of_papers(
    client, officer, number, django_assert_num_queries
):
    PaperFactory.create_batch(number, organisation=officer.organisation)

    with django_assert_num_queries(8):
        client.get(reverse("records:papers"))
