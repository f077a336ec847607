"""What does the worker do for the procedure?"""

from celery import shared_task

from selection import deadlines


@shared_task
def tick() -> None:
    """Everything that has fallen due in any app; the beat sends this."""
    deadlines.tick()
