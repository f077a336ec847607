"""Addresses for the tests of the ground: tiny pages, and the places that the menu leads to."""

import errno

import redis
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.http import require_POST

from selection.forms import redirect_to, refusals_as_messages, safe_next
from selection.reasons import Refused

handler400 = "selection.errors.bad_request"
handler403 = "selection.errors.permission_denied"
handler404 = "selection.errors.page_not_found"
handler500 = "selection.errors.server_error"

TROUBLES = {
    "bad": BadRequest("no"),
    "forbidden": PermissionDenied(),
    "forbidden-why": PermissionDenied("只有考察组成员可以查看谈话记录。"),
    "missing": Http404(),
    "broken": RuntimeError("boom"),
    "locked": OperationalError("database is locked"),
    "unreachable": InterfaceError("connection already closed"),
    "full": OSError(errno.ENOSPC, "No space left on device"),
    "full-database": OperationalError("database or disk is full"),
    "no-redis": redis.ConnectionError("connection refused"),
    "silent-redis": redis.TimeoutError("timed out"),
    "no-table": OperationalError("no such table: plans"),
}


class Upload(forms.Form):
    file = forms.FileField()


@login_not_required
def page(request):
    template = "{% extends 'base.html' %}{% block title %}{{ name }}{% endblock %}"
    return HttpResponse(engines["django"].from_string(template).render({"name": "一页"}, request))


@login_not_required
def trouble(request, kind):
    raise TROUBLES[kind]


@login_not_required
def read(request):
    return HttpResponse(",".join(request.POST))


@login_not_required
def refuse(request, pk=None):
    raise Refused(["应到88人，实到58人，未达2/3（需59人）", "方案尚未获批"])


@login_not_required
@require_POST
def act(request):
    messages.success(request, "已办")
    return redirect_to(request, safe_next(request))


def app(name, **pages):
    return include(([path(address, page, name=label) for label, address in pages.items()], name))


urlpatterns = [
    path("", page, name="home"),
    path("demo/", include("selection.demo_urls")),
    path("trouble/<slug:kind>/", trouble),
    path("read/", read),
    path("act/", act),
    path("refuse/", refusals_as_messages(refuse)),
    path("refuse/<int:pk>/", refusals_as_messages("campaigns:detail")(refuse)),
    path("refuse/<int:pk>/to/", refusals_as_messages(to=lambda request, pk: f"/somewhere/{pk}/")(refuse)),
    path("campaigns/", app("campaigns", plans="", detail="<int:pk>/", rulesets="rulesets/")),
    path("staff/", app("personnel", roster="")),
    path("votes/", app("ballots", my="")),
]
