"""Who gets in by DingTalk, WeCom or Feishu, and how does a messenger come to an account and go?

Nothing goes out: what would be sent to a messenger is answered here as its documents say.
"""

import json
import logging
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import time_machine
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from django.urls import reverse

from selection import clock
from selection.accounts import invitations, messengers
from selection.accounts.models import Notification, User
from selection.records import ledgers
from tests.factories.accounts import LeaderFactory, OfficerFactory, TeacherFactory, add_phone, code_of

pytestmark = pytest.mark.django_db
GOOD = "山高水长2026"
UID, CODE = "person-at-the-messenger", "one-time-code"
ALL = ("dingtalk", "wecom", "feishu")
every_messenger = pytest.mark.parametrize("messenger", ALL)

PROFILE = {
    "nick": "外面的名字",
    "name": "外面的名字",
    "mobile": "13900000000",
    "email": "t0001@school.example",
}
TOKEN = "token-of-the-messenger"
DING, WECOM, FEISHU = (
    "https://api.dingtalk.com/v1.0",
    "https://qyapi.weixin.qq.com/cgi-bin",
    "https://open.feishu.cn/open-apis",
)
ANSWERS = {
    f"{DING}/oauth2/userAccessToken": {"accessToken": TOKEN, "refreshToken": TOKEN, "expireIn": 7200},
    f"{DING}/contact/users/me": {"openId": UID, **PROFILE},
    f"{WECOM}/gettoken": {"errcode": 0, "access_token": TOKEN, "expires_in": 7200},
    f"{WECOM}/auth/getuserinfo": {"errcode": 0, "userid": UID},
    f"{FEISHU}/auth/v3/app_access_token/internal/": {"code": 0, "app_access_token": TOKEN},
    f"{FEISHU}/authen/v1/access_token": {"code": 0, "data": {"access_token": TOKEN, "expires_in": 7200}},
    f"{FEISHU}/authen/v1/user_info": {"code": 0, "data": {"open_id": UID, **PROFILE}},
}
TAKES_THE_CODE = {
    "dingtalk": f"{DING}/oauth2/userAccessToken",
    "wecom": f"{WECOM}/auth/getuserinfo",
    "feishu": f"{FEISHU}/authen/v1/access_token",
}
SPENT = {
    "dingtalk": (400, {"code": "invalidParameter.authCode.notFound"}),
    "wecom": (200, {"errcode": 40029, "errmsg": "invalid code"}),
    "feishu": (200, {"code": 20003, "msg": "invalid code"}),
}
SAYS_WHO = {
    "dingtalk": f"{DING}/contact/users/me",
    "wecom": f"{WECOM}/auth/getuserinfo",
    "feishu": f"{FEISHU}/authen/v1/user_info",
}


class Outside:
    """The three messengers: what they were asked, and what they answer; a code is taken once."""

    def __init__(self):
        self.asked, self.spent, self.answers = [], set(), {}

    def answer(self, request):
        url = request.url.partition("?")[0]
        self.asked.append(url)
        messenger = next((name for name, taker in TAKES_THE_CODE.items() if taker == url), None)
        if messenger and messenger in self.spent:
            return SPENT[messenger]
        if messenger:
            self.spent.add(messenger)
        return self.answers.get(url, (200, ANSWERS[url]))

    def __call__(self, _adapter, request, **_more):
        found = self.answer(request)
        if isinstance(found, Exception):
            raise found
        response = requests.Response()
        response.status_code, content = found
        response._content = content if isinstance(content, bytes) else json.dumps(content).encode()
        response.headers["content-type"] = "application/json"
        response.request, response.url = request, request.url
        return response


@pytest.fixture(autouse=True)
def outside(monkeypatch):
    outside = Outside()
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", lambda *args, **more: outside(*args, **more))
    caches["process"].clear()
    return outside


@pytest.fixture
def teacher():
    return TeacherFactory(username="t0001", password=GOOD)


def text(response):
    return unescape(response.content.decode())


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def address_on(page):
    """Where the page leads on to."""
    return text(page).partition('content="0; url=')[2].partition('"')[0]


