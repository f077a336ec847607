"""The clock of these tests stands still at Monday, 2 March 2026, until a test moves it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time

import pytest
import time_machine
from django.test import Client

from selection import clock


@pytest.fixture(autouse=True)
def go_to() -> Iterator[Callable[[date], None]]:
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=clock.ZONE), tick=False) as traveller:
        yield lambda day: traveller.move_to(datetime.combine(day, time(9), tzinfo=clock.ZONE))


@pytest.fixture
def as_user(client: Client) -> Callable[..., Client]:
    def sign_in(user) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
