"""How does an official paper come to be?"""

import hashlib
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from selection import chinese, clock, rendering
from selection.accounts.acts import Act
from selection.reasons import Refused
from selection.records import ledgers, papers, pdfs, tasks
from selection.records.models import Paper
from tests.factories.accounts import LeaderFactory, OfficerFactory, TeacherFactory
from tests.factories.records import PaperFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """Two kinds of papers, and a renderer that tells what it was given."""
    rendered = []

    def render_pdf(template, context):
        rendered.append((template, context))
        return f"%PDF {template} {context['name']} {context['wording']}".encode()

    monkeypatch.setattr("selection.rendering.render_pdf", render_pdf)
    notice = papers.PaperKind(
        "聘任文件", "papers/appointment.html", numbered=True, wording={"closing": "结束语"}
    )
    poster = papers.PaperKind("考察公告", "papers/inspection_notice.html")
    for kind, what in (("notice", notice), ("poster", poster)):
        monkeypatch.setitem(papers.KINDS, kind, what)
    return rendered


@pytest.fixture
def officer():
    return OfficerFactory()


@pytest.fixture
def draft(officer):
    return PaperFactory(organisation=officer.organisation)


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value.reasons


def issued(officer, **fields):
    return PaperFactory(organisation=officer.organisation, issued_by=officer, **fields)


def change_kind(monkeypatch, **changes):
    from dataclasses import replace

    monkeypatch.setitem(papers.KINDS, "notice", replace(papers.KINDS["notice"], **changes))


def test_issuing_dates_numbers_and_signs(draft, officer):
    with time_machine.travel("2026-05-06T09:00:00+08:00", tick=False):
        papers.issue(draft, by=officer)

    assert (draft.state, draft.number, draft.issued_on, draft.issued_by) == (
        Paper.State.ISSUED,
        "校任〔2026〕1号",
        date(2026, 5, 6),
        officer,
    )
    assert str(draft) == "关于王一同志职务任免的通知"


def test_the_ledger_tells_of_the_issue_and_the_paper_bears_its_length_and_head(draft, officer):
    papers.issue(draft, by=officer)

    entry = draft.ledger.entries.get()
    assert (entry.act, entry.content["about"]) == ("签发文书", f"paper:{draft.pk}")
    assert entry.content["payload"]["facts"] == ledgers.sha256(ledgers.canonical([{"name": "王一"}, {}]))
    assert (draft.ledger_length, draft.ledger_head) == (1, entry.digest)


def test_numbers_have_no_gaps_within_code_and_year(officer):
    with time_machine.travel("2026-12-30T09:00:00+08:00", tick=False) as traveller:
        numbers = [issued(officer).number, issued(officer).number, issued(OfficerFactory()).number]
        traveller.shift(timedelta(days=3))
        numbers.append(issued(officer).number)

    assert numbers == ["校任〔2026〕1号", "校任〔2026〕2号", "校任〔2026〕1号", "校任〔2027〕1号"]


def test_an_issue_that_fails_gives_its_number_back(draft, officer, monkeypatch):
    def fail(_paper, _by):
        raise Refused("任命还没有确定")

    change_kind(monkeypatch, on_issue=fail)
    reasons = refused(papers.issue, draft, by=officer)
    change_kind(monkeypatch, on_issue=lambda paper, by: None)
    papers.issue(draft, by=officer)

    assert (reasons, draft.number) == (
        ["任命还没有确定"],
        "校任〔2026〕1号".replace("2026", str(clock.today().year)),
    )


def test_a_poster_has_no_number(officer):
    assert issued(officer, kind="poster").number == ""


def test_without_a_code_no_number_can_be_given(draft, officer):
    draft.organisation.document_code = ""
    draft.organisation.save()

    assert refused(papers.issue, draft, by=officer) == [
        f"{draft.organisation}还没有填写机关代字，不能编发文字号，请人事干部在“我的账号”里填写"
    ]


def test_the_kind_says_who_signs_and_what_is_missing(draft, officer, monkeypatch):
    leader = LeaderFactory(organisation=officer.organisation)
    change_kind(
        monkeypatch,
        issuing_act=Act.CONFIRM_ACTS,
        refusals=lambda paper, by: [f"{paper.context['name']}的公示尚未结束"],
    )

    assert refused(papers.issue, draft, by=officer) == [
        "您没有办理《聘任文件》的权限，请由有“确认补录事项”权限的人办理"
    ]
    assert refused(papers.issue, draft, by=leader) == ["王一的公示尚未结束"]


