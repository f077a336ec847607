"""A leader signed the draft on paper: who enters it, who confirms it, what is issued?"""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from selection.reasons import Refused
from selection.records import ledgers, papers, signing
from selection.records.models import Attachment, Paper
from tests.factories.accounts import BureauReviewerFactory, LeaderFactory, OfficerFactory
from tests.factories.records import AttachmentFactory, PaperFactory, upload

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 3, 6)


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """A report in a leader's name about what happened on the Friday; today is the Monday after."""
    report = papers.PaperKind(
        "备案报告",
        "papers/filing_report.html",
        numbered=True,
        wording={"closing": "结语"},
        is_signed_by_leader=True,
        not_before=lambda paper: FRIDAY,
    )
    monkeypatch.setitem(papers.KINDS, "notice", report)
    with time_machine.travel("2026-03-09T09:00:00+08:00", tick=False):
        yield


@pytest.fixture
def officer():
    return OfficerFactory()


@pytest.fixture
def leader(officer):
    return LeaderFactory(organisation=officer.organisation)


@pytest.fixture
def draft(officer):
    return PaperFactory(organisation=officer.organisation)


def enter(draft, officer, leader, **changes):
    scan = AttachmentFactory(organisation=draft.organisation, by=officer)
    facts = {"by": officer, "signer": leader, "on": FRIDAY, "scan": scan} | changes
    return signing.enter(draft, **facts)


def refused(act, *args, **said):
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    return refusal.value.reasons


def test_once_confirmed_it_is_issued_in_the_signers_name_on_the_day_of_the_signature(draft, officer, leader):
    entered = enter(draft, officer, leader)
    draft.refresh_from_db()
    before = draft.state
    second = LeaderFactory(organisation=draft.organisation)

    signing.confirm(entered, by=second)

    draft.refresh_from_db()
    assert before == Paper.State.DRAFT
    assert (draft.issued_by, draft.issued_on, draft.number) == (leader, FRIDAY, "校任〔2026〕1号")
    last = draft.ledger.entries.last().content
    assert (last["act"], last["happened_on"], last["backfilled"]) == ("签发文书", "2026-03-06", True)
    assert ledgers.verify(draft.ledger) is None


def test_the_signer_may_be_the_second_person_and_the_one_who_entered_it_may_not(officer, draft):
    leader = LeaderFactory(organisation=draft.organisation)
    entered = enter(draft, leader, leader)

    assert refused(signing.confirm, entered, by=leader) == ["补录事项须由录入人以外的人确认"]
    assert refused(signing.confirm, entered, by=officer) == [
        "您没有确认补录事项的权限，请由学校领导或教育局审核员确认"
    ]
    signing.confirm(enter(draft, officer, leader), by=leader)
    draft.refresh_from_db()
    assert draft.issued_by == leader


def test_only_a_leader_of_the_school_can_have_signed(draft, officer, leader):
    assert list(signing.signers(draft.organisation)) == [leader]
    assert refused(enter, draft, officer, officer) == [
        f"{officer.name}不能签发《备案报告》，请选择签发的学校领导"
    ]


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 3, 5), "成文日期（2026年3月5日）早于文书所依据事项的日期（2026年3月6日），请核对"),
        (date(2026, 3, 10), "成文日期（2026年3月10日）晚于今天，请核对"),
    ],
)
def test_the_day_lies_between_what_it_speaks_of_and_today(draft, officer, leader, on, said):
    assert refused(enter, draft, officer, leader, on=on) == [said]


def test_words_changed_after_the_signature_are_not_what_was_signed(draft, officer, leader):
    entered = enter(draft, officer, leader)
    papers.reword(draft, {"closing": "另写一句。"}, by=officer)

    assert refused(signing.confirm, entered, by=leader) == [
        "文书内容在补录之后有改动，请重新打印签字后再补录"
    ]
    entered.refresh_from_db()
    assert not entered.is_confirmed


def test_the_bureau_vouches_for_it_too(draft, officer, leader):
    reviewer = BureauReviewerFactory(organisation=draft.organisation.bureau)

    assert signing.confirm(enter(draft, officer, leader), by=reviewer).issued_by == leader


def test_an_issued_paper_is_not_signed_again(draft, officer, leader):
    papers.issue(draft, by=leader)

    assert refused(enter, draft, officer, leader) == ["文书已经签发，不能再改；需要改动请办理更正"]


def test_no_scan_is_kept_of_a_signature_that_is_refused(client, draft, officer, leader):
    client.force_login(officer)
    given = {"signing-signer": leader.pk, "signing-happened_on": "2026-03-05", "signing-scan": upload()}

    answer = client.post(reverse("records:sign_on_paper", args=[draft.pk]), given, follow=True)

    assert "早于文书所依据事项的日期（2026年3月6日）" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_an_issued_paper_comes_back_signed_and_the_newest_copy_counts(client, officer):
    leader = LeaderFactory(organisation=officer.organisation)
    paper = PaperFactory(kind="notice", organisation=officer.organisation, issued_by=leader)
    client.force_login(officer)

    for name in ("first.pdf", "second.pdf"):
        client.post(reverse("records:keep_signed_copy", args=[paper.pk]), {"signed-scan": upload(name)})

    assert [each.scan.name for each in paper.signed_copies.all()] == ["second.pdf", "first.pdf"]
    page = client.get(reverse("records:paper", args=[paper.pk])).content.decode()
    assert page.index("second.pdf") < page.index("正式件") < page.index("first.pdf")


def test_neither_a_draft_nor_a_revoked_paper_takes_a_signed_copy(officer):
    draft = PaperFactory(kind="notice", organisation=officer.organisation)
    leader = LeaderFactory(organisation=officer.organisation)
    revoked = PaperFactory(kind="notice", organisation=officer.organisation, issued_by=leader)
    Paper.objects.filter(pk=revoked.pk).update(state=Paper.State.REVOKED)
    scan = AttachmentFactory(organisation=officer.organisation, by=officer)

    with pytest.raises(Refused, match="文书还没有签发，请先签发再存入签字盖章件"):
        signing.keep_signed(draft, scan, by=officer)
    with pytest.raises(Refused, match="这份文书已被更正件代替，请把签字盖章件存到现行有效的那一份"):
        signing.keep_signed(revoked, scan, by=officer)
