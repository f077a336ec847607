"""How is a secret shared, so that a few of several people open it together, each by a passphrase?

Shamir's scheme is pycryptodome's; it takes 16 bytes, so a secret of 32 is shared in two parts. A share is
sealed to a lock: the public half of a pair whose private half is made of its holder's passphrase anew
each time. So shares can be made while nobody's passphrase is at hand, and lie nowhere unsealed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from Crypto.Protocol.SecretSharing import Shamir
from django.views.decorators.debug import sensitive_variables
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.utils import random

SECRET = 32
PART = 16
# Argon2id, per try: about 0.2 s on a small server, and 64 MB
ROUNDS, MEMORY = 8, 64 * 2**20


@dataclass(frozen=True)
class Lock:
    """What a holder's share is sealed to; no secret itself, but passphrases could be tried against it."""

    salt: bytes
    public: bytes
    rounds: int
    memory: int

    @classmethod
    @sensitive_variables()
    def of(cls, passphrase: str) -> Lock:
        salt = random(argon2id.SALTBYTES)
        private = _private(passphrase, salt, ROUNDS, MEMORY)
        return cls(salt, bytes(private.public_key), ROUNDS, MEMORY)

    def seal(self, share: bytes) -> bytes:
        return SealedBox(PublicKey(self.public)).encrypt(share)

    @sensitive_variables()
    def key(self, passphrase: str) -> PrivateKey | None:
        """What unseals the share; None if the passphrase doesn't fit."""
        private = _private(passphrase, self.salt, self.rounds, self.memory)
        return private if bytes(private.public_key) == self.public else None


@sensitive_variables()
def _private(passphrase: str, salt: bytes, rounds: int, memory: int) -> PrivateKey:
    """However it is typed, in full or half width, a passphrase is the same."""
    text = unicodedata.normalize("NFKC", passphrase).strip().encode()
    return PrivateKey(argon2id.kdf(SECRET, text, salt, opslimit=rounds, memlimit=memory))


@sensitive_variables()
def split(secret: bytes, threshold: int, number: int) -> list[bytes]:
    """``number`` shares of which any ``threshold`` give the secret, and fewer give nothing."""
    parts = [
        Shamir.split(threshold, number, secret[at : at + PART], ssss=False) for at in range(0, SECRET, PART)
    ]
    return [bytes([index]) + head + tail for (index, head), (_, tail) in zip(*parts, strict=True)]


@sensitive_variables()
def combine(shares: Iterable[bytes]) -> bytes:
    """Exactly as many shares as the threshold asks for; other ones give another secret."""
    held = list(shares)
    return b"".join(
        Shamir.combine([(share[0], share[at : at + PART]) for share in held], ssss=False)
        for at in (1, 1 + PART)
    )


@sensitive_variables()
def unseal(key: PrivateKey, sealed: bytes) -> bytes | None:
    try:
        return SealedBox(key).decrypt(sealed)
    except CryptoError:
        return None


@sensitive_variables()
def xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
