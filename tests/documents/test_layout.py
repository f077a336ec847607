"""Headings are numbered and titles broken as a secretary would."""

import pytest

from campaigns.documents import outline, titles
from campaigns.documents.dates import month, span, until
from campaigns.documents.outline import Heading, Section


def test_headings_are_numbered_in_two_levels_and_empty_sections_fall_away():
    headings = outline.facts(
        [
            Heading("preamble"),
            Heading("principles", "指导原则"),
            Heading("steps", "工作程序"),
            Heading("announce", "公布方案", level=2),
            Heading("recommend", "民主推荐", level=2),
            Heading("team", "组织领导", block="team"),
        ]
    )
    texts = {"preamble": ["引言。"], "steps": ["程序。"], "announce": ["甲。"], "recommend": ["乙。"]}

    assert outline.numbered(headings, texts) == [
        Section("", 1, "", ["引言。"]),
        Section("一、工作程序", 1, "", ["程序。"]),
        Section("（一）公布方案", 2, "", ["甲。"]),
        Section("（二）民主推荐", 2, "", ["乙。"]),
        Section("二、组织领导", 1, "team", ()),
    ]


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (23, "二十三")]
)
def test_a_chinese_numeral(number, written):
    assert outline.numeral(number) == written


@pytest.mark.parametrize(
    ("title", "school", "lines"),
    [
        ("甲县实验小学中层干部考察公告", "甲县实验小学", ["甲县实验小学中层干部考察公告"]),
        (
            "甲县实验小学2026年中层干部选拔任用工作方案",
            "甲县实验小学",
            ["甲县实验小学2026年", "中层干部选拔任用工作方案"],
        ),
        (
            "关于报送甲县实验小学中层干部聘任备案材料的报告",
            "甲县实验小学",
            ["关于报送甲县实验小学", "中层干部聘任备案材料的报告"],
        ),
        (
            "关于报送成都市郫都区第一实验小学附属花园学校中层干部聘任备案材料的报告",
            "成都市郫都区第一实验小学附属花园学校",
            ["关于报送", "成都市郫都区第一实验小学附属花园学校", "中层干部聘任备案材料的报告"],
        ),
        ("甲" * 25, "", ["甲" * 25]),
    ],
)
def test_a_long_title_breaks_between_words(title, school, lines):
    assert titles.lines(title, school) == lines


def test_days_are_written_without_saying_the_year_twice(d):
    assert span([d("2026-04-03"), d("2026-03-30")]) == "2026年3月30日至4月3日"
    assert span([d("2026-12-31"), d("2027-01-05")]) == "2026年12月31日至2027年1月5日"
    assert span([d("2026-03-30")]) == "2026年3月30日"
    assert span([]) == ""
    assert until(d("2027-01-05"), d("2026-12-31")) == "2027年1月5日"
    assert (month(d("1986-01-01")), month(None)) == ("1986年1月", "")
