"""What was entered and confirmed by mistake is struck by the second person, and its consequences are taken back."""

from datetime import date

import pytest
from django.urls import reverse

from personnel.models import Tenure
from selection.reasons import Refused
from selection.records import papers
from selection.records.models import LedgerEntry, Paper
from serving.models import DutyReview, Task
from serving.services import entering, removals
from tests.factories.accounts import BureauReviewerFactory, LeaderFactory
from tests.factories.serving import DutyReviewFactory, RemovalFactory, cadre, county_school, officer_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def confirmed(act):
    entering.confirm(act, by=LeaderFactory(organisation=act.organisation))
    return act


def struck(act, reason="登记错了人"):
    entering.strike(act, by=LeaderFactory(organisation=act.organisation), reason=reason)
    act.refresh_from_db()
    return act


def refusal_of(act, by=None, reason="登记错了人"):
    with pytest.raises(Refused) as refusal:
        entering.strike(act, by=by or LeaderFactory(organisation=act.organisation), reason=reason)
    return refusal.value.reasons


def end_of(tenure):
    tenure.refresh_from_db()
    return tenure.ended_on, tenure.end_reason


def test_who_was_removed_by_mistake_holds_the_post_again():
    removal = confirmed(RemovalFactory())
    assert end_of(removal.tenure) == (TODAY, Tenure.EndReason.REMOVED)

    struck(removal)

    assert end_of(removal.tenure) == (None, "")
    assert (removal.struck_on, removal.struck_because) == (TODAY, "登记错了人")
    assert list(removals.removable(Tenure.objects.all())) == [removal.tenure]


def test_the_ledger_says_why_and_how_it_stood():
    removal = struck(confirmed(RemovalFactory()))

    restored, struck_out = LedgerEntry.objects.order_by("pk")[LedgerEntry.objects.count() - 2 :]
    assert (restored.act, struck_out.act) == ("恢复任职", "作废免职（解聘）")
    assert "登记错了人" in struck_out.text
    assert f"免去{removal.tenure.post}" in struck_out.text


def test_a_removal_that_was_to_come_never_comes(go_to):
    removal = struck(confirmed(RemovalFactory(effective_on=date(2026, 3, 10))))
    go_to(date(2026, 3, 10))

    removals.carry_out_due()

    assert end_of(removal.tenure) == (None, "")


def test_a_term_that_was_over_has_lapsed_all_the_same():
    tenure = cadre(ends_on=date(2026, 2, 28), ended_on=date(2026, 3, 1), end_reason=Tenure.EndReason.EXPIRED)
    removal = confirmed(RemovalFactory(tenure=tenure, reason="X1", effective_on=date(2026, 3, 1)))
    assert end_of(tenure) == (date(2026, 3, 1), Tenure.EndReason.NOT_REAPPOINTED)

    struck(removal)

    assert end_of(tenure) == (date(2026, 3, 1), Tenure.EndReason.EXPIRED)


def test_a_post_that_somebody_else_holds_by_now_is_not_given_back():
    removal = confirmed(RemovalFactory())
    cadre(removal.organisation, "李某", post=removal.tenure.post, starts_on=TODAY)

    sentence = f"{removal.tenure.post}自2026年3月2日起已由李某担任，不能恢复，请先核对任职"
    assert refusal_of(removal) == [sentence]
    assert end_of(removal.tenure) == (TODAY, Tenure.EndReason.REMOVED)


def test_its_draft_is_no_more_and_an_issued_paper_is_withdrawn():
    drafted, issued = confirmed(RemovalFactory()), confirmed(RemovalFactory())
    papers.issue(issued.paper, LeaderFactory(organisation=issued.organisation))

    struck(drafted)
    struck(issued)

    assert drafted.paper is None
    assert list(Paper.objects.values_list("pk", "state")) == [(issued.paper_id, Paper.State.WITHDRAWN)]


def test_only_the_second_person_strikes_and_says_why():
    removal = confirmed(RemovalFactory())
    stranger = "您没有作废这一登记的权限，请由录入人以外的学校领导或教育局审核员作废"

    assert refusal_of(removal, by=removal.entered_by) == [stranger]
    assert refusal_of(removal, reason=" ") == ["请写明作废的原因"]
    assert refusal_of(RemovalFactory()) == ["该登记尚未核实或已经作废；尚未核实的，请退回"]
    assert refusal_of(struck(removal)) == ["该登记尚未核实或已经作废；尚未核实的，请退回"]


def test_the_bureau_strikes_too():
    removal = confirmed(RemovalFactory())

    entering.strike(
        removal, by=BureauReviewerFactory(organisation=removal.organisation.bureau), reason="误录"
    )

    assert end_of(removal.tenure) == (None, "")


def test_a_failed_review_that_was_struck_asks_for_no_dismissal_and_gives_way_to_the_right_one():
    school = county_school()
    review = DutyReviewFactory(staff=cadre(school).staff, grade="failed", is_backfilled=True)
    confirmed(review)
    asked = Task.objects.of(school).filter(kind="dismiss")
    assert asked.open().count() == 1

    struck(review)

    assert asked.open().count() == 0
    assert DutyReview.objects.in_force().count() == 0
    confirmed(DutyReviewFactory(staff=review.staff, grade="passed", is_backfilled=True))


def test_a_to_do_that_the_removal_settled_is_open_again():
    school = county_school()
    tenure = cadre(school)
    confirmed(DutyReviewFactory(staff=tenure.staff, grade="failed", is_backfilled=True))
    asked = Task.objects.of(school).filter(kind="dismiss")
    removal = confirmed(RemovalFactory(tenure=tenure, reason="X2"))
    assert asked.open().count() == 0

    struck(removal)

    assert [task.sentence for task in asked.open()] == ["王某2025年度履职考核不合格，应予解聘"]


def test_the_page_offers_it_to_the_second_person_and_then_shows_why(as_user):
    removal = confirmed(RemovalFactory())
    page = reverse("serving:person", args=[removal.staff_id])
    address = reverse("serving:strike", args=["removal", removal.pk])
    assert address not in as_user(officer_of(removal.organisation)).get(page).content.decode()

    leader = as_user(LeaderFactory(organisation=removal.organisation, name="方某"))
    assert address in leader.get(page).content.decode()
    leader.post(address, {"reason": "登记错了人"})

    shown = leader.get(page).content.decode()
    assert "方某于2026年3月2日作废：登记错了人" in shown
    assert address not in shown
