"""Do the settings tell the demo from a service, and refuse a service without its secrets?"""

import importlib
import os
import subprocess
import sys

import pytest
from django.conf import settings as django_settings

SECRETS = ("SECRET_KEY", "IDENTITY_KEY", "IDENTITY_DIGEST_KEY", "BALLOT_KEY")


def ask(expression: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Evaluate an expression on freshly loaded settings under the given environment alone."""
    code = f"from selection import settings as s; print({expression})"
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environ = {"ENV_FILE": os.devnull} | environ
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=django_settings.BASE_DIR,
        env=kept | environ,
    )


def test_the_demo_makes_its_secrets_once_for_its_owner_alone(tmp_path):
    first = ask("(s.SECRET_KEY, s.DEBUG)", DEMO="1", VAR_DIR=str(tmp_path)).stdout
    second = ask("(s.SECRET_KEY, s.DEBUG)", DEMO="1", VAR_DIR=str(tmp_path)).stdout

    files = sorted((tmp_path / "secrets").iterdir())
    assert first == second
    assert first.endswith(", False)\n")
    assert [path.name for path in files] == sorted(name.lower() for name in SECRETS)
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


@pytest.mark.parametrize("missing", SECRETS)
def test_a_service_without_a_secret_does_not_start(tmp_path, missing):
    given = {name: "x" * 40 for name in SECRETS if name != missing}

    answer = ask("s.DEBUG", VAR_DIR=str(tmp_path), **given)

    assert answer.returncode == 1
    assert f"请设置环境变量 {missing}" in answer.stderr


def test_a_service_pools_its_connections_and_sends_cookies_over_https_only(tmp_path):
    answer = ask(
        "(s.DATABASES['default']['OPTIONS'], s.CACHES['default']['LOCATION'], s.SESSION_COOKIE_SECURE)",
        VAR_DIR=str(tmp_path),
        DATABASE_URL="postgres://selection@db/selection",
        REDIS_URL="redis://queue/1",
        WEB_THREADS="5",
        **dict.fromkeys(SECRETS, "x" * 40),
    )

    pool = {"min_size": 1, "max_size": 5, "timeout": 5}
    assert answer.stdout == f"({ {'pool': pool} }, 'redis://queue/1', True)\n"


def test_a_service_may_keep_its_variables_in_a_file_that_the_demo_leaves_alone(tmp_path):
    (tmp_path / "env").write_text("".join(f"{name}={'x' * 40}\n" for name in SECRETS))
    given = {"ENV_FILE": str(tmp_path / "env"), "VAR_DIR": str(tmp_path)}

    assert ask("s.SECRET_KEY", **given).stdout == "x" * 40 + "\n"
    assert "x" * 40 not in ask("s.SECRET_KEY", DEMO="1", **given).stdout


def test_gunicorn_serves_the_service_with_an_access_log_and_the_demo_without(settings, monkeypatch):
    logs = []
    monkeypatch.setenv("PORT", "8123")
    for settings.DEMO in (False, True):
        conf = importlib.reload(importlib.import_module("selection.gunicorn_conf"))
        logs.append((conf.bind, conf.worker_class, conf.accesslog, conf.graceful_timeout))

    assert logs == [("127.0.0.1:8123", "gthread", "-", 30), ("127.0.0.1:8123", "gthread", None, 3)]


def test_the_server_finds_the_application():
    from selection.wsgi import application

    assert callable(application)
