"""Is whatever stands in the way said in one sentence, before anything is done?"""

import fcntl
import os
import socket
import sys

import pytest

from tools import preconditions
from tools.preconditions import Obstacle


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setattr(preconditions, "ROOT", tmp_path)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    return tmp_path


def sentence(check, *args) -> str:
    with pytest.raises(Obstacle) as obstacle:
        check(*args)
    return str(obstacle.value)


def test_a_taken_port_is_named_with_another_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        said = sentence(preconditions.require_port, str(port))

    assert said == (
        f"端口 {port} 已被占用：请先结束占用它的程序，或换一个端口，例如 PORT={port % 65535 + 1} make demo。"
    )


def test_a_free_port_passes():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    preconditions.require_port(str(port))


@pytest.mark.parametrize("text", ["", "http", "0", "65536", "８０００", "-1"])
def test_what_is_no_port_number_is_refused(text):
    assert sentence(preconditions.require_port, text).startswith(f"PORT={text} 不是端口号")


def test_a_port_that_needs_rights_is_refused(monkeypatch):
    def bind(self, address):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(preconditions.socket, "socket", type("Socket", (socket.socket,), {"bind": bind}))

    assert sentence(preconditions.require_port, "80").startswith("不能使用端口 80（Permission denied）")


@pytest.mark.parametrize("name", ["var", ".venv", "node_modules"])
def test_a_folder_of_another_user_is_refused_with_the_line_that_mends_it(root, monkeypatch, name):
    (root / name).mkdir()
    monkeypatch.setattr(preconditions.os, "geteuid", lambda: root.stat().st_uid + 4242)

    said = sentence(preconditions.require_own_folders)

    assert said.startswith(f"{name}/ 是用户 ")
    assert f"sudo chown -R {root.stat().st_uid + 4242} {root / name} 再重试。" in said


def test_a_file_of_another_user_inside_is_refused(root, monkeypatch):
    (root / "var").mkdir()
    (root / "var/selection.sqlite3").touch()
    monkeypatch.setattr(
        preconditions, "_require_owner", lambda path, folder: seen.append(path.relative_to(root).as_posix())
    )
    seen: list[str] = []

    preconditions.require_own_folders()

    assert "var/selection.sqlite3" in seen


def test_ones_own_folders_pass(root):
    (root / "var").mkdir()

    preconditions.require_own_folders()


def test_a_checkout_that_cannot_be_written_is_refused(root, monkeypatch):
    monkeypatch.setattr(preconditions.os, "access", lambda path, mode: False)

    assert sentence(preconditions.require_own_folders).startswith("当前用户不能写入")


def test_a_demo_that_runs_is_not_started_twice(root):
    (root / "var").mkdir()
    with (root / "var" / preconditions.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        said = sentence(preconditions.require_stopped)

    assert said == "演示正在运行：请先在它的窗口按 Ctrl-C 结束，再重新运行。"
    preconditions.require_stopped()


def test_no_demo_has_run_yet(root):
    preconditions.require_stopped()


def test_an_old_python_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))

    assert sentence(preconditions.require_python).startswith("需要 Python 3.11 以上，当前是 3.9.2")


def test_a_python_without_venv_is_refused(monkeypatch):
    monkeypatch.setattr(preconditions.importlib.util, "find_spec", lambda name: None)

    assert "apt-get install -y python3-venv" in sentence(preconditions.require_python)


def test_a_user_without_a_name_is_shown_by_number():
    assert preconditions._user(os.getuid()) != ""
    assert preconditions._user(987654) == "987654"
