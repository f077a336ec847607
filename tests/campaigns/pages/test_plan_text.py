"""The wording of a plan in the browser, and the list of its papers."""

from datetime import date

import pytest
from django.urls import reverse

from campaigns import documents
from campaigns.documents import plan_wording
from selection.records import reviews
from tests.factories.campaigns import (
    CampaignFactory,
    OpeningFactory,
    PlanFactory,
    leader_of,
    officer_of,
    ready_to_file,
)

pytestmark = pytest.mark.django_db


def url(plan):
    return reverse("campaigns:plan_text", args=[plan.pk])


@pytest.fixture
def plan(go_to):
    campaign = CampaignFactory(plan=PlanFactory(draft=True))
    OpeningFactory(campaign=campaign)
    return campaign.plan


@pytest.fixture
def officer(plan, as_user):
    return as_user(plan.created_by)


def texts_of(plan):
    return documents.plan.texts(plan)


def errors_of(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def preview_of(response):
    return [line for part in response.context["parts"] for line in part.paragraphs]


def test_the_proposed_text_is_offered_with_its_figures_filled_in_beside(plan, officer):
    page = officer.get(url(plan))

    assert page.context["form"].typed() == texts_of(plan)
    assert "新聘任的中层干部计划于2026年4月1日到岗。" in "".join(preview_of(page))
    sections = {section.field.name: section for section in page.context["form"].sections()}
    assert sections["closing"].figures == [("{计划到岗日期}", "2026年4月1日", True)]
    assert "<code>{计划到岗日期}</code><span>2026年4月1日</span>" in page.content.decode()


def test_only_what_differs_from_the_proposal_is_kept(plan, officer):
    given = texts_of(plan) | {"discipline": "严守纪律。\r\n不得说情。"}

    answer = officer.post(url(plan), given)

    assert answer.url == url(plan)
    plan.refresh_from_db()
    assert plan.wording == {"discipline": "严守纪律。\n不得说情。"}
    shown = officer.get(url(plan))
    assert "不得说情。" in preview_of(shown)
    assert "已改动，查看原拟文字" in shown.content.decode()


def test_a_locked_figure_that_is_gone_is_said_at_its_section(plan, officer):
    given = texts_of(plan) | {"closing": "尽快到岗。", "scope": texts_of(plan)["scope"] + "{工资}{"}

    refused = officer.post(url(plan), given)

    assert errors_of(refused) == {
        "closing": ["“其他事项”中的“{计划到岗日期}”是锁定的数据，不能删改，请放回原处"],
        "scope": [
            "“选拔范围”中的“{工资}”不是可用的数据项，请删去或改用已有的数据项",
            "“选拔范围”中有不成对的花括号，请补全或删去",
        ],
    }
    assert "尽快到岗。" in preview_of(refused)
    plan.refresh_from_db()
    assert plan.wording == {}


def test_a_preview_saves_nothing(plan, officer):
    page = officer.post(url(plan), texts_of(plan) | {"discipline": "严守纪律。", "preview": "1"})

    assert "严守纪律。" in preview_of(page)
    assert "这是预览，文字还没有保存" in page.content.decode()
    plan.refresh_from_db()
    assert plan.wording == {}


def test_back_to_the_proposal_nothing_is_kept(plan, officer):
    plan.wording = {"discipline": "严守纪律。"}
    plan.save()
    proposed = plan_wording.wording(documents.plan.context(plan))

    officer.post(url(plan), proposed)

    plan.refresh_from_db()
    assert plan.wording == {}


def test_a_final_plan_is_read_and_not_changed(as_user, go_to):
    plan = CampaignFactory().plan
    officer = as_user(plan.created_by)

    page = officer.get(url(plan))
    refused = officer.post(url(plan), texts_of(plan) | {"discipline": "严守纪律。"})

    assert "<textarea" not in page.content.decode()
    assert "方案已批准定稿，文字不能修改" in page.content.decode()
    assert errors_of(refused) == {"__all__": ["方案已批准定稿，不能修改；确需修改请先办理“方案变更”"]}


def test_while_the_plan_is_examined_it_says_so(plan, officer):
    level = {"role": "zone_reviewer", "act": "review_zone", "organisation": 1, "label": "学区"}
    level["organisation"] = plan.organisation.bureau.pk
    plan.review = reviews.start("plan", plan.organisation, plan.title, [level], plan.ledger)
    plan.save()
    reviews.submit(plan.review, {}, plan.created_by)

    assert "方案正在审核，请先撤回再修改文字" in officer.get(url(plan)).content.decode()


def test_others_read_the_text_and_send_nothing(plan, as_user):
    leader = as_user(leader_of(plan.campaigns.get()))

    page = leader.get(url(plan))

    assert "选拔职位" in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert leader.post(url(plan), texts_of(plan)).status_code == 404


def test_the_plans_pages_lead_to_its_text(plan, officer):
    for name in ("plan", "plan_setup"):
        assert url(plan) in officer.get(reverse(f"campaigns:{name}", args=[plan.pk])).content.decode()


def test_all_papers_of_a_plan_are_listed_newest_first(as_user, go_to):
    go_to(date(2026, 3, 16))
    campaign, _ = ready_to_file()
    drawn = [
        documents.plan.draw_up(campaign.plan, by=officer_of(campaign)).paper,
        documents.filing_report.draw_up(campaign.filing, by=officer_of(campaign)).paper,
    ]
    page = as_user(officer_of(campaign)).get(reverse("campaigns:plan_papers", args=[campaign.plan_id]))

    assert list(page.context["papers"]) == drawn[::-1]
    assert drawn[0].title in page.content.decode()


def test_a_plan_without_papers_says_what_will_be_there(plan, officer):
    page = officer.get(reverse("campaigns:plan_papers", args=[plan.pk]))

    assert "还没有文书" in page.content.decode()


def test_a_day_on_which_nobody_works_gets_a_hint_and_is_kept(plan, officer):
    plan.starts_on = date(2026, 4, 6)  # 清明节
    plan.calendar = {"announce": "2026-03-07", "recommend": "2026-03-09"}
    plan.save()

    page = officer.get(reverse("campaigns:plan_setup", args=[plan.pk])).context["form"]

    assert page.rest_days() == [
        "“公布方案”排在3月7日（周六），不是工作日",
        "“计划到岗日期”排在4月6日（周一），不是工作日",
    ]