def state_on(page):
    return parse_qs(urlsplit(address_on(page)).query)["state"][0]


def set_off(client, messenger, **data):
    return client.post(reverse("sign_in_with", args=[messenger]), data)


def come_back(client, messenger, state, **answer):
    name = "authCode" if messenger == "dingtalk" else "code"
    return client.get(reverse("back_from", args=[messenger]), {"state": state, **(answer or {name: CODE})})


def sign_in(client, messenger, **data):
    return come_back(client, messenger, state_on(set_off(client, messenger, **data)))


def ask_to_bind(client, messenger, password=GOOD):
    return client.post(reverse("accounts:binding", args=[messenger]), {"password": password})


def is_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def acts(user):
    entries = ledgers.of_organisation(user.organisation).entries.order_by("number")
    return [(entry.content["act"], entry.content["by"]) for entry in entries]


def in_vain(messenger):
    label = messengers.LABELS[messenger]
    return [f"没有收到{label}的确认，或者等得太久：请再试一次，或者用登录号和口令登录"]


@every_messenger
def test_who_has_bound_a_messenger_signs_in_by_it_and_comes_to_where_one_wanted(client, teacher, messenger):
    messengers.bind(teacher, messenger, UID)

    response = sign_in(client, messenger, next="/notifications/")

    assert response.url == "/notifications/"
    assert client.session["_auth_user_id"] == str(teacher.pk)
    assert client.session.get_expire_at_browser_close()


@pytest.mark.parametrize(
    ("messenger", "browser", "leads_to", "asked"),
    [
        (
            "dingtalk",
            "",
            "https://login.dingtalk.com/oauth2/auth",
            {"client_id": "ding-id", "scope": "openid", "response_type": "code", "prompt": "consent"},
        ),
        (
            "wecom",
            "",
            "https://login.work.weixin.qq.com/wwlogin/sso/login",
            {
                "appid": "corp-id",
                "agentid": "1000002",
                "login_type": "CorpApp",
                "scope": "snsapi_base",
                "response_type": "code",
            },
        ),
        (
            "wecom",
            "Mozilla/5.0 (iPhone) wxwork/4.1.0 MicroMessenger/7.0.1",
            "https://open.weixin.qq.com/connect/oauth2/authorize",
            {
                "appid": "corp-id",
                "agentid": "1000002",
                "login_type": "CorpApp",
                "scope": "snsapi_base",
                "response_type": "code",
            },
        ),
        (
            "feishu",
            "",
            "https://open.feishu.cn/open-apis/authen/v1/index",
            {"app_id": "fei-id", "response_type": "code"},
        ),
    ],
)
def test_one_is_led_to_the_messenger_with_what_it_wants_to_know(client, messenger, browser, leads_to, asked):
    page = client.post(reverse("sign_in_with", args=[messenger]), headers={"user-agent": browser})

    parts = urlsplit(address_on(page))
    given = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == leads_to
    assert len(given.pop("state")) == 16
    assert given == {"redirect_uri": f"http://testserver/sign-in/from/{messenger}/"} | asked
    assert parts.fragment == ("wechat_redirect" if browser else "")


