"""Correcting and striking out in the browser."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.choices import ActKind, AgendaPurpose, Source, Stage, TalkKind, TalkScope
from campaigns.models import Correction, Talk
from campaigns.services import talks
from tests.factories.campaigns import (
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    MeetingFactory,
    leader_of,
    officer_of,
)
from tests.factories.personnel import StaffFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
WHY = {"reason": "日期录错"}


def url(name, subject):
    return reverse(f"campaigns:{name}", args=[subject._meta.model_name, subject.pk])


def test_an_act_is_struck_from_its_page_and_stands_there_in_grey(as_user):
    campaign = CampaignFactory()
    act = ActFactory(campaign=campaign, kind=ActKind.STUDY, text="学习有关办法。")
    client = as_user(officer_of(campaign))
    page = reverse("campaigns:act", args=[campaign.pk, ActKind.STUDY])
    assert url("correct", act) in client.get(page).text

    answer = client.post(url("strike", act), WHY)

    shown = client.get(page)
    assert answer.url == page
    assert [row.is_struck for row in shown.context["recorded"]] == [True]
    assert "已作废" in shown.text
    assert "原因：日期录错" in shown.text
    assert url("correct", act) not in shown.text


def test_a_corrected_date_waits_on_the_campaigns_page_for_the_second_person(as_user):
    campaign = CampaignFactory()
    act = ActFactory(campaign=campaign, kind=ActKind.STUDY, text="学习。", happened_on=TODAY)
    scan = SimpleUploadedFile("签到.pdf", b"%PDF-1.7 scan")
    given = {"happened_on": "2026-02-27", "text": "学习。", "scan": scan} | WHY

    as_user(officer_of(campaign)).post(url("correct", act), given)
    done = Correction.objects.get()
    leader = as_user(leader_of(campaign))
    page = leader.get(campaign.get_absolute_url())
    leader.post(reverse("campaigns:confirm", args=["correction", done.pk]))

    assert "日期由“2026年3月2日”改为“2026年2月27日”" in page.text
    act.refresh_from_db()
    assert act.happened_on == date(2026, 2, 27)


def test_a_corrected_date_asks_for_its_proof(as_user):
    campaign = CampaignFactory()
    act = ActFactory(campaign=campaign, kind=ActKind.STUDY, text="学习。", happened_on=TODAY)

    page = as_user(officer_of(campaign)).post(
        url("correct", act), {"happened_on": "2026-02-27", "text": "学习。"} | WHY
    )

    assert dict(page.context["form"].errors) == {"scan": ["更正日期须上传能证明日期的材料"]}


def test_a_meeting_begins_with_what_stands_there_and_not_with_what_it_resolved(as_user):
    item = AgendaItemFactory(purpose=AgendaPurpose.PLAN, meeting__place="二楼", meeting__happened_on=TODAY)
    meeting = item.meeting
    client = as_user(officer_of(item.campaign))

    form = client.get(url("correct", meeting)).context["form"]

    assert (form["place"].value(), form["happened_on"].value()) == ("二楼", TODAY)
    assert list(form.fields) == [
        "happened_on",
        "place",
        "chair",
        "attendees",
        "minutes",
        "scan",
        "reason",
    ]


def test_a_meeting_counted_by_heads_is_corrected_by_heads(as_user):
    campaign = CampaignFactory()
    meeting = MeetingFactory(plan=campaign.plan, body=None, due=80, present=70)
    day = meeting.happened_on
    given = {"happened_on": day, "due": 80, "present": 81} | WHY

    page = as_user(officer_of(campaign)).post(url("correct", meeting), given)

    assert dict(page.context["form"].errors) == {"present": ["实到81人多于应到80人，请核对"]}


def test_a_struck_meeting_says_so_and_leads_nowhere(as_user):
    item = AgendaItemFactory(purpose=AgendaPurpose.PLAN)
    client = as_user(officer_of(item.campaign))

    client.post(url("strike", item.meeting), WHY)
    page = client.get(reverse("campaigns:meeting", args=[item.meeting_id]))

    assert "已作废" in page.text
    assert (page.context["next"], list(page.context["purposes"])) == (None, [])


def test_a_talk_is_struck_by_the_team_and_its_person_listed_again(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    person = StaffFactory(organisation=campaign.organisation)
    talk = Talk.objects.create(
        campaign=campaign, kind=TalkKind.RECOMMENDATION, scope=TalkScope.PEER, person=person
    )
    team = campaign.plan.inspectors
    talks.hold(talk, by=team[0], talkers=team[:2], notes="推荐一人。")
    client = as_user(team[1])

    answer = client.post(url("strike", talk), WHY)
    page = client.get(answer.url)

    assert [(row.record.person, row.is_struck) for row in page.context["talks"]] == [
        (person, False),
        (person, True),
    ]
    assert "原因：日期录错" in page.text


def test_one_talker_is_advised_of_a_second(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    person = StaffFactory(organisation=campaign.organisation)
    talk = Talk.objects.create(
        campaign=campaign, kind=TalkKind.RECOMMENDATION, scope=TalkScope.PEER, person=person
    )
    member = campaign.plan.inspectors[0]
    given = {"talkers": [member.pk], "held_on": TODAY, "notes": "推荐一人。"}

    page = as_user(member).post(reverse("campaigns:talk", args=[talk.pk]), given, follow=True)

    assert "谈话一般由两名考察组成员进行，这次只登记了一名" in [
        str(each) for each in page.context["messages"]
    ]


def test_what_waits_is_withdrawn_or_sent_back_on_the_campaigns_page(as_user):
    campaign = CampaignFactory()
    mine, other = (ActFactory(campaign=campaign, kind=ActKind.STUDY, is_backfilled=True) for _ in range(2))
    officer, leader = as_user(mine.entered_by), as_user(leader_of(campaign))

    shown = [url("send_back", mine) in who.get(campaign.get_absolute_url()).text for who in (officer, leader)]
    officer.post(url("send_back", mine), WHY)
    leader.post(url("send_back", other), WHY)

    for act in (mine, other):
        act.refresh_from_db()
    assert shown == [True, True]
    assert (mine.is_superseded, other.is_superseded) == (True, True)


def test_what_cannot_be_corrected_is_no_page(as_user):
    campaign = CampaignFactory()
    client = as_user(officer_of(campaign))

    assert client.get(reverse("campaigns:correct", args=["talk", 1])).status_code == 404
    assert client.post(reverse("campaigns:strike", args=["plan", campaign.plan_id])).status_code == 404
    assert client.post(reverse("campaigns:send_back", args=["talk", 1])).status_code == 404


def test_the_path_to_a_nomination_is_straight(as_user):
    campaign = CampaignFactory(code="county-schools")
    client = as_user(officer_of(campaign))
    nomination = reverse("campaigns:meeting_new", args=[campaign.pk, "nomination"])
    nominate = reverse("campaigns:nominate", args=[campaign.pk])

    def row():
        lines = client.get(campaign.get_absolute_url()).context["lines"]
        return next(line.mend_url for line in lines if line.title == "推荐人选经集体研究")

    assert (row(), nomination in client.get(nominate).text) == (nomination, True)
    item = AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.NOMINATION)

    initial = client.get(nominate).context["form"].initial
    assert row() == nominate
    assert (initial["item"], initial["source"]) == (item.pk, Source.ORGANISATION)
