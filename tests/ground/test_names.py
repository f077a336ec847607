"""Names stand in the order that lists of names have: by strokes of the surname, or by pinyin."""

from itertools import pairwise

import pytest

from selection.names import ORDER, pinyin_key, stroke_key


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["丁一", "马一", "王一", "方一", "李一", "陈一", "黎一"], id="fewer strokes first"),
        pytest.param(["王一", "毛一", "方一", "尹一"], id="of as many strokes 横竖撇点折"),
        pytest.param(["王宁", "王毅", "王小洪", "王文涛"], id="of one surname the shorter name first"),
        pytest.param(["灰一", "达一", "戍一"], id="a character that the tables had elsewhere"),
        pytest.param(["王一", "龠一", "\U0002cb4e一"], id="what the standard doesn't order last"),
        pytest.param(["阿卜杜拉·艾尼", "阿卜杜拉·海米提"], id="a dot is no character"),
    ],
)
def test_strokes_put_names_in_order(names):
    assert [pair for pair in pairwise(names) if stroke_key(pair[0]) >= stroke_key(pair[1])] == []


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["安一", "李一", "林一", "王一", "张一"], id="by letters"),
        pytest.param(["李三", "李四", "李一", "李一一", "梁一"], id="by syllables"),
        pytest.param(["单一", "沈一", "曾一", "赵一"], id="surnames as they are read"),
        pytest.param(["王一", "张一", "\U00030000一"], id="an unread character last"),
    ],
)
def test_pinyin_puts_names_in_order(names):
    assert [pair for pair in pairwise(names) if pinyin_key(pair[0]) >= pinyin_key(pair[1])] == []


def test_every_character_of_the_standard_is_there_once():
    characters = ORDER.read_text("utf-8").replace("\n", "")

    assert len(characters) == len(set(characters)) == 20_897
