"""Is a service that does not answer named, in one line, before any test runs on it?"""

import socket

import pytest

from tools import services


@pytest.fixture
def silent_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_services_that_do_not_answer_are_named(silent_port, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", f"postgres://postgres@127.0.0.1:{silent_port}/any")
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{silent_port}/0")

    code = services.main([])

    lines = capsys.readouterr().out.splitlines()
    assert code == 1
    assert [line.split(":")[0] for line in lines] == [
        "PostgreSQL does not answer",
        "Redis does not answer",
    ]
