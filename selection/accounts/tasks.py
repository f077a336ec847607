"""What does the worker do for people and their accounts?"""

from celery import shared_task

from selection.accounts import robots


@shared_task
def call_robot(code: str) -> None:
    robots.call(code)
