"""What is said outside the system, in an organisation's chat group or mailbox?

That there is something to be read inside, and nothing of it: no name, no business, no number.
"""

import logging
from collections.abc import Iterable
from functools import partial

from apprise import Apprise
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from kombu.exceptions import OperationalError

from selection.accounts.models import Organisation, User

QUIET_FOR = 600  # seconds: ten notices at once are one call
logger = logging.getLogger(__name__)


def call_for(users: Iterable[User]) -> None:
    """Call the organisations of these people that have a robot, once they have been told inside."""
    if not settings.NOTICE_ROBOTS:
        return
    places = {user.organisation_id for user in users if user.organisation_id}
    known = Organisation.objects.filter(pk__in=places, code__in=_addresses())
    for code in known.values_list("code", flat=True):
        transaction.on_commit(partial(_send_to_worker, code))


def call(code: str) -> None:
    """Say it now, unless it has just been said."""
    if not cache.add(f"robot:{code}", True, timeout=QUIET_FOR):
        return
    said = f"{Organisation.objects.get(code=code).short_name}有新的消息，请登录查看：{_page()}"
    if not _robot(_addresses()[code]).notify(body=said, title="中层干部选拔任用"):
        logger.warning("the robot of %s did not take the notice", code)


def complaints() -> list[str]:
    """What in the setting can't be used; the addresses hold secrets and are not repeated."""
    return [
        f"“{code}”后面的地址看不懂" if address else f"“{code}”后面缺“=地址”"
        for code, address in settings.NOTICE_ROBOTS
        if not _robot([address])
    ]


def _robot(addresses: Iterable[str]) -> Apprise:
    robot = Apprise()
    for address in addresses:
        robot.add(address)
    return robot


def _addresses() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, address in settings.NOTICE_ROBOTS:
        found.setdefault(code, []).append(address)
    return found


def _page() -> str:
    return f"https://{settings.ALLOWED_HOSTS[0]}{reverse('accounts:notifications')}"


def _send_to_worker(code: str) -> None:
    from selection.accounts.tasks import call_robot

    try:
        call_robot.delay(code)
    except OperationalError as error:
        logger.warning("the queue is away, the robot of %s is not called: %s", code, error)
