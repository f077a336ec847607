"""Posts held, commendations and appraisals as one cell tells them."""

from datetime import date

import pytest

from personnel.roster.cells import Unreadable
from personnel.roster.phrases import Award, Grade, HeldPost, awards, grade, held_posts

SEPTEMBER = date(2021, 9, 1)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "教务处主任（2021.09）",
            "教务处主任(2021年9月)",
            "教务处主任 （ 2021.09 ）",
            "教务处主任（2021.09至今）",
        ),
        *(
            "教务处主任2021.09",
            "2021.09任教务处主任",
            "2021年9月起担任教务处主任",
            "任教务处主任（2021.09起）",
        ),
        *("教务处主任（2021.09—）", "教务处主任（202109）"),
    ],
)
def test_a_post_and_its_date_are_told_apart(written):
    assert held_posts(written) == [HeldPost("教务处主任", SEPTEMBER)]


def test_several_posts_stand_side_by_side():
    assert held_posts("副校长、党支部书记（2020.08）；工会主席（2021.09）") == [
        HeldPost("副校长", None),
        HeldPost("党支部书记", date(2020, 8, 1)),
        HeldPost("工会主席", SEPTEMBER),
    ]


@pytest.mark.parametrize("written", ["", "无", "教师", " 普通教师 ", "—"])
def test_a_teacher_holds_no_post(written):
    assert held_posts(written) == []


def test_a_date_that_is_no_date_gives_none():
    assert held_posts("教务处主任（2021届）") == [HeldPost("教务处主任", None)]


def test_commendations_begin_with_their_level():
    assert awards("县级优秀教师（2024.09）；校级先进个人、全国教学能手(2023年)\n市级（2022.9）") == [
        Award("county", "优秀教师", date(2024, 9, 1)),
        Award("school", "先进个人", None),
        Award("nation", "教学能手", date(2023, 1, 1)),
        Award("city", "表彰", date(2022, 9, 1)),
    ]
    assert awards("无") == []


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("优秀教师", "“优秀教师”没有写级别，请写成“县级优秀教师（2024.09）”，多项用分号隔开"),
        ("县级优秀教师（2024.19）", "表彰时间“2024.19”里没有这个月或这一天，请核对"),
    ],
)
def test_a_commendation_without_level_or_date_is_named(written, sentence):
    with pytest.raises(Unreadable) as unreadable:
        awards(written)

    assert str(unreadable.value) == sentence


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("优秀", Grade("excellent")),
        ("称职", Grade("competent")),
        ("基本合格", Grade("basic")),
        ("不称职", Grade("incompetent")),
        ("未参加（产假）", Grade("none", "maternity")),
        ("未考核(新参加工作)", Grade("none", "new")),
        ("未参加（出国）", Grade("none", "other")),
        ("未参加", Grade("none")),
        ("合格（补）", Grade("competent")),
    ],
)
def test_an_appraisal_is_read_with_the_reason_of_its_absence(written, value):
    assert grade(written) == value


def test_an_unknown_grade_is_named():
    with pytest.raises(
        Unreadable, match="“良好”不认识，请填：优秀、合格、基本合格、不合格，或“未参加（原因）”"
    ):
        grade("良好")
