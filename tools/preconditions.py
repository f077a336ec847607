"""What stands in the way of a start, said in one sentence before anything is done?

Only the standard library: these run before there is a virtual environment.
"""

import errno
import fcntl
import importlib.util
import os
import pwd
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = "demo.lock"


class Obstacle(Exception):
    """The one sentence that a person reads when set-up stops."""


def var_dir() -> Path:
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").absolute()


def require_python() -> None:
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:3]))
        raise Obstacle(
            f"需要 Python 3.11 以上，当前是 {found}：请用 PYTHON=python3.11 make … 指明较新的版本。"
        )
    if importlib.util.find_spec("ensurepip") is None:
        raise Obstacle("缺少 Python 的 venv 组件：请运行 apt-get install -y python3-venv 后重试。")


def require_own_folders() -> None:
    """Refuse what another user made, for root too: root's files would shut that user out next time."""
    for folder in (ROOT / ".venv", ROOT / "node_modules", var_dir()):
        for path in (folder, *_entries(folder)):
            _require_owner(path, folder)
    if not os.access(ROOT, os.W_OK):
        raise Obstacle(f"当前用户不能写入 {ROOT}：请换成项目目录的所有者，或复制到自己的目录后重试。")


def require_port(text: str) -> None:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise Obstacle(f"PORT={text} 不是端口号：请写 1 到 65535 之间的整数，例如 PORT=8001 make demo。")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as problem:
            raise Obstacle(_port_sentence(int(text), problem)) from None


def require_stopped() -> None:
    """Refuse while a demo runs on this ``var/``: two of them would move one clock."""
    try:
        with (var_dir() / LOCK).open("r") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return
    except BlockingIOError:
        raise Obstacle("演示正在运行：请先在它的窗口按 Ctrl-C 结束，再重新运行。") from None


def _entries(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.is_dir() and os.access(folder, os.R_OK | os.X_OK) else iter(())


def _require_owner(path: Path, folder: Path) -> None:
    if not path.exists() or path.lstat().st_uid == os.geteuid():
        return
    name = folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder
    raise Obstacle(
        f"{name}/ 是用户 {_user(path.lstat().st_uid)} 建立的，当前用户是 {_user(os.geteuid())}："
        f"请换成该用户运行，或先运行 sudo chown -R {_user(os.geteuid())} {folder} 再重试。"
    )


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _port_sentence(port: int, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用：请先结束占用它的程序，或换一个端口，例如 PORT={port % 65535 + 1} make demo。"
    return f"不能使用端口 {port}（{problem.strerror}）：请换一个 1024 以上的端口，例如 PORT=8001 make demo。"
