"""How large may a request be?"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase

CHUNK = 2**16


class BodyLimit:
    """Stops a body above ``settings.MAX_BODY`` before a view or a form reads it.

    Part of what is too much is read and thrown away: a browser that is cut off while it still
    sends shows its own "connection reset" instead of our page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = _length(request.META.get("CONTENT_LENGTH"))
        if length > settings.MAX_BODY:
            _drain(request.META.get("wsgi.input"), min(length, 8 * settings.MAX_BODY))
            raise RequestDataTooBig("body above MAX_BODY")
        return self.get_response(request)


def _length(header: str | None) -> int:
    return int(header) if header and header.isascii() and header.isdigit() else 0


def _drain(body: Any, remaining: int) -> None:
    while body is not None and remaining > 0 and (chunk := body.read(min(CHUNK, remaining))):
        remaining -= len(chunk)
