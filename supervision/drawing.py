"""Which selections are drawn by lot for an inspection? Anybody can draw the same again with these few lines.

A line of the population is drawn the sooner, the smaller the SHA-256 of the seed, a colon and the line.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def digest(population: Iterable[str]) -> str:
    """Of the lines in their order, each ended by a line feed."""
    return sha256("".join(f"{line}\n" for line in population).encode()).hexdigest()


def drawn(population: Iterable[str], seed: str, size: int) -> list[str]:
    """In the order in which they were drawn."""
    return sorted(population, key=lambda line: sha256(f"{seed}:{line}".encode()).hexdigest())[:size]
