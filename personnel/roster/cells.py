"""What does one cell of a roster mean? Each reader returns a value or raises ``Unreadable``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from django.db.models import TextChoices

from personnel.dates import LifeDate, UnclearDate, full_years, parse
from personnel.roster.workbook import FormulaWithoutResult
from selection import clock
from selection.fields import identity_number_problem, normal_identity

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
CHINESE_NAME = re.compile(f"[{HAN}]([{HAN}·]*[{HAN}])")
FOREIGN_NAME = re.compile(r"[A-Za-z][A-Za-z .'-]+")
MIDDLE_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅●.。", "·"))
CHINESE_BRACKETS = str.maketrans("()", "（）")
ERROR_VALUES = {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}
STAFF_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,29}")
YES = {"是", "有", "1", "√", "✓", "y", "yes", "true", "在岗", "健康", "在职"}
NO = {"否", "无", "0", "×", "x", "n", "no", "false", "不在岗", "不健康", "没有"}
YOUNGEST, OLDEST = 15, 90


class Unreadable(ValueError):
    """The cell says nothing we can take; the message is a Chinese sentence that says what to write."""


Reader = Callable[[object], object]


def plain(value: object) -> str:
    """The cell as trimmed text: half-width, without invisible characters; 1001.0 is 1001."""
    if isinstance(value, FormulaWithoutResult):
        raise Unreadable("公式没有算出结果，请在表格里选“粘贴为数值”后再保存")
    if isinstance(value, str) and value.strip() in ERROR_VALUES:
        raise Unreadable(f"公式出错（{value.strip()}），请改成文字或数字")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    return "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cc"} or c in "\n\t").strip()


def key(name: str) -> str:
    """A name of a department or post as it is compared."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def is_blank(value: object) -> bool:
    return value is None or (
        isinstance(value, str) and not isinstance(value, FormulaWithoutResult) and not value.strip()
    )


def name(value: object) -> str:
    text = plain(value)
    if re.search(f"[{HAN}]", text):
        text = re.sub(r"\s", "", text).translate(MIDDLE_DOTS)
    if any(unicodedata.category(character) == "Co" or character == "\ufffd" for character in text):
        raise Unreadable("姓名里有无法识别的字，请用输入法重新录入这个字")
    if len(text) > 40 or not (CHINESE_NAME.fullmatch(text) or FOREIGN_NAME.fullmatch(text)):
        raise Unreadable(f"“{text[:40]}”不像姓名，请只写姓名，不要写其他文字")
    return text


def text(longest: int) -> Reader:
    """Free text, kept as written but for spaces at its ends and runs of spaces."""

    def read(value: object) -> str:
        plain(value)
        kept = re.sub(r"[ \t\u3000]+", " ", str(value)).strip() if isinstance(value, str) else plain(value)
        if len(kept) > longest:
            raise Unreadable(f"内容超过{longest}个字，请缩短")
        return kept

    return read


def word(longest: int) -> Reader:
    """A short name such as a department's, without any space and with Chinese brackets."""

    def read(value: object) -> str:
        kept = re.sub(r"\s", "", plain(value)).translate(CHINESE_BRACKETS)
        if len(kept) > longest:
            raise Unreadable(f"内容超过{longest}个字，请缩短")
        return kept

    return read


def staff_number(value: object) -> str:
    number = re.sub(r"\s", "", plain(value))
    if not STAFF_NUMBER.fullmatch(number):
        raise Unreadable(f"“{number[:40]}”不能作工号，请只用数字、字母和短横线，不超过30位")
    return number


def identity(value: object) -> str:
    if isinstance(value, int | float):
        raise Unreadable("身份证号存成了数字，末尾几位已丢失，请把这一列设为文本后重新录入")
    number = normal_identity(plain(value))
    if problem := identity_number_problem(number):
        raise Unreadable(problem)
    return number


def day(value: object) -> LifeDate:
    plain(value)
    try:
        return parse(value)
    except UnclearDate as unclear:
        raise Unreadable(str(unclear)) from None


def birthday(value: object) -> LifeDate:
    found = day(value)
    today = clock.today()
    if not YOUNGEST <= full_years(found.day, today) <= OLDEST:
        raise Unreadable(f"出生年月{found}不合理，请核对")
    return found


def yes_or_no(value: object) -> bool:
    said = plain(value).lower()
    if said in YES:
        return True
    if said in NO:
        return False
    raise Unreadable(f"“{said[:20]}”看不明白，请填“是”或“否”")


def choice(choices: type[TextChoices], *, also: Mapping[str, str] | None = None, drop: str = "") -> Reader:
    """One of the labels, or another way to say it; ``drop`` is a pattern of words that add nothing."""
    known: dict[str, str] = {member.label: member.value for member in choices} | dict(also or {})
    offered = "、".join(member.label for member in choices)

    def read(value: object) -> str:
        said = re.sub(r"\s", "", plain(value))
        found = known.get(said) or known.get(re.sub(drop, "", said) if drop else said)
        if found is None:
            raise Unreadable(f"“{said[:20]}”不认识，请填：{offered}")
        return found

    return read
