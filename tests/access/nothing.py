"""Is an answer the one that is given for what does not exist?"""

from copy import copy

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils.http import urlencode

NOWHERE = "/nothing/is/here/"
VARYING = ("Content-Length", "Expires")  # with the length of the address, and the second
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def knock(cookies, method, address):
    client = Client()
    client.cookies = copy(cookies)
    with transaction.atomic():
        response = client.generic(method, address)
        transaction.set_rollback(True)
    return response


def is_stranger(cookies):
    return settings.SESSION_COOKIE_NAME not in cookies


def is_nothing(response, cookies, method, address):
    return told(response, address) == told(knock(cookies, method, NOWHERE), NOWHERE)


def told(response, address):
    """All that an answer tells, but for the address that was asked for."""
    body = b"".join(response).replace(urlencode({"next": address}).encode(), b"")
    headers = sorted((name, value) for name, value in response.headers.items() if name not in VARYING)
    return response.status_code, headers, response.cookies.output(), body
