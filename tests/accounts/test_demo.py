"""Whom may a visitor of the demo sign in as, and can that ever happen in a service?"""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse

from selection.accounts import demo
from selection.accounts.acts import Role
from selection.accounts.checks import demo_stays_out_of_service
from tests.factories.accounts import (
    BureauReviewerFactory,
    LeaderFactory,
    OfficerFactory,
    TeacherFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"


@pytest.fixture
def demo_mode(settings, monkeypatch):
    """As run by ``make demo``, whatever database the tests use."""
    settings.DEMO = True
    monkeypatch.setattr(demo, "signs_of_service", list)


@pytest.fixture
def bare(settings, monkeypatch):
    """The settings of ``make demo``: SQLite, a queue in files, this machine alone."""
    settings.CELERY_BROKER_URL = "filesystem://localhost"
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", SQLITE)
    return settings


@pytest.mark.parametrize(("is_demo", "is_on"), [(True, True), (False, False)])
def test_the_demo_is_on_in_demo_mode_only(bare, is_demo, is_on):
    bare.DEMO = is_demo

    assert demo.is_on() is is_on
    assert demo_stays_out_of_service(None) == []


@pytest.mark.parametrize(
    ("sign", "given"),
    [
        ("DATABASE_URL", None),
        ("REDIS_URL", {"CELERY_BROKER_URL": "redis://127.0.0.1:6379/0"}),
        ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": ["127.0.0.1", "xuanba.example.cn"]}),
        ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": ["*"]}),
    ],
)
@pytest.mark.parametrize("is_demo", [True, False])
def test_the_demo_is_off_and_the_check_fails_where_it_looks_like_a_service(
    bare, monkeypatch, is_demo, sign, given
):
    bare.DEMO = is_demo
    for name, value in (given or {}).items():
        setattr(bare, name, value)
    if given is None:
        monkeypatch.setitem(bare.DATABASES["default"], "ENGINE", POSTGRESQL)

    found = demo_stays_out_of_service(None)

    assert not demo.is_on()
    assert [(error.id, f"演示请去掉 {sign}。" in error.hint) for error in found] == (
        [("accounts.E001", True)] if is_demo else []
    )


def test_the_check_command_fails_if_the_doors_could_be_open(settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr(demo, "signs_of_service", lambda: ["REDIS_URL"])

    with pytest.raises(SystemCheckError, match="演示模式"):
        call_command("check", "--tag", "security")
    assert "accounts.E001" in [error.id for error in run_checks(tags=["security"])]


def test_outside_the_demo_there_is_no_such_page(client):
    teacher = TeacherFactory()

    seen = client.get(reverse("demo_sign_in"))
    tried = client.post(reverse("demo_sign_in"), {"user": teacher.pk})

    assert (seen.status_code, tried.status_code) == (404, 404)
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("demo_mode")
def test_one_click_signs_in(client):
    teacher = TeacherFactory()

    response = client.post(reverse("demo_sign_in"), {"user": teacher.pk, "next": reverse("accounts:profile")})

    assert response.url == reverse("accounts:profile")
    assert "换一个人登录" in client.get(response.url).content.decode()
    assert client.session["_auth_user_id"] == str(teacher.pk)


@pytest.mark.usefixtures("demo_mode")
@pytest.mark.parametrize("chosen", ["", "0", "x", "1' OR 1"])
def test_nobody_is_signed_in_for_a_nonsense_choice(client, chosen):
    assert client.post(reverse("demo_sign_in"), {"user": chosen}).status_code == 404


@pytest.mark.usefixtures("demo_mode")
def test_whoever_has_left_is_not_on_the_list(client):
    gone = TeacherFactory(is_active=False)

    assert client.post(reverse("demo_sign_in"), {"user": gone.pk}).status_code == 404
    assert gone.name not in client.get(reverse("demo_sign_in")).content.decode()


@pytest.mark.usefixtures("demo_mode")
def test_the_list_is_grouped_by_organisation_and_role(client):
    officer = OfficerFactory()
    school = officer.organisation
    leader, teacher = LeaderFactory(organisation=school), UserFactory(organisation=school, role=Role.STAFF)
    reviewer = BureauReviewerFactory(organisation=school.bureau)

    listed = [
        (household.organisation, household.role_holders, household.others)
        for household in demo.sign_in_list()
    ]
    page = client.get(reverse("account_login")).content.decode()

    assert listed == [
        (school.bureau, [("教育局审核员（政工科）", [reviewer])], []),
        (school.zone, [], []),
        (school, [("人事干部", [officer]), ("学校领导", [leader])], [teacher]),
    ]
    assert "演示：点一下姓名" in page


@pytest.mark.parametrize("schools", [1, 3])
def test_the_list_takes_the_same_few_queries_however_many_schools(django_assert_num_queries, schools):
    OfficerFactory.create_batch(schools)

    with django_assert_num_queries(4):
        demo.sign_in_list()
