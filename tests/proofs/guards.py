"""Which guards does a proof stand on?"""

from collections.abc import Callable


def guarded(**guards: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Name them, each with what the proof says when it is gone."""

    def mark(proof: Callable[..., None]) -> Callable[..., None]:
        proof.guards = guards
        return proof

    return mark
