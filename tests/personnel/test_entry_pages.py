"""Entries added to a person's file, ended and taken out."""

from datetime import date

import pytest

from personnel.models import (
    Appraisal,
    PartyRole,
    Relation,
    Tenure,
)
from tests.factories.personnel import (
    AppraisalFactory,
    CommendationFactory,
    PartyRoleFactory,
    PostFactory,
    RelationFactory,
    SanctionFactory,
    StaffFactory,
    TenureFactory,
)
from tests.personnel.pages import said, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_day")]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("appraisals", {"year": "2025", "grade": "excellent"}),
        ("commendations", {"level": "county", "title": "优秀教师", "on": "2024.09"}),
        ("sanctions", {"kind": "warning", "decided_on": "2026-01-10", "until": ""}),
        ("party-roles", {"role": "secretary", "starts_on": "2021.09"}),
    ],
)
def test_entries_are_added_to_a_file(client, officer, staff, kind, data):
    page = url("entry_create", staff.pk, kind)
    assert client.get(page).status_code == 200

    response = client.post(page, data, follow=True)

    assert [sentence.startswith("已登记王小明的") for sentence in said(response)] == [True]


def test_a_tenure_is_entered_corrected_and_ended(client, officer, staff):
    post = PostFactory(department__organisation=officer.organisation, title="教务处主任")
    data = {"post": post.pk, "kind": "appointed", "starts_on": "2023.09", "ends_on": "", "counts_quota": "on"}
    client.post(url("entry_create", staff.pk, "tenures"), data)
    tenure = Tenure.objects.get()

    client.post(
        url("tenure_update", tenure.pk), data | {"ends_on": "2026-08-31", "document": "校任〔2023〕3号"}
    )
    tenure.refresh_from_db()
    assert (tenure.ends_on, tenure.document) == (date(2026, 8, 31), "校任〔2023〕3号")

    response = client.post(
        url("end_tenure", tenure.pk), {"on": "2026-03-02", "reason": "removed"}, follow=True
    )
    assert said(response) == ["已登记王小明不再担任教务处主任。"]
    assert Tenure.objects.get().ended_on == date(2026, 3, 2)


@pytest.mark.parametrize(("begins", "badge"), [(date(2026, 3, 2), "现任"), (date(2026, 3, 3), "待到任")])
def test_who_is_appointed_and_not_yet_in_post_is_shown_so(client, officer, staff, begins, badge):
    TenureFactory(staff=staff, post__department__organisation=officer.organisation, starts_on=begins)

    assert badge in text(client.get(url("staff_detail", staff.pk)))


def test_relatives_are_chosen_from_the_same_school(client, officer, staff):
    other, stranger = StaffFactory(organisation=officer.organisation), StaffFactory()
    page = url("entry_create", staff.pk, "relations")

    assert list(client.get(page).context["form"].fields["relative"].queryset) == [other]
    assert client.post(page, {"relative": stranger.pk, "kind": "spouse"}).status_code == 200
    client.post(page, {"relative": other.pk, "kind": "spouse"})
    assert Relation.objects.count() == 1
    assert "这两人的亲属关系已登记。" in text(client.post(page, {"relative": other.pk, "kind": "direct"}))


def test_an_appraisal_not_taken_needs_its_reason_and_a_year_comes_once(client, officer, staff):
    AppraisalFactory(staff=staff, year=2024)
    page = url("entry_create", staff.pk, "appraisals")

    assert "请选择没有参加考核的原因" in text(client.post(page, {"year": "2025", "grade": "none"}))
    assert "这一年度的考核结果已登记。" in text(client.post(page, {"year": "2024", "grade": "excellent"}))
    assert Appraisal.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "factory"),
    [
        ("appraisals", AppraisalFactory),
        ("commendations", CommendationFactory),
        ("sanctions", SanctionFactory),
        ("relations", RelationFactory),
    ],
)
def test_what_was_entered_by_mistake_is_taken_out(client, officer, staff, kind, factory):
    entry = factory(staff=staff)
    page = url("strike", kind, entry.pk)
    assert "只用于删除误录的内容" in text(client.get(page))

    client.post(page)

    assert not type(entry).objects.exists()


def test_addresses_of_unknown_kinds_lead_nowhere(client, officer, staff):
    assert client.get(url("entry_create", staff.pk, "secrets")).status_code == 404
    assert client.post(url("strike", "tenures", TenureFactory(staff=staff).pk)).status_code == 404


def test_a_party_role_ends(client, officer, staff):
    role = PartyRoleFactory(staff=staff)

    response = client.post(url("end_party_role", role.pk), {"on": "2026-03-02"}, follow=True)

    assert said(response) == ["已登记王小明不再担任书记。"]
    assert PartyRole.objects.get().ended_on == date(2026, 3, 2)
    assert "已经登记过离任，不用再办。" in text(
        client.post(url("end_party_role", role.pk), {"on": "2026-03-02"})
    )


def test_an_entry_leads_to_the_file_and_from_there_back(client, officer, staff):
    back = "?next=%2Fregister%2F"
    create = url("entry_create", staff.pk, "appraisals") + back
    assert create in text(client.get(url("staff_detail", staff.pk) + back))

    answer = client.post(create, {"year": "2025", "grade": "excellent"})

    assert answer.url == url("staff_detail", staff.pk) + back
    assert 'href="/register/"' in text(client.get(answer.url))
