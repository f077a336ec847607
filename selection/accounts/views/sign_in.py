"""How does a person get in, set or change the password, and look around as somebody else in a demo?"""

from typing import Any

from allauth.account.views import LoginView
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordChangeView
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView

from selection.accounts import demo, invitations, messengers
from selection.accounts.forms import ChangePasswordForm, SetPasswordForm, SignInForm
from selection.accounts.models import User
from selection.forms import ThroughService, safe_next

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(LoginView):
    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = demo.sign_in_list() if demo.is_on() else []
        return super().get_context_data(households=people, messengers=messengers.configured(), **kwargs)


@method_decorator(
    [login_not_required, never_cache, sensitive_post_parameters("code", "password", "again")], name="dispatch"
)
class SetPassword(ThroughService, FormView):
    """The code travels in the form's body; the QR has it in the address's fragment, which stays in the browser."""

    template_name = "accounts/set_password.html"
    form_class = SetPasswordForm
    success_url = reverse_lazy("account_login")

    def act(self, form: Form) -> None:
        user = invitations.redeem(form.cleaned_data["code"], form.cleaned_data["password"])
        messages.success(self.request, f"{user.name}，口令已设好，请用登录号{user.username}登录")


class ChangePassword(PasswordChangeView):
    template_name = "accounts/change_password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("accounts:profile")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "口令已修改，其他设备上的登录已失效")
        return super().form_valid(form)


@login_not_required
@require_http_methods(["GET", "POST"])
@never_cache
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """In the demo one click signs in as anybody; elsewhere there is no such page."""
    if not demo.is_on():
        raise Http404
    if request.method == "POST":
        return _become(request)
    context = {"households": demo.sign_in_list(), "next": request.GET.get("next", "")}
    return render(request, "accounts/demo_sign_in.html", context)


def _become(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("user", "")
    user = get_object_or_404(User.objects.active(), pk=chosen if chosen.isdecimal() else None)
    login(request, user, backend=BACKEND)
    return redirect(safe_next(request) if request.POST.get("next") else "home")
