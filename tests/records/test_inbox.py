"""How old is what waits, until when is it to be answered, and how are many approved at once?"""

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse

from selection import clock
from selection.reasons import Refused
from selection.records import inbox, reviews
from selection.records.models import LedgerEntry, Review
from tests.factories.records import ReviewFactory, officer_of, zone_reviewer_of

pytestmark = pytest.mark.django_db


def at(year, month, day, hour=9):
    return time_machine.travel(datetime(year, month, day, hour, tzinfo=clock.now().tzinfo), tick=False)


def several(count, **kwargs):
    """Reviews of as many schools of one zone, handed in, and the zone's reviewer."""
    first = ReviewFactory(submitted=True, title="第1份", **kwargs)
    zone = zone_reviewer_of(first)
    others = []
    for number in range(2, count + 1):
        made = ReviewFactory(organisation__parent=zone.organisation, title=f"第{number}份", **kwargs)
        reviews.submit(made, {}, by=officer_of(made))
        others.append(made)
    return [first, *others], zone


@pytest.mark.parametrize(
    ("today", "days", "is_late"),
    [
        (date(2026, 3, 6), 0, False),  # Friday, when it came
        (date(2026, 3, 8), 0, False),  # Sunday
        (date(2026, 3, 9), 1, False),
        (date(2026, 3, 11), 3, False),  # the last day
        (date(2026, 3, 12), 4, True),
    ],
)
def test_age_and_deadline_are_counted_in_working_days(today, days, is_late):
    with at(2026, 3, 6):
        zone = zone_reviewer_of(ReviewFactory(submitted=True))

    with at(today.year, today.month, today.day):
        [item] = inbox.waiting_for(zone)

        assert (item.days, item.due, item.is_late) == (days, date(2026, 3, 11), is_late)


def test_a_holiday_counts_for_neither():
    with at(2026, 9, 30):
        zone = zone_reviewer_of(ReviewFactory(submitted=True))

    with at(2026, 10, 8):  # the first working day after the holiday
        [item] = inbox.waiting_for(zone)

        assert item.days == 1


def test_the_term_is_a_setting(settings):
    settings.REVIEW_WORKDAYS = 5
    with at(2026, 3, 2):
        zone = zone_reviewer_of(ReviewFactory(submitted=True))

        assert inbox.waiting_for(zone)[0].due == date(2026, 3, 9)


def test_overdue_ones_come_first():
    with at(2026, 3, 2):
        zone = zone_reviewer_of(ReviewFactory(submitted=True, title="先"))
    with at(2026, 3, 10):
        later = ReviewFactory(organisation__parent=zone.organisation, title="后")
        reviews.submit(later, {}, by=officer_of(later))

        assert [(each.review.title, each.is_late) for each in inbox.waiting_for(zone)] == [
            ("先", True),
            ("后", False),
        ]


def test_many_are_approved_each_with_its_own_entry():
    picked, zone = several(3)

    done = inbox.approve(picked, by=zone)

    assert done == (3, [])
    for review in picked:
        review.refresh_from_db()
        assert review.current_label == "教育局"
        entry = LedgerEntry.objects.filter(ledger=review.ledger).last()
        assert entry.content["payload"]["result"] == "同意"


def test_what_cannot_be_approved_says_why_and_holds_up_nothing():
    (first, second, third), zone = several(3)
    reviews.withdraw(second, by=officer_of(second))

    done = inbox.approve([first, second, third], by=zone)

    school = second.organisation.short_name
    assert done.approved == 2
    assert done.refused == [f"{school}《第2份》没有同意：《第2份》已由{school}撤回，请修改后重新报送"]
    assert [each.state for each in Review.objects.order_by("pk")] == ["pending", "withdrawn", "pending"]
    assert not second.what_is_asked.decisions.exists()


def test_what_asks_for_a_word_on_each_person_is_not_approved_from_the_list(monkeypatch):
    monkeypatch.setattr(reviews, "PERSON_BY_PERSON", {"matter"})
    [review], zone = several(1)

    done = inbox.approve([review], by=zone)

    assert not inbox.waiting_for(zone)[0].is_one_of_many
    assert done.approved == 0
    assert done.refused[0].endswith("须逐人作出结论，请打开后办理")


def test_whoever_is_asked_nothing_approves_nothing():
    [review], _zone = several(1)
    officer = officer_of(review)

    done = inbox.approve([review], by=officer)

    assert done.approved == 0
    assert "不能审核本单位报送的事项" in done.refused[0]
    with pytest.raises(Refused):
        reviews.decide(review, officer, True)


def test_the_list_is_ticked_and_approved(client):
    (first, second), zone = several(2)
    client.force_login(zone)
    address = reverse("records:reviews")

    page = client.post(
        reverse("records:approve_reviews"), {"picked": [first.pk], "next": address}, follow=True
    )

    said = page.content.decode()
    assert "已同意1件" in said
    assert "勾选" + second.organisation.short_name + "第2份" in said
    assert [item.review for item in page.context["waiting"]] == [second]


def test_nothing_ticked_is_said(client):
    _reviews, zone = several(1)
    client.force_login(zone)

    page = client.post(reverse("records:approve_reviews"), {"picked": ["x"]}, follow=True)

    assert "请先勾选要同意的事项" in page.content.decode()


def test_one_kind_is_picked_out(client, monkeypatch):
    monkeypatch.setitem(reviews.LABELS, "matter", "一般事项")
    monkeypatch.setitem(reviews.LABELS, "other", "其他事项")
    (first, second), zone = several(2)
    Review.objects.filter(pk=second.pk).update(kind="other")
    client.force_login(zone)

    page = client.get(reverse("records:reviews"), {"kind": "other"})

    assert [item.review for item in page.context["waiting"]] == [second]
    assert "一般事项 1" in page.content.decode()
    assert first.title not in page.content.decode()
