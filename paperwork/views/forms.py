"""How are the forms of a selection listed, read and taken along?"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView

from ballots.permissions import may_watch
from campaigns.models import Campaign
from campaigns.tracks import stage_label
from campaigns.views.lookup import campaign_of, user_of
from paperwork import approval, sheets
from paperwork.forms import FORMS, of_campaign
from paperwork.forms.voting import polls_of
from paperwork.kinds import Form, Subject, figures
from selection.forms import refusals_as_messages
from selection.rendering import pdf_to_keep, to_keep

MOST_COPIES = 200


class Forms(LoginRequiredMixin, DetailView):
    """Every form of the selection's track by its stage: blank, and filled for whom the reader may see."""

    template_name = "paperwork/forms.html"
    context_object_name = "campaign"

    def get_object(self, queryset: Any = None) -> Campaign:
        return campaign_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign, user = self.object, user_of(self.request)
        stages: dict[str, list[tuple[Form, list[Subject]]]] = {}
        for form in of_campaign(campaign):
            filled = list(form.subjects(campaign)) if form.reads(campaign, user) else []
            stages.setdefault(stage_label(form.stage, {campaign.track}), []).append((form, filled))
        listed = [pair for forms in stages.values() for pair in forms]
        return super().get_context_data(
            plan=campaign.plan,
            stages=stages,
            many=[form for form, filled in listed if len(filled) > 1],
            may_archive=figures(campaign, user),
            may_export=approval.may_take(campaign, user),
            polls=[poll for _, poll in polls_of(campaign) if may_watch(poll, user)],
            most=MOST_COPIES,
            **kwargs,
        )


class Sheet(LoginRequiredMixin, DetailView):
    """One filled form as it will be printed."""

    template_name = "paperwork/sheet.html"
    context_object_name = "campaign"

    def get_object(self, queryset: Any = None) -> Campaign:
        return campaign_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign, user = self.object, user_of(self.request)
        form, subject = _asked_for(self.request, campaign, self.kwargs["key"], self.kwargs["subject"])
        sheet = sheets.body_of(sheets.filled(form, campaign, subject, user))
        return super().get_context_data(
            plan=campaign.plan, form=form, subject=subject, sheet=mark_safe(sheet), **kwargs
        )


@login_required
@require_GET
@never_cache
def file(request: HttpRequest, pk: int, key: str, subject: int, kind: str) -> HttpResponse:
    """The filled form as PDF, Word or Excel."""
    campaign = campaign_of(request, pk)
    form, found = _asked_for(request, campaign, key, subject)
    return _to_keep(kind, sheets.filled(form, campaign, found, user_of(request)), sheets.name_of(form, found))


@login_required
@require_GET
def blank(request: HttpRequest, pk: int, key: str, kind: str) -> HttpResponse:
    campaign = campaign_of(request, pk)
    form = _form(campaign, key)
    return _to_keep(kind, sheets.blank(form, campaign.organisation.name), f"{form.title}（空白）")


@login_required
@require_GET
def blanks(request: HttpRequest, pk: int) -> HttpResponse:
    """打印空白表: the forms that were ticked, in the order of the procedure, each in so many copies."""
    campaign = campaign_of(request, pk)
    ticked = set(request.GET.getlist("form"))
    forms = [form for form in of_campaign(campaign) if form.key in ticked]
    copies = request.GET.get("copies", "1")
    if not forms or not copies.isdecimal() or not 1 <= int(copies) <= MOST_COPIES:
        raise Http404
    return pdf_to_keep(sheets.blanks(forms, campaign.organisation.name, int(copies)), "空白表")


@login_required
@require_POST
@refusals_as_messages("paperwork:forms")
def approval_files(request: HttpRequest, pk: int) -> FileResponse:
    """A .lrmx for each candidate, in a zip."""
    campaign, user = campaign_of(request, pk), user_of(request)
    if not approval.may_take(campaign, user):
        raise Http404
    name = f"{campaign.plan.title}任免审批表.zip"
    response = FileResponse(approval.export(campaign, by=user), as_attachment=True, filename=name)
    add_never_cache_headers(response)
    return response


def _form(campaign: Campaign, key: str) -> Form:
    form = FORMS.get(key)
    if form is None or campaign.track not in form.tracks:
        raise Http404
    return form


def _asked_for(request: HttpRequest, campaign: Campaign, key: str, pk: int) -> tuple[Form, Subject]:
    form = _form(campaign, key)
    subject = form.subject(campaign, pk) if form.reads(campaign, user_of(request)) else None
    if subject is None:
        raise Http404
    return form, subject


def _to_keep(kind: str, html: str, name: str) -> HttpResponse:
    if kind not in sheets.MAKERS:
        raise Http404
    return to_keep(sheets.MAKERS[kind](html), name, kind)
