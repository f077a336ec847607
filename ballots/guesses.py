"""How many wrong codes may come from one address?

A code of 80 bits can't be guessed; this keeps somebody who tries from keeping the server busy. Only
wrong codes are counted, never who votes, and the code itself goes nowhere.
"""

from __future__ import annotations

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MOST, SECONDS = 60, 60  # a school is behind one address, and its people mistype


def are_spent(request: HttpRequest) -> bool:
    return int(cache.get(_key(request), 0)) >= MOST


def note(request: HttpRequest) -> None:
    """One more wrong code."""
    key = _key(request)
    if not cache.add(key, 1, SECONDS):
        try:
            cache.incr(key)
        except ValueError:  # it lapsed just now
            cache.add(key, 1, SECONDS)


def _key(request: HttpRequest) -> str:
    address = get_adapter().get_client_ip(request)
    return "wrong-codes:" + hashlib.sha256(str(address).encode()).hexdigest()[:32]
