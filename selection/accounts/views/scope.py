"""Who is asking?"""

from django.http import HttpRequest

from selection.accounts.models import User


def user_of(request: HttpRequest) -> User:
    """The signed-in person; every view that calls this lets nobody else in."""
    assert isinstance(request.user, User)
    return request.user
