"""Do the locks name versions and hashes, and no host?"""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from tools.check_locks import complaints

ROOT = Path(settings.BASE_DIR)
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*(?:\[[^]]*])?==[^ ]+)", re.M | re.I)


def pins(name: str) -> set[str]:
    return set(PIN.findall((ROOT / "requirements" / name).read_text()))


def test_the_locks_name_no_host():
    assert complaints(ROOT) == []


@pytest.mark.parametrize(
    "line",
    [
        "--extra-index-url somewhere",
        "--find-links /wheels",
        "django @ https://example.org/django.whl",
        "django @ file:///wheels/django.whl",
    ],
)
def test_a_python_lock_that_names_a_place_is_found(tmp_path, line):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/base.txt").write_text(f"celery==5.7.0\n{line}\n")

    assert complaints(tmp_path) == [f"requirements/base.txt:2: {line}"]


def test_a_package_lock_that_names_a_place_is_found(tmp_path):
    packages = {"": {}, "node_modules/htmx.org": {"resolved": "https://example.org/htmx.tgz"}}
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": packages}))

    assert complaints(tmp_path) == [
        "package-lock.json: node_modules/htmx.org has no integrity",
        "package-lock.json: node_modules/htmx.org is resolved to a place",
    ]


def test_the_tests_run_on_the_versions_that_are_served():
    assert pins("base.txt") - pins("dev.txt") == set()


def test_every_front_end_package_is_pinned():
    package = json.loads((ROOT / "package.json").read_text())
    wanted = package["dependencies"] | package["devDependencies"]

    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