def test_a_leader_signs_whatever_the_school_issues(draft):
    leader = LeaderFactory(organisation=draft.organisation)

    assert papers.issue(draft, by=leader).issued_by == leader


def test_the_follow_up_of_an_issue_sees_date_and_number(draft, officer, monkeypatch):
    seen = []
    change_kind(monkeypatch, on_issue=lambda paper, by: seen.append((paper.issued_on, paper.sequence, by)))

    papers.issue(draft, by=officer)

    assert seen == [(clock.today(), 1, officer)]


def test_a_paper_is_not_older_than_what_it_speaks_of(draft, officer, monkeypatch):
    tomorrow = clock.today() + timedelta(days=1)
    change_kind(monkeypatch, not_before=lambda paper: tomorrow)

    assert refused(papers.issue, draft, by=officer) == [
        f"成文日期（{chinese.day(clock.today())}）早于文书所依据事项的日期（{chinese.day(tomorrow)}），请核对"
    ]


def test_wording_is_free_until_issued_and_facts_are_not_wording(draft, officer):
    papers.reword(draft, {"closing": "特此通知。"}, by=officer)
    smuggled = refused(papers.reword, draft, {"name": "李二"}, by=officer)
    papers.redraw(draft, title="新标题", context={"name": "李二"})
    papers.issue(draft, by=officer)

    assert smuggled == ["《聘任文件》没有可修改的文字“name”"]
    assert (draft.title, draft.context, draft.wording) == (
        "新标题",
        {"name": "李二"},
        {"closing": "特此通知。"},
    )
    for act in (
        lambda: papers.reword(draft, {"closing": "改"}, by=officer),
        lambda: papers.redraw(draft, title="改", context={}),
        lambda: papers.issue(draft, by=officer),
    ):
        assert refused(act) == ["文书已经签发，不能再改；需要改动请办理更正"]


def test_an_issued_paper_can_not_be_saved_otherwise(officer):
    paper = Paper.objects.get(pk=issued(officer).pk)
    paper.title = "改过的标题"

    for update_fields in (None, ["title"], ["title", "state"]):
        with pytest.raises(TypeError):
            paper.save(update_fields=update_fields)


@pytest.mark.parametrize(
    "changes", [{"number": "校任〔2026〕1号"}, {"state": Paper.State.ISSUED}, {"state": Paper.State.RENDERED}]
)
def test_the_database_refuses_half_issued_papers(draft, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=draft.pk).update(**changes)


def test_a_stranger_changes_and_signs_nothing(draft):
    stranger = OfficerFactory()

    for act in (papers.issue, papers.correct):
        assert refused(act, draft, by=stranger)[0].startswith("您没有办理《聘任文件》的权限")
    assert refused(papers.reword, draft, {}, by=stranger)[0].startswith("您没有办理《聘任文件》的权限")


def test_rendering_makes_the_file_once(officer, kinds):
    paper = issued(officer)

    pdfs.render(paper)
    first = (paper.file.name, paper.sha256)
    pdfs.render(paper)
    pdfs.render(Paper.objects.get(pk=paper.pk))

    content = paper.file.open().read()
    assert (paper.file.name, paper.sha256) == first
    assert (paper.state, paper.sha256) == (Paper.State.RENDERED, hashlib.sha256(content).hexdigest())
    assert [template for template, _context in kinds] == ["papers/appointment.html"]


def test_what_may_not_lie_in_the_clear_is_read_at_rendering(officer, kinds, monkeypatch):
    change_kind(monkeypatch, private=lambda paper: {"identity": "读取于生成时"})
    paper = issued(officer)

    pdfs.render(paper)

    [(_template, context)] = kinds
    assert context == {
        "name": "王一",
        "identity": "读取于生成时",
        "paper": paper,
        "wording": {},
        "title": "关于王一同志职务任免的通知",
        "number": paper.number,
        "signed_on": paper.issued_on,
        "is_draft": False,
        "is_upward": False,
        "signatory": officer.name,
        "record": f"全程纪实第1条　校验码{paper.ledger_head[:16]}",
        "mark_of_copy": "",
        "check_code": paper.check_code,
        "check_qr": rendering.qr(f"{settings.SITE_ADDRESS}/records/verify/{paper.check_code}/"),
    }
    assert "identity" not in Paper.objects.get().context


