"""核验: is a printed paper one that this program issued, and does it still hold? For anybody, without names."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from selection import codes
from selection.records import papers
from selection.records.models import Paper


@login_not_required
@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """Where the code is typed that stands on the paper."""
    if typed := codes.plain(request.GET.get("code", "")):
        return redirect("records:verify", typed)
    return render(request, "records/verify.html")


@login_not_required
@require_GET
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """The title may name somebody and is never shown."""
    paper = Paper.objects.issued().filter(check_code=codes.grouped(code, 4)).first()
    if paper is None:
        return render(request, "records/verify.html", {"code": code, "is_unknown": True})
    replacement = paper.replacements.issued().first()
    shown = {"paper": paper, "kind": papers.KINDS[paper.kind].label, "replacement": replacement}
    response = render(request, "records/verify.html", shown)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
