"""The clock of the procedure's tests stands still until a test moves it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time

import pytest
import time_machine

from selection import clock

GoTo = Callable[..., None]


@pytest.fixture
def go_to() -> Iterator[GoTo]:
    """Monday, 2 March 2026, nine o'clock; ``go_to(day, hour)`` moves on."""
    start = datetime(2026, 3, 2, 9, tzinfo=clock.ZONE)
    with time_machine.travel(start, tick=False) as traveller:

        def move(day: date, hour: int = 9, minute: int = 0) -> None:
            traveller.move_to(datetime.combine(day, time(hour, minute), tzinfo=clock.ZONE))

        yield move
