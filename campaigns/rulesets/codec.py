"""How is a ruleset written down as one canonical text, and read back?

Keys are sorted, fractions are strings, floats don't occur: equal rulesets give equal texts, so the
digest of a text stands for the ruleset.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from ballots.verdicts import Bar
from campaigns.rulesets.schema import SCHEMA_VERSION, Ruleset
from campaigns.rulesets.values import (
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
from selection.reasons import Refused

TAGS: dict[str, type[Any]] = {
    "bar": Bar,
    "open-bar": OpenBar,
    "period": Period,
    "procedure": Procedure,
    "by-gender": ByGender,
    "by-level": ByLevel,
    "by-track": ByTrack,
    "level": Level,
    "talk-minimum": TalkMinimum,
    "weight": Weight,
    "cap": Cap,
    "chosen": Chosen,
    "write-ins": WriteIns,
    "spare": Spare,
}
TAG_OF = {kind: tag for tag, kind in TAGS.items()}
UNREADABLE = "规则文本已损坏，读不出内容，请重新装载规则"


def dumps(ruleset: Ruleset) -> str:
    """The canonical text, with the schema's version inside."""
    plain = {"schema": SCHEMA_VERSION, **_fields(ruleset)}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(text: str) -> Ruleset:
    """Read a text of this schema version or an older one; what it doesn't name gets the neutral default."""
    data = _parsed(text)
    schema = data.pop("schema", None)
    if type(schema) is not int:
        raise Refused(UNREADABLE)
    if schema > SCHEMA_VERSION:
        raise Refused(
            f"这套规则由更新版本的程序保存（格式{schema}，本系统识别到{SCHEMA_VERSION}），请先升级本系统"
        )
    ruleset: Ruleset = _section(Ruleset, data, "")
    return ruleset


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _parsed(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_float=_no_float, parse_constant=_no_float)
    except ValueError:
        raise Refused(UNREADABLE) from None
    if not isinstance(data, dict):
        raise Refused(UNREADABLE)
    return data


def _no_float(text: str) -> Any:
    raise ValueError(f"a ruleset holds no floats: {text}")


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        raise TypeError(f"a ruleset holds no floats: {value}")
    if isinstance(value, Bar):
        return {"type": TAG_OF[Bar], **value.as_data()}
    if is_dataclass(value):
        tag = TAG_OF.get(type(value))
        return _fields(value) | ({"type": tag} if tag else {})
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, Role) else value


def _fields(value: Any) -> dict[str, Any]:
    return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}


def _section(kind: type[Any], data: Any, path: str) -> Any:
    known = {each.name: each for each in fields(kind)}
    required = {each.name for each in known.values() if each.default is each.default_factory is MISSING}
    if not isinstance(data, dict) or required - data.keys():
        raise Refused(UNREADABLE)
    if strange := sorted(data.keys() - known.keys()):
        raise Refused(f"规则中有本系统不认识的项目（{path}{strange[0]}），请先升级本系统")
    return kind(**{name: _field(known[name], value, f"{path}{name}") for name, value in data.items()})


def _field(known: Field[Any], value: Any, path: str) -> Any:
    section = known.default_factory
    if isinstance(section, type) and is_dataclass(section):
        return _section(section, value, f"{path}.")
    try:
        return _value(value)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        label = known.metadata.get("label", path)
        raise Refused(f"规则中“{label}”（{path}）的内容不正确，请核对") from None


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_value(each) for each in value)
    if not isinstance(value, dict) or "type" not in value:
        return value
    kind = TAGS[value["type"]]
    parts = {name: _value(part) for name, part in value.items() if name != "type"}
    if kind is Bar:
        return Bar.from_data(parts)
    if kind is Level:
        return Level(Role(parts["role"]), parts["label"])
    return kind(**parts)
