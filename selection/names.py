"""In which order do names stand in a list? By the strokes of the surname (姓氏笔画), or by pinyin.

``stroke_order.txt`` holds the characters of GB 13000.1 in the order that the standard GF 3003—1999 gives them:
by number of strokes, then stroke by stroke 横竖撇点折. It was taken from the tables of cn_sort (MIT) and compared
with those of cnchar (MIT). A key has letters and digits only, in places of one width: every database sorts it alike.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from pypinyin import Style, lazy_pinyin

ORDER = Path(__file__).with_name("stroke_order.txt")
AFTER_ALL = 99999  # a character that the standard doesn't order
READ_OTHERWISE = {
    "单": "shan4",
    "曾": "zeng1",
    "解": "xie4",
    "仇": "qiu2",
    "任": "ren2",
    "朴": "piao2",
    "查": "zha1",
    "区": "ou1",
    "盖": "ge3",
    "洗": "xian3",
    "逄": "pang2",
    "召": "shao4",
    "员": "yun4",
    "黑": "he4",
    "重": "chong2",
    "种": "chong2",
    "覃": "qin2",
    "繁": "po2",
    "乜": "nie4",
    "折": "she2",
    "燕": "yan1",
}  # as surnames


def stroke_key(name: str) -> str:
    """Same surname: the shorter name first, as lists of names have it."""
    ranks = [f"{_ranks().get(character, AFTER_ALL):05}" for character in _written(name)]
    return "".join((*ranks[:1], f"{len(ranks):02}", *ranks[1:]))


def pinyin_key(name: str) -> str:
    """Syllables with their tone, a surname as it is read when it is one."""
    characters = _written(name)
    syllables = lazy_pinyin(characters, style=Style.TONE3, neutral_tone_with_five=True)
    if characters[:1] in READ_OTHERWISE:
        syllables[0] = READ_OTHERWISE[characters[:1]]
    return "".join(map(_in_its_place, syllables))


class NameKeyField(models.CharField):
    """What ``key`` makes of the row's name, written whenever the row is."""

    def __init__(self, *args: Any, key: Any, **kwargs: Any) -> None:
        self.key = key
        super().__init__(*args, **kwargs | {"editable": False})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, kwargs | {"key": self.key}

    def pre_save(self, model_instance: Any, add: bool) -> str:
        key: str = self.key(model_instance.name)[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key


def _written(name: str) -> str:
    """Without blanks and the dot within a name of a minority."""
    return "".join(character for character in name.casefold() if character.isalnum())


def _in_its_place(syllable: str) -> str:
    """What has no reading stands after what has."""
    if syllable.isascii():
        return f"{syllable:0<7}"
    return "".join(f"zz{ord(character):05x}" for character in syllable)


@cache
def _ranks() -> dict[str, int]:
    characters = ORDER.read_text("utf-8").replace("\n", "")
    return {character: rank for rank, character in enumerate(characters)}
