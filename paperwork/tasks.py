"""What does the worker make?"""

from celery import shared_task

from paperwork import making
from paperwork.models import Job


@shared_task
def make(job_id: int) -> None:
    making.make(Job.objects.select_related("campaign__plan", "requested_by").get(pk=job_id))
