"""Does the page “我的票保密吗？” say only what a test shows?"""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from ballots.promises import promises
from tests.factories.ballots import PollFactory, voters_of

SAID = [
    *((promise.text, promise.tests) for promise in promises()),
    *((promise.limit, promise.shown_by) for promise in promises() if promise.limit),
]


@cache
def known_tests(path: Path) -> set[str]:
    """The names by which pytest knows the tests of a file."""
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return {name for name in found if name.rpartition(":")[2].startswith("test_")}


@pytest.mark.parametrize(("sentence", "tests"), SAID, ids=lambda value: str(value)[:20])
def test_every_sentence_names_tests_that_exist(sentence, tests):
    assert tests, f"no test shows: {sentence}"
    for test in tests:
        file, _, name = test.partition("::")
        assert name in known_tests(settings.BASE_DIR / file), f"there is no {test}"


def test_no_limit_is_without_a_sentence_and_no_sentence_without_an_end():
    assert [promise for promise in promises() if promise.shown_by and not promise.limit] == []
    assert [sentence for sentence, _ in SAID if not sentence.endswith("。")] == []


def test_everybody_reads_promises_and_limits_side_by_side(client):
    page = client.get(reverse("ballots:secrecy")).content.decode()

    assert [sentence for sentence, _ in SAID if sentence not in page] == []


@pytest.mark.django_db
def test_the_way_to_it_stands_where_people_vote(client):
    poll = PollFactory(voters=1, is_open=True)
    client.force_login(voters_of(poll)[0])
    address = f'href="{reverse("ballots:secrecy")}"'

    places = [reverse("home"), reverse("ballots:my"), reverse("ballots:vote", args=[poll.public_id])]
    assert [place for place in places if address not in client.get(place).content.decode()] == []
