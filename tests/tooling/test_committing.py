"""Does the fixture run what waits for a commit as a real commit would?"""

import pytest
from django.db import transaction

from selection.celery import app


def test_a_hook_runs_when_the_outermost_block_ends(committing):
    seen = []

    with transaction.atomic():
        with transaction.atomic():
            transaction.on_commit(lambda: seen.append("hook"))
        seen.append("inner block left")
    seen.append("outer block left")

    assert seen == ["inner block left", "hook", "outer block left"]


def test_a_hook_of_a_block_that_fails_never_runs(committing):
    seen = []

    @transaction.atomic
    def fail():
        transaction.on_commit(lambda: seen.append("hook"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with transaction.atomic():
        transaction.on_commit(lambda: seen.append("next"))

    assert seen == ["next"]


def test_a_hook_outside_any_block_runs_at_once(committing):
    seen = []

    transaction.on_commit(lambda: seen.append("hook"))

    assert seen == ["hook"]


def test_a_task_runs_at_once_and_its_error_is_seen(committing):
    @app.task(name="tests.divide")
    def divide(number):
        return 1 / number

    assert divide.delay(2).get() == 0.5
    with pytest.raises(ZeroDivisionError):
        divide.delay(0)
