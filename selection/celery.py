"""Where work is handed to that no page should wait for."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selection.settings")

TRANSPORT_ALIASES["filesystem"] = "selection.folder_queue:Transport"
app = Celery("selection")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
