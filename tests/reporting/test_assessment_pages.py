"""From the list to the printed result: what those who run an assessment see and do, and what others do."""

import logging
import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from io import BytesIO

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse
from openpyxl import load_workbook

from ballots import results
from ballots import services as polls
from ballots.models import Channel, Envelope, Poll
from reporting.models import Assessment
from selection import clock
from tests.ballots.test_blank_papers import pages_of
from tests.factories.accounts import (
    BureauFactory,
    BureauReviewerFactory,
    LeaderFactory,
    OfficerFactory,
    UserFactory,
)
from tests.factories.papers import count_by_hand, hand, numbers_of
from tests.factories.reporting import answers, drawn, held, promoted, staffed_school, watcher_of
from tests.factories.serving import officer_of

pytestmark = pytest.mark.django_db
QUERIES, QUERIES_OF_PAGE = 8, 27
CANARY = "金丝雀的意见"
JANUARY = datetime(2026, 1, 20, 9, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with time_machine.travel(JANUARY, tick=False):
        yield


@pytest.fixture
def school():
    school = staffed_school(name="东小学")
    promoted(school, "王某", former="教务处副主任")
    return school


@pytest.fixture
def as_user(client):
    def sign_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def text_of(response):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", unescape(response.content.decode())))


def page(assessment):
    return reverse("reporting:assessment", args=[assessment.pk])


def test_from_setting_up_to_the_printed_result(school, as_user):
    officer = officer_of(school)
    client = as_user(officer)
    assert "准备一次评议" in text_of(client.get(reverse("reporting:assessments")))

    begun = client.post(reverse("reporting:assessment_new", args=[school.code]), {"year": 2025}, follow=True)
    assessment = Assessment.objects.get()
    assert "新提拔任用的干部（1人）" in text_of(begun)
    added = {
        "name": "周某",
        "born": "1985年3月",
        "former": "年级组长（2020.09）",
        "present": "副校长（2025.08）",
        "reason": "由教育局直接任命",
    }
    more = client.post(reverse("reporting:assessment_add", args=[assessment.pk]), added, follow=True)
    assert "已增列周某" in text_of(more)
    watcher = watcher_of(school)
    how = {
        "categories": ["established"],
        "is_by_class": "on",
        "scrutineers": [watcher.pk],
        "channel": Channel.ONLINE,
    }
    ready = client.post(reverse("reporting:assessment_draw", args=[assessment.pk]), how, follow=True)
    assert "已准备好票样和名册" in text_of(ready)

    assessment.refresh_from_db()
    for poll in assessment.polls:
        client.post(reverse("ballots:open", args=[poll.public_id]), {})
    for elector in assessment.work.electors.select_related("user"):
        as_user(elector.user)
        for poll, grade in zip(assessment.polls, ("good", "mostly"), strict=True):
            given = {
                f"a.{key}.view": value for key, value in answers(poll, grade).items() if key != "checklist"
            }
            ticked = {"a.checklist.chosen": ["problem-3"], "r.advice": "多听一线教师的意见"}
            body = given | (ticked if poll == assessment.work else {})
            assert (
                "您的票已投出"
                in text_of(client.post(poll.get_vote_url(), body | {"act": "cast"}, follow=True))
                or poll == assessment.work
            )
    as_user(officer)
    for poll in assessment.polls:
        client.post(reverse("ballots:close", args=[poll.public_id]))
    as_user(watcher)
    for poll in assessment.polls:
        client.post(reverse("ballots:count", args=[poll.public_id]))
    as_user(officer)
    for poll in assessment.polls:
        client.post(reverse("ballots:release", args=[poll.public_id]))

    shown = text_of(client.get(page(assessment)))
    assert "对选人用人工作的总体评价130000100.0%" in shown
    assert "选出的干部能力素质与岗位不相适应130100.0%1" in shown
    assert "多听一线教师的意见" in shown
    pdf = client.get(reverse("reporting:assessment_result", args=[assessment.pk]))
    printed = "".join(pages_of(pdf.content))
    for word in ("东小学", "结果表", "对提拔任用的看法", "周某", "选出的干部能力素质", "监票人"):
        assert word in printed
    book = load_workbook(
        BytesIO(
            b"".join(
                client.get(reverse("reporting:assessment_workbook", args=[assessment.pk])).streaming_content
            )
        )
    )
    assert book.sheetnames == [
        "表1参加情况",
        "表1-1工作评价",
        "表1-2选人用人工作存在的主要问题",
        "表2参加情况",
        "表2-1对提拔任用的看法",
    ]


def test_the_ballots_of_paper_are_the_two_tables_as_the_form_has_them(school, as_user):
    assessment = drawn(school)
    client = as_user(officer_of(school))

    answer = client.post(reverse("ballots:print_blanks", args=[assessment.work.public_id]), {"copies_0": "1"})

    text = "".join(pages_of(answer.content))
    for word in (
        "选拔任用工作民主评议表",
        "新提拔任用干部民主评议表",
        "出生年月",
        "基本认同",
        "不认同的主要原因",
    ):
        assert word in text


def test_a_ballot_of_paper_is_added_to_those_cast_by_account(school):
    watching = [each.user for each in school.staff.filter(tenures=None).select_related("user")[:2]]
    assessment, officer = drawn(school, scrutineers=watching), officer_of(school)
    poll = assessment.promotions
    polls.open_poll(poll, officer)
    electors = list(poll.electors.select_related("user"))
    hand(poll, electors[0])
    for elector in electors[1:]:
        polls.cast(poll, elector.user, answers(poll, "accept"))
    polls.close(poll, officer)
    poll = Poll.objects.select_related("ledger").get(pk=poll.pk)
    OfficerFactory(organisation=school, username=f"clerk{poll.pk}")
    count_by_hand(poll, numbers_of(poll, [answers(poll, "reject")]))

    polls.count(poll, poll.scrutineers.first())

    [given] = poll.tallies.values()
    assert (given["view.accept"], given["view.reject"]) == (12, 1)


def test_one_slip_admits_to_both_tables_without_an_account(school, client):
    assessment, officer = drawn(school, channel=Channel.SLIP), officer_of(school)
    polls.open_packet(assessment.work.packet, officer)
    [sheet] = polls.print_slips(assessment.work, officer, {"": 1})
    polls.hand_out(assessment.work, officer, [assessment.work.electors.first().pk])
    [code] = sheet.codes

    titles = [poll.title for poll in assessment.polls]
    shown = []
    for poll, grade in zip(assessment.polls, ("fair", "unknown"), strict=True):
        shown.append(text_of(client.post(reverse("ballots:slip"), {"code": code})))
        given = {f"a.{key}.view": said for key, said in answers(poll, grade).items() if key != "checklist"}
        body = given | {"code": code, "paper": poll.public_id, "act": "cast"}
        client.post(reverse("ballots:slip"), body)

    assert [title in page for title, page in zip(titles, shown, strict=True)] == [True, True]
    assert Envelope.objects.filter(slip__poll__in=assessment.polls).count() == 2


def test_the_bureau_assesses_its_own_work_by_who_reviews_there(as_user):
    bureau = BureauFactory(name="青河县教育局")
    reviewer = BureauReviewerFactory(organisation=bureau)
    client = as_user(reviewer)
    assert reverse("reporting:assessment_new", args=[bureau.code]) in str(
        client.get(reverse("reporting:assessments")).content
    )

    client.post(reverse("reporting:assessment_new", args=[bureau.code]), {"year": 2025})
    assessment = Assessment.objects.get()
    draw = reverse("reporting:assessment_draw", args=[assessment.pk])
    client.post(draw, {"scrutineers": [UserFactory(organisation=bureau).pk], "channel": "online"})

    assessment.refresh_from_db()
    assert assessment.work.title.endswith("2025年度干部选拔任用工作民主评议")
    answer = client.get(reverse("ballots:poll", args=[assessment.work.public_id]))
    assert "开始投票" in text_of(answer)


def test_what_is_chosen_and_written_is_in_no_record_session_cache_or_log(
    school, as_user, monkeypatch, caplog
):
    kept = []
    for name in ("set", "add"):
        monkeypatch.setattr(cache, name, lambda *given, **named: kept.append(given) or True)
    caplog.set_level(logging.DEBUG)
    assessment = drawn(school)
    poll, officer = assessment.work, officer_of(school)
    polls.open_packet(poll.packet, officer)
    for elector in poll.electors.select_related("user"):
        given = {f"a.{each.key}.view": "poor" for each in poll.subjects.filter(contest="")}
        given |= {"a.checklist.chosen": ["problem-9"], "r.advice": CANARY}
        client = as_user(elector.user)
        client.post(poll.get_vote_url(), given | {"act": "check"})
        client.post(poll.get_vote_url(), given | {"act": "cast"})
    polls.close(poll, officer)
    polls.count(poll, poll.scrutineers.first())

    record = [entry.text for entry in poll.ledger.entries.all()]
    sessions = [session.get_decoded() for session in Session.objects.all()]
    traces = f"{record} {sessions} {kept} {caplog.text}"
    assert [said for said in (CANARY, "problem-9", "poor") if said in traces] == []
    assert results.remarks(poll)["对选人用人工作的意见建议"] == [CANARY] * 13


def test_once_it_is_open_the_page_lists_who_stands_on_the_sealed_paper(school, as_user):
    assessment, officer = drawn(school), officer_of(school)
    polls.open_packet(assessment.work.packet, officer)
    promoted(school, "李某")

    shown = text_of(as_user(officer).get(page(assessment)))

    assert "新提拔任用的干部（1人）" in shown
    assert "王某1986年1月教务处副主任（2021.09）" in shown
    assert "李某" not in shown


def test_the_leaders_see_the_result_but_not_what_was_written(school, as_user):
    assessment = held(school)
    leader, reviewer = LeaderFactory(organisation=school), BureauReviewerFactory(organisation=school.bureau)

    for user, reads in ((leader, False), (reviewer, True)):
        shown = text_of(as_user(user).get(page(assessment)))
        assert "对选人用人工作的总体评价" in shown
        assert ("的书面意见" in shown) is reads


def test_whoever_is_judged_sees_nothing_of_it(school, as_user):
    assessment = held(school)
    judged = officer_of(school)
    assessment.work.barred.add(judged)

    assert as_user(judged).get(page(assessment)).status_code == 404


def test_nothing_of_the_counts_is_shown_before_the_release(school, as_user):
    assessment = drawn(school)
    polls.open_poll(assessment.work, officer_of(school))

    client = as_user(officer_of(school))

    assert "好率" not in text_of(client.get(page(assessment)))
    for name in ("assessment_result", "assessment_workbook"):
        assert client.get(reverse(f"reporting:{name}", args=[assessment.pk])).status_code == 404


def test_from_a_poll_one_gets_back_to_the_assessment(school, as_user):
    assessment = drawn(school)
    address = reverse("ballots:poll", args=[assessment.promotions.public_id])

    assert page(assessment) in as_user(officer_of(school)).get(address).content.decode()
    assert page(assessment) not in as_user(watcher_of(school)).get(address).content.decode()


def test_a_reason_that_is_wanting_is_asked_for(school, as_user):
    assessment = drawn(school)
    client = as_user(officer_of(school))

    answer = client.post(
        reverse("reporting:assessment_add", args=[assessment.pk]), {"name": "周某"}, follow=True
    )

    assert "请填写原因" in text_of(answer)
    assert not assessment.adjustments.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_much_for_three_persons_as_for_one(
    school, as_user, number, django_assert_num_queries
):
    for other in range(number - 1):
        promoted(school, f"李{other}")
    client, assessment = as_user(officer_of(school)), drawn(school)

    with django_assert_num_queries(QUERIES_OF_PAGE):
        client.get(page(assessment))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(school, as_user, number, django_assert_num_queries):
    for year in range(2025, 2025 - number, -1):
        with time_machine.travel(datetime(year + 1, 1, 20, 9, tzinfo=clock.ZONE), tick=False):
            Assessment.objects.create(organisation=school, year=year)
    client = as_user(officer_of(school))

    with django_assert_num_queries(QUERIES):
        client.get(reverse("reporting:assessments"))
