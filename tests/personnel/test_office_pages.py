"""Departments, posts and bodies on the web."""

import pytest

from personnel.models import (
    Body,
    Department,
    Post,
)
from tests.factories.personnel import (
    BodyFactory,
    DepartmentFactory,
    StaffFactory,
)
from tests.personnel.pages import said, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_day")]


def test_departments_and_posts_are_set_up_and_changed(client, officer):
    assert client.get(url("department_create", "shiyan")).context["form"]["position"].value() == 1
    client.post(url("department_create", "shiyan"), {"name": "教务处", "kind": "internal", "position": "1"})
    department = Department.objects.get()
    assert client.get(url("department_create", "shiyan")).context["form"]["position"].value() == 2

    client.post(
        url("post_create", department.pk),
        {
            "title": "教务处主任",
            "rank": "chief",
            "position": "1",
            "is_active": "on",
            "party_member_only": "on",
        },
    )
    post = Post.objects.get()
    client.post(url("post_update", post.pk), {"title": "教务主任", "rank": "chief", "position": "1"})
    client.post(
        url("department_update", department.pk), {"name": "教导处", "kind": "internal", "position": "1"}
    )

    post.refresh_from_db()
    page = text(client.get(url("offices", "shiyan")))
    assert (post.title, post.is_active, post.department.name) == ("教务主任", False, "教导处")
    assert "已停用" in page


def test_a_name_used_twice_is_said_in_the_form(client, officer):
    DepartmentFactory(organisation=officer.organisation, name="教务处")

    response = client.post(
        url("department_create", "shiyan"), {"name": "教务处", "kind": "internal", "position": "1"}
    )

    assert "本单位已有同名部门，请换一个名称。" in text(response)


def test_a_body_is_set_up_with_its_members(client, officer, staff):
    client.post(url("body_create", "shiyan"), {"name": "党政联席会议", "kind": "joint_meeting"})
    body = Body.objects.get()
    response = client.post(
        url("seat_create", body.pk),
        {"staff": staff.pk, "starts_on": "2021.09", "is_first_leader": "on"},
        follow=True,
    )
    assert said(response) == ["王小明已登记为党政联席会议成员。"]
    assert "主要负责人" in text(response)

    client.post(url("body_update", body.pk), {"name": "联席会议", "kind": "joint_meeting"})
    response = client.post(url("end_seat", body.members.get().pk), {"on": "2026-03-02"}, follow=True)
    assert said(response) == ["王小明不再是联席会议成员。"]
    assert "2026年3月2日离任" in text(response)


def test_members_come_from_every_organisation_that_a_body_serves(client, officer, staff):
    body = BodyFactory(organisation=officer.organisation)
    villager = StaffFactory()
    body.serves.add(villager.organisation)

    people = client.get(url("seat_create", body.pk)).context["form"].fields["staff"].queryset

    assert set(people) == {staff, villager}
    assert "兼为" in text(client.get(url("body_detail", body.pk)))
