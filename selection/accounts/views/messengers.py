"""How does a person sign in by a messenger, and bind one to the own account or end that?"""

from typing import Any

from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from selection.accounts import messengers
from selection.accounts.forms import PasswordAgainForm
from selection.accounts.provider import DingTalkAdapter, FeishuAdapter, WeComAdapter
from selection.accounts.views.scope import user_of
from selection.forms import named_next

ANSWERS = {
    adapter.provider_id: OAuth2CallbackView.adapter_view(adapter)
    for adapter in (DingTalkAdapter, WeComAdapter, FeishuAdapter)
}


@login_not_required
@require_POST
@never_cache
def sign_in_with(request: HttpRequest, messenger: str) -> HttpResponse:
    too_often = ratelimit.consume_or_429(request, action="sign_in_with")
    return too_often or _onward(request, messenger, AuthProcess.LOGIN, next_url=named_next(request))


@login_not_required
@require_safe
@never_cache
def back_from(request: HttpRequest, messenger: str) -> HttpResponse:
    """The messenger sends people here, with a code for us and the state that this browser was given."""
    return ANSWERS[messenger](request)


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class Binding(LoginRequiredMixin, FormView):
    """Bind the messenger to the own account, or end that."""

    template_name = "accounts/binding.html"
    form_class = PasswordAgainForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": user_of(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        messenger = self.kwargs["messenger"]
        bound = messengers.binding(user_of(self.request), messenger)
        return super().get_context_data(label=messengers.LABELS[messenger], bound=bound, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        user, messenger = user_of(self.request), self.kwargs["messenger"]
        if messengers.binding(user, messenger) is None:
            return _onward(self.request, messenger, AuthProcess.CONNECT, data=user.pk)
        messengers.unbind(user, [messenger])
        update_session_auth_hash(self.request, user)
        messages.success(self.request, f"已解除{messengers.LABELS[messenger]}的绑定，其他设备上的登录已失效")
        return redirect("accounts:profile")


def _onward(request: HttpRequest, messenger: str, process: str, **state: Any) -> HttpResponse:
    """A page that leads on by itself: browsers let no form be redirected to another site (form-action)."""
    provider = get_adapter(request).get_provider(request, messenger)
    address = provider.redirect(request, process, **state).url
    return render(
        request, "accounts/onward.html", {"address": address, "label": messengers.LABELS[messenger]}
    )
