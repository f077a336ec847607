"""What is a person told inside the system?"""

from collections.abc import Iterable

from selection import clock
from selection.accounts import robots
from selection.accounts.models import Notification, User


def notify(users: Iterable[User], sentence: str, url: str = "") -> None:
    """Tell each of them once; nobody who has left is told anything."""
    recipients = {user.pk: user for user in users if user.is_active}
    robots.call_for(recipients.values())
    Notification.objects.bulk_create(
        Notification(user=user, sentence=sentence, url=url) for user in recipients.values()
    )


def mark_read(user: User) -> None:
    Notification.objects.visible_to(user).unread().update(read_at=clock.now())
