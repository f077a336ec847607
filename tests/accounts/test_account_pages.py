"""What does a person see of the own account, and how does the officer keep those of the school?"""

import pytest
from django.urls import reverse

from selection.accounts import invitations
from selection.accounts.acts import Role
from selection.accounts.models import SetPasswordCode, User
from tests.factories.accounts import LeaderFactory, NotificationFactory, OfficerFactory, TeacherFactory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def text(response):
    return response.content.decode()


@pytest.fixture
def officer(client):
    """The officer of a school, signed in."""
    officer = OfficerFactory(password="山高水长2026")
    client.force_login(officer, backend=BACKEND)
    return officer


@pytest.fixture
def teacher(officer):
    return TeacherFactory(organisation=officer.organisation, name="王喆珺")


@pytest.fixture
def printed(monkeypatch):
    """What the slips were printed with."""
    given = []

    def render_pile(template, contexts, progress):
        given.extend(contexts)
        return b"%PDF slips"

    monkeypatch.setattr("selection.accounts.slips.render_pile", render_pile)
    return given


def test_the_profile_names_the_roles(client, officer):
    page = text(client.get(reverse("accounts:profile")))

    assert "人事干部" in page
    assert officer.organisation.name in page


def test_the_officer_fills_in_what_the_school_prints_about_itself(client, officer):
    school = officer.organisation
    given = {"short_name": "一小", "school_levels": ["primary"], "document_code": "一小任", "phone": "123"}

    profile = text(client.get(reverse("accounts:profile")))
    page = text(client.post(reverse("records:organisation", args=[school.code]), given, follow=True))

    school.refresh_from_db()
    assert reverse("records:organisation", args=[school.code]) in profile
    assert "本单位信息已保存" in page
    assert (school.document_code, school.school_levels, school.phone) == ("一小任", ["primary"], "123")


def test_notices_are_listed_read_and_followed(client, officer):
    leading = NotificationFactory(user=officer, sentence="请审核职数核定表", url="/reviews/")
    plain = NotificationFactory(user=officer, sentence="公示期满")
    NotificationFactory(sentence="别人的消息")

    page = text(client.get(reverse("accounts:notifications")))
    followed = client.post(reverse("accounts:read_notification", args=[leading.pk]))
    noted = client.post(reverse("accounts:read_notification", args=[plain.pk]))

    assert "请审核职数核定表" in page
    assert "别人的消息" not in page
    assert (followed.url, noted.url) == ("/reviews/", reverse("accounts:notifications"))
    assert not officer.notifications.unread()


def test_all_notices_are_read_with_one_click_and_the_badge_goes(client, officer):
    NotificationFactory.create_batch(2, user=officer)

    before = text(client.get(reverse("accounts:notifications")))
    after = text(client.post(reverse("accounts:read_all_notifications"), follow=True))

    assert "2条未读" in before
    assert "条未读" not in after


def test_without_notices_the_page_says_what_will_come(client, officer):
    assert "还没有消息" in text(client.get(reverse("accounts:notifications")))


def test_other_peoples_notices_are_out_of_reach(client, officer):
    assert (
        client.post(reverse("accounts:read_notification", args=[NotificationFactory().pk])).status_code == 404
    )


def test_the_officer_sees_roles_and_who_has_no_password(client, officer, teacher):
    stranger = TeacherFactory(name="外校教师")
    TeacherFactory(organisation=officer.organisation, name="已离校", is_active=False)

    page = text(client.get(reverse("accounts:people")))

    assert "王喆珺" in page
    assert "人事干部" in page
    assert stranger.name not in page
    assert "打印全部未设口令人员的纸条（1张）" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [({"q": "喆"}, ["王喆珺"]), ({"without": "1"}, ["王喆珺"]), ({"q": "没有这个人"}, [])],
)
def test_people_are_searched_by_name_login_and_missing_password(client, officer, teacher, query, found):
    response = client.get(reverse("accounts:people"), query)

    assert [person.name for person in response.context["people"]] == found


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_few_queries_for_any_number_of_people(
    client, officer, django_assert_num_queries, number
):
    TeacherFactory.create_batch(number, organisation=officer.organisation)

    with django_assert_num_queries(11):
        client.get(reverse("accounts:people"))


def test_a_role_is_given_and_taken_and_the_page_remembers_who_did_it(client, officer, teacher):
    address = [teacher.pk]

    client.post(reverse("accounts:grant_role", args=address), {"role": Role.OFFICER})
    held = teacher.roles
    page = text(
        client.post(reverse("accounts:revoke_role", args=address), {"role": Role.OFFICER}, follow=True)
    )

    assert [role for role, _organisation in held] == [Role.OFFICER, Role.STAFF]
    assert [role for role, _organisation in teacher.roles] == [Role.STAFF]
    assert "收回“人事干部”" in page
    assert officer.name in page


