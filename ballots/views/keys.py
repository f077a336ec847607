"""How do officer and scrutineers come to share a poll's key, on one page?

Passphrases come by POST, are handed to the service and kept nowhere; no page shows one again.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from ballots import permissions, services
from ballots.forms import HoldersForm, PassphrasesForm, SetPassphraseForm
from ballots.homes import home_of
from ballots.models import Poll
from ballots.services import entrusting
from ballots.views.holding import HeldPoll
from selection.forms import refusals_as_messages
from selection.records.forms import accept


@method_decorator(never_cache, name="dispatch")
class KeyPage(HeldPoll):
    """Who holds the key, and what each of them has to do next."""

    template_name = "ballots/key.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll, user = self.object, self.request.user
        is_draft, holders = poll.state == Poll.State.DRAFT, list(poll.key_holders.select_related("user"))
        lacking = entrusting.lacking(poll) if is_draft else []
        return super().get_context_data(
            home=home_of(poll) or poll.get_absolute_url(),
            is_draft=is_draft,
            may_run=permissions.may_run(poll, user),
            beside=[each for each in entrusting.beside(poll) if each != poll],
            holders=holders,
            lacking=lacking,
            is_holder=any(holder.user == user for holder in holders),
            has_passphrase=user not in lacking,
            may_rehearse=is_draft and poll.is_shared and not lacking and permissions.may_count(poll, user),
            obstacles=list(entrusting.obstacles(poll)) if is_draft else [],
            holders_form=HoldersForm(poll=poll),
            passphrase_form=SetPassphraseForm(),
            rehearsal_form=PassphrasesForm(poll=poll),
            **kwargs,
        )


def _held(request: HttpRequest, public_id: UUID) -> Poll:
    polls = Poll.objects.visible_to(request.user).select_related("organisation", "packet")
    return get_object_or_404(polls, public_id=public_id)


@login_required
@require_POST
@refusals_as_messages("ballots:key")
def entrust(request: HttpRequest, public_id: UUID) -> HttpResponse:
    poll = _held(request, public_id)
    chosen = accept(HoldersForm(request.POST, poll=poll)).cleaned_data
    services.entrust(poll, request.user, chosen["holders"], chosen["threshold"])
    messages.success(request, "分持人已选定，请各人在自己的账号中设定启封口令")
    return redirect("ballots:key", public_id)


@login_required
@require_POST
@refusals_as_messages("ballots:key")
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.take_back_key(_held(request, public_id), request.user)
    messages.success(request, "启封密钥不再分持")
    return redirect("ballots:key", public_id)


@login_required
@require_POST
@sensitive_post_parameters()
@sensitive_variables()
@never_cache
@refusals_as_messages("ballots:key")
def set_passphrase(request: HttpRequest, public_id: UUID) -> HttpResponse:
    poll = _held(request, public_id)
    services.set_passphrase(poll, request.user, accept(SetPassphraseForm(request.POST)).chosen)
    messages.success(request, "启封口令已设定，请记牢：系统里没有留存，忘记了无法找回")
    return redirect("ballots:key", public_id)


@login_required
@require_POST
@sensitive_post_parameters()
@sensitive_variables()
@never_cache
@refusals_as_messages("ballots:key")
def rehearse(request: HttpRequest, public_id: UUID) -> HttpResponse:
    poll = _held(request, public_id)
    services.rehearse(poll, request.user, accept(PassphrasesForm(request.POST, poll=poll)).entered)
    messages.success(request, "试启封成功：测试密封票已用各位的口令打开，可以开始投票")
    return redirect("ballots:key", public_id)
