"""How does something pass through its levels?"""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django_fsm import TransitionNotAllowed

from selection import chinese, clock
from selection.accounts.acts import Role
from selection.accounts.models import Notification
from selection.reasons import Refused
from selection.records import ledgers, organising, reviews
from selection.records.models import Review, ReviewDecision
from tests.factories.accounts import (
    BureauReviewerFactory,
    LeaderFactory,
    TeacherFactory,
    ZoneOrganiserFactory,
    ZoneReviewerFactory,
)
from tests.factories.records import (
    AttachmentFactory,
    ReviewFactory,
    bureau_reviewer_of,
    officer_of,
    zone_reviewer_of,
)

pytestmark = pytest.mark.django_db


def refused(act, *args, **kwargs):
    """The reasons with which the act is refused."""
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value.reasons


def acts_of(review):
    return [entry.act for entry in review.ledger.entries.all()]


def scan(review):
    return AttachmentFactory(organisation=review.organisation, by=officer_of(review))


def on_paper(review, **changes):
    """The arguments with which the officer enters a bureau's written approval."""
    return {
        "by": officer_of(review),
        "approve": True,
        "document_number": "某教〔2026〕5号",
        "happened_on": clock.today(),
        "attachment": scan(review),
    } | changes


def test_a_review_passes_zone_and_bureau():
    review = ReviewFactory(submitted=True)
    zone, bureau = zone_reviewer_of(review), bureau_reviewer_of(review)

    asked = [list(Review.objects.waiting_for(user)) for user in (zone, bureau)]
    reviews.decide(review, by=zone, approve=True, remarks="情况属实")
    asked_next = [list(Review.objects.waiting_for(user)) for user in (zone, bureau)]
    reviews.decide(review, by=bureau, approve=True, document_number="某教〔2026〕5号")

    assert (asked, asked_next) == ([[review], []], [[], [review]])
    assert (review.state, review.approved_on) == (Review.State.APPROVED, clock.today())
    assert review.is_approved
    assert acts_of(review) == ["报送审核", "同意", "同意"]
    assert not Review.objects.waiting_for(bureau)


def test_a_level_that_the_school_lacks_is_skipped():
    review = ReviewFactory(directly_under_bureau=True)

    assert [(level["label"], level["organisation"]) for level in review.levels] == [
        ("教育局", review.organisation.bureau.pk)
    ]


def test_a_review_without_levels_is_approved_when_handed_in():
    review = ReviewFactory(levels=[])

    reviews.submit(review, {}, by=officer_of(review))

    assert (review.state, review.approved_on) == (Review.State.APPROVED, clock.today())


def test_a_submission_is_frozen_with_its_digest():
    review = ReviewFactory()
    content = {"posts": [{"title": "教导主任"}]}

    submission = reviews.submit(review, content, by=officer_of(review))
    content["posts"].clear()
    submission.refresh_from_db()

    assert submission.digest == ledgers.sha256(ledgers.canonical({"posts": [{"title": "教导主任"}]}))
    assert submission.content == {"posts": [{"title": "教导主任"}]}
    assert str(submission) == "2026年职数核定表（第1次）"
    with pytest.raises(TypeError):
        submission.save()


def test_sent_back_with_remarks_and_handed_in_again_the_history_is_kept():
    review = ReviewFactory(submitted=True)
    zone, bureau, officer = zone_reviewer_of(review), bureau_reviewer_of(review), officer_of(review)
    reviews.decide(review, by=zone, approve=True)
    reviews.decide(review, by=bureau, approve=False, remarks="副职多报一人")

    sent_back = review.state
    reviews.submit(review, {"lines": [1]}, by=officer)

    history = [
        (decision.submission.number, decision.label, decision.is_approval, decision.remarks)
        for decision in ReviewDecision.objects.all()
    ]
    assert sent_back == Review.State.SENT_BACK
    assert (review.state, review.current_label) == (Review.State.PENDING, "学区")
    assert [submission.content for submission in review.submissions.all()] == [
        {"lines": [1, 2]},
        {"lines": [1]},
    ]
    assert history == [(1, "学区", True, ""), (1, "教育局", False, "副职多报一人")]
    assert "《2026年职数核定表》退回修改" in [note.sentence for note in officer.notifications.all()]


def test_sending_back_needs_remarks():
    review = ReviewFactory(submitted=True)

    reasons = refused(reviews.decide, review, by=zone_reviewer_of(review), approve=False, remarks=" ")

    assert reasons == ["退回修改请写明意见，让学校知道要改什么"]


