"""What does somebody who is not signed in find out? Nothing but the pages that are meant for everybody.

Every page is closed unless its view says ``login_not_required``. A stranger gets for it what is given for
a page that does not exist, before any form, token or row is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from selection import errors

METHODS = ("GET", "HEAD", "POST")
View = TypeVar("View", bound=Callable[..., Any])


def invites_to_sign_in(view: View) -> View:
    """A page whose address people scan or type: strangers are sent to sign in, whatever the address names."""
    view.invites_to_sign_in = True  # type: ignore[attr-defined]
    return view


class Closed(MiddlewareMixin):
    """Stands before the check of the form's token, which would tell a page that exists."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        is_open = not getattr(view, "login_required", True)
        if is_open or request.user.is_authenticated:
            return None
        if getattr(view, "invites_to_sign_in", False):
            return redirect_to_login(request.get_full_path())
        raise Http404


def one_answer_for_all_methods(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, the innermost: a page does not exist for a method that it doesn't answer."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return errors.not_found(request)
        response = get_response(request)
        return errors.not_found(request) if response.status_code == 405 else response

    return answer
