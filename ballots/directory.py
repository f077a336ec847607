"""Who is meant by a name that a voter wrote in?

Old browsers show no list to pick from, so a name that is one person's is enough; of namesakes the voter
says which by department or number, as the list has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from ballots.definitions import Option


def shown(option: Option) -> str:
    """As the list names a person: 王芳（教务处 1023）."""
    return f"{option.label}（{option.note}）" if option.note else option.label


class Directory:
    def __init__(self, options: Iterable[Option]) -> None:
        self.options = tuple(options)

    @cached_property
    def by_key(self) -> dict[str, Option]:
        return {option.key: option for option in self.options}

    def find(self, text: str) -> str:
        """The key of whom a text names, or is; empty for nobody and for several."""
        if text in self.by_key:
            return text
        exact = [option.key for option in self.options if shown(option) == text]
        found = exact or self._named(text)
        return found[0] if len(found) == 1 else ""

    def why_not(self, text: str) -> str:
        """Why ``find`` found nobody."""
        name = text[:20]
        if several := self._named(text):
            same = "、".join(shown(self.by_key[key]) for key in several)
            return f"叫“{name}”的有{len(several)}人（{same}），请写明是哪一位"
        return f"“{name}”不在可以另选的人员中，请核对姓名；已列在票上的人请直接在上面选"

    def _named(self, text: str) -> list[str]:
        return [option.key for option in self.options if option.label == text]
