"""How does the whole database go into one file, and come back out of it?"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

from selection.reasons import Refused

NAMES = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}


def dump(folder: Path) -> None:
    """The database as one moment showed it, whoever writes meanwhile."""
    file = folder / NAMES[connection.vendor]
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
    else:
        _run("pg_dump", "--format=custom", f"--file={file}")


def load(folder: Path) -> None:
    """Into an empty database; all of it, or nothing."""
    file = folder / NAMES[connection.vendor]
    if not file.exists():
        raise Refused(f"备份里没有{file.name}：它来自另一种数据库，请核对 DATABASE_URL")
    if connection.introspection.table_names():
        raise Refused("这个数据库里已经有表；恢复要用一个空库，请新建一个，写进 DATABASE_URL 后再运行")
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(file)) as copy:
            copy.backup(connection.connection)
    else:
        _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", str(file))


def _run(program: str, *arguments: str) -> None:
    """PostgreSQL's own program, connected as the settings say; a password goes by the environment."""
    found = shutil.which(program)
    if found is None:
        raise Refused(f"找不到 {program}，请安装 postgresql-client（版本不低于数据库）后再运行")
    client, environment = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    done = subprocess.run(
        [found, *arguments, *client[1:-1], f"--dbname={client[-1]}"],
        env=os.environ | (environment or {}),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Refused(f"{program} 没有成功：{done.stderr.strip()}")
