"""What becomes of a save that another change has overtaken?"""

import pytest
from django.urls import reverse

from campaigns.services import plans
from personnel import quota
from personnel.models import QuotaTable
from tests.factories.accounts import OfficerFactory
from tests.factories.campaigns import CampaignFactory, OpeningFactory, officer_of
from tests.factories.personnel import QuotaLineFactory, StaffFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.fixture
def plan():
    return OpeningFactory(campaign=CampaignFactory(plan__draft=True)).campaign.plan


@pytest.fixture
def two(as_user, plan):
    """The plan's officer and a colleague, each in a browser of their own."""
    first = officer_of(plan.campaigns.get())
    second = OfficerFactory(organisation=plan.organisation, name="赵六")
    return as_user(first), as_user(second), first, second


def filled_in(page):
    """The form of a page as the browser sends it back untouched."""
    form = page.context["form"]
    given = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in given.items() if value is not None} | {
        "version": page.context["version"]
    }


def test_a_stale_save_of_the_plan_tells_who_did_what_when_and_keeps_what_was_typed(two, plan):
    first, second, _officer, colleague = two
    address = reverse("campaigns:plan_setup", args=[plan.pk])
    mine = filled_in(first.get(address)) | {"title": "我改的标题"}
    theirs = filled_in(second.get(address)) | {"title": "别人改的标题"}
    assert second.post(address, theirs).status_code == 302

    page = first.post(address, mine)

    plan.refresh_from_db()
    [*_, last] = page.context["form"].non_field_errors()
    assert plan.title == "别人改的标题"
    assert f"{colleague.name}于" in text(page)
    assert "办理了“修改方案”" in text(page)
    assert last.startswith("所以这次没有保存，您填的仍在本页")
    assert 'value="我改的标题"' in text(page)


def test_whoever_was_told_may_save_once_more(two, plan):
    first, second, *_ = two
    address = reverse("campaigns:plan_setup", args=[plan.pk])
    mine = filled_in(first.get(address)) | {"title": "我改的标题"}
    second.post(address, filled_in(second.get(address)))
    told = first.post(address, mine)

    answer = first.post(address, mine | {"version": told.context["version"]})

    plan.refresh_from_db()
    assert answer.status_code == 302
    assert plan.title == "我改的标题"


def test_a_slip_that_is_mended_still_stands_on_the_version_first_shown(two, plan):
    first, second, *_ = two
    address = reverse("campaigns:plan_setup", args=[plan.pk])
    mine = filled_in(first.get(address))
    second.post(address, filled_in(second.get(address)))

    slip = first.post(address, mine | {"title": ""})
    answer = first.post(address, mine | {"version": slip.context["version"]})

    assert "请刷新" not in text(slip)
    assert "所以这次没有保存" in text(answer)


def test_what_is_about_something_else_overtakes_nothing(two, plan):
    first, _second, officer, _ = two
    address = reverse("campaigns:plan_setup", args=[plan.pk])
    mine = filled_in(first.get(address))
    plans.selection_on(plan, "competitive", by=officer)

    assert first.post(address, mine).status_code == 302


def test_another_things_version_is_not_taken(two, plan):
    first, *_ = two
    address = reverse("campaigns:plan_setup", args=[plan.pk])
    other = first.get(reverse("campaigns:opening_edit", args=[plan.campaigns.get().openings.get().pk]))

    page = first.post(address, filled_in(first.get(address)) | {"version": other.context["version"]})

    assert "页面的版本认不出来，没有保存" in text(page)


def test_ones_own_other_tab_is_called_that(two, plan):
    first, *_ = two
    address = reverse("campaigns:plan_setup", args=[plan.pk])
    mine = filled_in(first.get(address))
    first.post(address, mine)

    assert "您本人在另一页于" in text(first.post(address, mine))


def test_a_post_changed_by_another_is_not_written_over(two, plan):
    first, second, _officer, colleague = two
    opening = plan.campaigns.get().openings.get()
    address = reverse("campaigns:opening_edit", args=[opening.pk])
    version = first.get(address).context["version"]
    given = {"seats": "2", "reason": "NC5", "reason_text": "扩班"}
    second.post(address, given | {"version": version})

    page = first.post(address, given | {"seats": "3", "version": version})

    opening.refresh_from_db()
    assert opening.seats == 2
    assert f"{colleague.name}于" in text(page)


def test_the_plans_words_are_not_written_over(two, plan):
    first, second, *_ = two
    address = reverse("campaigns:plan_text", args=[plan.pk])
    mine = filled_in(first.get(address))
    second.post(address, mine)

    assert "所以这次没有保存" in text(first.post(address, mine))


def test_a_quota_table_is_not_written_over(as_user):
    line = QuotaLineFactory()
    table = QuotaTable.objects.get(pk=line.table_id)
    officer = OfficerFactory(organisation=table.organisation)
    colleague = OfficerFactory(organisation=table.organisation)
    client = as_user(officer)
    address = reverse("personnel:quota_update", args=[table.pk])
    mine = filled_in(client.get(address))
    numbers = {(each.department_id, each.rank): each.requested for each in table.lines.all()}
    quota.save_lines(table, numbers, by=colleague)

    page = client.post(address, mine)

    assert f"{colleague.name}于" in text(page)
    assert "办理了“填报职数核定表”（申报" in text(page)


def test_what_is_known_of_a_person_is_not_written_over(as_user):
    staff = StaffFactory(name="王一")
    officer = OfficerFactory(organisation=staff.organisation)
    client, other = as_user(officer), as_user(OfficerFactory(organisation=staff.organisation))
    address = reverse("personnel:staff_update", args=[staff.pk])
    mine = filled_in(client.get(address))
    assert other.post(address, filled_in(other.get(address)) | {"name": "王改名"}).status_code == 302

    page = client.post(address, mine)

    staff.refresh_from_db()
    assert staff.name == "王改名"
    assert "办理了“修改人员信息”" in text(page)
