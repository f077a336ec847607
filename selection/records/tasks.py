"""What does the worker do for the record? It calls the services, which are idempotent."""

from celery import shared_task

from selection.records import pdfs
from selection.records.models import Paper


@shared_task
def render(paper_id: int) -> None:
    pdfs.render(Paper.objects.get(pk=paper_id))