@every_messenger
def test_whom_nobody_has_bound_is_told_how_to_and_no_account_is_made(client, teacher, messenger):
    response = sign_in(client, messenger)

    label = messengers.LABELS[messenger]
    assert response.url == reverse("account_login")
    assert said(response) == [f"这个{label}号还没有绑定账号：请先用登录号和口令登录，再在“我的账号”里绑定"]
    assert not is_in(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_one_messengers_number_is_nothing_to_another(client, teacher):
    messengers.bind(teacher, "feishu", UID)

    sign_in(client, "dingtalk")

    assert not is_in(client)


@every_messenger
def test_a_state_that_this_browser_was_not_given_opens_nothing(client, teacher, outside, messenger):
    messengers.bind(teacher, messenger, UID)
    of_another = state_on(set_off(Client(), messenger))

    answers = [come_back(client, messenger, state) for state in (of_another, "invented", "")]

    assert [said(answer)[-1:] for answer in answers] == [in_vain(messenger)] * 3
    assert outside.asked == []
    assert not is_in(client)


def test_a_state_is_for_one_messenger_once_and_for_ten_minutes(client, teacher, outside):
    messengers.bind(teacher, "wecom", UID)
    for_another = state_on(set_off(client, "feishu"))
    with time_machine.travel(clock.now() - timedelta(minutes=11)):
        old = state_on(set_off(client, "wecom"))
    used = state_on(set_off(client, "wecom"))
    come_back(client, "wecom", used, error="access_denied")

    for state in (for_another, old, used):
        come_back(client, "wecom", state)

    assert outside.asked == []
    assert not is_in(client)


@every_messenger
def test_a_code_that_was_used_before_opens_nothing(client, teacher, messenger):
    messengers.bind(teacher, messenger, UID)
    sign_in(client, messenger)
    thief = Client()

    response = sign_in(thief, messenger)

    assert said(response) == in_vain(messenger)
    assert not is_in(thief)


@every_messenger
@pytest.mark.parametrize("answer", [{"error": "access_denied"}, {"error": "server_error"}, {"other": "x"}])
def test_who_gives_up_at_the_messenger_is_back_at_the_sign_in_page(client, messenger, answer):
    state = state_on(set_off(client, messenger))

    response = come_back(client, messenger, state, **answer)

    assert (response.url, said(response)) == (reverse("account_login"), in_vain(messenger))


@every_messenger
@pytest.mark.parametrize(
    "answer",
    [
        requests.ConnectionError(f"no way to {TOKEN}"),
        requests.Timeout(),
        (500, {}),
        (200, b"<html>"),
        (200, []),
        (200, None),
        (200, {}),
        (200, {"code": 0, "data": {"open_id": ""}, "errcode": 0, "userid": "", "openId": ""}),
        (200, {"code": 0, "data": {"open_id": 7}, "errcode": 0, "userid": 7, "openId": 7}),
        (200, {"code": 99, "errcode": 99, "data": {}}),
        (200, {"code": 0, "errcode": 0, "data": {}, "openid": "no-member"}),
    ],
    ids=str,
)
def test_whatever_a_messenger_answers_amiss_is_one_sentence_and_no_secret_in_the_log(
    client, teacher, outside, caplog, messenger, answer
):
    messengers.bind(teacher, messenger, UID)
    outside.answers[SAYS_WHO[messenger]] = answer

    with caplog.at_level(logging.INFO):
        response = sign_in(client, messenger)

    assert said(response) == in_vain(messenger)
    assert not is_in(client)
    assert f"sign-in by {messenger} failed" in caplog.text
    assert [secret for secret in (TOKEN, CODE, UID, "secret") if secret in caplog.text] == []


@every_messenger
def test_a_messenger_that_takes_our_secret_for_wrong_is_one_sentence(client, outside, messenger):
    for url in ANSWERS:
        outside.answers[url] = (200, {"errcode": 40001, "code": 10014, "msg": "app secret invalid"})

    assert said(sign_in(client, messenger)) == in_vain(messenger)


def test_an_account_that_is_closed_stays_closed(client, teacher):
    messengers.bind(teacher, "dingtalk", UID)
    User.objects.filter(pk=teacher.pk).update(is_active=False)

    response = sign_in(client, "dingtalk")

    assert response.url == reverse("account_inactive")
    assert not is_in(client)


@every_messenger
def test_the_second_step_is_still_to_come(client, messenger):
    officer = OfficerFactory(password=GOOD)
    secret = add_phone(officer)
    messengers.bind(officer, messenger, UID)

    response = sign_in(client, messenger, next="/register/")

    assert response.url == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.post(response.url, {"code": code_of(secret)}).url == "/register/"
    assert is_in(client)


def test_who_needs_a_second_factor_and_has_none_sets_it_up_first(client):
    messengers.bind(OfficerFactory(), "feishu", UID)

    response = sign_in(client, "feishu")

    assert response.url == reverse("accounts:second_factor")
    assert not is_in(client)


def test_who_is_signed_in_as_somebody_else_changes_over(client, teacher):
    messengers.bind(teacher, "feishu", UID)
    client.force_login(LeaderFactory(), backend="django.contrib.auth.backends.ModelBackend")

    sign_in(client, "feishu")

    assert client.session["_auth_user_id"] == str(teacher.pk)


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_no_other_site_is_gone_on_to(client, teacher, next_url):
    messengers.bind(teacher, "feishu", UID)

    assert sign_in(client, "feishu", next=next_url).url == "/"


def test_who_asks_what_is_decided_by_us_alone(client):
    """allauth's own address would let the visitor add to the scope and to the parameters."""
    address = reverse("sign_in_with", args=["dingtalk"])

    page = client.post(
        f"{address}?scope=corpid&auth_params=client_id%3Devil&process=connect&action=reauthenticate"
    )

    asked = parse_qs(urlsplit(address_on(page)).query)
    assert (asked["scope"], asked["client_id"]) == (["openid"], ["ding-id"])


def test_setting_off_needs_the_forms_token_and_can_not_be_done_by_a_link():
    client = Client(enforce_csrf_checks=True)

    assert set_off(client, "dingtalk").status_code == 403
    assert client.get(reverse("sign_in_with", args=["dingtalk"])).status_code == 404


def test_setting_off_is_counted(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"sign_in_with": "2/m/ip"}

    assert [set_off(client, "dingtalk").status_code for _ in range(3)] == [200, 200, 429]


@every_messenger
def test_the_own_account_is_bound_after_the_password_and_the_messenger(client, teacher, messenger):
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")

    response = come_back(client, messenger, state_on(ask_to_bind(client, messenger)))

    label = messengers.LABELS[messenger]
    [bound] = SocialAccount.objects.all()
    assert (response.url, said(response)) == (
        reverse("accounts:profile"),
        [f"已绑定{label}，以后可以用它登录"],
    )
    assert (bound.user, bound.provider, bound.uid, bound.extra_data) == (teacher, messenger, UID, {})
    assert acts(teacher) == [(f"绑定{label}", teacher.pk)]
    assert Notification.objects.get(user=teacher).sentence == (
        f"您的账号绑定了{label}，以后可以用它登录；如果不是您本人绑定的，请马上解除绑定并修改口令"
    )


@every_messenger
def test_neither_token_nor_profile_is_kept_anywhere(client, teacher, messenger):
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")
    come_back(client, messenger, state_on(ask_to_bind(client, messenger)))
    visitor = Client()

    sign_in(visitor, messenger)

    [bound] = SocialAccount.objects.all()
    entries = [entry.text for entry in ledgers.of_organisation(teacher.organisation).entries.all()]
    kept = str([dict(visitor.session), dict(client.session), bound.__dict__, *entries])
    secrets = [TOKEN, CODE, "ding-secret", "corp-secret", "fei-secret", *PROFILE.values()]
    assert [secret for secret in secrets if secret in kept] == []
    assert not SocialToken.objects.exists()


def test_a_wrong_password_binds_nothing_and_is_counted(client, teacher):
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")

    pages = [text(ask_to_bind(client, "dingtalk", "不是这个口令")) for _ in range(11)]

    assert "当前口令不正确，请重新填写" in pages[0]
    assert "尝试次数过多，请过几分钟再试" in pages[-1]
    assert "login.dingtalk.com" not in "".join(pages)


def test_a_number_that_belongs_to_another_account_is_not_taken_over(client, teacher):
    messengers.bind(TeacherFactory(), "feishu", UID)
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")

    response = come_back(client, "feishu", state_on(ask_to_bind(client, "feishu")))

    assert said(response) == ["这个飞书号已经绑定了另一个账号，请先用那个账号登录，解除绑定"]
    assert messengers.binding(teacher, "feishu") is None


def test_an_account_has_one_of_each_messenger(client, teacher):
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")
    page = ask_to_bind(client, "wecom")
    messengers.bind(teacher, "wecom", "another-number")

    response = come_back(client, "wecom", state_on(page))

    assert said(response) == ["您的账号已经绑定了企业微信；要换一个，请先解除绑定"]


def test_what_one_began_to_bind_is_not_bound_to_who_came_after(client, teacher):
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")
    state = state_on(ask_to_bind(client, "feishu"))
    stashed = client.session["socialaccount_states"]
    client.force_login(LeaderFactory(), backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["socialaccount_states"] = stashed
    session.save()

    response = come_back(client, "feishu", state)

    assert said(response) == ["绑定的中途换了人或者退出了登录，没有绑定，请登录后再办一次"]
    assert not SocialAccount.objects.exists()


def test_a_messenger_is_unbound_with_the_password_and_ends_the_sign_ins_elsewhere(client, teacher):
    messengers.bind(teacher, "dingtalk", UID)
    elsewhere = Client()
    sign_in(elsewhere, "dingtalk")
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")

    response = ask_to_bind(client, "dingtalk")

    assert said(response) == ["已解除钉钉的绑定，其他设备上的登录已失效"]
    assert (is_in(client), is_in(elsewhere)) == (True, False)
    assert acts(teacher) == [("绑定钉钉", teacher.pk), ("解除绑定钉钉", teacher.pk)]


def test_a_new_password_by_the_slip_leaves_nothing_bound(teacher):
    """Whoever had got hold of the account may have bound a messenger of the own."""
    messengers.bind(teacher, "dingtalk", UID)
    messengers.bind(teacher, "feishu", UID)
    [(_user, code)] = invitations.issue([teacher], by=None)

    invitations.redeem(code, "另一个好口令2026")

    assert not SocialAccount.objects.exists()
    assert [act for act, _by in acts(teacher)][2:] == ["解除绑定钉钉", "解除绑定飞书"]


def test_wecom_is_asked_for_its_token_once_for_all_and_again_once_it_refuses(client, teacher, outside):
    messengers.bind(teacher, "wecom", UID)
    for _ in range(2):
        outside.spent.clear()
        sign_in(Client(), "wecom")
    sign_in(Client(), "wecom")  # a spent code
    outside.spent.clear()

    sign_in(client, "wecom")

    assert [url.rpartition("/")[2] for url in outside.asked] == [
        *("gettoken", "getuserinfo", "getuserinfo", "getuserinfo"),
        *("gettoken", "getuserinfo"),
    ]
    assert is_in(client)


def test_the_pages_offer_what_is_set_and_nothing_else(client, teacher, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"feishu": settings.SOCIALACCOUNT_PROVIDERS["feishu"]}
    sign_in_page = text(client.get(reverse("account_login")))
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")
    profile = text(client.get(reverse("accounts:profile")))

    assert [label for label in messengers.LABELS.values() if f"{label}登录" in sign_in_page] == ["飞书"]
    assert [label for label in messengers.LABELS.values() if label in profile] == ["飞书"]


def test_what_is_not_set_has_no_address_for_anybody(client, teacher, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}
    stranger = Client(enforce_csrf_checks=True)
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")
    addresses = [
        reverse(name, args=["dingtalk"]) for name in ("sign_in_with", "back_from", "accounts:binding")
    ]
    nothing = stranger.get("/no-such-page/").content

    for address in addresses:
        for visitor in (stranger, client):
            assert {visitor.get(address).status_code, visitor.post(address).status_code} == {404}
        assert stranger.get(address).content == nothing.replace(
            b"%2Fno-such-page%2F", address.replace("/", "%2F").encode()
        )


def test_half_a_messenger_is_found_before_the_start(settings):
    given = settings.MESSENGERS
    settings.MESSENGERS = given | {"wecom": given["wecom"] | {"WECOM_SECRET": "", "WECOM_AGENT": ""}}

    with pytest.raises(SystemCheckError, match="企业微信登录只设置了一部分，缺WECOM_SECRET、WECOM_AGENT"):
        call_command("check")


def test_none_is_there_without_its_variables(settings):
    settings.MESSENGERS = {"dingtalk": {"DINGTALK_ID": "", "DINGTALK_SECRET": ""}}

    assert messengers.complaints() == []
