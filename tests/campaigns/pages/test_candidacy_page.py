"""Everything about one person on one page."""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.choices import ActKind, AgendaPurpose, Purpose, Source, Stage
from campaigns.models import AgendaOutcome
from tests.factories.accounts import OfficerFactory, SupervisorFactory
from tests.factories.campaigns import (
    ActFactory,
    AgendaItemFactory,
    AppointmentFactory,
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    InspectionFactory,
    PublicityFactory,
    RoundFactory,
    officer_of,
)

pytestmark = pytest.mark.django_db


def page_of(person):
    return reverse("campaigns:candidacy", args=[person.pk])


def sections(client, person):
    page = client.get(page_of(person))
    return {
        each.title: [" ".join(filter(None, (entry.text, entry.detail))) for entry in each.entries]
        for each in page.context["sections"]
        if each.entries
    }


def test_a_new_person_has_only_come_about(as_user):
    person = CandidacyFactory()

    assert sections(as_user(officer_of(person.campaign)), person) == {"提名和审核": ["由民主推荐产生"]}


def test_the_whole_course_stands_in_its_order(as_user):
    campaign = CampaignFactory(at=Stage.FILE)
    nominated = AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.NOMINATION)
    person = CandidacyFactory(
        opening__campaign=campaign,
        proposed=True,
        source=Source.ORGANISATION,
        nominated_by=nominated,
    )
    AgendaOutcome.objects.create(
        item=AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.INSPECTEES),
        candidacy=person,
        outcome="agreed",
    )
    RoundFactory(campaign=campaign, opening=None, purpose=Purpose.EVALUATION, agree={person: 6})
    RoundFactory(opening=person.opening, agree={person: 7})
    ActFactory(campaign=campaign, kind=ActKind.DUTY_REPORT, candidacy=person, text="已述职。")
    InspectionFactory(candidacy=person)
    DisciplineOpinionFactory(candidacy=person, clear=True)
    PublicityFactory(campaign=campaign, persons=[person])
    AppointmentFactory(candidacy=person, is_backfilled=True)

    found = sections(as_user(officer_of(campaign)), person)

    assert list(found) == [
        "提名和审核",
        "会议意见",
        "民主测评",
        "办理事项",
        "组织考察",
        "讨论决定",
        "拟聘公示",
        "任职备案",
    ]
    assert found["会议意见"] == ["确定考察对象：同意"]
    assert found["讨论决定"] == ["讨论决定表决第1轮 应到7人，同意7票，超过1/2（需4票），表决通过"]
    assert found["组织考察"] == ["考察材料 0名考察组成员已签名", "廉政意见 未发现影响任用的问题"]
    assert found["任职备案"] == ["聘任 校任〔2026〕1号 聘期2026年4月1日至2029年3月31日"]


def test_votes_are_told_only_to_those_who_may_see_them(as_user):
    person = CandidacyFactory(proposed=True)
    RoundFactory(opening=person.opening, agree={person: 5})
    supervisor = SupervisorFactory(organisation=person.campaign.organisation.bureau)

    told = sections(as_user(supervisor), person)

    assert told["讨论决定"] == ["讨论决定表决第1轮 已计票，得票情况由有权限的人员查看"]


def test_an_opinion_that_is_waited_for_bears_the_day_of_asking(as_user):
    opinion = DisciplineOpinionFactory()
    client = as_user(officer_of(opinion.candidacy.campaign))

    page = client.get(page_of(opinion.candidacy))

    [section] = [each for each in page.context["sections"] if each.title == "组织考察"]
    assert [(entry.on, entry.detail) for entry in section.entries] == [(date(2026, 3, 2), "已征求，等待回复")]


def test_the_person_and_strangers_find_no_such_page(as_user):
    person = CandidacyFactory()

    assert as_user(person.staff.user).get(page_of(person)).status_code == 404
    assert as_user(OfficerFactory()).get(page_of(person)).status_code == 404
