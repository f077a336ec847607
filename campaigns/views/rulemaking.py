"""Draw up a rulebook of one's own, put it in force, say how it is to be read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from campaigns.forms.refusing import RefusingFormView
from campaigns.forms.rulesets import AdoptForm, CopyForm, ForceForm, InterpretationForm, PartForm
from campaigns.models import RulesetDraft, RulesetVersion
from campaigns.rulesets.difference import differences
from campaigns.rulesets.rows import rows
from campaigns.rulesets.tree import leaves
from campaigns.services import adopting, rulemaking
from selection import clock
from selection.accounts.models import Organisation
from selection.forms import refusals_as_messages
from selection.records import ledgers
from selection.records.versions import Edited, Versioned

from .lookup import own_organisation, user_of
from .rulesets import version_of

PARTS = {leaf.part: leaf.section for leaf in leaves()} | {"force": "规则的约束力和例外的批准机关"}


def _draft_of(request: HttpRequest, pk: int) -> RulesetDraft:
    drafts = RulesetDraft.objects.visible_to(user_of(request))
    return get_object_or_404(drafts.select_related("organisation", "base", "review"), pk=pk)


class ForDrawers(RefusingFormView):
    """A form about a published rulebook for whoever draws up rulebooks; for others it does not exist."""

    version: RulesetVersion
    for_bureaus_only = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.version = version_of(request, kwargs["pk"])
            own = own_organisation(request)
            is_bureau = own.kind == Organisation.Kind.BUREAU
            if not rulemaking.may_draw_up(own, user_of(request)) or (self.for_bureaus_only and not is_bureau):
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(version=self.version, **kwargs)

    def get_success_url(self) -> str:
        return reverse("campaigns:ruleset", args=[self.version.pk])


class RulesetCopy(ForDrawers):
    template_name = "campaigns/ruleset_copy.html"
    form_class = CopyForm
    draft: RulesetDraft

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.version.name}

    def act(self, form: CopyForm) -> None:
        user = user_of(self.request)
        own = own_organisation(self.request)
        self.draft = rulemaking.copy(self.version, own, by=user, name=form.cleaned_data["name"])

    def get_success_url(self) -> str:
        return reverse("campaigns:ruleset_draft", args=[self.draft.pk])


class RulesetAdopt(ForDrawers):
    """The bureau ticks the schools that are to work by this version."""

    template_name = "campaigns/ruleset_adopt.html"
    form_class = AdoptForm
    for_bureaus_only = True

    def get_form_kwargs(self) -> dict[str, Any]:
        schools = user_of(self.request).organisations_for("publish_rulesets").schools()
        return super().get_form_kwargs() | {"schools": schools}

    def act(self, form: AdoptForm) -> None:
        adopting.adopt_for(self.version, form.cleaned_data["schools"], by=user_of(self.request))
        messages.success(self.request, "已确定适用规则，以后起草的方案按它办理")


class RulesetInterpret(ForDrawers):
    template_name = "campaigns/ruleset_interpret.html"
    form_class = InterpretationForm
    for_bureaus_only = True

    def get_form_kwargs(self) -> dict[str, Any]:
        readings = [(number, f"{number} {row.text}") for number, row in rows().items() if number[:3] == "AMB"]
        fields = [(leaf.path, f"{leaf.section}：{leaf.label}") for leaf in leaves()]
        return super().get_form_kwargs() | {"about": [*readings, *fields]}

    def get_initial(self) -> dict[str, Any]:
        return {"about": self.request.GET.get("about", ""), "given_on": clock.today()}

    def act(self, form: InterpretationForm) -> None:
        bureau = own_organisation(self.request)
        adopting.interpret(self.version, bureau, **form.cleaned_data, by=user_of(self.request))
        messages.success(self.request, "已登记解释口径")


@login_required
@require_POST
@refusals_as_messages("campaigns:ruleset")
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    user, is_open = user_of(request), request.POST.get("is_open") == "yes"
    adopting.offer(version_of(request, pk), own_organisation(request), by=user, is_open=is_open)
    messages.success(request, "已开放学校选用" if is_open else "已停止学校选用")
    return redirect("campaigns:ruleset", pk=pk)


@login_required
@require_POST
@refusals_as_messages("campaigns:ruleset")
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    adopting.choose(version_of(request, pk), own_organisation(request), by=user_of(request))
    messages.success(request, "本单位以后起草的方案按这套规则办理")
    return redirect("campaigns:ruleset", pk=pk)


class DraftDetail(LoginRequiredMixin, DetailView):
    """What the draft says otherwise than the rulebook it was copied from, and what is wrong with it."""

    template_name = "campaigns/ruleset_draft.html"
    context_object_name = "draft"

    def get_object(self, queryset: Any = None) -> RulesetDraft:
        return _draft_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.object
        labels = {leaf.path: leaf for leaf in leaves()}
        wrong = [(labels.get(problem.path), problem) for problem in rulemaking.problems(draft)]
        return super().get_context_data(
            differences=differences(draft.base.ruleset, draft.ruleset),
            problems=wrong,
            parts=PARTS.items(),
            may_change=rulemaking.may_draw_up(draft.organisation, user_of(self.request))
            and not draft.published_as_id,
            is_pending=bool(draft.review and draft.review.state == "pending"),
            **kwargs,
        )


class DraftPart(Versioned, RefusingFormView):
    """One part of the draft as a form; what was typed wrongly stands beside its field."""

    template_name = "campaigns/ruleset_part.html"
    draft: RulesetDraft

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.draft = _draft_of(request, kwargs["pk"])
            may = rulemaking.may_draw_up(self.draft.organisation, user_of(request))
            if not may or self.draft.published_as_id or kwargs["part"] not in PARTS:
                raise Http404
            self.ledger = ledgers.of_organisation(self.draft.organisation)
            self.draft.refresh_from_db()
        return super().dispatch(request, *args, **kwargs)

    def edited(self) -> Edited:
        return Edited(self.ledger, f"rulesetdraft:{self.draft.pk}")

    def get_form_class(self) -> Any:
        return ForceForm if self.kwargs["part"] == "force" else PartForm

    def get_form_kwargs(self) -> dict[str, Any]:
        part = {} if self.kwargs["part"] == "force" else {"part": self.kwargs["part"]}
        return super().get_form_kwargs() | {"ruleset": self.draft.ruleset} | part

    def act(self, form: Any) -> None:
        if form.changes:
            rulemaking.revise(self.draft, form.changes, by=user_of(self.request))
        messages.success(self.request, "已保存" if form.changes else "没有改动")
        if rulemaking.problems(self.draft):
            messages.warning(self.request, "还有须先改正的地方，改正以后才能发布或报送")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(draft=self.draft, label=PARTS[self.kwargs["part"]], **kwargs)

    def get_success_url(self) -> str:
        return reverse("campaigns:ruleset_draft", args=[self.draft.pk])


@login_required
@require_POST
@refusals_as_messages("campaigns:ruleset_draft")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    version = rulemaking.publish(_draft_of(request, pk), by=user_of(request))
    messages.success(request, f"已发布第{version.version}版；正在办理的方案仍按报送时的规则")
    return redirect("campaigns:ruleset", pk=version.pk)


@login_required
@require_POST
@refusals_as_messages("campaigns:ruleset_draft")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _draft_of(request, pk)
    rulemaking.submit(draft, by=user_of(request))
    messages.success(request, "已报教育局审核，同意后生效")
    return redirect("campaigns:review", pk=draft.review_id)


@login_required
@require_POST
@refusals_as_messages("campaigns:ruleset_draft")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    rulemaking.discard(_draft_of(request, pk), by=user_of(request))
    messages.success(request, "草稿已删除")
    return redirect("campaigns:rulesets")
