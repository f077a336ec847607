"""The 职数核定表 and what is vacant, on the web."""

from datetime import date

import pytest

from personnel.models import (
    QuotaTable,
)
from tests.factories.personnel import (
    DepartmentFactory,
    QuotaTableFactory,
    TenureFactory,
)
from tests.personnel.pages import said, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_day")]


def test_a_table_is_opened_filled_in_and_shown(client, officer):
    department = DepartmentFactory(organisation=officer.organisation, name="教务处")
    response = client.post(url("quota_create", "shiyan"))
    table = QuotaTable.objects.get()
    assert response.url == url("quota_update", table.pk)

    data = {
        "reference_on": "2026-03-01",
        "note": "增设一名",
        f"chief-{department.pk}": "1",
        f"deputy-{department.pk}": "",
    }
    response = client.post(url("quota_update", table.pk), data, follow=True)

    assert said(response) == ["职数核定表已保存，还没有报送。"]
    assert [(line.rank, line.requested) for line in table.lines.all()] == [("chief", 1)]
    assert "增设一名" in text(response)
    assert [row.chief.to_fill for row in response.context["overview"].rows] == [1]
    assert said(client.post(url("quota_create", "shiyan"), follow=True)) == [
        "《实验学校职数核定表（2026年3月1日）》还没有批复，请在这张表上修改。"
    ]


@pytest.mark.parametrize("number", ["-1", "100", "一"])
def test_a_number_of_posts_is_between_0_and_99(client, officer, number):
    department = DepartmentFactory(organisation=officer.organisation)
    table = QuotaTableFactory(organisation=officer.organisation)

    response = client.post(
        url("quota_update", table.pk), {"reference_on": "2026-03-01", f"chief-{department.pk}": number}
    )

    assert list(response.context["form"].errors) == [f"chief-{department.pk}"]


def test_a_surplus_is_shown_in_red(client, officer):
    school = officer.organisation
    tenure = TenureFactory(staff__organisation=school, post__department__name="教务处")
    QuotaTableFactory(organisation=school, approved=True)

    page = text(client.get(url("quota_overview", "shiyan")))

    assert "教务处正职核定0名，现任1名，超职数1名" in page
    assert '<span class="state state-bad">超1</span>' in page
    assert tenure.staff.name in page


def test_a_table_that_was_handed_in_cannot_be_filled_in(client, officer):
    table = QuotaTableFactory(organisation=officer.organisation, approved=True)

    assert "修改</a>" not in text(client.get(url("quota_detail", table.pk)))
    response = client.post(url("quota_update", table.pk), {"reference_on": "2026-03-01"})
    fixed = "这张职数核定表已经批复，不能修改；职数有调整时请另填一张报送。"
    assert fixed in text(response)
    response = client.get(url("quota_update", table.pk), follow=True)
    assert (response.redirect_chain[0][0], said(response)) == (url("quota_detail", table.pk), [fixed])


@pytest.mark.parametrize(
    ("day", "said_of_it"),
    [
        ("2026-03-03", ["统计日期不能晚于今天"]),
        ("2019-12-31", ["名册里最早的任职从2020年1月1日开始，统计日期不能早于这一天"]),
    ],
)
def test_the_day_of_the_figures_is_one_that_the_register_knows(client, officer, day, said_of_it):
    TenureFactory(staff__organisation=officer.organisation, starts_on=date(2020, 1, 1))
    table = QuotaTableFactory(organisation=officer.organisation)

    response = client.post(url("quota_update", table.pk), {"reference_on": day})

    assert response.context["form"].errors["reference_on"] == said_of_it
