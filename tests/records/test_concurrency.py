"""Do numbers and chains hold when several people act at once?"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from selection.records import ledgers, papers
from selection.records.models import Ledger, Paper
from tests.factories.accounts import OfficerFactory, SchoolFactory
from tests.factories.records import PaperFactory

PEOPLE, EACH = 4, 5


def at_once(act):
    """Let so many people do the act at the same time, each on a connection of their own."""

    def on_own_connection(person):
        try:
            return act(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as people:
        return list(people.map(on_own_connection, range(PEOPLE)))


@pytest.fixture
def officer(monkeypatch):
    monkeypatch.setitem(papers.KINDS, "notice", papers.PaperKind("通知", "papers/base.html", numbered=True))
    monkeypatch.setattr(papers, "_send_to_worker", lambda pk: None)
    return OfficerFactory()


@pytest.mark.django_db(transaction=True)
def test_papers_issued_at_once_have_numbers_without_gaps_and_one_chain(officer):
    drafts = PaperFactory.create_batch(PEOPLE * EACH, organisation=officer.organisation)

    at_once(lambda person: [papers.issue(draft, by=officer) for draft in drafts[person::PEOPLE]])

    ledger = ledgers.of_organisation(officer.organisation)
    assert sorted(Paper.objects.values_list("sequence", flat=True)) == list(range(1, PEOPLE * EACH + 1))
    assert (ledger.length, ledgers.verify(ledger)) == (PEOPLE * EACH, None)


@pytest.mark.django_db(transaction=True)
def test_one_draft_signed_by_all_at_once_is_issued_once(officer):
    draft = PaperFactory(organisation=officer.organisation)

    def sign(_person):
        try:
            return papers.issue(Paper.objects.get(pk=draft.pk), by=officer).sequence
        except papers.Refused:
            return None

    signed = at_once(sign)

    assert sorted(signed, key=str) == [1, None, None, None]


@pytest.mark.django_db(transaction=True)
def test_an_organisations_ledger_is_opened_once():
    school = SchoolFactory()

    opened = at_once(lambda person: ledgers.of_organisation(school).pk)

    assert len(set(opened)) == Ledger.objects.count() == 1
