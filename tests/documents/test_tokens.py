"""Figures are locked in free wording."""

import pytest

from campaigns.documents import tokens

KNOWN = {"名额": "3名", "聘期": "3年"}


def test_a_known_token_is_replaced_by_what_is_printed_for_it():
    assert tokens.filling("本次选拔{名额}，聘期{聘期}。", KNOWN) == "本次选拔3名，聘期3年。"


def test_an_unknown_token_stays_visible():
    assert tokens.filling("共{人数}人", KNOWN) == "共{人数}人"


def test_what_a_figure_says_is_not_filled_again():
    assert tokens.filling("{名额}", {"名额": "{聘期}", "聘期": "3年"}) == "{聘期}"


def test_a_paragraph_is_a_line_and_blank_lines_fall_away():
    assert tokens.paragraphs(" 一、{名额} \r\n\r\n\n二、完\n", KNOWN) == ["一、3名", "二、完"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("选拔{名额}", []),
        ("{名额}，即{名额}，聘期{聘期}", []),
        ("选拔3名", ["“职位”中的“{名额}”是锁定的数据，不能删改，请放回原处"]),
        ("选拔{名额}{人数}", ["“职位”中的“{人数}”不是可用的数据项，请删去或改用已有的数据项"]),
        (
            "选拔{名额 }",
            [
                "“职位”中的“{名额 }”不是可用的数据项，请删去或改用已有的数据项",
                "“职位”中的“{名额}”是锁定的数据，不能删改，请放回原处",
            ],
        ),
        ("选拔{名额}}", ["“职位”中有不成对的花括号，请补全或删去"]),
        ("选拔{名额}" + "好" * 4000, ["“职位”超过4000字，请精简"]),
    ],
)
def test_whoever_touches_a_figure_is_told_which_and_what_to_do(text, said):
    assert list(tokens.faults("职位", text, "选拔{名额}", KNOWN)) == said
