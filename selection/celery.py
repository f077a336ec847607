"""Where work is handed to that no page should wait for."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selection.settings")

app = Celery("selection")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
