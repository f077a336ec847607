"""What every test may lean on."""

import shutil
from collections.abc import Generator, Iterator
from importlib import import_module

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from nacl.pwhash import argon2id

from ballots import sharing
from selection.celery import app
from tests import lock_order
from tests.settings import forget_cache

# The same examples in every run: a failure here is a failure there.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("repeatable")


def pytest_unconfigure(config: pytest.Config) -> None:
    if settings.configured:
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call() -> Generator[None, object, object]:
    if not connection.in_atomic_block:
        return (yield)
    with lock_order.watched():
        return (yield)


@pytest.fixture(scope="session", autouse=True)
def _every_page_is_loaded() -> None:
    """Modules that a first request would load must not take over what a test has put in the place of theirs."""
    import_module(settings.ROOT_URLCONF)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Sign-in limits and the like are counted in the cache: each test starts without a past."""
    forget_cache()


@pytest.fixture(autouse=True)
def _cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase costs a fifth of a second and 64 MB; nobody guesses here."""
    monkeypatch.setattr(sharing, "ROUNDS", argon2id.OPSLIMIT_MIN)
    monkeypatch.setattr(sharing, "MEMORY", argon2id.MEMLIMIT_MIN)


@pytest.fixture
def committing(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What waits for a commit happens when the outermost block of the tested code ends; tasks run at once.

    The test's own transaction never commits, so the hooks are run where the block's savepoint is
    released. A block that is rolled back takes its hooks with it, as in life.
    """
    depth = len(connection.savepoint_ids)
    release, register = BaseDatabaseWrapper.savepoint_commit, BaseDatabaseWrapper.on_commit

    def run_hooks(wrapper: BaseDatabaseWrapper) -> None:
        while wrapper.run_on_commit and len(wrapper.savepoint_ids) <= depth:
            _, hook, _ = wrapper.run_on_commit.pop(0)
            hook()

    def savepoint_commit(wrapper: BaseDatabaseWrapper, sid: str) -> None:
        release(wrapper, sid)
        run_hooks(wrapper)

    def on_commit(wrapper: BaseDatabaseWrapper, func, robust: bool = False) -> None:
        register(wrapper, func, robust)
        run_hooks(wrapper)

    monkeypatch.setattr(BaseDatabaseWrapper, "savepoint_commit", savepoint_commit)
    monkeypatch.setattr(BaseDatabaseWrapper, "on_commit", on_commit)
    app.conf.task_always_eager = app.conf.task_eager_propagates = True
    yield
    app.conf.task_always_eager = app.conf.task_eager_propagates = False
