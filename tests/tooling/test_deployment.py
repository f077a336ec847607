"""Is a service that has the variables of the README, and no others, as closed as Django can check?"""

import json
import os
import re
import secrets
import subprocess
import sys

import pytest
from django.conf import settings as django_settings

from tests.factories.accounts import TeacherFactory

ROW = re.compile(r"^\| `([A-Z_]+)` \| ([^|]+) \|", re.M)
VALUES = {
    "ALLOWED_HOSTS": "xuanba.example.cn",
    "DATABASE_URL": "postgres://selection@db/selection",
    "REDIS_URL": "redis://queue/0",
}
SHOWN = [
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "CSRF_COOKIE_SAMESITE",
]


def variables(tmp_path, *needs: str) -> dict[str, str]:
    """What the README's table calls needed in one of the ways, with a value each."""
    table = ROW.findall((django_settings.BASE_DIR / "README.md").read_text(encoding="utf-8"))
    places = {"VAR_DIR": str(tmp_path), "BALLOT_KEY_DIR": str(tmp_path / "keys")}
    named = [name for name, need in table if need in needs]
    return {name: (VALUES | places).get(name) or secrets.token_urlsafe(48) for name in named}


def run(tmp_path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *words],
        cwd=django_settings.BASE_DIR,
        env=kept | {"ENV_FILE": os.devnull, "VAR_DIR": str(tmp_path)} | environ,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def in_service(tmp_path, settings):
    """The settings of a service for whatever the client asks in this process."""
    code = f"import json\nfrom selection import settings as s\nprint(json.dumps([getattr(s, n) for n in {SHOWN}]))"
    values = json.loads(run(tmp_path, "-c", code, **variables(tmp_path, "是")).stdout)
    for name, value in zip(SHOWN, values, strict=True):
        setattr(settings, name, value)


@pytest.mark.parametrize("needs", [("是",), ("是", "建议")])
def test_the_deployment_check_is_clean_with_the_variables_of_the_readme(tmp_path, needs):
    given = variables(tmp_path, *needs)

    check = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **given)

    assert {"SECRET_KEY", "ALLOWED_HOSTS"} < set(given)
    assert (check.returncode, check.stderr) == (0, "")


def test_the_demo_speaks_plain_http(tmp_path):
    code = "from selection import settings as s\nprint(s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS)"

    assert run(tmp_path, "-c", code, DEMO="1").stdout == "False 0\n"


@pytest.mark.django_db
def test_every_answer_closes_what_a_browser_would_leave_open(in_service, client):
    headers = client.get("/sign-in/", secure=True).headers

    policy = dict(each.strip().split(" ", 1) for each in headers["Content-Security-Policy"].split(";"))
    assert policy["frame-ancestors"] == "'none'"
    assert {
        name: headers[name]
        for name in (
            "Strict-Transport-Security",
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Referrer-Policy",
            "Cross-Origin-Opener-Policy",
        )
    } == {
        "Strict-Transport-Security": "max-age=31536000",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sign-in/", "/no-such-page/", "/set-password/"])
def test_nothing_is_said_over_plain_http(in_service, client, path):
    answer = client.get(path)

    assert (answer.status_code, answer.url) == (301, f"https://testserver{path}")
    assert not answer.cookies


@pytest.mark.django_db
def test_cookies_go_over_https_to_this_site_alone_and_no_script_reads_them(in_service, client):
    TeacherFactory(username="t0001", password="山高水长2026")

    client.post("/sign-in/", {"login": "t0001", "password": "山高水长2026"}, secure=True)

    cookies = client.cookies
    assert {(name, each["secure"], each["httponly"], each["samesite"]) for name, each in cookies.items()} == {
        ("csrftoken", True, True, "Lax"),
        ("messages", True, True, "Lax"),
        ("sessionid", True, True, "Lax"),
    }
