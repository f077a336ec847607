"""Is a request that is too large stopped before anything reads it?"""

import io

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse

from selection.limits import BodyLimit

MAX = 100_000


@pytest.fixture
def served(settings, rf):
    """Send a body of the given size, or with the given header, through the limit."""
    settings.MAX_BODY = MAX

    def serve(size: int, header: str | None = None):
        body = io.BytesIO(b"x" * size)
        request = rf.generic("POST", "/")
        request.META |= {"wsgi.input": body, "CONTENT_LENGTH": str(size) if header is None else header}
        try:
            return BodyLimit(lambda request: HttpResponse("served"))(request).content, body.tell()
        except RequestDataTooBig:
            return "refused", body.tell()

    return serve


def test_a_body_at_the_limit_is_served_unread(served):
    assert served(MAX) == (b"served", 0)


def test_a_body_above_the_limit_is_refused_and_drained(served):
    assert served(MAX + 1) == ("refused", MAX + 1)


def test_a_huge_body_is_drained_only_in_part(served):
    assert served(10 * MAX) == ("refused", 8 * MAX)


def test_a_body_that_ends_early_does_not_hang(served):
    assert served(10, header=str(2 * MAX)) == ("refused", 10)


@pytest.mark.parametrize("header", ["", "-1", "many", "１２"])
def test_a_length_that_is_no_number_counts_as_none(served, header):
    assert served(10, header=header) == (b"served", 0)
