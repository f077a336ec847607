"""How does sign-in by allauth behave here? Accounts come from the roster, never from a sign-up form."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


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
