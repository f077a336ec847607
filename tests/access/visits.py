"""How to add an address to the crawl.

1. Add a row per method to ``rows/<app>.csv``: the URL's name, GET or POST, the object it needs (or
   nothing), then what happens to a visitor who is not signed in and to each role.
2. If it needs an object, let a function in ``objects/<app>.py`` build it for a school:
   ``@provides("paper")`` over ``def paper(school) -> Visit``. Give a POST the data of a valid form, so
   that what is refused is refused for want of permission. It is built once for all its rows: what a
   visit changes in the database is taken back, what it does to files is not.

Marks: ``+`` the page is shown or the act is done, ``-`` there is no such page for this visitor
(404 or 403), ``!`` the act is refused in a sentence, ``s`` a stranger is asked to sign in: by the page for
what does not exist, or by the sign-in page where the address is one that people scan.
A 404 has to be the very answer that an address gets which is none; so has every method without a row.
With an object a role's cell has two marks: for the own school (zone and bureau: one below them), then
for a school of another zone. Without an object it has one.
"""

import csv
import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selection.accounts.acts import Role
from selection.accounts.models import Organisation

HERE = Path(__file__).parent
VISITORS = ("anonymous", *Role.values)


@dataclass(frozen=True)
class Visit:
    """What one address needs for one school's object: its arguments, and the form's data for a POST."""

    kwargs: dict[str, Any]
    data: dict[str, Any] = field(default_factory=dict)


Builder = Callable[[Organisation], Visit]
OBJECTS: dict[str, Builder] = {}


def provides(name: str) -> Callable[[Builder], Builder]:
    def register(build: Builder) -> Builder:
        assert name not in OBJECTS, f"two objects are called {name}"
        OBJECTS[name] = build
        return build

    return register


@dataclass(frozen=True)
class Row:
    """One line of the tables: who may do what at one address."""

    url: str
    method: str
    object: str
    marks: dict[str, str]

    def __str__(self) -> str:
        return f"{self.url} {self.method} {self.object}".strip()


def rows() -> list[Row]:
    found = []
    for table in sorted(HERE.glob("rows/*.csv")):
        with table.open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                marks = {visitor: line[visitor] for visitor in VISITORS}
                found.append(Row(line["url"], line["method"], line["object"], marks))
    return found


def load_objects() -> None:
    for module in sorted(HERE.glob("objects/*.py")):
        importlib.import_module(f"tests.access.objects.{module.stem}")
