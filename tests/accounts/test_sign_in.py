"""How does a person get in, and how does a forgotten or weak password end?"""

import pytest
from django.test import Client
from django.urls import reverse

from selection.accounts import invitations
from tests.factories.accounts import OfficerFactory, TeacherFactory

pytestmark = pytest.mark.django_db
GOOD = "山高水长2026"


def text(response):
    return response.content.decode()


def sign_in(client, username, password):
    return client.post(reverse("account_login"), {"login": username, "password": password})


def test_login_and_password_open_the_door(client):
    teacher = TeacherFactory(username="t0001", password=GOOD)

    response = sign_in(client, " t0001 ", GOOD)

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(teacher.pk)


def test_a_wrong_password_gets_a_sentence_that_says_what_to_do(client):
    TeacherFactory(username="t0001", password=GOOD)

    response = sign_in(client, "t0001", "不是这个口令")

    assert "登录号或口令不正确，请核对后再试；忘记口令请找本校人事干部" in text(response)


def test_guessing_is_slowed_down(client):
    TeacherFactory(username="t0001", password=GOOD)

    for _ in range(6):
        response = sign_in(client, "t0001", "不是这个口令")

    assert "尝试次数过多，请过几分钟再试" in text(response)


def test_a_whole_staff_signs_in_from_one_address_within_a_minute():
    TeacherFactory(username="t0001", password=GOOD)
    mistaken = [sign_in(Client(), f"t1{number}", GOOD) for number in range(20)]

    answers = [sign_in(Client(), "t0001", GOOD) for _ in range(40)]

    assert {answer.status_code for answer in answers} == {302}
    assert not any("尝试次数过多" in text(answer) for answer in mistaken)


def test_more_than_any_school_needs_gets_a_page_that_says_so(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}

    answers = [sign_in(client, "t0001", "不是这个口令") for _ in range(2)]

    assert answers[1].status_code == 429
    assert "请等一分钟，返回上一页再试一次。" in text(answers[1])


def test_whoever_has_left_is_told(client):
    TeacherFactory(username="t0001", password=GOOD, is_active=False)

    response = client.post(reverse("account_login"), {"login": "t0001", "password": GOOD}, follow=True)

    assert "_auth_user_id" not in client.session
    assert "这个账号已经停用，请联系本校人事干部" in text(response)


def test_the_page_says_where_help_is_and_offers_no_sign_up(client):
    page = text(client.get(reverse("account_login")))

    assert "忘记口令请找本校人事干部" in page
    assert reverse("accounts:set_password") in page
    assert "演示" not in page


def test_signing_out_asks_once_more(client):
    client.force_login(TeacherFactory(), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("account_logout"))
    client.post(reverse("account_logout"))

    assert page.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_slip_leads_from_the_code_to_the_first_sign_in(client):
    teacher = TeacherFactory(username="t0001")
    [(_user, code)] = invitations.issue([teacher], by=OfficerFactory(organisation=teacher.organisation))

    response = client.post(
        reverse("accounts:set_password"), {"code": code, "password": GOOD, "again": GOOD}, follow=True
    )
    sign_in(client, "t0001", GOOD)

    assert f"{teacher.name}，口令已设好，请用登录号t0001登录" in text(response)
    assert client.session["_auth_user_id"] == str(teacher.pk)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "AAAAA-AAAAA-AAAAA"}, invitations.NOT_VALID),
        ({"again": "另一个口令2026"}, "两遍口令不一样，请重新输入"),
        ({"password": "1234567", "again": "1234567"}, "口令太短，至少要8位"),
    ],
)
def test_a_slip_misused_gets_a_sentence_and_sets_nothing(client, changes, sentence):
    teacher = TeacherFactory()
    [(_user, code)] = invitations.issue([teacher], by=None)

    response = client.post(
        reverse("accounts:set_password"), {"code": code, "password": GOOD, "again": GOOD} | changes
    )

    teacher.refresh_from_db()
    assert sentence in text(response)
    assert not teacher.has_usable_password()


def test_a_password_is_changed_by_whoever_knows_the_present_one(client):
    teacher = TeacherFactory(password=GOOD)
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")
    fields = {"old_password": GOOD, "new_password1": "春暖花开2026", "new_password2": "春暖花开2026"}

    wrong = client.post(reverse("account_change_password"), fields | {"old_password": "记错了"})
    right = client.post(reverse("account_change_password"), fields, follow=True)

    teacher.refresh_from_db()
    assert "当前口令不正确，请重新填写" in text(wrong)
    assert "口令已修改" in text(right)
    assert teacher.check_password("春暖花开2026")


def test_the_present_password_is_not_to_be_guessed_in_a_browser_left_open(client):
    teacher = TeacherFactory(password=GOOD)
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")
    fields = {"new_password1": "春暖花开2026", "new_password2": "春暖花开2026"}

    for number in range(10):
        client.post(reverse("account_change_password"), fields | {"old_password": f"猜{number}"})
    answer = client.post(reverse("account_change_password"), fields | {"old_password": GOOD})

    teacher.refresh_from_db()
    assert "尝试次数过多，请过几分钟再试" in text(answer)
    assert teacher.check_password(GOOD)


def test_pages_load_scripts_and_styles_from_here_alone(client):
    policy = client.get(reverse("account_login")).headers["Content-Security-Policy"]

    allowed = dict(each.strip().split(" ", 1) for each in policy.split(";"))
    assert allowed["default-src"] == "'none'"
    assert {allowed[name] for name in ("script-src", "style-src", "connect-src", "form-action")} == {"'self'"}
