"""Do the files lie there that rows name, as they were kept, which lie there that none names, and how do they go?

A file is written before the row that names it is committed. Who dies in between leaves a file that
nobody can find: it does no harm, and is swept.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import FileField, Model, QuerySet

from selection import clock

AN_HOUR = 3600


def folder() -> Path:
    return Path(default_storage.path(""))


def flaws() -> Iterator[str]:
    for row, name in _named():
        path = folder() / name
        if not path.exists():
            yield f"{row._meta.verbose_name}“{row}”的文件缺失（{name}）"
        elif (digest := getattr(row, "sha256", "")) and digest != digest_of(path):
            yield f"{row._meta.verbose_name}“{row}”的文件被改动过（{name}）"


def sweep() -> int:
    """Remove files of more than an hour that no row names; gives how many."""
    named = {name for _row, name in _named()}
    strays = [path for path in _old() if path.relative_to(folder()).as_posix() not in named]
    for path in strays:
        path.unlink()
    return len(strays)


def destroy(rows: QuerySet[Any]) -> None:
    """Files whose time is over go once it is certain; the rows stay, with name, digest and the day."""
    held = list(rows.exclude(file=""))
    for row in held:
        transaction.on_commit(partial(row.file.storage.delete, row.file.name))
    stored = rows.model._base_manager.filter(pk__in=[row.pk for row in held])
    stored.update(file="", destroyed_on=clock.today())


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _named() -> Iterator[tuple[Model, str]]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, FileField):
                for row in model._base_manager.exclude(**{field.name: ""}).iterator():
                    yield row, getattr(row, field.name).name


def _old() -> list[Path]:
    """By the clock of the disk, which is never the demo's."""
    with tempfile.TemporaryFile(dir=folder()) as fresh:
        latest = os.fstat(fresh.fileno()).st_mtime - AN_HOUR
    return [path for path in folder().rglob("*") if path.is_file() and path.stat().st_mtime < latest]
