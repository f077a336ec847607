"""A campaign's people at the browser: whoever is named is signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _clock_stands(go_to) -> None:
    """Monday, 2 March 2026, nine o'clock."""


@pytest.fixture
def as_user() -> SignIn:
    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