def test_only_the_level_that_is_asked_decides():
    review = ReviewFactory(submitted=True)

    strangers = [bureau_reviewer_of(review), ZoneReviewerFactory(), TeacherFactory()]

    assert [refused(reviews.decide, review, by=user, approve=True) for user in strangers] == [
        ["现在由学区审核，您不是这一级的审核员"]
    ] * 3


def test_whoever_handed_in_does_not_decide():
    review = ReviewFactory()
    both = ZoneOrganiserFactory(organisation=review.organisation.zone)
    organising.begin(review.organisation, by=bureau_reviewer_of(review), reason="没有专职人事干部")
    both.groups.add(*zone_reviewer_of_group(review))
    reviews.submit(review, {}, by=both)

    assert refused(reviews.decide, review, by=both, approve=True) == [
        "不能审核自己报送的事项，请由其他审核员办理"
    ]
    assert Review.objects.waiting_for(both).first() == review


def zone_reviewer_of_group(review):
    return (
        review.organisation.zone.users.filter(groups__role_group__role=Role.ZONE_REVIEWER)
        .first()
        .groups.all()
    )


def test_nobody_decides_for_the_own_school():
    review = ReviewFactory(submitted=True)
    seconded = zone_reviewer_of(review)
    seconded.organisation = review.organisation
    seconded.save()

    assert refused(reviews.decide, review, by=seconded, approve=True) == ["不能审核本单位报送的事项"]
    assert not Review.objects.waiting_for(seconded)


@pytest.mark.parametrize("act", [reviews.submit, reviews.withdraw])
def test_handing_in_and_withdrawing_are_the_officers(act):
    review = ReviewFactory()
    arguments = {"content": {}} if act is reviews.submit else {}

    reasons = refused(act, review, by=LeaderFactory(organisation=review.organisation), **arguments)

    assert reasons[0].startswith("您没有")


def test_a_pending_review_can_be_withdrawn_and_handed_in_again():
    review = ReviewFactory(submitted=True)
    officer = officer_of(review)

    reviews.withdraw(review, by=officer)
    withdrawn = review.state
    reviews.submit(review, {}, by=officer)

    assert (withdrawn, review.state) == (Review.State.WITHDRAWN, Review.State.PENDING)
    assert acts_of(review) == ["报送审核", "撤回报送", "报送审核"]


def test_steps_out_of_turn_are_refused_in_one_sentence():
    draft, pending = ReviewFactory(), ReviewFactory(submitted=True)

    assert refused(reviews.withdraw, draft, by=officer_of(draft)) == [
        f"《2026年职数核定表》还没有报送，请先由{draft.organisation.short_name}报送"
    ]
    assert refused(reviews.submit, pending, {}, by=officer_of(pending)) == [
        "《2026年职数核定表》正由学区审核，请等待答复；学校要修改的，请先撤回"
    ]
    assert refused(reviews.decide, draft, by=zone_reviewer_of(draft), approve=True) == [
        f"《2026年职数核定表》还没有报送，请先由{draft.organisation.short_name}报送"
    ]
    assert refused(reviews.enter_on_paper, draft, **on_paper(draft)) == [
        f"《2026年职数核定表》还没有报送，请先由{draft.organisation.short_name}报送"
    ]


def test_what_was_approved_is_taken_back_to_be_changed_and_handed_in_anew():
    review = ReviewFactory(submitted=True)
    too_early = refused(reviews.reopen, review)
    reviews.decide(review, by=zone_reviewer_of(review), approve=True)
    reviews.decide(review, by=bureau_reviewer_of(review), approve=True)

    reviews.reopen(review)
    reopened = (review.state, review.approved_on)
    reviews.submit(review, {}, by=officer_of(review))

    assert too_early == ["《2026年职数核定表》正由学区审核，请等待答复；学校要修改的，请先撤回"]
    assert reopened == (Review.State.WITHDRAWN, None)
    assert (review.state, review.level) == (Review.State.PENDING, 0)


def test_a_decision_dated_tomorrow_is_refused():
    review = ReviewFactory(submitted=True)
    tomorrow = clock.today() + timedelta(days=1)

    reasons = refused(reviews.decide, review, by=zone_reviewer_of(review), approve=True, happened_on=tomorrow)

    assert reasons == [f"批复日期（{chinese.day(tomorrow)}）晚于今天，请核对"]