def test_a_second_worker_leaves_the_first_ones_file(officer, monkeypatch):
    paper = issued(officer)
    rival = Paper.objects.get(pk=paper.pk)
    original = pdfs.preview

    def slow(one):
        content = original(one)
        monkeypatch.setattr(pdfs, "preview", original)
        pdfs.render(rival)
        return content

    monkeypatch.setattr(pdfs, "preview", slow)
    pdfs.render(paper)

    assert paper.file.name == rival.file.name


def test_a_draft_is_not_rendered_but_can_be_previewed(draft):
    pdfs.render(draft)

    assert not draft.file
    assert pdfs.preview(draft).startswith(b"%PDF papers/appointment.html")


def test_the_worker_is_called_after_the_commit(
    draft, officer, monkeypatch, django_capture_on_commit_callbacks
):
    called = []
    monkeypatch.setattr(tasks.render, "delay", called.append)

    with django_capture_on_commit_callbacks(execute=True):
        papers.issue(draft, by=officer)

    assert called == [draft.pk]


def test_a_queue_that_is_away_keeps_no_paper_from_being_issued(
    draft, officer, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def away(pk):
        raise OperationalError("Connection refused")

    monkeypatch.setattr(tasks.render, "delay", away)

    with django_capture_on_commit_callbacks(execute=True):
        papers.issue(draft, by=officer)

    assert caplog.messages == [
        f"the queue is away, paper {draft.pk} waits for the next tick: Connection refused"
    ]
    assert [record.exc_info for record in caplog.records] == [None]
    assert pdfs.render_due() == 1


def test_the_task_renders_and_the_tick_finds_what_was_lost(officer):
    done, lost = issued(officer), issued(officer)

    tasks.render(done.pk)
    found = [pdfs.render_due(), pdfs.render_due()]

    assert found == [1, 0]
    lost.refresh_from_db()
    assert lost.state == Paper.State.RENDERED


def test_a_paper_that_can_not_be_rendered_does_not_keep_the_next_one_waiting(officer, monkeypatch):
    broken, sound = issued(officer), issued(officer)
    preview = pdfs.preview

    def fail_on_the_first(paper):
        if paper.pk == broken.pk:
            raise ValueError("no such glyph")
        return preview(paper)

    monkeypatch.setattr(pdfs, "preview", fail_on_the_first)

    with pytest.raises(ExceptionGroup):
        pdfs.render_due()

    assert list(Paper.objects.unrendered()) == [broken]
    sound.refresh_from_db()
    assert sound.state == Paper.State.RENDERED


def test_a_correction_is_a_new_issue_and_the_old_paper_stands_until_then(officer):
    old = issued(officer, wording={"closing": "特此通知。"})

    draft = papers.correct(old, by=officer)
    again = papers.correct(old, by=officer)
    in_between = list(Paper.objects.in_force())
    papers.issue(draft, by=officer)
    old.refresh_from_db()

    assert again == draft
    assert (draft.context, draft.wording) == (old.context, old.wording)
    assert in_between == [old]
    assert (old.state, draft.sequence, draft.replaces) == (Paper.State.REVOKED, 2, old)
    assert [entry.act for entry in draft.ledger.entries.all()] == ["签发文书", "更正文书"]


def test_a_revoked_paper_keeps_its_state_when_it_is_rendered_late(officer):
    old = issued(officer)
    papers.issue(papers.correct(old, by=officer), by=officer)
    old.refresh_from_db()

    pdfs.render(old)

    assert (old.state, bool(old.file)) == (Paper.State.REVOKED, True)


def test_only_a_paper_in_force_can_be_corrected(draft, officer):
    old = issued(officer)
    papers.issue(papers.correct(old, by=officer), by=officer)

    for paper in (draft, old):
        assert refused(papers.correct, paper, by=officer) == ["只有已签发且有效的文书才能更正"]


def test_two_corrections_of_one_paper_can_not_both_be_issued(officer):
    old = issued(officer)
    first = papers.correct(old, by=officer)
    second = PaperFactory(organisation=officer.organisation)
    Paper.objects.filter(pk=second.pk).update(replaces=old)
    papers.issue(first, by=officer)

    assert refused(papers.issue, second, by=officer) == ["原文书已被另一份更正件代替，请对最新的一份办理更正"]


def test_papers_are_seen_by_those_who_see_papers_there(draft):
    school = draft.organisation

    seen = [
        Paper.objects.visible_to(user).count()
        for user in (
            LeaderFactory(organisation=school),
            TeacherFactory(organisation=school),
            OfficerFactory(),
        )
    ]

    assert seen == [1, 0, 0]
