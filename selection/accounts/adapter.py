"""How does sign-in by allauth behave here? Accounts come from the roster, never from a sign-up form."""

import logging
from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from selection.accounts import messengers
from selection.accounts.messengers import LABELS
from selection.reasons import Refused

logger = logging.getLogger(__name__)


class ClosedAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "登录号或口令不正确，请核对后再试；忘记口令请找本校人事干部",
        "too_many_login_attempts": "尝试次数过多，请过几分钟再试",
        "enter_current_password": "当前口令不正确，请重新填写",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return [*super().get_login_stages(), "selection.accounts.second_factor.SetUpStage"]


class BoundOnlyAdapter(DefaultSocialAccountAdapter):
    """A messenger has said who somebody is: the owner of a bound account goes on, everybody else is told why not."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        messenger = sociallogin.account.provider
        if sociallogin.state["process"] == AuthProcess.CONNECT:
            self._bind(request, messenger, sociallogin)
        if not sociallogin.is_existing:
            _turn_back(
                request,
                f"这个{LABELS[messenger]}号还没有绑定账号：请先用登录号和口令登录，再在“我的账号”里绑定",
            )
        request.session.set_expiry(0)  # not kept on a computer that others use

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """What the messenger said is not repeated: it may quote a token."""
        if exception is not None:
            logger.warning("sign-in by %s failed: %s", provider.id, type(exception).__name__)
        said = f"没有收到{LABELS[provider.id]}的确认，或者等得太久"
        other = "请再试一次" if request.user.is_authenticated else "请再试一次，或者用登录号和口令登录"
        _turn_back(request, f"{said}：{other}")

    def _bind(self, request: HttpRequest, messenger: str, sociallogin: SocialLogin) -> NoReturn:
        if not request.user.is_authenticated or request.user.pk != sociallogin.state["data"]:
            _turn_back(request, "绑定的中途换了人或者退出了登录，没有绑定，请登录后再办一次")
        try:
            messengers.bind(request.user, messenger, sociallogin.account.uid)
        except Refused as refusal:
            _turn_back(request, *refusal.reasons)
        messages.success(request, f"已绑定{LABELS[messenger]}，以后可以用它登录")
        raise ImmediateHttpResponse(redirect("accounts:profile"))


def _turn_back(request: HttpRequest, *sentences: str) -> NoReturn:
    for sentence in sentences:
        messages.error(request, sentence)
    raise ImmediateHttpResponse(
        redirect("accounts:profile" if request.user.is_authenticated else "account_login")
    )
