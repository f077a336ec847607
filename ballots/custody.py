"""What lies in the key file of a poll whose key several scrutineers hold together?

The file's half of the private key, and their shares of the other half, each sealed under its holder's
passphrase. The halves are made at the rehearsal, from locks which the holders made of their passphrases;
the whole key exists in memory only, then and while votes are counted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.views.decorators.debug import sensitive_variables
from nacl.public import PrivateKey, SealedBox
from nacl.utils import random

from ballots import keys, sharing
from ballots.sharing import Lock

if TYPE_CHECKING:
    from ballots.models import Poll

REHEARSED = "试启封".encode()


@dataclass
class Custody:
    """The content of the file. Holders are named by the keys of their accounts."""

    threshold: int
    locks: dict[int, Lock] = field(default_factory=dict)
    half: bytes = b""
    public: bytes = b""
    shares: dict[int, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, poll: Poll) -> Custody:
        """As it lies in the file; empty if there is none that can be read."""
        empty = cls(poll.key_threshold or 0)
        content = keys.read(poll)
        if content is None or not content.startswith(b"{"):
            return empty
        data = json.loads(content)
        locks = {int(holder): lock_of(lock) for holder, lock in data["locks"].items()}
        shares = {int(holder): bytes.fromhex(share) for holder, share in data["shares"].items()}
        half, public = bytes.fromhex(data["half"]), bytes.fromhex(data["public"])
        return cls(data["threshold"], locks, half, public, shares)

    def save(self, poll: Poll) -> None:
        data = {
            "threshold": self.threshold,
            "locks": {holder: _plain(lock) for holder, lock in self.locks.items()},
            "half": self.half.hex(),
            "public": self.public.hex(),
            "shares": {holder: share.hex() for holder, share in self.shares.items()},
        }
        keys.write(poll, json.dumps(data).encode())

    def start_over(self, threshold: int, locks: Mapping[int, Lock]) -> None:
        """Other holders or another passphrase: the shares made before are worth nothing."""
        self.threshold, self.locks = threshold, dict(locks)
        self.half, self.public, self.shares = b"", b"", {}

    @sensitive_variables()
    def forge(self) -> None:
        """A new pair, its private half split; of fewer shares than the threshold nothing can be made."""
        private, other = PrivateKey.generate(), random(sharing.SECRET)
        shares = sharing.split(other, self.threshold, len(self.locks))
        self.half = sharing.xor(bytes(private), other)
        self.public = bytes(private.public_key)
        self.shares = {
            holder: lock.seal(share)
            for (holder, lock), share in zip(sorted(self.locks.items()), shares, strict=True)
        }

    @sensitive_variables()
    def hands(self, passphrases: Mapping[int, str]) -> dict[int, PrivateKey | None]:
        """For each holder what unseals the share; None where the passphrase doesn't fit."""
        return {holder: self.locks[holder].key(passphrase) for holder, passphrase in passphrases.items()}

    @sensitive_variables()
    def box(self, hands: Mapping[int, PrivateKey]) -> SealedBox | None:
        """What opens the envelopes, from the shares of the first hands; None if it isn't this poll's key."""
        shares = [
            share
            for holder, hand in list(hands.items())[: self.threshold]
            if (share := sharing.unseal(hand, self.shares.get(holder, b""))) is not None
        ]
        if len(shares) < self.threshold:
            return None
        private = PrivateKey(sharing.xor(self.half, sharing.combine(shares)))
        return SealedBox(private) if bytes(private.public_key) == self.public else None

    @sensitive_variables()
    def is_proved_by(self, hands: Mapping[int, PrivateKey]) -> bool:
        """Does a test envelope open, whichever of these hands come first?"""
        sealed, order = keys.seal(self.public, REHEARSED), list(hands.items())
        boxes = (self.box(dict(order[at:] + order[:at])) for at in range(len(order)))
        return all(box is not None and box.decrypt(sealed) == REHEARSED for box in boxes)


def _plain(lock: Lock) -> list[Any]:
    return [lock.salt.hex(), lock.public.hex(), lock.rounds, lock.memory]


def lock_of(plain: list[Any]) -> Lock:
    salt, public, rounds, memory = plain
    return Lock(bytes.fromhex(salt), bytes.fromhex(public), rounds, memory)
