"""Large files: asked for, waited for, taken along."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView

from campaigns.materials import may_take
from campaigns.views.lookup import campaign_of, user_of
from paperwork import making
from paperwork.forms import FORMS
from paperwork.kinds import figures
from paperwork.models import Job
from selection import chinese, clock


@login_required
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """A second click finds the job that goes on."""
    campaign, user = campaign_of(request, pk), user_of(request)
    kind, key = request.POST.get("kind", ""), request.POST.get("form", "")
    form = FORMS.get(key)
    if (kind == Job.Kind.ARCHIVE and figures(campaign, user)) or (
        kind == Job.Kind.FILING and may_take(campaign, user)
    ):
        job = making.start(campaign, kind, user)
    elif kind == Job.Kind.SHEETS and form is not None and form.reads(campaign, user):
        job = making.start(campaign, kind, user, key)
    else:
        raise Http404
    return redirect("paperwork:job", job.pk)


class JobPage(LoginRequiredMixin, DetailView):
    """How far it is; with ``part`` only what changes, asked for by the page itself."""

    context_object_name = "job"

    def get_template_names(self) -> list[str]:
        return ["paperwork/_job.html" if self.kwargs.get("part") else "paperwork/job.html"]

    def get_queryset(self) -> Any:
        return Job.objects.of(user_of(self.request)).select_related("campaign__plan__organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job: Job = self.object
        return super().get_context_data(
            campaign=job.campaign,
            plan=job.campaign and job.campaign.plan,
            form=FORMS.get(job.form),
            kept_days=settings.MADE_FILE_DAYS,
            **kwargs,
        )


@login_required
@require_GET
@never_cache
def file(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """What is not there, or no longer, the job's page explains."""
    job = get_object_or_404(Job.objects.of(user_of(request)), pk=pk)
    if job.state != Job.State.READY or job.campaign is None:
        return redirect("paperwork:job", pk)
    made = chinese.day(clock.local(job.touched_at).date())
    title = FORMS[job.form].title if job.form else job.get_kind_display()
    suffix = str(job.file).rpartition(".")[2]
    return FileResponse(job.file.open(), as_attachment=True, filename=f"{title}（{made}制作）.{suffix}")
