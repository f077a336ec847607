"""聘任文件: who is appointed, for which term, and who leaves."""

from datetime import date

import pytest

from campaigns import documents
from campaigns.choices import AgendaPurpose
from campaigns.documents import appointment
from selection.reasons import Refused
from tests.documents import situations as s
from tests.factories.personnel import StaffFactory, TenureFactory

pytestmark = pytest.mark.django_db


def holder(opening, name, **fields):
    staff = StaffFactory(organisation=opening.campaign.organisation, name=name)
    tenure = TenureFactory(staff=staff, post=opening.post, **fields)
    opening.ending.add(tenure)
    return tenure


@pytest.fixture
def person():
    campaign = s.selection()
    person = s.person(s.opening(campaign))
    s.meeting(campaign, AgendaPurpose.DECISION, date(2026, 3, 26), [person])
    return person


@pytest.mark.row("A025 A086", side="holds")
def test_everything_it_prints(person):
    made = s.appointment(person)

    assert appointment.context([made]) == {
        "about": f"appointment:{made.pk}",
        "school": "甲县实验小学",
        "mark": "甲县实验小学文件",
        "title": "关于王芳同志职务聘任的通知",
        "appointments": [
            {
                "name": "王芳",
                "post": "教务处主任",
                "term": "聘期三年，自2026年4月13日起至2029年4月12日止",
            }
        ],
        "term": "聘期三年，自2026年4月13日起至2029年4月12日止",
        "removals": [],
        "copies_to": "甲县教育局",
        "printed_by": "甲县实验小学办公室",
        "tokens": {"研究日期": "2026年3月26日", "研究会议": "党政领导联席会议"},
        "missing": [],
        "not_before": "",
        "signer": "甲县实验小学",
    }


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "said"),
    [
        ("2026-04-13", "2029-04-12", "聘期三年，自2026年4月13日起至2029年4月12日止"),
        ("2026-04-13", "2027-04-12", "聘期一年，自2026年4月13日起至2027年4月12日止"),
        ("2024-02-29", "2027-02-28", "聘期三年，自2024年2月29日起至2027年2月28日止"),
        ("2026-04-13", "2028-06-30", "聘期自2026年4月13日起至2028年6月30日止"),
        ("2026-04-13", "2026-12-31", "聘期自2026年4月13日起至2026年12月31日止"),
    ],
)
def test_the_length_of_a_term_is_said_where_it_is_whole_years(d, starts_on, ends_on, said):
    assert appointment.term(d(starts_on), d(ends_on)) == said


@pytest.mark.row("A013", side="holds")
def test_two_lengths_stand_with_the_persons(person):
    other = s.person(s.opening(person.campaign, "教务处副主任"), "李建国")
    made = [s.appointment(other, ends_on=date(2028, 6, 30)), s.appointment(person)]

    facts = appointment.context(made)

    assert facts["term"] == ""
    assert facts["title"] == "关于李建国等同志职务聘任的通知"
    assert [each["term"][:9] for each in facts["appointments"]] == ["聘期自2026年4", "聘期三年，自202"]


@pytest.mark.parametrize(
    ("months", "is_promotion", "said"),
    [
        pytest.param(
            12, True, "试用期一年，自2026年4月13日起算", marks=pytest.mark.row("R-28", side="refuses")
        ),
        pytest.param(6, True, "试用期6个月，自2026年4月13日起算", id="half a year"),
        pytest.param(12, False, "", marks=pytest.mark.row("R-28", side="holds")),
        pytest.param(0, True, "", id="none"),
    ],
)
def test_a_probation_is_told_of_those_who_are_promoted(person, months, is_promotion, said):
    s.with_rules(person.campaign, service={"probation_months": months})
    person.is_promotion = is_promotion
    person.save()

    [line] = appointment.context([s.appointment(person)])["appointments"]

    assert line.get("probation", "") == said


@pytest.mark.row("A026", side="holds")
def test_who_leaves_is_removed_or_leaves_with_the_term(person):
    opening = person.opening
    holder(opening, "周旧")
    holder(opening, "吴满", ends_on=date(2026, 4, 12))
    holder(opening, "孙满", ends_on=date(2026, 3, 1), ended_on=date(2026, 3, 2), end_reason="expired")
    holder(opening, "郑已离", ended_on=date(2026, 1, 1), end_reason="removed")
    opening.ending.add(TenureFactory(staff=person.staff, post=opening.post))

    facts = appointment.context([s.appointment(person)])

    assert facts["removals"] == [
        "免去周旧同志的教务处主任职务；",
        "吴满同志聘期届满，所任教务处主任职务自然免去；",
        "孙满同志聘期届满，所任教务处主任职务自然免去。",
    ]
    assert facts["title"] == "关于王芳同志职务任免的通知"


def test_who_changes_post_is_removed_from_the_old_one(person):
    former = TenureFactory(staff=person.staff, post=s.opening(person.campaign, "德育处主任", "德育处").post)
    person.opening.ending.add(former)

    facts = appointment.context([s.appointment(person)])

    assert facts["removals"] == ["免去王芳同志的德育处主任职务。"]


def test_while_a_seat_is_open_others_stay(person):
    person.opening.seats = 2
    person.opening.save()
    holder(person.opening, "周旧")

    assert appointment.context([s.appointment(person)])["removals"] == []


@pytest.mark.row("A087", side="refuses")
def test_heads_of_the_union_stand_in_no_document_of_the_school(person):
    made = s.appointment(person)
    made.issuer = "elsewhere"

    with pytest.raises(Refused) as refusal:
        documents.appointment.draw_up([made], by=person.campaign.plan.officer)

    assert refusal.value.reasons == ["王芳的职务须按权限报批或选举产生，不能由学校发文聘任"]


def test_one_document_serves_two_campaigns_of_a_plan(person):
    from tests.factories.campaigns import CampaignFactory

    other = CampaignFactory(plan=person.campaign.plan)
    second = s.person(s.opening(other, "总务处主任", "总务处"), "李建国")

    alone = documents.appointment.draw_up([s.appointment(person)], by=other.plan.officer)
    both = documents.appointment.draw_up([person.appointment, s.appointment(second)], by=other.plan.officer)

    assert (alone.campaign, both.campaign) == (person.campaign, None)
    assert set(both.candidacies.all()) == {person, second}
