"""Does the source keep the habits that no other tool checks?"""

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = (
    "selection",
    "personnel",
    "ballots",
    "campaigns",
    "serving",
    "supervision",
    "keeping",
    "paperwork",
    "reporting",
)
MODULES = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts and path.stat().st_size
]
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "managers"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_there_are_modules_to_look_at():
    assert len(MODULES) > 60


def test_a_module_begins_with_the_question_it_answers():
    assert [name(path) for path in MODULES if not ast.get_docstring(tree(path))] == []


def test_no_module_is_named_vaguely():
    assert [name(path) for path in MODULES if path.stem in VAGUE or path.parent.name in VAGUE] == []


def test_djangos_admin_is_not_installed():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert [name(path) for path in MODULES if "django.contrib.admin" in imported(path)] == []


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("form", ["except:", "except Exception:", "except BaseException:"])
def test_nothing_is_caught_blindly(form):
    assert [name(path) for path in MODULES if form in path.read_text(encoding="utf-8")] == []


def test_every_module_of_the_ground_has_its_layer():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layered = " ".join(contracts[0]["layers"])
    ground = {path.relative_to(ROOT / "selection").parts[0] for path in (ROOT / "selection").rglob("*.py")}
    modules = {f"selection.{part.removesuffix('.py')}" for part in ground if part != "__init__.py"}

    assert modules - set(layered.replace("(", " ").replace(")", " ").split()) == set()


def test_every_migration_follows_the_one_before():
    """One line a migration, so that a merge of two branches is seen before it is run."""
    for package in (
        "selection/accounts",
        "selection/records",
        "personnel",
        "ballots",
        "campaigns",
        "serving",
        "supervision",
        "paperwork",
        "reporting",
        "keeping",
    ):
        numbers = [path.name[:4] for path in sorted((ROOT / package / "migrations").glob("[0-9]*.py"))]
        assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_a_row_is_locked_so_that_others_may_still_refer_to_it():
    """Else whoever adds a row beside it, a scan or a note, waits at the commit, with all that is held by then."""
    strong = [
        name(path)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "select_for_update"
        and "no_key" not in {keyword.arg for keyword in node.keywords}
    ]

    assert strong == []
