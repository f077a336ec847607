"""竞岗 at the browser, from publication to the published list of qualified people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns import guards
from campaigns.choices import Stage, Track
from campaigns.models import Campaign, Entry
from personnel.models import Post
from selection import clock
from selection.reasons import reasons_against
from tests.factories.campaigns import CampaignFactory, OpeningFactory, PlanFactory

from .journey import POSTS, Journey, at, wait_until
from .pages import Person

pytestmark = [pytest.mark.django_db]


def test_three_of_five_who_entered_stand_on_the_list(cast):
    journey = Journey(cast)
    journey.campaign = announced_contest(journey)
    nothing_is_entered_before_the_plan_is_public(journey)
    open_registration(journey)
    first, second, third, late = journey.teachers[:4]
    enter_by_phone(journey, first, second)
    withdraw(journey, third)
    forwarded = put_somebody_forward(journey, journey.teachers[4])
    close_registration(journey)
    enter_late(journey, late)
    screen(journey)
    examine(journey, turned_down=second)
    publish(journey, forwarded)


def announced_contest(journey: Journey) -> Campaign:
    """An approved plan with two posts of the school, not yet public."""
    cast = journey.cast
    plan = PlanFactory(
        organisation=cast.school, created_by=cast.officer, body=cast.body, starts_on="2026-06-01"
    )
    campaign = CampaignFactory(plan=plan, track=Track.COMPETITIVE, at=Stage.ANNOUNCE)
    for post in Post.objects.filter(title__in=POSTS[:2]).order_by("pk"):
        OpeningFactory(campaign=campaign, post=post, reason="C1")
    return Campaign.objects.get(pk=campaign.pk)


def nothing_is_entered_before_the_plan_is_public(journey: Journey) -> None:
    assert journey.refused("recommend") == [
        "工作方案和具体职务尚未在学校公布",
        "请设定报名的起止时间、范围和办法，随工作方案一并公布",
    ]
    journey.teachers[0].finds_nothing_at(at("apply", journey.campaign.pk))


def open_registration(journey: Journey) -> None:
    opens_at, closes_at = clock.now() + timedelta(hours=1), clock.now() + timedelta(days=3)
    said = {"opens_at": f"{opens_at:%Y-%m-%dT%H:%M}", "closes_at": f"{closes_at:%Y-%m-%dT%H:%M}"}
    page = journey.officer.fills(journey.at("registration"), **said | {"closes_at": said["opens_at"]})
    assert page.said == ["报名截止须晚于报名开始，并且还没有过去"]
    page = journey.officer.fills(journey.at("registration"), **said)
    assert page.said[0].startswith("已设定报名时间")
    journey.record("publication")
    step(journey, "recommend")
    teacher = journey.teachers[0]
    assert "报名还没有开始" in teacher.opens(at("apply", journey.campaign.pk)).text
    wait_until(opens_at)
    assert at("apply", journey.campaign.pk) in teacher.opens(reverse("home")).links


def step(journey: Journey, name: str) -> None:
    journey.officer.fills(journey.at("campaign"), journey.at("advance", name))
    journey.campaign.refresh_from_db()
    assert journey.campaign.stage == name


def enter_by_phone(journey: Journey, *people: Person) -> None:
    address, (one, two) = at("apply", journey.campaign.pk), journey.campaign.openings.order_by("pk")
    said = {"first": one.pk, "second": two.pk, "statement": "熟悉工作，愿意承担更多责任。"}
    page = people[0].fills(address, **said)
    assert page.said == ["请阅读并勾选承诺，未作承诺的不能报名"]
    page = people[0].fills(address, **said | {"second": one.pk, "is_pledged": "on"})
    assert page.said == ["两个志愿不能是同一岗位"]
    for person in people:
        page = person.fills(address, **said, is_pledged="on")
        assert page.said == ["您已报名，资格审查的结果会在这里告诉您"]
        assert page.address == person.opens(address).address  # who entered comes back to the own entry
    people[1].finds_nothing_at(at("my_entry", entry_of(people[0]).pk))


def entry_of(person: Person) -> Entry:
    return Entry.objects.filter(staff__user=person.user).latest("pk")


def withdraw(journey: Journey, person: Person) -> None:
    one = journey.campaign.openings.first()
    said = {"first": one.pk, "statement": "愿意试一试。", "is_pledged": "on"}
    person.fills(at("apply", journey.campaign.pk), **said)
    entry = entry_of(person)
    page = person.fills(at("my_entry", entry.pk), at("leave_contest", entry.pk), reason="家庭原因")
    assert page.said == ["您已退出报名"]
    assert at("apply", journey.campaign.pk) in page.links


def put_somebody_forward(journey: Journey, person: Person) -> Person:
    staff = person.user.staff_member
    page = journey.officer.opens(journey.at("put_forward"))
    assert journey.at("meeting_new", "put_forward") in page.links
    journey.meet("put_forward")
    found = journey.officer.opens(journey.at("put_forward") + f"?q={staff.staff_number}")
    page = journey.officer.sends(found, first=journey.campaign.openings.first().pk)
    assert page.said == [f"已推荐{staff.name}报名"]
    return person


def close_registration(journey: Journey) -> None:
    page = journey.officer.posts(journey.at("bring_up"))
    assert page.said[0].endswith("截止之后再进行资格审查")
    wait_until(journey.campaign.registrations.get().closes_at + timedelta(minutes=1))


def enter_late(journey: Journey, person: Person) -> None:
    staff, address = person.user.staff_member, at("apply", journey.campaign.pk)
    said = {"first": journey.campaign.openings.last().pk, "statement": "愿意承担。", "is_pledged": "on"}
    assert not person.opens(address).has_form(address)
    assert person.posts(address, said).said[0].startswith("报名已于")
    found = journey.leader.opens(journey.at("late_new") + f"?q={staff.staff_number}")
    page = journey.leader.sends(found, reason="外出支教，无法按时报名")
    assert page.said[0].startswith(f"已登记：准许{staff.name}逾期报名")
    assert person.fills(address, **said).said == ["您已报名，资格审查的结果会在这里告诉您"]


def screen(journey: Journey) -> None:
    officer = journey.officer
    page = officer.fills(journey.at("entries"), journey.at("bring_up"))
    assert page.said == ["已对照名册审查6人次，请逐人作出结论"]
    for person in journey.campaign.live():
        officer.fills(journey.at("screening"), at("conclude", person.pk))
    page = officer.fills(journey.at("entries"), journey.at("report_entries"))
    assert page.said == ["请先录入班子会议“报名人员资格初审”，再报送审核"]
    journey.meet("screening")
    item = journey.campaign.resolved("screening").get()
    page = officer.fills(journey.at("entries"), journey.at("report_entries"), item=item.pk)
    assert page.said == ["报名人员资格审查：已报送审核"]


def examine(journey: Journey, turned_down: Person) -> None:
    """The zone agrees to everybody, the bureau turns one person down, with a reason."""
    examination = journey.campaign.examinations.get()
    address = at("examination", examination.pk)
    assert address in journey.zone_reviewer.opens(reverse("records:reviews")).links
    assert not journey.officer.opens(address).has_form(address)
    page = journey.zone_reviewer.fills(address)
    assert page.said == ["已提交：审查6人次，合格6人次，不合格0人次"]
    out = [f"passes_{each.pk}" for each in journey.campaign.live().filter(staff__user=turned_down.user)]
    page = journey.bureau_reviewer.fills(address, **dict.fromkeys(out, "no"))
    assert page.said[0].endswith("不合格的，请写明理由")
    remarks = {name.replace("passes", "remark"): "任职年限不足" for name in out}
    page = journey.bureau_reviewer.fills(address, **dict.fromkeys(out, "no"), **remarks)
    assert page.said == ["已提交：审查6人次，合格4人次，不合格2人次"]
    said = turned_down.opens(reverse("home")).text
    assert "未通过资格审查（县教育局）：任职年限不足" in said


def publish(journey: Journey, forwarded: Person) -> None:
    assert "资格审查合格人员名单尚未公布" in journey.refused("evaluate")
    journey.record("qualified_list")
    assert entry_of(forwarded).state == Entry.State.QUALIFIED
    assert len({person.staff_id for person in journey.campaign.live()}) == 3
    assert reasons_against(journey.campaign, guards.enter.RULES) == []
