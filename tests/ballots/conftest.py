"""A folder of its own for the keys of these tests' polls."""

import pytest


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"
    return settings.BALLOT_KEY_DIR


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run what waits for the commit when the block ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
