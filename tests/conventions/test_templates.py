"""Is every template used, and free of what the content security policy forbids?"""

import re
from pathlib import Path

import allauth
import django
import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
PYTHON = [
    path
    for package in (
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
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
]
# Templates of other packages that ours stand in for: found by name, called by no source of ours.
FOREIGN = [Path(allauth.__file__).parent / "templates", Path(django.__file__).parent / "forms/templates"]
QUOTED = re.compile(r"""["']([\w/.-]+\.html)["']""")
INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")", re.I),
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    "another host": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.I),
    "a clock of its own": re.compile(r"{%\s*now\b"),
    "an unescaped value": re.compile(r"\|\s*safe\b|autoescape off"),
}


def text(name: str) -> str:
    return re.sub(
        r"{#.*?#}|{% comment.*?endcomment %}", "", (TEMPLATES / name).read_text("utf-8"), flags=re.S
    )


def called() -> set[str]:
    """Every template that a source names."""
    names: set[str] = set()
    for path in PYTHON:
        names |= set(QUOTED.findall(path.read_text("utf-8")))
    for name in NAMES:
        names |= set(QUOTED.findall(text(name)))
    return names


def stands_in(name: str) -> bool:
    return any((folder / name).exists() for folder in FOREIGN)


def test_every_template_is_used():
    known = called()

    assert [name for name in NAMES if name not in known and not stands_in(name)] == []


def test_every_template_that_is_named_exists():
    missing = [
        name for name in called() if "/" in name and not (TEMPLATES / name).exists() and not stands_in(name)
    ]

    assert sorted(missing) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("what", INLINE)
def test_no_page_holds(what):
    """Papers are drawn without a browser and may bring their own style; a field's hint may hold markup."""
    pages = [name for name in NAMES if not name.startswith(("papers/", "django/forms/"))]

    assert [name for name in pages if INLINE[what].search(text(name))] == []


def test_every_table_can_stand_on_a_phone():
    tables = [
        (name, table)
        for name in NAMES
        if not name.startswith("papers/")
        for table in re.findall(r'<table class="table\b([^"]*)"', text(name))
    ]

    assert [
        name for name, table in tables if not re.search(r"table-(lines|counts)|findings|voices", table)
    ] == []
