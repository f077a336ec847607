"""How is a value of a ruleset typed into a form, and read back? One way for each kind of value.

A value of several parts becomes several inputs, named by the field's path and the part; what may be
absent or of several kinds gets a choice of the kind before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from django import forms
from django.core.exceptions import ValidationError

from ballots.definitions import Spoils
from ballots.verdicts import Bar, Base
from campaigns.rulesets.validation import REVIEWERS
from campaigns.rulesets.values import (
    COUNTING,
    PROCEDURES,
    UNITS,
    WRITTEN_IN_FROM,
    ByGender,
    ByLevel,
    ByTrack,
    Cap,
    Chosen,
    Level,
    OpenBar,
    Period,
    Procedure,
    Spare,
    TalkMinimum,
    Weight,
    WriteIns,
)
from selection.accounts.acts import Role

Words = Mapping[str, Any]
MOST, LONGEST, SPARE_ROWS = 10_000, 200, 3
KINDS: dict[type, str] = {Bar: "按比例或人数规定", OpenBar: "由方案在投票前确定，只提出建议"}
SHARE = {"label": "比例（分数，如1/2）"}
SPOILS = {"label": "不符合时", "choices": dict(Spoils.choices)}
# The parts of each kind of value, as the form calls them; the field's own words fill the rest.
PARTS: dict[type, dict[str, Words]] = {
    ByGender: {"male": {"label": "男"}, "female": {"label": "女"}},
    ByLevel: {
        "kindergarten": {"label": "幼儿园"},
        "primary": {"label": "小学"},
        "junior": {"label": "初中"},
        "senior": {"label": "高中"},
    },
    ByTrack: {
        "competitive": {"label": "竞岗"},
        "non_competitive": {"label": "不竞岗"},
        "direct": {"label": "直接聘任"},
    },
    Period: {
        "n": {"label": "长短"},
        "unit": {"label": "单位", "choices": UNITS},
        "count_from": {"label": "起算日", "choices": COUNTING},
    },
    Procedure: {
        "way": {"label": "产生办法", "choices": PROCEDURES},
        "basis": {"label": "依据（文件名称，可不填）"},
    },
    OpenBar: {"proposed": {"label": "建议"}, "reason_below": {"label": "低于此数须说明理由"}},
    TalkMinimum: {"persons": {"label": "最少人数"}, "share": SHARE},
    Cap: {"persons": {"label": "最多人数"}, "share": SHARE, "spoils": SPOILS},
    Chosen: {"beyond": {"label": "可多于职数"}, "least": {"label": "最少推荐"}, "spoils": SPOILS},
    WriteIns: {
        "places": {"label": "另选人数"},
        "out_of": {"label": "从哪些人中选", "choices": WRITTEN_IN_FROM},
    },
    Spare: {
        "persons": {"label": "多于职数的人数"},
        "share": {"label": "多于职数的比例（分数，如2/5）"},
        "strict": {"label": "正好等于这一比例的不算"},
    },
    Weight: {"category": {"label": "人员类别"}, "percent": {"label": "权重"}},
}
OWN_BOUNDS = (Period,)  # whose first part keeps the field's bounds; elsewhere parts have none


def inputs(name: str, hint: Any, words: Words, value: Any) -> Iterator[tuple[str, forms.Field]]:
    """The inputs of one value with what they hold at first."""
    kinds = _kinds(hint)
    if len(kinds) > 1 or (is_optional(hint) and is_dataclass(kinds[0])):
        absent = [("", words.get("none", "不作规定"))] if is_optional(hint) else []
        choices = absent + [(kind.__name__, KINDS.get(kind, "作规定")) for kind in kinds]
        initial = type(value).__name__ if value is not None else ""
        yield f"{name}.kind", _choice(words.get("label", ""), choices, initial)
        for kind in kinds:
            yield from inputs(f"{name}.{kind.__name__}", kind, {}, value if type(value) is kind else None)
    elif get_origin(hint) is tuple:
        yield from _rows(name, get_args(hint)[0], words, value or ())
    elif kinds[0] is Bar:
        yield from _bar(name, value)
    elif is_dataclass(kinds[0]):
        yield from _parts(name, kinds[0], words, value)
    else:
        yield name, _plain(kinds[0], words, value)


def read(name: str, hint: Any, words: Words, typed: Mapping[str, Any], now: Any = None) -> Any:
    """The value that was typed; ``ValidationError`` says what can't be read. ``now`` is what the form showed."""
    kinds = _kinds(hint)
    if len(kinds) > 1 or (is_optional(hint) and is_dataclass(kinds[0])):
        chosen = next((kind for kind in kinds if kind.__name__ == typed.get(f"{name}.kind")), None)
        return read(f"{name}.{chosen.__name__}", chosen, {}, typed) if chosen else None
    if get_origin(hint) is tuple:
        return _read_rows(name, get_args(hint)[0], words, typed, now or ())
    if kinds[0] is Bar:
        return _read_bar(name, typed)
    if is_dataclass(kinds[0]):
        return _read_parts(name, kinds[0], words, typed)
    return _read_plain(kinds[0], words, typed.get(name), is_optional(hint))


def _read_parts(name: str, kind: Any, words: Words, typed: Mapping[str, Any]) -> Any:
    hints, parts = get_type_hints(kind), [each.name for each in fields(kind)]
    said = {part: _words(kind, part, words) for part in parts}
    return kind(**{part: read(f"{name}.{part}", hints[part], said[part], typed) for part in parts})


def is_optional(hint: Any) -> bool:
    return NoneType in get_args(hint)


def _kinds(hint: Any) -> list[Any]:
    if get_origin(hint) in (Union, UnionType):
        return [each for each in get_args(hint) if each is not NoneType]
    return [hint]


