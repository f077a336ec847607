"""How many wrong codes or passphrases may come, before the next has to wait?

A code of 80 bits can't be guessed; its limit keeps somebody who tries from keeping the server busy. Only
what is wrong is counted, never who votes, and what was typed goes nowhere.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True)
class Limit:
    """At most so many wrong ones within so many seconds, from one source."""

    name: str
    most: int
    seconds: int

    def is_spent(self, source: str) -> bool:
        return int(cache.get(self._key(source), 0)) >= self.most

    def note(self, source: str) -> None:
        """One more wrong one."""
        key = self._key(source)
        if not cache.add(key, 1, self.seconds):
            try:
                cache.incr(key)
            except ValueError:  # it lapsed just now
                cache.add(key, 1, self.seconds)

    def _key(self, source: str) -> str:
        return f"{self.name}:{hashlib.sha256(source.encode()).hexdigest()[:32]}"


CODES = Limit("wrong-codes", 60, 60)  # a school is behind one address, and its people mistype
PASSPHRASES = Limit("wrong-passphrases", 10, 600)  # of one poll, by whoever holds its key


def address(request: HttpRequest) -> str:
    return str(get_adapter().get_client_ip(request))
