"""推荐、测评结果表: the numbers of the page, signed by those who counted."""

from datetime import date

import pytest

from campaigns import documents
from campaigns.choices import Purpose
from campaigns.documents import result_table
from selection.reasons import Refused
from tests.documents import situations as s
from tests.factories.ballots import PollFactory
from tests.factories.campaigns import PIDU, RoundFactory

pytestmark = pytest.mark.django_db
FULL_MARKS = [
    {"question": question, "cells": [7, 0, 0, 0, 0], "share": "100.0%"}
    for question in ("德", "能", "勤", "绩", "廉", "总体评价")
]


def people_of(campaign, *names):
    return [s.person(s.opening(campaign, f"{name}岗主任"), name) for name in names]


@pytest.mark.row("B036 B040 AMB-22", side="holds")
def test_a_recommendation_counted_on_paper():
    campaign = s.selection(PIDU)
    first, second = people_of(campaign, "王芳", "李建国")
    voices = {
        str(first.pk): {"agree": 36, "oppose": 26, "abstain": 4},
        str(second.pk): {"agree": 35, "oppose": 27, "abstain": 4},
    }
    held = s.ballot(
        campaign, Purpose.RECOMMENDATION, [first, second], date(2026, 3, 13), subjects=voices, recused=1
    )

    facts = result_table.context(held)

    assert facts == {
        "about": f"round:{held.pk}",
        "school": "甲县实验小学",
        "title": "甲县实验小学中层干部民主推荐（会议推荐）结果表",
        "plan": "2026年中层干部选拔任用工作方案",
        "round": "第1轮",
        "held_on": "2026年3月13日",
        "posts": ["王芳岗主任（1名）", "李建国岗主任（1名）"],
        "scope": "在编教职工",
        "turnout": [
            ["应到", "84人"],
            ["其中回避", "1人"],
            ["实到", "70人"],
            ["发出", "70份"],
            ["收回", "68份"],
            ["有效票", "66张"],
            ["废票", "2张"],
        ],
        "validity": "到会70人，不少于50人（需50人），推荐有效",
        "consent": {
            "base": "实到",
            "is_weighted": False,
            "heads": ["同意", "不同意", "弃权"],
            "rows": [
                {
                    "name": "王芳",
                    "post": "王芳岗主任",
                    "answers": [["同意", 36], ["不同意", 26], ["弃权", 4]],
                    "share": "51.4%",
                    "verdict": "实到70人，同意36票，超过1/2（需36票），达到推荐要求",
                },
                {
                    "name": "李建国",
                    "post": "李建国岗主任",
                    "answers": [["同意", 35], ["不同意", 27], ["弃权", 4]],
                    "share": "50.0%",
                    "verdict": "实到70人，同意35票，未超过1/2（需36票），未达到推荐要求",
                },
            ],
            "tie": "",
        },
        "grades": [],
        "categories": [],
        "others": [],
        "counters": "郑和",
        "scrutineers": "冯静",
        "leader": "孙立",
        "is_by_account": False,
        "sealed": "",
        "not_before": "2026-03-13",
        "tokens": {"计票方式": "线下计票补录"},
    }


@pytest.mark.row("A072", side="holds")
def test_an_evaluation_counted_in_the_system():
    campaign = s.selection()
    s.fix_bars(campaign)
    [person] = people_of(campaign, "王芳")

    facts = result_table.context(s.evaluation(campaign, [person]))

    assert facts["turnout"] == [
        ["应到", "9人"],
        ["实到", "7人"],
        ["发出", "9份"],
        ["收回", "7份"],
        ["有效票", "7张"],
        ["废票", "0张"],
        ["全部弃权", "0张"],
    ]
    assert facts["validity"] == "应到9人，收回7份，达到2/3（需6份），测评有效"
    assert facts["consent"]["rows"][0]["verdict"] == "收回7份，赞成7票，超过1/2（需4票），达到测评要求"
    assert facts["grades"] == [
        {
            "name": "王芳",
            "columns": ["优秀", "称职", "基本称职", "不称职", "未评"],
            "share": "优秀率",
            "rows": FULL_MARKS,
        }
    ]
    assert facts["tokens"] == {"计票方式": "系统启封计票"}


def test_two_persons_of_one_name_are_two():
    campaign = s.selection()
    twins = [s.person(s.opening(campaign, title), "王芳") for title in ("甲岗主任", "乙岗主任")]

    facts = result_table.context(s.evaluation(campaign, twins))

    assert [each["name"] for each in facts["grades"]] == ["王芳", "王芳"]
    assert [each["post"] for each in facts["consent"]["rows"]] == ["甲岗主任", "乙岗主任"]


def test_a_bar_left_to_the_meeting_gives_no_verdict_and_a_share_of_what_was_collected():
    campaign = s.selection()
    s.fix_bars(campaign, collective=("recommendation",))
    people = people_of(campaign, "王芳")

    facts = result_table.context(s.ballot(campaign, Purpose.RECOMMENDATION, people, date(2026, 3, 13)))

    assert facts["consent"]["base"] == "收回"
    assert facts["consent"]["rows"][0]["verdict"] == ""
    assert facts["consent"]["rows"][0]["share"] == "80.9%"


def test_where_those_present_are_unknown_the_share_is_of_what_was_collected():
    campaign = s.selection(PIDU)
    people = people_of(campaign, "王芳")
    held = s.ballot(campaign, Purpose.RECOMMENDATION, people, date(2026, 3, 13), present=None)

    assert result_table.context(held)["consent"]["base"] == "收回"


def test_a_decision_is_the_bodys_on_one_post():
    campaign = s.selection()
    person, other = people_of(campaign, "王芳", "李建国")
    held = RoundFactory(opening=person.opening, agree={person: 6}, present=6)

    facts = result_table.context(held)

    assert (facts["title"], facts["scope"], facts["posts"]) == (
        "甲县实验小学中层干部讨论决定表决结果表",
        "党政领导联席会议成员",
        ["王芳岗主任（1名）"],
    )
    assert [each["name"] for each in facts["consent"]["rows"]] == ["王芳"]
    campaign.plan.body = None
    held.campaign = campaign
    assert result_table.context(held)["scope"] == "党政领导联席会议"


def test_the_table_is_filed_with_those_on_the_ballot():
    campaign = s.selection()
    person, other = people_of(campaign, "王芳", "李建国")
    held = s.ballot(campaign, Purpose.RECOMMENDATION, [person], date(2026, 3, 13))

    document = documents.result_table.draw_up(held, by=campaign.plan.officer)

    assert list(document.candidacies.all()) == [person]


def test_before_counting_there_is_no_table():
    campaign = s.selection()
    poll = PollFactory(organisation=campaign.organisation, is_closed=True)
    held = RoundFactory(
        campaign=campaign, opening=None, purpose=Purpose.RECOMMENDATION, figures=None, poll=poll
    )

    with pytest.raises(Refused) as refusal:
        documents.result_table.draw_up(held, by=campaign.plan.officer)

    assert refusal.value.reasons == ["会议推荐第1轮尚未计票，不能生成结果表"]
