"""How does a reviewer work, and how does a school enter a written approval?"""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from selection import clock
from selection.accounts.acts import Role
from selection.records import reviews
from selection.records.models import Attachment, Review, ReviewDecision
from tests.factories.accounts import LeaderFactory, TeacherFactory
from tests.factories.records import (
    AttachmentFactory,
    ReviewFactory,
    bureau_reviewer_of,
    chain,
    officer_of,
    upload,
    zone_reviewer_of,
)

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def decide(client, review, **fields):
    given = {f"decision-{name}": value for name, value in fields.items()}
    return client.post(reverse("records:decide", args=[review.pk]), given, follow=True)


def on_paper(**changes):
    given = {
        "level": "0",
        "said": "yes",
        "document_number": "某教〔2026〕5号",
        "happened_on": clock.today().isoformat(),
        "scan": upload(),
    } | changes
    return {f"paper-{name}": value for name, value in given.items()}


def test_the_list_shows_what_waits_longest_first_and_marks_what_is_late(client):
    with time_machine.travel(clock.now() - timedelta(days=14)):
        late = ReviewFactory(submitted=True, title="第一份")
    zone = sign_in(client, zone_reviewer_of(late))
    fresh = ReviewFactory(organisation__parent=zone.organisation, title="第二份")
    reviews.submit(fresh, {}, by=fresh.organisation.users.get())

    page = text(client.get(reverse("records:reviews")))

    assert page.index("第一份") < page.index("第二份")
    assert page.count("state-bad") == 1


def test_a_reviewer_without_work_is_told_so(client):
    sign_in(client, zone_reviewer_of(ReviewFactory()))

    assert "没有待审核的事项" in text(client.get(reverse("records:reviews")))


def test_a_reviewer_decides_on_the_page(client):
    review = ReviewFactory(submitted=True, directly_under_bureau=True)
    bureau = sign_in(client, bureau_reviewer_of(review))

    shown = text(client.get(reverse("records:review", args=[review.pk])))
    response = decide(client, review, said="yes", document_number="某教〔2026〕5号", remarks="同意上报")
    history = text(client.get(reverse("records:review", args=[review.pk])))

    assert "提交审核结果" in shown
    assert "已同意" in text(response)
    assert all(said in history for said in ("某教〔2026〕5号", "同意上报", bureau.name, "第1次报送"))
    assert "提交审核结果" not in history


def test_sending_back_without_a_word_is_refused(client):
    review = ReviewFactory(submitted=True)
    sign_in(client, zone_reviewer_of(review))

    assert "退回修改请写明意见" in text(decide(client, review, said="no"))
    assert "请填写审核结果" in text(decide(client, review))
    assert "已退回，学校会看到您的意见" in text(decide(client, review, said="no", remarks="职数不符"))


def test_the_decided_ones_stay_in_sight(client):
    review = ReviewFactory(submitted=True)
    sign_in(client, zone_reviewer_of(review))
    decide(client, review, said="no", remarks="职数不符")

    assert "我最近审核的" in text(client.get(reverse("records:reviews")))


def test_the_officer_sees_who_is_waited_for_and_may_withdraw(client):
    review = ReviewFactory(submitted=True)
    sign_in(client, officer_of(review))

    page = text(client.get(reverse("records:review", args=[review.pk])))
    response = client.post(reverse("records:withdraw", args=[review.pk]), follow=True)

    assert "等学区" in page
    assert "撤回后各级不再审核" in page
    assert "提交审核结果" not in page
    assert "已撤回，修改后可以再次报送" in text(response)


def test_a_written_approval_is_entered_and_confirmed_by_the_bureau(client):
    review = ReviewFactory(submitted=True, directly_under_bureau=True)
    sign_in(client, officer_of(review))
    address = reverse("records:enter_on_paper", args=[review.pk])

    form = text(client.get(address))
    entered = text(client.post(address, on_paper(), follow=True))
    decision = ReviewDecision.objects.get()
    bureau = sign_in(client, bureau_reviewer_of(review))
    waiting = text(client.get(reverse("records:reviews")))
    page = text(client.get(reverse("records:review", args=[review.pk])))
    client.post(reverse("records:confirm_decision", args=[decision.pk]))

    review.refresh_from_db()
    assert "批复扫描件" in form
    assert "批复已补录，待确认后生效" in entered
    assert "待我确认的线下批复" in waiting
    assert "与原件相符，确认" in page
    assert (review.state, ReviewDecision.objects.get().confirmed_by) == (Review.State.APPROVED, bureau)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"scan": upload("批复.pdf", b"no pdf at all")}, "不是可用的类型"),
        ({"happened_on": "2999-01-01"}, "批复日期晚于今天，请核对"),
        ({"document_number": ""}, "请填写批复文号"),
        ({"said": "no"}, "退回修改请写明意见"),
    ],
)
def test_a_flawed_entry_leaves_what_was_typed_and_keeps_nothing(client, changes, sentence):
    review = ReviewFactory(submitted=True)
    sign_in(client, officer_of(review))

    page = text(client.post(reverse("records:enter_on_paper", args=[review.pk]), on_paper(**changes)))

    assert sentence in page
    assert "某教〔2026〕5号" in page or "document_number" in changes
    assert not ReviewDecision.objects.exists()
    assert not Attachment.objects.exists()


def test_what_is_not_so_is_dropped_with_a_reason(client):
    review = ReviewFactory(submitted=True, on_paper=True)
    officer = officer_of(review)
    scan = AttachmentFactory(organisation=review.organisation, by=officer)
    decision = reviews.enter_on_paper(review, officer, True, "某教〔2026〕5号", clock.today(), scan)
    sign_in(client, LeaderFactory(organisation=review.organisation))
    address = reverse("records:drop_decision", args=[decision.pk])

    silent = text(client.post(address, {"reason": ""}, follow=True))
    said = text(client.post(address, {"reason": "文号不符"}, follow=True))

    assert "请填写原因" in silent
    assert "已退回补录，录入人会看到原因" in said
    assert "未采用" in text(client.get(reverse("records:review", args=[review.pk])))


def test_strangers_find_neither_review_nor_decision(client):
    review = ReviewFactory(submitted=True)
    scan = AttachmentFactory(organisation=review.organisation, by=officer_of(review))
    decision = reviews.enter_on_paper(
        review, officer_of(review), True, "某教〔2026〕5号", clock.today(), scan
    )
    sign_in(client, TeacherFactory(organisation=review.organisation))

    answers = {
        client.get(reverse("records:review", args=[review.pk])).status_code,
        client.get(reverse("records:enter_on_paper", args=[review.pk])).status_code,
        decide(client, review, said="yes").status_code,
        client.post(reverse("records:confirm_decision", args=[decision.pk])).status_code,
    }

    assert answers == {404}


def test_who_may_see_but_not_submit_does_not_find_the_form_for_paper(client):
    review = ReviewFactory(submitted=True)
    sign_in(client, LeaderFactory(organisation=review.organisation))

    assert client.get(reverse("records:enter_on_paper", args=[review.pk])).status_code == 404


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_page_takes_the_same_queries_however_long_the_history(client, rounds, django_assert_num_queries):
    review = ReviewFactory(levels=[])
    review.levels = chain(review.organisation, Role.ZONE_REVIEWER)
    review.save()
    zone, officer = zone_reviewer_of(review), officer_of(review)
    for _ in range(rounds):
        reviews.submit(review, {}, by=officer)
        reviews.decide(review, by=zone, approve=False, remarks="再改")
    sign_in(client, officer)

    with django_assert_num_queries(15):
        client.get(reverse("records:review", args=[review.pk]))
