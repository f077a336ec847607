"""How do forms look, and how does a POST act say no?

Every form, field and widget is dressed here and in templates/django/forms/, so that a form class
holds fields and meaning only.
"""

import contextlib
import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar, cast, overload

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django_fsm import TransitionNotAllowed
from django_htmx.http import HttpResponseClientRedirect

from selection.reasons import Refused

View = TypeVar("View", bound=Callable[..., Any])
Back = str | Callable[..., str]
DATES_IN_BROWSERS = {"date.html": "date", "datetime.html": "datetime-local", "time.html": "time"}
TICKED = ("radio", "checkbox")
ROWS_OF_A_TEXTAREA = "4"
CROSSED = "刚才已经办理过，或他人同时作了改动，这次没有保存；请刷新页面，看清现在的情况再办"
logger = logging.getLogger(__name__)


@contextlib.contextmanager
def refusing_what_crossed() -> Iterator[None]:
    """Two clicks, or two people, at once: the second meets a state or a row that the first left behind."""
    try:
        yield
    except TransitionNotAllowed as error:
        logger.warning("an act met another state: %s", error)
        raise Refused(CROSSED) from error
    except IntegrityError as error:
        constraint = str(error).splitlines()[0]  # what follows quotes the row
        if "unique" not in constraint.lower():
            raise
        logger.warning("an act met a row that is there: %s", constraint)
        raise Refused(CROSSED) from error


class Renderer(DjangoTemplates):
    """Renders forms from templates/django/forms/, falling back on Django's own templates."""

    @cached_property
    def engine(self) -> Any:
        return self.backend(
            {
                "APP_DIRS": False,
                "DIRS": [settings.BASE_DIR / "templates", Path(forms.__file__).parent / "templates"],
                "NAME": "forms",
                "OPTIONS": {},
            }
        )

    def render(self, template_name: str, context: Any, request: HttpRequest | None = None) -> str:
        if "widget" in context:
            dress(context["widget"])
        return super().render(template_name, context, request)


def dress(widget: dict[str, Any]) -> None:
    """Give a widget's context the classes and types that browsers and the stylesheet expect."""
    template = widget["template_name"].rpartition("/")[2]
    attrs = widget["attrs"]
    if template in DATES_IN_BROWSERS:
        _dress_date(widget, DATES_IN_BROWSERS[template])
    if template == "textarea.html":
        attrs.pop("cols", None)
        attrs["rows"] = ROWS_OF_A_TEXTAREA if attrs.get("rows") == "10" else attrs["rows"]
    for part in _parts(widget):
        _add_class(part["attrs"], _control_class(part))
        if attrs.get("aria-invalid"):
            _add_class(part["attrs"], "is-invalid")
    for sub in widget.get("subwidgets", []):
        dress(sub)


def _parts(widget: dict[str, Any]) -> list[dict[str, Any]]:
    """The inputs that a widget consists of: its options for radios and ticks, else itself."""
    options = [option for _, group, _ in widget.get("optgroups", []) for option in group]
    return options if options and options[0]["type"] in TICKED else [widget]


def _control_class(widget: dict[str, Any]) -> str:
    kind = widget.get("type", "")
    if kind == "hidden":
        return ""
    if kind in TICKED:
        return "form-check-input"
    return "form-select" if "optgroups" in widget else "form-control"


def _dress_date(widget: dict[str, Any], kind: str) -> None:
    """Browsers take and give ISO dates, whatever the order of Django's own formats."""
    widget["type"] = kind
    if widget["value"]:
        value = widget["value"].replace("/", "-")
        widget["value"] = value.replace(" ", "T") if kind == "datetime-local" else value


def _add_class(attrs: dict[str, Any], name: str) -> None:
    present = attrs.get("class", "")
    if name and name not in present.split():
        attrs["class"] = f"{present} {name}".strip()


def safe_next(request: HttpRequest, default: str = "home") -> str:
    """Where the form says to go on, or the page it came from; never another site."""
    came_from = request.headers.get("Referer", "")
    return named_next(request) or (came_from if _is_ours(came_from, request) else resolve_url(default))


class ThroughService:
    """A form whose meaning a service checks: what it refuses stands at the top of the form.

    All of the act or nothing, which ``whole`` sees to.
    """

    def whole(self) -> AbstractContextManager[Any]:
        return transaction.atomic()

    def act(self, form: Any) -> None:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with refusing_what_crossed(), self.whole():
                self.act(form)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return HttpResponseRedirect(self.get_success_url())
        return self.form_invalid(form)


def named_next(request: HttpRequest) -> str:
    """The page of ours that the form or the address names to go on to; empty without one."""
    named = (request.POST.get("next"), request.GET.get("next"))
    return next((url for url in named if url and _is_ours(url, request)), "")


def _is_ours(url: str, request: HttpRequest) -> bool:
    return url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())


def redirect_to(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect that leaves the page even if the request came from htmx."""
    return HttpResponseClientRedirect(url) if getattr(request, "htmx", False) else HttpResponseRedirect(url)


@overload
def refusals_as_messages(back: View) -> View: ...


@overload
def refusals_as_messages(back: str | None = None) -> Callable[[View], View]: ...


@overload
def refusals_as_messages(*, to: Callable[..., str]) -> Callable[[View], View]: ...


def refusals_as_messages(back: Any = None, *, to: Callable[..., str] | None = None) -> Any:
    """A POST act that is refused shows every reason and returns to a page.

    ``@refusals_as_messages`` returns to the page the user came from,
    ``@refusals_as_messages("campaigns:detail")`` to the named page with the act's own arguments,
    ``@refusals_as_messages(to=lambda request, pk: …)`` to the address that the callable gives.
    """
    if callable(back):
        return refusals_as_messages()(back)

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def act(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            try:
                with refusing_what_crossed():
                    return view(request, *args, **kwargs)
            except Refused as refusal:
                for sentence in refusal.reasons:
                    messages.error(request, sentence)
                return redirect_to(request, way_back(request, args, kwargs))

        return cast(View, act)

    def way_back(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        if to is not None:
            return to(request, *args, **kwargs)
        return reverse(back, args=args, kwargs=kwargs) if back else safe_next(request)

    return decorate
