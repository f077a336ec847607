"""How does an installation get its first organisations and people?"""

import pytest
from django.core.management import CommandError, call_command

from selection.accounts import invitations
from selection.accounts.acts import Role
from selection.accounts.models import Organisation, User
from tests.factories.accounts import BureauFactory, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_county_is_founded_from_the_top(capsys):
    call_command("found", "bureau", "某县教育局", "--kind=bureau", "--off-system")
    call_command("found", "zone-1", "第一学区", "--kind=zone", "--parent=bureau", "--short-name=一学区")
    call_command(
        "found", "school-1", "第一小学", "--kind=school", "--parent=zone-1", "--document-code=一小任"
    )

    bureau, zone, school = Organisation.objects.order_by("path")
    assert (school.zone, school.bureau, school.document_code) == (zone, bureau, "一小任")
    assert (zone.short_name, bureau.is_on_system) == ("一学区", False)
    assert "已建立学校“第一小学”" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["bureau", "又一个", "--kind=bureau"], "代码已被使用"),
        (["zone-9", "无上级", "--kind=zone"], "必须有上级"),
        (["zone-9", "某学区", "--kind=zone", "--parent=nowhere"], "没有代码为“nowhere”的单位，请先建立上级"),
    ],
)
def test_what_can_not_be_founded_gets_a_sentence(arguments, sentence):
    BureauFactory(code="bureau")

    with pytest.raises(CommandError, match=sentence):
        call_command("found", *arguments)
    assert Organisation.objects.count() == 1


def test_the_first_officer_gets_account_role_and_code(capsys):
    school = SchoolFactory(code="school-1")

    call_command("appoint", "t0001", "李人事", "officer", "school-1")

    officer = User.objects.get()
    code = capsys.readouterr().out.split("设置口令码：")[1].split("（")[0]
    assert officer.roles == [(Role.OFFICER, school)]
    assert invitations.redeem(code, "山高水长2026") == officer


def test_somebody_known_gets_the_role_only(capsys):
    school = SchoolFactory(code="school-1")
    UserFactory(username="t0001", organisation=school)

    call_command("appoint", "t0001", "李人事", "leader", "school-1")

    assert "设置口令码" not in capsys.readouterr().out
    assert User.objects.get().roles == [(Role.LEADER, school)]


@pytest.mark.parametrize(
    ("role", "code", "sentence"),
    [("officer", "nowhere", "没有代码为“nowhere”的单位"), ("zone_reviewer", "school-1", "不是学校的角色")],
)
def test_a_role_that_can_not_be_given_leaves_no_account(role, code, sentence):
    SchoolFactory(code="school-1")

    with pytest.raises(CommandError, match=sentence):
        call_command("appoint", "t0001", "李人事", role, code)
    assert not User.objects.exists()