@pytest.mark.parametrize("role", ["", Role.BUREAU_REVIEWER, "king"])
def test_a_role_of_another_kind_of_organisation_is_refused(client, officer, teacher, role):
    page = text(client.post(reverse("accounts:grant_role", args=[teacher.pk]), {"role": role}, follow=True))

    assert "请选择一个角色" in page
    assert teacher.role_changes.count() == 1


def test_an_officer_keeps_the_own_role(client, officer):
    page = text(
        client.post(reverse("accounts:revoke_role", args=[officer.pk]), {"role": Role.OFFICER}, follow=True)
    )

    assert "不能给自己授予或收回角色" in page
    assert "自己的角色不能由自己授予或收回" in page


def test_a_leaders_slip_is_not_the_officers_to_print(client, officer, printed):
    leader = LeaderFactory(organisation=officer.organisation, name="林校长")

    page = text(client.post(reverse("accounts:print_codes"), {"user": [leader.pk]}, follow=True))
    client.post(reverse("accounts:print_codes"), {"all": "1"})

    assert "不能由您打印林校长的纸条" in page
    shown = text(client.get(reverse("accounts:person", args=[leader.pk])))
    assert "打印设置口令纸条" not in shown
    assert "收回</button>" not in shown
    assert '<option value="leader"' not in shown
    assert printed == []


def test_another_leader_prints_it(client, officer, printed):
    leader = LeaderFactory(organisation=officer.organisation)
    client.force_login(LeaderFactory(organisation=officer.organisation), backend=BACKEND)

    client.post(reverse("accounts:print_codes"), {"user": [leader.pk]})

    assert len(printed) == 1


def test_slips_are_printed_for_the_ticked_people_with_working_codes(client, officer, teacher, printed):
    response = client.post(reverse("accounts:print_codes"), {"user": [teacher.pk, TeacherFactory().pk, "x"]})

    [context] = printed
    [slip] = context["slips"]
    assert (response["Content-Type"], response.content) == ("application/pdf", b"%PDF slips")
    assert "no-store" in response["Cache-Control"]
    assert context["address"] == "http://testserver/set-password/"
    assert slip["qr"].startswith("data:image/svg+xml")
    assert invitations.redeem(slip["code"], "山高水长2027") == teacher


def test_slips_for_all_without_a_password_fill_sheets_of_eight(client, officer, printed):
    TeacherFactory.create_batch(9, organisation=officer.organisation)
    stack = client.get(reverse("accounts:people")).context["stacks"][0]

    client.post(reverse("accounts:print_codes"), {"stack": stack.first})

    assert [len(page["slips"]) for page in printed] == [8, 1]


def test_more_slips_than_can_be_printed_at_once_lie_in_stacks_that_stay_as_they_are(
    client, officer, printed, monkeypatch
):
    monkeypatch.setattr("selection.accounts.views.people.MOST", 2)
    for number in range(1, 6):
        TeacherFactory(organisation=officer.organisation, username=f"0{number}")
    User.objects.filter(username="01").update(password="set")
    page = client.get(reverse("accounts:people"))

    client.post(reverse("accounts:print_codes"), {"stack": "03"})

    assert [(stack.first, stack.last, len(stack.without)) for stack in page.context["stacks"]][:2] == [
        ("01", "02", 1),
        ("03", "04", 2),
    ]
    assert "打印未设口令的03至04（2张）" in text(page)
    assert [slip["user"].username for slip in printed[0]["slips"]] == ["03", "04"]


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [("none", "请先勾选要打印纸条的人员"), ("all", "一次最多打印1张，请分批勾选")],
)
def test_no_slips_for_nobody_and_not_too_many_at_once(
    client, officer, printed, monkeypatch, chosen, sentence
):
    people = TeacherFactory.create_batch(2, organisation=officer.organisation)
    monkeypatch.setattr("selection.accounts.views.people.MOST", 1)
    ticked = [person.pk for person in people] if chosen == "all" else []

    page = text(client.post(reverse("accounts:print_codes"), {"user": ticked}, follow=True))

    assert sentence in page
    assert not SetPasswordCode.objects.exists()


def test_the_real_slip_is_a_pdf(client, officer, teacher):
    response = client.post(reverse("accounts:print_codes"), {"user": [teacher.pk]})

    assert response.content.startswith(b"%PDF")


def test_whoever_keeps_no_accounts_finds_no_such_pages(client, officer, teacher):
    client.force_login(TeacherFactory(organisation=officer.organisation), backend=BACKEND)

    answers = [
        client.get(reverse("accounts:people")).status_code,
        client.get(reverse("accounts:person", args=[teacher.pk])).status_code,
        client.post(reverse("accounts:grant_role", args=[teacher.pk]), {"role": Role.OFFICER}).status_code,
        client.post(reverse("accounts:print_codes"), {"stack": "0001"}).status_code,
    ]

    assert answers == [404, 404, 404, 404]
