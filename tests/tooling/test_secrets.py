"""Does a secret come from where it should, and only once?"""

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from selection.secrets import _make, secret

env = environ.Env()


def test_the_environment_goes_before_the_file(monkeypatch, tmp_path):
    monkeypatch.setenv("TRIAL_KEY", "from the environment")

    assert secret(env, "TRIAL_KEY", tmp_path) == "from the environment"
    assert list(tmp_path.iterdir()) == []


def test_a_secret_is_made_once(tmp_path):
    first = secret(env, "TRIAL_KEY", tmp_path / "secrets")

    assert secret(env, "TRIAL_KEY", tmp_path / "secrets") == first
    assert len(first) >= 64
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["trial_key"]


def test_of_two_processes_that_make_a_secret_the_first_one_counts(tmp_path):
    path = tmp_path / "trial_key"
    path.write_text("made a moment ago")

    _make(path)

    assert path.read_text() == "made a moment ago"


def test_a_service_is_told_which_variable_is_missing():
    with pytest.raises(ImproperlyConfigured, match="请设置环境变量 TRIAL_KEY"):
        secret(env, "TRIAL_KEY", None)
