"""The settings of the processes that the proofs start: a service, with one more app that may take a guard out."""

from selection.settings import *  # noqa: F403
from selection.settings import CELERY_BEAT_SCHEDULE, DATABASES, INSTALLED_APPS, STORAGES, VAR_DIR
from selection.steady import Every

INSTALLED_APPS = [*INSTALLED_APPS, "tests.proofs.apps.ProofsConfig"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SECURE_SSL_REDIRECT = False  # the proofs ask where the proxy does, behind its TLS
CELERY_BEAT_SCHEDULE["tick"]["schedule"] = Every(1)
# In files, so that what is kept in the cache can be read by those who look for a secret in it.
CACHES = {
    name: {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR_DIR / "cache" / name),
    }
    for name in ("default", "process")
}
if "pool" in DATABASES["default"].get("OPTIONS", {}):
    DATABASES["default"]["OPTIONS"]["pool"] |= {"min_size": 0, "timeout": 1}
