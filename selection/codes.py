"""Codes that somebody types from a slip or copies by hand: how are they made, read and kept?"""

import re
import secrets

from django.utils.crypto import salted_hmac

# No 0 O Q, 1 I L, 2 Z, 5 S, 8 B, U V: 22 letters and digits that nobody mistakes on paper
ALPHABET = "34679ACDEFGHJKMNPRTWXY"


def new(groups: int, length: int) -> str:
    """Groups of characters, hyphens between them."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(length)) for _ in range(groups))


def derived(purpose: str, text: str, groups: int, length: int) -> str:
    """The same for the same text, which nobody finds out without the key."""
    number = int(salted_hmac(purpose, text, algorithm="sha256").hexdigest(), 16)
    characters = []
    for _ in range(groups * length):
        number, at = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[at])
    return grouped("".join(characters), length)


def plain(code: str) -> str:
    """The characters alone, however their groups were typed."""
    return re.sub(r"[\s\-－—]", "", code).upper()


def grouped(code: str, length: int) -> str:
    """As it is stored where it is stored in the clear, however it was typed."""
    typed = plain(code)
    return "-".join(typed[at : at + length] for at in range(0, len(typed), length))


def digest(code: str, purpose: str) -> str:
    """What is stored: keyed, so that a copy of the database lets nobody try codes offline."""
    return salted_hmac(purpose, plain(code), algorithm="sha256").hexdigest()