def _words(kind: type, part: str, words: Words) -> Words:
    """What the form says of one part: its own words before the field's."""
    inherited = dict(words) if kind in (ByGender, ByLevel, ByTrack, Weight) or kind in OWN_BOUNDS else {}
    inherited.pop("label", None)
    return {"label": part} | inherited | dict(PARTS.get(kind, {}).get(part, {}))


def _parts(name: str, kind: Any, words: Words, value: Any) -> Iterator[tuple[str, forms.Field]]:
    hints = get_type_hints(kind)
    for each in fields(kind):
        held = getattr(value, each.name) if value is not None else None
        yield from inputs(f"{name}.{each.name}", hints[each.name], _words(kind, each.name, words), held)


def _plain(kind: Any, words: Words, value: Any) -> forms.Field:
    label = words.get("label", "")
    if kind is bool:
        return forms.BooleanField(label=words.get("yes", label), initial=value, required=False)
    if kind is int:
        least, most = words.get("least", 0), words.get("most", MOST)
        unit = f"（{words['unit']}）" if words.get("unit") else ""
        return forms.IntegerField(
            label=label + unit,
            initial=value,
            required=False,
            min_value=least,
            max_value=most,
            help_text=_said(words, least),
        )
    if "choices" in words:
        return _choice(label, list(words["choices"].items()), value)
    return forms.CharField(label=label, initial=value, required=False, max_length=LONGEST)


def _said(words: Words, least: int) -> str:
    """The sentence that the number stands in."""
    if "says" not in words:
        return ""
    return f"即：{words['says'].replace('{}', '□')}" + ("；填0即不作规定" if least == 0 else "")


def _choice(label: str, choices: list[tuple[str, Any]], value: Any) -> forms.Field:
    return forms.ChoiceField(label=label, choices=choices, initial=value, required=False)


def _read_plain(kind: Any, words: Words, typed: Any, may_be_absent: bool) -> Any:
    if kind is bool:
        return bool(typed)
    if kind is int and typed is None and not may_be_absent:
        raise ValidationError(f"请填写{words.get('label') or '数目'}")
    return typed if kind is int else (typed or "").strip()


def _bar(name: str, value: Bar | None) -> Iterator[tuple[str, forms.Field]]:
    share = f"{value.numerator}/{value.denominator}" if value and value.numerator else ""
    yield f"{name}.base", _choice("基数", list(Base.choices), value.base.value if value else None)
    ways = [("", "不低于"), ("strict", "超过")]
    yield f"{name}.strict", _choice("比较", ways, "strict" if value and value.strict else "")
    yield f"{name}.fraction", forms.CharField(label=SHARE["label"], initial=share, required=False)
    least = {"label": "并且不少于几人（票）"}
    yield f"{name}.minimum", _plain(int, least, value.minimum if value else 0)


def _read_bar(name: str, typed: Mapping[str, Any]) -> Bar:
    try:
        share = Fraction((typed.get(f"{name}.fraction") or "0").strip())
    except (ValueError, ZeroDivisionError):
        raise ValidationError("比例应写成分数，如1/2") from None
    if not 0 <= share <= 1:
        raise ValidationError("比例应大于0，且不超过全部")
    minimum = typed.get(f"{name}.minimum") or 0
    if not share and not minimum:
        raise ValidationError("请填写比例或人数")
    base, strict = Base(typed.get(f"{name}.base") or Base.ENTITLED), typed.get(f"{name}.strict") == "strict"
    return Bar(base, strict, share.numerator, share.denominator, minimum)


def _rows(name: str, kind: Any, words: Words, value: tuple[Any, ...]) -> Iterator[tuple[str, forms.Field]]:
    label = words.get("label", "")
    if kind is Level:
        held = {level.role: level.label for level in value}
        for role in REVIEWERS:
            yield (
                f"{name}.{role}",
                _plain(
                    str, {"label": f"{label}：{role.label}（落款名称，不经此级的留空）"}, held.get(role, "")
                ),
            )
    elif kind is str and "choices" in words:
        yield (
            name,
            forms.MultipleChoiceField(
                label=label,
                choices=list(words["choices"].items()),
                initial=value,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
        )
    elif kind is str:
        text = forms.CharField(label=label, initial="\n".join(value), required=False, widget=forms.Textarea)
        text.help_text = "每行一项"
        yield name, text
    else:
        for row in range(len(value) + SPARE_ROWS):
            held_row = value[row] if row < len(value) else None
            yield from _parts(f"{name}.{row}", kind, words, held_row)


def _read_rows(
    name: str, kind: Any, words: Words, typed: Mapping[str, Any], now: tuple[Any, ...]
) -> tuple[Any, ...]:
    if kind is Level:
        labels = {role: (typed.get(f"{name}.{role}") or "").strip() for role in REVIEWERS}
        return tuple(Level(Role(role), label) for role, label in labels.items() if label)
    if kind is str and "choices" in words:
        return tuple(typed.get(name) or ())
    if kind is str:
        return tuple(line.strip() for line in (typed.get(name) or "").splitlines() if line.strip())
    names = [f"{name}.{row}" for row in range(len(now) + SPARE_ROWS)]
    return tuple(read(row, kind, words, typed) for row in names if _is_filled(row, kind, typed))


def _is_filled(row: str, kind: Any, typed: Mapping[str, Any]) -> bool:
    """Whether anything was typed into the row; a choice always holds something."""
    numbers = [each.name for each in fields(kind) if get_type_hints(kind)[each.name] is int]
    return any(typed.get(f"{row}.{part}") not in (None, "") for part in numbers)
