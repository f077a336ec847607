"""The ground that every room stands on; the Celery app is loaded with it, so tasks find their broker."""

from selection.celery import app as celery_app

__all__ = ["celery_app"]
