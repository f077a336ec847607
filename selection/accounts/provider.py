"""How is each messenger asked who somebody is? allauth finds ``provider_classes`` here.

Of what a messenger answers, only its own number for the person is read; tokens and profiles are dropped.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.dingtalk.provider import DingTalkProvider
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.feishu.client import FeishuOAuth2Client
from allauth.socialaccount.providers.feishu.provider import FeishuProvider
from allauth.socialaccount.providers.feishu.views import FeishuOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.core.cache import caches
from django.http import HttpRequest
from django.urls import reverse

INSIDE_WECOM = "https://open.weixin.qq.com/connect/oauth2/authorize"  # for its own browser, without a QR code
KEPT = "wecom-token"
IN_TIME = 300  # seconds before WeCom's token ends that a new one is asked for


@contextmanager
def understood() -> Iterator[None]:
    """An answer that isn't what the messenger promises is a sign-in that failed, not a fault of ours."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError):
        raise OAuth2Error("an answer of another shape") from None


class Careful(OAuth2Adapter):
    """Comes back to our address, and takes no answer for granted."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return request.build_absolute_uri(reverse("back_from", args=[self.provider_id]))

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> Any:
        with understood():
            return super().get_access_token_data(*args, **kwargs)

    def parse_token(self, data: Any) -> SocialToken:
        return SocialToken(token=data["access_token"])

    def complete_login(self, *args: Any, **kwargs: Any) -> Any:
        with understood():
            return super().complete_login(*args, **kwargs)


class Reserved(OAuth2Provider):
    """Keeps neither name, picture nor telephone number."""

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        return {}

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        return {}


class DingTalkAdapter(Careful, DingTalkOAuth2Adapter):
    pass


class DingTalk(Reserved, DingTalkProvider):
    oauth2_adapter_class = DingTalkAdapter

    def get_default_scope(self) -> list[str]:
        return ["openid"]

    def get_auth_params(self) -> dict[str, str]:
        return {"prompt": "consent"}


class FeishuAdapter(Careful, FeishuOAuth2Adapter):
    client_class = FeishuOAuth2Client
    get_client = OAuth2Adapter.get_client  # allauth's own for Feishu comes back to its address


class Feishu(Reserved, FeishuProvider):
    oauth2_adapter_class = FeishuAdapter


class WeComClient(OAuth2Client):
    client_id_parameter = "appid"

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        address = super().get_redirect_url(authorization_url, scope, extra_params)
        return f"{address}#wechat_redirect" if authorization_url == INSIDE_WECOM else address

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None) -> dict[str, str]:
        """The school's own token, which all sign-ins share: WeCom refuses who asks for one too often."""
        token = caches["process"].get(KEPT)
        if token is None:
            said = ask_wecom(self.access_token_url, corpid=self.consumer_key, corpsecret=self.consumer_secret)
            token = said["access_token"]
            caches["process"].set(KEPT, token, timeout=said["expires_in"] - IN_TIME)
        return {"access_token": token}


class WhoInWeCom(OAuth2Adapter):
    provider_id = "wecom"
    client_class = WeComClient
    access_token_url = "https://qyapi.weixin.qq.com/cgi-bin/gettoken"
    profile_url = "https://qyapi.weixin.qq.com/cgi-bin/auth/getuserinfo"

    @property
    def authorize_url(self) -> str:
        is_inside = "wxwork" in self.request.headers.get("User-Agent", "")
        return INSIDE_WECOM if is_inside else "https://login.work.weixin.qq.com/wwlogin/sso/login"

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> Any:
        said = ask_wecom(self.profile_url, access_token=token.token, code=request.GET["code"])
        return self.get_provider().sociallogin_from_response(request, said)


class WeComAdapter(Careful, WhoInWeCom):
    pass


class WeCom(Reserved):
    id = "wecom"
    name = "WeCom"
    oauth2_adapter_class = WeComAdapter

    def get_default_scope(self) -> list[str]:
        return ["snsapi_base"]

    def get_auth_params(self) -> dict[str, str]:
        return {"login_type": "CorpApp", "agentid": self.app.key}

    def extract_uid(self, data: Any) -> str:
        return data["userid"]  # who is no member of the organisation has only an openid


def ask_wecom(url: str, **params: str) -> dict[str, Any]:
    with get_adapter().get_requests_session() as session:
        answer = session.get(url, params=params)
    answer.raise_for_status()
    said = answer.json()
    if said["errcode"]:
        caches["process"].delete(KEPT)  # it may be the token that WeCom no longer takes
        raise OAuth2Error(f"WeCom answered {said['errcode']}")
    return said


provider_classes = [DingTalk, WeCom, Feishu]
