"""The table of rows is whole, and everything that cites a row or is named by one exists."""

import csv
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

import campaigns.eligibility.rules
import campaigns.guards  # noqa: F401
from campaigns.rulesets.coverage import marks
from campaigns.rulesets.rows import TABLE, How, rows
from campaigns.rulesets.tree import leaves
from reporting.yearly import entries
from selection.reasons import RULES
from selection.records.papers import KINDS

EXPECTED = (
    [f"A{number:03}" for number in range(1, 141)]
    + [f"B{number:03}" for number in range(1, 74)]
    + [f"T{number:03}" for number in range(1, 78)]
    + [f"D{number:03}" for number in range(1, 27)]
    + [f"E{number:03}" for number in range(1, 34)]
    + [f"R-{number}" for number in range(1, 38)]
    + [f"AMB-{number}" for number in range(1, 38)]
    + [f"TRAP-{number}" for number in range(1, 31)]
)
FIELDS = {leaf.path for leaf in leaves()}
TESTS = Path(__file__).parents[1]
NUMBERS = ("int", "Bar", "Period", "ByGender", "TalkMinimum", "Cap", "Chosen", "WriteIns")


def test_every_row_stands_once_and_in_order():
    with TABLE.open(encoding="utf-8", newline="") as file:
        assert [line["row"] for line in csv.DictReader(file)] == EXPECTED


def test_every_row_says_what_it_is_about():
    assert [row.number for row in rows().values() if not row.text.strip()] == []


def test_every_row_that_is_accounted_for_says_where_or_why():
    assert [row.number for row in rows().values() if (row.how is How.LATER) == bool(row.where)] == []


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_what_a_rule_cites_is_in_the_table(rule):
    assert [number for number in rule.cites if number not in rows()] == []


@pytest.mark.parametrize("leaf", leaves(), ids=[leaf.path for leaf in leaves()])
def test_what_a_field_cites_is_in_the_table(leaf):
    assert leaf.cites
    assert [number for number in leaf.cites if number not in rows()] == []


@pytest.mark.parametrize(
    "leaf",
    [leaf for leaf in leaves() if any(name in str(leaf.hint) for name in NUMBERS)],
    ids=lambda leaf: leaf.path,
)
def test_every_number_is_shown_to_refuse_and_to_hold(leaf, sides):
    assert [number for number in leaf.cites if len(sides.get(number, ())) == 2] != []


@pytest.fixture(scope="module")
def sides():
    """Row → whether a test shows it to refuse, to hold."""
    return {number: set(found) for number, found in marks(TESTS).items()}


def test_rows_name_rules_that_exist_and_cite_them():
    named = [(row.number, key) for row in rows().values() if row.how is How.RULE for key in row.where]

    assert [(number, key) for number, key in named if key not in RULES] == []
    assert [(number, key) for number, key in named if number not in RULES[key].cites] == []


def test_rows_name_fields_that_exist():
    named = [
        path for row in rows().values() if row.how is How.FIELD for path in row.where if path not in FIELDS
    ]

    for path in named:
        app, model, field = path.split(".")
        assert apps.get_model(app, model)._meta.get_field(field)


def test_rows_name_papers_that_exist():
    named = {kind for row in rows().values() if row.how is How.PAPER for kind in row.where}

    assert named - KINDS.keys() == set()


def test_rows_name_fields_of_the_report_that_exist_and_cite_them():
    named = [(row.number, path) for row in rows().values() if row.how is How.REPORT for path in row.where]

    assert [(number, path) for number, path in named if path not in entries()] == []
    assert [(number, path) for number, path in named if number not in entries()[path].cites] == []


def test_rows_name_code_that_exists():
    named = {name for row in rows().values() if row.how is How.CODE for name in row.where}

    assert [name for name in sorted(named) if import_module(name).__doc__ is None] == []


def test_no_rule_is_left_unmentioned():
    mentioned = {key for row in rows().values() if row.how is How.RULE for key in row.where}

    assert RULES.keys() - mentioned == set()