def test_the_date_of_approval_is_that_of_the_latest_approving_decision():
    with time_machine.travel("2026-03-10T08:00:00+08:00", tick=False):
        review = ReviewFactory(submitted=True)
        reviews.decide(review, by=zone_reviewer_of(review), approve=True, happened_on=date(2026, 3, 9))
        reviews.decide(review, by=bureau_reviewer_of(review), approve=True, happened_on=date(2026, 3, 6))

    assert review.approved_on == date(2026, 3, 9)


@pytest.mark.row("TRAP-27", side="holds")
def test_a_paper_decision_counts_once_the_level_itself_confirms_it():
    review = ReviewFactory(submitted=True, directly_under_bureau=True)
    bureau = bureau_reviewer_of(review)

    decision = reviews.enter_on_paper(review, **on_paper(review, happened_on=date(2026, 1, 5)))
    before = (review.state, list(ReviewDecision.objects.waiting_for(bureau)))
    reviews.confirm_decision(decision, by=bureau)
    review.refresh_from_db()

    assert before == (Review.State.PENDING, [decision])
    assert (review.state, review.approved_on) == (Review.State.APPROVED, date(2026, 1, 5))
    assert not ReviewDecision.objects.waiting_for(bureau)
    marked = [(entry.act, entry.content["backfilled"]) for entry in review.ledger.entries.all()]
    assert marked == [("报送审核", False), ("补录批复", True), ("确认补录的批复", True)]


def test_where_the_levels_are_not_on_the_system_a_second_person_of_the_school_confirms():
    review = ReviewFactory(submitted=True, on_paper=True)
    leader = LeaderFactory(organisation=review.organisation)

    for level in (0, 1):
        reviews.enter_on_paper(review, **on_paper(review, level=level))
    for decision in ReviewDecision.objects.waiting_for(leader):
        reviews.confirm_decision(decision, by=leader)

    review.refresh_from_db()
    assert review.state == Review.State.APPROVED
    assert Notification.objects.filter(user=leader).count() == 2


def test_a_higher_level_confirmed_first_waits_for_the_lower_one():
    review = ReviewFactory(submitted=True)
    decision = reviews.enter_on_paper(review, **on_paper(review, level=1))

    reviews.confirm_decision(decision, by=bureau_reviewer_of(review))
    review.refresh_from_db()
    waiting = (review.state, review.level)
    reviews.decide(review, by=zone_reviewer_of(review), approve=True)

    assert waiting == (Review.State.PENDING, 0)
    assert review.state == Review.State.APPROVED


