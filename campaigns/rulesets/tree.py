"""Which fields does a ruleset have, where, and in which part?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import Field, dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, get_type_hints

from campaigns.rulesets.schema import Ruleset

GENERAL = "总则"


@dataclass(frozen=True)
class Leaf:
    """One field: where it stands, what its metadata say of it, what type it must have."""

    path: str
    section: str
    field: Field[Any]
    hint: Any

    @property
    def label(self) -> str:
        label: str = self.field.metadata["label"]
        return label

    @property
    def cites(self) -> tuple[str, ...]:
        rows: tuple[str, ...] = self.field.metadata["cites"]
        return rows

    @property
    def part(self) -> str:
        """The name of the section in addresses."""
        return self.path.partition(".")[0] if "." in self.path else "general"

    def of(self, ruleset: Ruleset) -> Any:
        value: Any = ruleset
        for name in self.path.split("."):
            value = getattr(value, name)
        return value


def changed(ruleset: Ruleset, path: str, value: Any) -> Ruleset:
    """The ruleset with another value at the path."""
    section, _, name = path.rpartition(".")
    if not section:
        return replace(ruleset, **{name: value})
    return replace(ruleset, **{section: replace(getattr(ruleset, section), **{name: value})})


@cache
def leaves() -> tuple[Leaf, ...]:
    """Every field that says something of the procedure, in the order of the page; the maps are none."""
    return tuple(_leaves())


def _leaves() -> Iterator[Leaf]:
    for top in fields(Ruleset):
        section = top.default_factory
        if isinstance(section, type) and is_dataclass(section):
            hints = get_type_hints(section)
            for each in fields(section):
                yield Leaf(f"{top.name}.{each.name}", top.metadata["label"], each, hints[each.name])
        elif "cites" in top.metadata:
            yield Leaf(top.name, GENERAL, top, get_type_hints(Ruleset)[top.name])
