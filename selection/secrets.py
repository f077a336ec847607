"""Where a secret comes from: the environment, or in demo mode a generated file."""

import os
import secrets as random
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import environ
from django.core.exceptions import ImproperlyConfigured


def secret(env: environ.Env, name: str, directory: Path | None) -> str:
    """The secret called ``name``; without an environment value it is made once under ``directory``.

    Service mode passes no directory: then a missing variable stops the start.
    """
    value = env.str(name, default="")
    if value:
        return value
    if directory is None:
        raise ImproperlyConfigured(f"请设置环境变量 {name}（50 个字符以上的随机字符串）")
    path = directory / name.lower()
    if not path.exists():
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    """Write a fresh secret that only its owner can read; whole or not at all, and the first one stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile("w", dir=path.parent) as fresh:
        fresh.write(random.token_urlsafe(48))
        fresh.flush()
        with suppress(FileExistsError):
            os.link(fresh.name, path)
