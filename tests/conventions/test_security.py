"""Does every promise of docs/security.md name tests that exist?"""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SECTION = (ROOT / "docs/security.md").read_text("utf-8").split("\n## ")[1]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PROMISES = [
    (promise, tests)
    for promise, tests in re.findall(r"^\| ([^|]+) \| ([^|]*) ?\|$", SECTION, re.M)
    if not promise.startswith("**") and promise != "承诺"
]


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("promise", "tests"), PROMISES)
def test_every_promise_names_tests_that_exist(promise: str, tests: str):
    named = TEST.findall(tests)

    assert named
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []
    assert TEST.sub("", tests).strip(" 、") == "", "what is no test id"


def test_the_promises_are_found():
    assert len(PROMISES) > 30
