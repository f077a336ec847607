"""How long is each kind of material kept, from which day, and what is destroyed of it then?

The answer is data: ``kinds.toml``, or the file that the setting RETENTION_KINDS names.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

OWN = Path(__file__).with_name("kinds.toml")


@dataclass(frozen=True)
class Kind:
    """``since`` says from which day the years run, ``leaves`` what is kept for good."""

    key: str
    title: str
    years: int
    since: str
    destroys: str
    leaves: str


def kinds() -> dict[str, Kind]:
    return _read(Path(settings.RETENTION_KINDS or OWN))


@cache
def _read(file: Path) -> dict[str, Kind]:
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        key: Kind(key, said["title"], said["years"], said["from"], said["destroys"], said["leaves"])
        for key, said in content.items()
    }
