"""拟聘公示: post it, watch it run, conclude or revoke it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns import noticeboard, permissions
from campaigns.forms.publicity import PhotosForm, PostForm, ResultForm
from campaigns.forms.reasons import ReasonForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.models import Act, Campaign, Publicity
from campaigns.services import posting, publicizing
from selection import clock
from selection.chinese import day
from selection.forms import refusals_as_messages
from selection.reasons import Refused
from selection.rendering import pdf_to_keep, qr, render_pdf

from .lookup import campaign_of, record_of, runner_only, user_of

BOARDS = {"publicity": Publicity, "act": Act}


class PublicityPage(RefusingFormView):
    """The notices of a campaign for whoever sees it; the form is for those who run it."""

    template_name = "campaigns/publicity.html"
    form_class = PostForm
    campaign: Campaign

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.campaign = campaign_of(request, kwargs["pk"])
            if request.method == "POST":
                runner_only(request, self.campaign.plan)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"campaign": self.campaign}

    def form_valid(self, form: Any) -> HttpResponse:
        if "preview" not in self.request.POST:
            return super().form_valid(form)
        try:
            posting = publicizing.Posting(**form.facts())
            pdf = publicizing.preview(
                self.campaign, posting, by=user_of(self.request), wording=form.wording()
            )
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
            return self.form_invalid(form)
        return HttpResponse(pdf, content_type="application/pdf")

    def act(self, form: PostForm) -> None:
        by = user_of(self.request)
        dated = form.dated(self.campaign.plan, by)
        posting = publicizing.Posting(**form.facts(), **dated)
        notice = publicizing.post(self.campaign, posting, by=by, wording=form.wording())
        if dated["is_backfilled"]:
            messages.success(self.request, "已补录拟聘公示，由第二人核实后生效")
        else:
            messages.success(
                self.request,
                f"公示已发布，{day(notice.first_day)}起算，到{day(notice.last_day)}24:00期满，请打印张贴",
            )

    def get_success_url(self) -> str:
        return reverse("campaigns:publicity", args=[self.campaign.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign, user = self.campaign, user_of(self.request)
        may_run = permissions.may_run(campaign, user)
        is_open = campaign.stage in publicizing.POSTED_IN and not campaign.is_suspended
        notices = campaign.publicities.select_related("attachment", "entered_by", "confirmed_by")
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "notices": [_row(each, may_run and is_open) for each in notices.standing()],
            "revoked": notices.filter(state=Publicity.State.REVOKED),
            "is_open": is_open,
            "may_run": may_run,
            "may_post": may_run and is_open and noticeboard.postable(campaign).exists(),
            "may_confirm": permissions.may_confirm(campaign.plan, user),
            "reason_form": ReasonForm(auto_id=False),
            "may_view_papers": user.may("view_papers", campaign.organisation),
            "waiting": noticeboard.waiting(campaign),
            "expected": noticeboard.expected(campaign),
            "boards": noticeboard.photographed(campaign),
            "photos_form": PhotosForm(auto_id=False) if may_run else None,
        }


def _row(notice: Publicity, may_act: bool) -> dict[str, Any]:
    is_over = notice.state == Publicity.State.ENDED
    people = notice.candidacies.select_related("staff__department", "opening__post__department")
    return {
        "notice": notice,
        "people": people,
        "has_begun": notice.first_day <= clock.today(),
        "days_left": noticeboard.days_left(notice),
        "papers": noticeboard.papers_of(notice),
        "may_act": may_act,
        "held": noticeboard.held_back(notice) if may_act and is_over else [],
        "result_form": ResultForm.of(notice) if may_act and is_over else None,
        "reason_form": ReasonForm(auto_id=f"revoke-{notice.pk}-%s") if may_act else None,
    }


def _notice_of(request: HttpRequest, pk: int) -> Publicity:
    visible = Campaign.objects.visible_to(user_of(request))
    return get_object_or_404(Publicity.objects.filter(campaign__in=visible), pk=pk)


@login_required
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet with the notice's QR code, for the board: it names the school and the days, and nobody."""
    notice = _notice_of(request, pk)
    if not notice.is_confirmed or notice.state not in (Publicity.State.RUNNING, Publicity.State.ENDED):
        raise Http404
    address = request.build_absolute_uri(reverse("campaigns:notice", args=[pk]))
    facts = {"notice": notice, "school": notice.campaign.organisation, "qr": qr(address), "address": address}
    return pdf_to_keep(render_pdf("campaigns/poster.html", facts), "公示二维码.pdf")


@login_required
@require_POST
@refusals_as_messages
def photograph(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Pictures of the board on which a 公示 or 考察公告 hangs."""
    notice = record_of(request, BOARDS, kind, pk)
    kept = posting.photograph(notice, request.FILES.getlist("photos"), by=user_of(request))
    messages.success(request, f"已保存张贴照片{len(kept)}张")
    return redirect("campaigns:publicity", pk=notice.campaign_id)


@login_required
@require_POST
@refusals_as_messages
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    notice = _notice_of(request, pk)
    held = publicizing.conclude(notice, by=user_of(request), text=request.POST.get("text", "")[:1000])
    names = "、".join(person.staff.name for person in held)
    if names:
        messages.warning(request, f"{names}有反映事项尚未办结，已暂缓；其他人选继续办理")
    messages.success(request, "已作出公示结论")
    return redirect("campaigns:publicity", pk=notice.campaign_id)


@login_required
@require_POST
@refusals_as_messages
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    notice = _notice_of(request, pk)
    publicizing.revoke(notice, by=user_of(request), reason=request.POST.get("reason", "")[:300])
    messages.success(request, "公示已撤销，更正后请重新公示，公示期重新计算")
    return redirect("campaigns:publicity", pk=notice.campaign_id)
