"""Are the texts of a meeting right before, during and after, and do they name no voter?"""

import re

import pytest
from django.urls import reverse

from ballots import services, words
from ballots.definitions import Counting, DeductionSpec
from ballots.verdicts import Bar, Base
from tests.documents.printed import pages_of
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PollFactory, officer_of, voters_of

pytestmark = pytest.mark.django_db

TWO_THIRDS = Counting(
    noun="推荐",
    opening=Bar.at_least("2/3", of=Base.ENTITLED),
    validity=Bar.at_least("2/3", of=Base.ENTITLED),
)


def said(poll):
    return "".join(text for _heading, text in words.script(poll))


def printed(client, poll):
    client.force_login(officer_of(poll))
    response = client.get(reverse("ballots:scrutiny_report", args=[poll.public_id]))
    return "".join(line for page in pages_of(response.content) for line in page)


def test_before_anybody_came_the_numbers_are_left_open():
    poll = PollFactory(voters=9, counting=TWO_THIRDS, deductions=[DeductionSpec("陈五", "产假")])

    text = said(poll)

    assert "在册10人－扣除1人＝应到9人，实到　　人，规定人数不低于应到的2/3。" in text
    assert "收回　　份" in text
    assert "陈五" not in text


def test_who_was_ticked_is_read_out_with_the_light():
    poll = PollFactory(voters=9, counting=TWO_THIRDS)
    officer = officer_of(poll)
    for elector in poll.electors.all()[:3]:
        services.check_in(poll, officer, elector)

    assert "实到3人，还差3人到会。" in said(poll)


def test_scrutineers_are_named_or_left_open():
    poll = PollFactory()
    assert "监票人是：　　　　。" in said(poll)

    services.appoint_scrutineers(poll, [TeacherFactory(organisation=poll.organisation, name="欧阳海燕")])
    assert "欧阳海燕" in said(poll)


@pytest.mark.parametrize(
    ("trait", "how"),
    [({}, "同意、不同意或弃权"), ({"grading": True}, "逐项评定等次"), ({"choice": True}, "选定")],
)
def test_each_kind_of_paper_is_explained(trait, how):
    assert how in said(PollFactory(**trait))


def test_where_slips_are_drawn_the_code_is_on_the_slip(client):
    poll = PollFactory(by_slip=True)

    said = dict(words.script(poll))["说明填写办法"]

    assert said.startswith("请用手机扫描领到的码条上的二维码")
    assert poll.get_vote_url() == reverse("ballots:slip")


def test_after_the_close_what_was_collected_is_read_out_and_no_voter_named():
    poll = PollFactory(voters=3, cast=2, is_closed=True)

    text = said(poll)

    assert "收回2份" in text
    assert not any(user.name in text for user in voters_of(poll))


def test_the_notice_asks_people_to_come_and_leads_to_their_place(client):
    poll = PollFactory(voters=3)
    client.force_login(officer_of(poll))
    address = reverse("ballots:words", args=[poll.public_id])

    page = client.get(address).content.decode()
    assert "应到3人，请准时参加并签到" in page
    assert f"http://testserver{reverse('ballots:on_roll', args=[poll.public_id])}" in page

    services.open_poll(poll, officer_of(poll))
    assert "请准时参加并签到" not in client.get(address).content.decode()


def test_the_report_has_the_pages_numbers_and_a_line_to_sign(client):
    poll = PollFactory(voters=3, cast=2, is_counted=True, counting=TWO_THIRDS)

    text = printed(client, poll)

    assert "应到3人" in text
    assert "收回2份" in text
    assert "有效票2张，废票0张" in text
    assert re.sub(r"\s", "", poll.validity.sentence) in text
    assert "王一" in text
    assert "监票人：" in text
    assert poll.roll_digest[:16] in text


def test_the_report_of_a_sealed_round_has_no_votes(client):
    poll = PollFactory(voters=3, cast=1, is_closed=True)

    text = printed(client, poll)

    assert "收回1份" in text
    assert "密封票没有启封" in text
    assert "王一" not in text


def test_the_report_of_a_void_round_says_why(client):
    poll = PollFactory(voters=3, cast=1, is_closed=True, counting=TWO_THIRDS)
    services.void(poll, officer_of(poll), "收回不足三分之二")

    text = printed(client, poll)

    assert "没有启封计票：收回不足三分之二" in text
    assert "王一" not in text


def test_before_the_close_there_is_no_report(client):
    poll = PollFactory(is_open=True)
    client.force_login(officer_of(poll))

    assert client.get(reverse("ballots:scrutiny_report", args=[poll.public_id])).status_code == 404
