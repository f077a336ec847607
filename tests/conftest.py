"""What every test may lean on."""

import shutil

from django.conf import settings


def pytest_unconfigure(config):
    if settings.configured:
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