def test_nobody_confirms_what_they_entered_themselves():
    review = ReviewFactory(submitted=True, on_paper=True)
    officer = officer_of(review)
    decision = reviews.enter_on_paper(review, **on_paper(review))

    assert refused(reviews.confirm_decision, decision, by=officer) == ["补录事项须由录入人以外的人确认"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewDecision.objects.filter(pk=decision.pk).update(confirmed_by=officer, confirmed_at=clock.now())


def test_a_stranger_does_not_confirm():
    review = ReviewFactory(submitted=True, directly_under_bureau=True)
    decision = reviews.enter_on_paper(review, **on_paper(review))

    reasons = refused(reviews.confirm_decision, decision, by=LeaderFactory(organisation=review.organisation))

    assert reasons == [f"请由{review.organisation.bureau}确认该补录"]


def test_a_paper_decision_needs_its_number_and_its_scan():
    review = ReviewFactory(submitted=True)

    reasons = refused(reviews.enter_on_paper, review, **on_paper(review, document_number="", attachment=None))

    assert reasons == ["请填写批复的文号", "请上传批复的扫描件"]


def test_a_level_already_passed_can_not_be_entered_again():
    review = ReviewFactory(submitted=True)
    reviews.decide(review, by=zone_reviewer_of(review), approve=True)

    assert refused(reviews.enter_on_paper, review, **on_paper(review, level=0)) == [
        "所选层级已经审核过，请重新选择"
    ]
    assert refused(reviews.enter_on_paper, review, **on_paper(review, level=2)) == [
        "所选层级已经审核过，请重新选择"
    ]


def test_only_the_officer_enters_from_paper():
    review = ReviewFactory(submitted=True)
    arguments = on_paper(review, by=LeaderFactory(organisation=review.organisation))

    assert refused(reviews.enter_on_paper, review, **arguments) == [
        "您没有补录批复的权限，请由本单位人事干部补录"
    ]


def test_what_is_not_so_is_dropped_with_a_reason_and_may_be_entered_anew():
    review = ReviewFactory(submitted=True, directly_under_bureau=True)
    bureau, officer = bureau_reviewer_of(review), officer_of(review)
    decision = reviews.enter_on_paper(review, **on_paper(review))

    without_reason = refused(reviews.drop_decision, decision, by=bureau, reason="")
    reviews.drop_decision(decision, by=bureau, reason="文号不符")
    again = reviews.enter_on_paper(review, **on_paper(review))

    assert without_reason == ["请说明不予确认的原因"]
    assert refused(reviews.confirm_decision, decision, by=bureau) == ["该补录已经处理过，无需再确认"]
    assert list(ReviewDecision.objects.waiting_for(bureau)) == [again]
    assert officer.notifications.get().sentence == "补录的批复“某教〔2026〕5号”未获确认：文号不符"


def test_a_decision_in_the_system_overtakes_the_unconfirmed_paper_one():
    review = ReviewFactory(submitted=True, directly_under_bureau=True)
    bureau = bureau_reviewer_of(review)
    reviews.enter_on_paper(review, **on_paper(review))

    reviews.decide(review, by=bureau, approve=True)

    assert review.state == Review.State.APPROVED
    assert not ReviewDecision.objects.waiting_for(bureau)


def test_a_paper_refusal_sends_the_review_back_and_does_not_haunt_the_next_submission():
    review = ReviewFactory(submitted=True, directly_under_bureau=True)
    bureau = bureau_reviewer_of(review)
    refusal = reviews.enter_on_paper(review, **on_paper(review, approve=False, remarks="重报"))
    stale = reviews.enter_on_paper(review, **on_paper(review))
    reviews.confirm_decision(refusal, by=bureau)
    review.refresh_from_db()
    sent_back = review.state

    reviews.submit(review, {}, by=officer_of(review))

    stale.refresh_from_db()
    assert sent_back == Review.State.SENT_BACK
    assert stale.is_dropped
    assert not ReviewDecision.objects.waiting_for(bureau)


def test_the_state_is_written_by_transitions_only():
    review = ReviewFactory()

    with pytest.raises(AttributeError):
        review.state = Review.State.APPROVED
    with pytest.raises(TransitionNotAllowed):
        review.send_back()


@pytest.mark.parametrize("approve", [True, False])
def test_an_answer_sets_going_what_its_kind_says_once_and_after_its_entry(monkeypatch, approve):
    heard = []
    monkeypatch.setitem(
        reviews.OUTCOMES, "matter", lambda review: heard.append((review.state, acts_of(review)[-1]))
    )
    review = ReviewFactory(submitted=True)
    reviews.decide(review, by=zone_reviewer_of(review), approve=True)

    reviews.decide(review, by=bureau_reviewer_of(review), approve=approve, remarks="已阅")

    assert heard == [("approved", "同意") if approve else ("sent_back", "退回修改")]


def test_a_review_without_levels_sets_its_consequences_going_at_once(monkeypatch):
    heard = []
    monkeypatch.setitem(reviews.OUTCOMES, "matter", lambda review: heard.append(acts_of(review)))
    review = ReviewFactory(levels=[])

    reviews.submit(review, {}, by=officer_of(review))

    assert heard == [["报送审核"]]


def test_reviewers_are_told_with_the_page_of_the_kind(monkeypatch):
    monkeypatch.setitem(reviews.PAGES, "matter", lambda review: f"/matter/{review.pk}/")

    review = ReviewFactory(submitted=True)

    note = zone_reviewer_of(review).notifications.get()
    assert (note.sentence, note.url) == (
        f"{review.organisation.short_name}报送《2026年职数核定表》，请审核",
        f"/matter/{review.pk}/",
    )


def test_reviews_are_seen_by_those_who_see_campaigns_there():
    review = ReviewFactory()
    ReviewFactory()

    assert list(Review.objects.visible_to(LeaderFactory(organisation=review.organisation))) == [review]
    assert list(
        Review.objects.visible_to(BureauReviewerFactory(organisation=review.organisation.bureau))
    ) == [review]
    assert not Review.objects.visible_to(TeacherFactory(organisation=review.organisation))


def test_the_list_of_a_reviewer_takes_three_queries_however_long(django_assert_num_queries):
    first = ReviewFactory(submitted=True)
    zone = zone_reviewer_of(first)
    for _ in range(2):
        other = ReviewFactory(organisation__parent=first.organisation.zone)
        reviews.submit(other, {}, by=other.organisation.users.get())
    assert zone.reach
    assert zone.organisation

    with django_assert_num_queries(3):
        schools = [review.organisation.name for review in Review.objects.waiting_for(zone)]

    assert len(schools) == 3
