"""Where a secret comes from: the environment, or in demo mode a generated file."""

import os
import secrets as random
from pathlib import Path

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
        raise ImproperlyConfigured(f"请设置环境变量 {name}(32 字节以上的随机字符串)")
    path = directory / name.lower()
    if not path.exists():
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(random.token_urlsafe(48))
    return path.read_text().strip()
