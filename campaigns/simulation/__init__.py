"""Play a whole campaign through the same services as the pages."""

from collections.abc import Callable

# What the rooms above add to the demo county once it stands; filled by them
ABOVE: list[Callable[[], None]] = []
