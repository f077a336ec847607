"""Do the documents still speak of the program as it is?"""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model, TextChoices

from campaigns import choices
from personnel.demo import county

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text("utf-8")
GLOSSARY = (ROOT / "docs/glossary.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
APT = "    apt-get update && apt-get install -y make git python3-venv curl"
OURS = (
    "accounts",
    "records",
    "personnel",
    "ballots",
    "campaigns",
    "serving",
    "supervision",
    "keeping",
    "paperwork",
    "reporting",
)
ASKED = [
    r'env(?:\.\w+)?\("([A-Z_]+)"',
    r'secret\(env, "([A-Z_]+)"',
    r'os\.environ\.get\(\s*[\'"]([A-Z_]+)',
]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
HEADING = re.compile(r"^### .* `([\w.]+)`$", re.M)
ROW = re.compile(r"^\| ([^|]+) \| `([^`|]+)` \|", re.M)


def asked_of_the_environment() -> set[str]:
    sources = [(ROOT / "selection" / name).read_text("utf-8") for name in ("settings.py", "gunicorn_conf.py")]
    return {name for text in sources for form in ASKED for name in re.findall(form, text)}


def found(path: str) -> Any:
    """What a dotted path names: a module, or something in one."""
    for cut in range(len(parts := path.split(".")), 0, -1):
        try:
            target: Any = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:]:
            target = getattr(target, name)
        return target
    raise LookupError(path)


def has(target: Any, name: str) -> bool:
    if hasattr(target, name) or name in getattr(target, "__dataclass_fields__", {}):
        return True
    try:
        import_module(f"{target.__name__}.{name}")
    except ModuleNotFoundError:
        return False
    return True


def called(target: Any) -> str | None:
    """The Chinese name that the program itself gives to a model or a choice."""
    if isinstance(target, TextChoices):
        return str(target.label)
    if isinstance(target, type) and issubclass(target, Model):
        return str(target._meta.verbose_name)
    return None


def glossary() -> dict[str, list[tuple[str, str]]]:
    """Dotted path of a heading → the rows below it: (Chinese, code)."""
    parts = HEADING.split(GLOSSARY)[1:]
    return {path: ROW.findall(text) for path, text in zip(parts[::2], parts[1::2], strict=True)}


def test_the_readme_begins_with_what_a_bare_debian_needs():
    assert README.splitlines()[0] == APT


def test_the_readme_explains_every_variable_that_is_read():
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.M))

    assert "BALLOT_KEY_DIR" in asked_of_the_environment()
    assert sorted(asked_of_the_environment() ^ explained) == []


def test_the_readme_names_the_demo_accounts_as_they_are():
    roles = dict(re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \|", README, re.M))

    assert roles == {clerk.login: clerk.name for clerk in county.CLERKS}


def test_the_readme_names_the_demo_schools():
    schools = [place.name for place in county.PLACES.values() if place.kind == county.SCHOOL]

    assert [name for name in schools if name not in README] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(document):
    links = LINK.findall(document.read_text("utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("path", glossary())
def test_a_term_of_the_glossary_is_in_the_code(path):
    target, rows = found(path), glossary()[path]

    assert rows != []
    assert [code for _chinese, code in rows if not has(target, code)] == []


@pytest.mark.parametrize("path", glossary())
def test_the_glossary_and_the_pages_use_the_same_words(path):
    target = found(path)
    names = {code: called(getattr(target, code, None)) for _chinese, code in glossary()[path]}

    assert [(said, names[code]) for said, code in glossary()[path] if names[code] not in (None, said)] == []


def test_every_model_is_in_the_glossary():
    models = {model.__name__ for label in OURS for model in apps.get_app_config(label).get_models()}
    known = {code for path, rows in glossary().items() if path.endswith(".models") for _said, code in rows}

    assert sorted(models ^ known) == []


def test_every_choice_of_the_procedure_is_in_the_glossary():
    words = {
        f"{name}.{member.name}"
        for name, kind in vars(choices).items()
        if isinstance(kind, type) and issubclass(kind, TextChoices) and kind is not TextChoices
        for member in kind
    }
    known = {
        f"{path.removeprefix('campaigns.choices.')}.{code}"
        for path, rows in glossary().items()
        if path.startswith("campaigns.choices.")
        for _said, code in rows
    }

    assert sorted(words ^ known) == []
