"""Does the beat come as often as it should, whatever the clock does?"""

from datetime import timedelta

import pytest

from selection.steady import Every

EVERY = Every(60)


@pytest.mark.parametrize(
    ("ago", "is_due"),
    [
        (timedelta(0), False),
        (timedelta(seconds=61), True),
        (timedelta(days=3), True),
        (-timedelta(days=3), True),
    ],
    ids=["just now", "a minute ago", "after downtime", "clock put back"],
)
def test_it_is_due_after_its_seconds_and_when_the_last_time_lies_ahead(ago, is_due):
    assert EVERY.is_due(EVERY.now() - ago).is_due == is_due
