"""The partials that pages share: what each says to the reader."""

import re
from datetime import date
from types import SimpleNamespace as Fake

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from selection import clock

pytestmark = pytest.mark.urls("tests.ground.urls")


def render(name, path="/", **context):
    request = RequestFactory().get(path)
    template = engines["django"].from_string(f'{{% include "components/{name}.html" %}}')
    return template.render(context, request)


def words(html):
    """What a reader sees, without markup and blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def stage(label, state, **dates):
    return Fake(label=label, state=state, **dates)


def test_the_stage_bar_shows_what_was_done_when_and_what_is_planned():
    bar = render(
        "stage_bar",
        stages=[
            stage("公布方案", "done", planned_on=date(2026, 3, 4), actual_on=date(2026, 3, 5)),
            stage("民主推荐", "current", planned_on=date(2026, 3, 11), url="/recommend/"),
            stage("民主测评", "skipped", planned_on=None),
            stage("任职备案", "todo", planned_on=date(2027, 1, 4), is_provisional=True),
        ],
    )

    assert words(bar) == (
        "公布方案 已办 3月5日 计划3月4日 "
        "2 民主推荐 正在办 计划3月11日 "
        "民主测评 本方案无此环节 无此环节 "
        "4 任职备案 未到 计划1月4日 暂定"
    )
    assert bar.count('aria-current="step"') == 1
    assert 'href="/recommend/"' in bar


@pytest.mark.parametrize(
    ("light", "says"),
    [
        ("ok", "✓ 民主测评有效 已符合"),
        ("no", "✗ 民主测评有效 未符合 差1份 去办理"),
        ("unknown", "? 民主测评有效 待核 差1份 去办理"),
        ("waived", "✓ 民主测评有效 已批例外 差1份 去办理"),
        ("advice", "! 民主测评有效 提示 差1份 去办理"),
        ("n/a", "— 民主测评有效 不适用"),
    ],
)
def test_a_line_of_the_checklist_says_how_it_stands_and_where_it_is_mended(light, says):
    reasons = [] if light in ("ok", "n/a") else ["差1份"]
    line = Fake(light=light, title="民主测评有效", reasons=reasons, mend_url="/mend/")

    assert words(render("checklist", lines=[line])) == says


def test_a_line_that_rests_on_paper_is_marked_and_explained():
    line = Fake(light="ok", title="方案已批", reasons=[], is_backfilled=True, note="青教政〔2026〕12号")

    assert words(render("checklist", lines=[line])) == "✓ 方案已批 线下·补录 已符合 青教政〔2026〕12号"


def test_what_is_to_be_done_now_is_one_sentence_and_one_button():
    card = render(
        "now_card", sentence="安排测评", button="去安排", url="/go/", due_at=clock.end_of(date(2026, 3, 6))
    )

    assert words(card) == "现在要做 安排测评 2026年3月6日 24:00 截止 去安排"
    assert '<a class="btn btn-primary btn-lg" href="/go/">' in card


def test_an_act_is_posted():
    card = render("now_card", sentence="可以进入考察", button="进入考察", url="/step/", act=True)

    assert '<form method="post" action="/step/">' in card
    assert "csrfmiddlewaretoken" in card


def test_when_it_is_the_turn_of_others_the_card_says_so():
    assert words(render("now_card", sentence="等教育局审核", waiting=True)) == "等别人 等教育局审核"


def test_a_grave_act_asks_once_more_without_a_script():
    html = render(
        "confirm",
        label="终止",
        sentence="终止后不能恢复。",
        url="/end/",
        tone="danger",
        form="页面自己的表单",
    )

    assert words(html) == "终止… 终止后不能恢复。 终止"
    assert html.lstrip().startswith("<details")


def test_the_grid_shows_each_person_and_why_one_is_held():
    html = render(
        "person_grid",
        columns=["资格", "测评"],
        rows=[
            Fake(name="李文镕", url="/1/", note="教务处主任", cells=[Fake(mark="yes"), Fake(mark="wait")]),
            Fake(
                name="欧阳玥珺",
                held="有署名反映",
                cells=[Fake(mark="doubt", text="缺学历"), Fake(mark="held")],
            ),
            Fake(name="陈国庆", out="未列为考察对象", cells=[Fake(mark="no", url="/why/"), Fake(mark="")]),
        ],
    )

    assert words(html) == (
        "人选 资格 测评 李文镕 教务处主任 已符合 等待 "
        "欧阳玥珺 暂缓：有署名反映 缺学历 暂缓 陈国庆 未列为考察对象 未符合 ·"
    )
    assert 'href="/why/"' in html


def test_turning_pages_keeps_the_rest_of_the_address():
    html = render("pagination", path="/staff/?q=李&page=2", page_obj=Paginator(range(50), 20).page(2))

    assert words(html) == "上一页 第 2 页，共 3 页（50 条） 下一页"
    assert 'href="?q=%E6%9D%8E&amp;page=3"' in html


def test_one_page_needs_no_turning():
    assert words(render("pagination", page_obj=Paginator(range(5), 20).page(1))) == ""


def test_a_text_to_copy_can_be_copied_by_hand_too():
    html = render("copy_text", id="notice", text="请各位老师参加")

    assert "请各位老师参加</textarea>" in html
    assert re.search(r"<button[^>]* hidden>", html)


def test_an_empty_page_leads_on():
    html = render("empty", title="还没有方案", sentence="先核定职数。", url="/new/", button="新建方案")

    assert words(html) == "还没有方案 先核定职数。 新建方案"


@pytest.mark.parametrize(("waits", "says"), [(False, "线下·补录"), (True, "线下·补录 待确认")])
def test_what_was_entered_from_paper_is_marked(waits, says):
    assert words(render("backfilled", waits=waits)) == says


def test_a_page_that_extends_nothing_has_no_block_to_repeat():
    template = engines["django"].from_string('{% load page %}{% block_again "title" as again %}[{{ again }}]')

    assert template.render({}) == "[]"


def test_a_page_repeats_its_title_and_shows_its_trail_only_if_it_has_one():
    page = "{% extends 'base.html' %}{% block title %}方案 <b>一</b>{% endblock %}"
    trail = "{% block breadcrumbs %}<li>选拔任用</li>{% endblock %}"
    request = RequestFactory().get("/")

    plain = engines["django"].from_string(page).render({"site_name": "选任"}, request)
    deep = engines["django"].from_string(page + trail).render({}, request)

    assert "<title>方案 一 · " in plain
    assert '<h1 class="page-title">方案 <b>一</b></h1>' in plain
    assert ("所在位置" in plain, "<li>选拔任用</li>" in deep) == (False, True)
