"""Can everybody see beforehand whether they are on the roll, and why not?"""

import re

import pytest
from django.urls import reverse

from ballots import rolls, services
from ballots.definitions import DeductionSpec, ElectorSpec
from ballots.models import Poll
from tests.documents.printed import pages_of
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PollFactory, officer_of, voters_of

pytestmark = pytest.mark.django_db

SCOPE = "在编、备案制教职工"


def text_of(response):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", response.content.decode()))


def asked(client, poll, user):
    client.force_login(user)
    return client.get(reverse("ballots:on_roll", args=[poll.public_id]))


def test_who_is_on_the_roll_is_told_so_with_the_sum(client):
    poll = PollFactory(
        voters=3,
        recused=1,
        categories=["在编"] * 3,
        deductions=[DeductionSpec("陈五", "产假")],
        roll_scope=SCOPE,
    )

    said = text_of(asked(client, poll, voters_of(poll)[0]))

    assert "您在名册上（在编），请按时参加。" in said
    assert "在册4人－扣除1人＝应到3人，其中回避1人" in said
    assert "陈五" not in said


def test_a_recused_person_is_due_and_has_no_ballot(client):
    poll = PollFactory(voters=2, recused=1)
    recused = poll.electors.get(is_recused=True).user

    assert "计入应到；因回避，不参加本次投票" in text_of(asked(client, poll, recused))


def test_who_is_deducted_is_told_the_reason_and_a_namesake_is_not(client):
    poll = PollFactory(roll_scope=SCOPE)
    ill, well = (TeacherFactory(organisation=poll.organisation, name="王芳") for _ in range(2))
    electors = [ElectorSpec(well, well.name, "在编")]
    services.enter_roll(poll, electors, [DeductionSpec(ill.name, "长期病假", "在编", ill)])

    assert "您在册，但不计入应到，原因：长期病假。" in text_of(asked(client, poll, ill))
    assert "您在名册上（在编）" in text_of(asked(client, poll, well))


def test_who_is_neither_is_told_who_takes_part(client):
    poll = PollFactory(roll_scope=SCOPE)
    newcomer = TeacherFactory(organisation=poll.organisation)

    said = text_of(asked(client, poll, newcomer))

    assert "您不在名册上：这次由在编、备案制教职工参加。" in said
    assert "请在投票开始前告诉经办人" in said


def test_a_vote_of_a_body_is_told_to_its_members_only(client):
    poll = PollFactory()
    outsider = TeacherFactory(organisation=poll.organisation)

    assert asked(client, poll, outsider).status_code == 404
    assert asked(client, poll, voters_of(poll)[0]).status_code == 200


def test_another_school_and_an_ended_poll_tell_nobody(client):
    poll = PollFactory(roll_scope=SCOPE)
    voter = voters_of(poll)[0]

    assert asked(client, poll, TeacherFactory()).status_code == 404
    services.open_poll(poll, officer_of(poll))
    assert "名册已经封存" in text_of(asked(client, poll, voter))
    services.close(poll, officer_of(poll))
    assert asked(client, poll, voter).status_code == 404


def test_what_is_coming_leads_to_ones_place(client):
    poll = PollFactory(roll_scope=SCOPE)
    client.force_login(TeacherFactory(organisation=poll.organisation))

    page = client.get(reverse("ballots:my"))

    assert reverse("ballots:on_roll", args=[poll.public_id]) in page.content.decode()


def test_the_printed_roll_has_the_sum_and_a_line_to_sign_for_everybody(client):
    poll = PollFactory(voters=60, recused=1, deductions=[DeductionSpec("陈五", "产假", "在编")])
    client.force_login(officer_of(poll))

    response = client.get(reverse("ballots:roll_pdf", args=[poll.public_id]))
    pages = ["".join(lines) for lines in pages_of(response.content)]
    text = "".join(pages)

    assert response["Content-Type"] == "application/pdf"
    assert "在册61人－扣除1人＝应到60人，其中回避1人" in text
    assert all(name in text for name in poll.electors.values_list("name", flat=True))
    assert "陈五" in text
    assert "产假" in text
    assert sum("序号姓名工号类别签名备注" in page for page in pages) > 1


def test_a_roll_keeps_who_was_deducted_as_an_account():
    poll = PollFactory()
    user = TeacherFactory(organisation=poll.organisation)
    services.enter_roll(
        poll, [ElectorSpec(voters_of(poll)[0], "甲")], [DeductionSpec("乙", "停职", "", user)]
    )

    assert Poll.objects.whose_place_is_told(user).get() == poll
    assert not rolls.place(poll, user).is_on
