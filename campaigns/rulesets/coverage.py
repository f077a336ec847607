"""Is every row of the rule table accounted for, and shown by tests to hold and to refuse?"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from campaigns.rulesets.rows import How, Row, rows

SIDES = {"holds": ("holds",), "allows": ("holds",), "refuses": ("refuses",), "both": ("holds", "refuses")}
PAIR = "at_its_bound"  # the tests' own name for a case just short of a number and one just enough

WORDS = {
    How.RULE: "规则",
    How.CODE: "办理程序",
    How.FIELD: "记录",
    How.PAPER: "文书",
    How.REPORT: "报告",
    How.INFORMATION: "只作了解",
    How.LATER: "去向未定",
}


@dataclass(frozen=True)
class Account:
    """One row with the number of tests that show it to hold, and to refuse."""

    row: Row
    holding: int
    refusing: int

    @property
    def complaint(self) -> str:
        """What is wanting; empty when the row is accounted for."""
        if self.row.how is How.LATER:
            return "尚未落实"
        if not self.row.is_enforced:
            return ""
        missing = [
            word for word, tests in (("符合时通过", self.holding), ("违反时拒绝", self.refusing)) if not tests
        ]
        return f"缺少{'和'.join(missing)}的测试" if missing else ""

    def __str__(self) -> str:
        where = "、".join(self.row.where)
        line = f"{self.row.number} {self.row.text}：{WORDS[self.row.how]}{f'（{where}）' if where else ''}"
        tests = f"，测试{self.holding}＋{self.refusing}" if self.holding or self.refusing else ""
        return f"{line}{tests}{f'　✗ {self.complaint}' if self.complaint else ''}"


def accounts(tests: Path) -> list[Account]:
    marked = marks(tests)
    return [
        Account(row, marked[row.number].count("holds"), marked[row.number].count("refuses"))
        for row in rows().values()
    ]


def marks(tests: Path) -> Mapping[str, list[str]]:
    """Row → the sides that tests are marked with, read from their text without running it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(tests.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for number, side in _marked(node):
                    found[number].append(side)
    return found


def _marked(call: ast.Call) -> Iterator[tuple[str, str]]:
    number = call.args[0] if call.args else None
    if not isinstance(number, ast.Constant) or not isinstance(number.value, str):
        return
    if isinstance(call.func, ast.Name) and call.func.id == PAIR:
        yield from ((number.value, side) for side in ("refuses", "holds"))
    elif isinstance(call.func, ast.Attribute) and call.func.attr == "row":
        for word in call.keywords:
            if word.arg == "side" and isinstance(word.value, ast.Constant):
                yield from ((number.value, side) for side in SIDES[str(word.value.value)])
