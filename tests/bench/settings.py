"""The settings of the servers that are measured: a service, with the floor at an address of its own."""

from selection.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.floor"
SECURE_SSL_REDIRECT = False  # measured where the proxy asks, behind its TLS
