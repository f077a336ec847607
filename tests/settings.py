"""The settings under which the tests run: one throw-away folder a process, fixed secrets, plain static files.

Neither demo nor service mode: DEMO is off, so the clock is the real one and time-machine can
freeze it; a test about the demo switches ``settings.DEMO`` on. DATABASE_URL and REDIS_URL choose
the services as everywhere; without them it is SQLite in a file and queues and caches in memory.
"""

import itertools
import os
import tempfile
from pathlib import Path

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
VAR_DIR = Path(tempfile.mkdtemp(prefix=f"selection-tests-{WORKER}-"))
os.environ |= {
    "DEMO": "0",
    "ENV_FILE": os.devnull,
    "VAR_DIR": str(VAR_DIR),
    "SECRET_KEY": "tests-only-secret-key-tests-only-secret-key-tests",
    "IDENTITY_KEY": "tests-only-identity-key-tests-only-identity-key",
    "IDENTITY_DIGEST_KEY": "tests-only-identity-digest-key-tests-only-digest",
    "BALLOT_KEY": "tests-only-ballot-key-tests-only-ballot-key-tests",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "DINGTALK_ID": "ding-id",
    "DINGTALK_SECRET": "ding-secret",
    "WECOM_ID": "corp-id",
    "WECOM_SECRET": "corp-secret",
    "WECOM_AGENT": "1000002",
    "FEISHU_ID": "fei-id",
    "FEISHU_SECRET": "fei-secret",
}

from selection.settings import *  # noqa: E402, F403
from selection.settings import CACHES, CELERY_BROKER_URL, DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# The live server serves static files when it sees this name.
INSTALLED_APPS[INSTALLED_APPS.index("selection.apps.StaticFilesConfig")] = "django.contrib.staticfiles"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0

for folder in ("static", "files", "queue", "queue-control"):
    (VAR_DIR / folder).mkdir()

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # In a file: WAL and IMMEDIATE mean nothing in memory, and a live server has threads of its own.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"

if CELERY_BROKER_URL.startswith("filesystem:"):
    CELERY_BROKER_URL = "memory://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {}
else:
    CELERY_TASK_DEFAULT_QUEUE = f"tests-{os.getpid()}"

_generation = itertools.count()
_current = 0


def cache_key(key: str, prefix: str, version: int) -> str:
    """Tests that share a Redis do not see each other's keys, nor those of the test before."""
    return f"{prefix}:{version}:{os.getpid()}:{_current}:{key}"


def forget_cache() -> None:
    global _current
    _current = next(_generation)


CACHES["default"] |= {"KEY_FUNCTION": "tests.settings.cache_key", "TIMEOUT": 600}
