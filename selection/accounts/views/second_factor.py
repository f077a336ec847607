"""How does a person set up, use and replace the second factor, and who takes a lost one away?"""

from typing import Any

from allauth.account.stages import LoginStageController
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required, login_required
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from selection.accounts import second_factor
from selection.accounts.forms import SetUpSecondFactorForm
from selection.accounts.models import User
from selection.accounts.views.people import managed_by
from selection.accounts.views.scope import user_of
from selection.forms import refusals_as_messages
from selection.reasons import Refused
from selection.rendering import qr


class SecondStep(AuthenticateView):
    template_name = "accounts/second_step.html"


@method_decorator(
    [login_not_required, never_cache, sensitive_post_parameters("password", "code")], name="dispatch"
)
class SetUpSecondFactor(FormView):
    """On the way in for those who need it, later on for whoever wants it or has another phone."""

    template_name = "accounts/second_factor.html"
    form_class = SetUpSecondFactorForm
    person: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not second_factor.is_on():
            raise Http404
        self.stage = LoginStageController.enter(request, second_factor.SetUpStage.key)
        if request.user.is_authenticated:
            self.person = user_of(request)
        elif self.stage:
            self.person = self.stage.login.user
        else:
            return redirect_to_login(request.path)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        is_signed_in = self.request.user.is_authenticated
        return super().get_form_kwargs() | {"user": self.person, "is_signed_in": is_signed_in}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        secret = get_totp_secret(regenerate=self.request.method == "GET")
        address = get_adapter().build_totp_url(self.person, secret)
        return super().get_context_data(
            person=self.person,
            key=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
            address=address,
            qr=qr(address),
            replaces=second_factor.is_set_up(self.person),
            **kwargs,
        )

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            codes = second_factor.set_up(self.person, get_totp_secret(), form.cleaned_data["code"])
        except Refused as refusal:
            form.add_error("code", refusal.reasons)
            return self.form_invalid(form)
        clear_totp_secret(self.request)
        return render(self.request, "accounts/recovery_codes.html", {"codes": codes, "onward": self._go_on()})

    def _go_on(self) -> str:
        """Where to, once the codes are written down; whoever was on the way in is in."""
        if self.request.user.is_authenticated:
            update_session_auth_hash(self.request, self.person)
            return reverse("accounts:profile")
        return self.stage.exit().url


@login_required
@require_POST
@refusals_as_messages("accounts:person")
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(managed_by(user_of(request)), pk=pk)
    second_factor.reset(person, by=user_of(request))
    messages.success(request, f"已清除{person}的两步验证，原来的登录已失效")
    return redirect("accounts:person", pk)
