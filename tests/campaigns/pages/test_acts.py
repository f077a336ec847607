"""Recording acts of the procedure in the browser."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.choices import ActKind, Stage
from campaigns.models import Act
from selection.records.models import Paper
from tests.factories.accounts import OfficerFactory
from tests.factories.campaigns import (
    PIDU,
    ActFactory,
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    leader_of,
    officer_of,
)
from tests.factories.personnel import PartyRoleFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def scan(name="记录.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7 scan")


def act_url(campaign, kind):
    return reverse("campaigns:act", args=[campaign.pk, kind])


def errors_of(response):
    form = response.context["form"]
    return {name: list(errors) for name, errors in form.errors.items()}


def test_an_act_of_today_is_recorded_at_once(as_user):
    campaign = CampaignFactory()
    page = act_url(campaign, ActKind.MOTION)

    answer = as_user(officer_of(campaign)).post(page, {"happened_on": TODAY, "text": "建议启动。"})

    assert answer.url == campaign.get_absolute_url()
    [act] = Act.objects.all()
    assert (act.kind, act.text, act.happened_on, act.is_backfilled) == ("motion", "建议启动。", TODAY, False)


def test_one_form_records_an_act_of_several_persons(as_user):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    people = [CandidacyFactory(opening__campaign=campaign) for _ in range(2)]
    given = {"happened_on": TODAY, "text": "已述职。", "people": [person.pk for person in people]}

    as_user(officer_of(campaign)).post(act_url(campaign, ActKind.DUTY_REPORT), given)

    assert set(Act.objects.values_list("candidacy", flat=True)) == {person.pk for person in people}


def test_who_has_the_act_already_is_not_offered_again(as_user):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    done, open_one = (CandidacyFactory(opening__campaign=campaign) for _ in range(2))
    ActFactory(campaign=campaign, kind=ActKind.DUTY_REPORT, candidacy=done)

    page = as_user(officer_of(campaign)).get(act_url(campaign, ActKind.DUTY_REPORT))

    assert list(page.context["form"].fields["people"].queryset) == [open_one]


def test_persons_of_one_name_are_told_apart(as_user):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    for number in ("A001", "A002"):
        CandidacyFactory(opening__campaign=campaign, staff__name="李明", staff__staff_number=number)

    page = as_user(officer_of(campaign)).get(act_url(campaign, ActKind.DUTY_REPORT))

    assert "李明（工号A001）" in page.content.decode()
    assert "李明（工号A002）" in page.content.decode()


def test_an_earlier_day_asks_for_the_paper(as_user):
    campaign = CampaignFactory()
    given = {"happened_on": "2026-02-20", "text": "建议启动。"}

    page = as_user(officer_of(campaign)).post(act_url(campaign, ActKind.MOTION), given)

    assert errors_of(page) == {"is_backfilled": ["发生日期早于今天，请勾选“线下·补录”并上传材料"]}
    assert "建议启动。" in page.content.decode()


def test_a_paper_act_asks_for_its_scan(as_user):
    campaign = CampaignFactory()
    given = {"happened_on": "2026-02-20", "text": "建议启动。", "is_backfilled": "on"}

    page = as_user(officer_of(campaign)).post(act_url(campaign, ActKind.MOTION), given)

    assert errors_of(page) == {"scan": ["线下·补录须上传原始材料的扫描件或照片"]}


def test_nothing_lies_in_the_future(as_user):
    campaign = CampaignFactory()
    given = {"happened_on": "2026-03-03", "text": "建议启动。"}

    page = as_user(officer_of(campaign)).post(act_url(campaign, ActKind.MOTION), given)

    assert errors_of(page) == {"happened_on": ["发生日期不能晚于今天"]}


def test_a_paper_act_counts_when_a_second_person_confirms_it(as_user):
    campaign = CampaignFactory()
    given = {"happened_on": "2026-02-20", "text": "建议启动。", "is_backfilled": "on", "scan": scan()}
    as_user(officer_of(campaign)).post(act_url(campaign, ActKind.MOTION), given)
    act = Act.objects.get()
    assert not campaign.done(ActKind.MOTION).exists()

    as_user(leader_of(campaign)).post(reverse("campaigns:confirm", args=["act", act.pk]))

    assert list(campaign.done(ActKind.MOTION)) == [act]


def test_who_entered_it_cannot_confirm_it(as_user):
    campaign = CampaignFactory()
    act = ActFactory(campaign=campaign, is_backfilled=True)

    client = as_user(officer_of(campaign))
    page = client.post(
        reverse("campaigns:confirm", args=["act", act.pk]), {"next": "/reviews/"}, follow=False
    )

    assert [str(message) for message in _messages(page)] == [
        "您没有核实线下补录的权限，请由学校领导或教育局核实"
    ]
    act.refresh_from_db()
    assert not act.is_confirmed


def _messages(response):
    from django.contrib.messages import get_messages

    return list(get_messages(response.wsgi_request))


def test_a_refusal_of_the_service_keeps_what_was_typed_and_no_file(as_user):
    campaign = CampaignFactory(at=Stage.PREPARE)
    given = {"happened_on": TODAY, "text": "张榜公布。"}

    page = as_user(officer_of(campaign)).post(act_url(campaign, ActKind.PUBLICATION), given)

    assert errors_of(page) == {"__all__": ["方案获批准并启动后才能公布"]}
    assert "张榜公布。" in page.content.decode()


def test_a_file_that_is_none_is_refused_and_nothing_is_written(as_user):
    campaign = CampaignFactory()
    page = act_url(campaign, ActKind.MOTION)
    fake = SimpleUploadedFile("记录.pdf", b"plain")
    given = {"happened_on": "2026-02-20", "text": "建议启动。", "is_backfilled": "on", "scan": fake}

    answer = as_user(officer_of(campaign)).post(page, given)

    assert errors_of(answer) == {
        "__all__": ["文件“记录.pdf”不是可用的类型，请上传PDF、PNG、JPG、DOCX或XLSX文件"]
    }
    assert not Act.objects.exists()


def test_an_act_approved_elsewhere_keeps_its_number_and_asks_only_of_those(as_user):
    campaign = CampaignFactory(at=Stage.FILE)
    CandidacyFactory(opening__campaign=campaign)
    of_the_union = CandidacyFactory(opening=OpeningFactory(campaign=campaign, of_the_union=True))
    page = act_url(campaign, ActKind.APPROVED_ELSEWHERE)
    client = as_user(officer_of(campaign))
    assert list(client.get(page).context["form"].fields["people"].queryset) == [of_the_union]

    client.post(
        page,
        {
            "happened_on": TODAY,
            "text": "会员大会选举产生。",
            "document_number": "工会〔2026〕3号",
            "people": [of_the_union.pk],
        },
    )

    assert Act.objects.get().figures == {"document_number": "工会〔2026〕3号"}


def test_the_notice_is_drafted_once_inspectees_are_fixed(as_user):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    page = reverse("campaigns:draft_notice", args=[campaign.pk])
    client = as_user(officer_of(campaign))

    refused = client.post(page)
    assert [str(message) for message in _messages(refused)] == [
        "尚未确定考察对象，请先录入确定考察对象的会议"
    ]

    CandidacyFactory(opening__campaign=campaign, inspectee=True)
    answer = client.post(page)
    assert answer.url == reverse("records:paper", args=[Paper.objects.get().pk])
    assert "考察公告" in client.get(act_url(campaign, ActKind.INSPECTION_NOTICE)).content.decode()


def test_a_kind_of_act_that_does_not_exist_is_no_page(as_user):
    campaign = CampaignFactory()
    client = as_user(officer_of(campaign))

    assert client.get(act_url(campaign, "feast")).status_code == 404
    assert client.post(reverse("campaigns:confirm", args=["user", 1])).status_code == 404


def test_to_strangers_the_page_does_not_exist(as_user):
    campaign = CampaignFactory()
    act = ActFactory(campaign=campaign, is_backfilled=True)
    stranger = as_user(OfficerFactory())

    assert stranger.get(act_url(campaign, ActKind.MOTION)).status_code == 404
    assert stranger.post(reverse("campaigns:confirm", args=["act", act.pk])).status_code == 404


def test_leaders_read_campaigns_but_record_nothing(as_user):
    campaign = CampaignFactory()

    assert as_user(leader_of(campaign)).get(act_url(campaign, ActKind.MOTION)).status_code == 404


def test_publication_offers_the_words_for_the_staffs_group(as_user):
    opening = OpeningFactory(
        campaign__at=Stage.ANNOUNCE, campaign__plan__calendar={"recommend": "2026-03-09"}, seats=2
    )
    campaign = opening.campaign

    page = as_user(officer_of(campaign)).get(act_url(campaign, ActKind.PUBLICATION))

    assert page.context["notice_text"] == (
        f"各位老师：《{campaign.plan.title}》已经批准，现予公布。本次选拔的岗位：{opening}2名，"
        "民主推荐计划于2026年3月9日开始，请关注并参加。"
    )


def test_a_talk_names_who_talked_and_where(as_user):
    campaign = CampaignFactory(at=Stage.FILE, code=PIDU)
    person = CandidacyFactory(opening__campaign=campaign, proposed=True)
    secretary = PartyRoleFactory(staff__organisation=campaign.organisation, staff__name="林书记").staff
    PartyRoleFactory(staff__organisation=campaign.organisation, role="member")
    client, page = as_user(officer_of(campaign)), act_url(campaign, ActKind.APPOINTMENT_TALK)
    given = {"happened_on": TODAY, "text": "提出廉政要求。", "people": [person.pk]}

    offered = list(client.get(page).context["form"].fields["talker"].queryset)
    refused = client.post(page, given)
    client.post(page, given | {"talker": secretary.pk, "place": "书记办公室"})

    assert offered == [secretary]
    assert set(errors_of(refused)) == {"talker", "place"}
    assert Act.objects.get().figures == {
        "talker": secretary.pk,
        "talker_name": "林书记",
        "place": "书记办公室",
    }


def test_the_notice_says_the_days_that_the_officer_gives(as_user):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    CandidacyFactory(opening__campaign=campaign, inspectee=True)
    client, address = as_user(officer_of(campaign)), reverse("campaigns:draft_notice", args=[campaign.pk])

    refused = client.post(address, {"starts_on": "2026-03-01"}, follow=True).content.decode()
    client.post(address, {"starts_on": "2026-03-05", "ends_on": "2026-03-06"})

    tokens = Paper.objects.get(kind="inspection_notice").context["tokens"]
    assert "考察开始：不能早于今天，公告在考察之前发布" in refused
    assert (tokens["考察起日"], tokens["考察止日"]) == ("2026年3月5日", "3月6日")


class TestBeforeTheMeeting:
    """What the deciding body is prepared by leaves figures, and the page reads them in words."""

    @pytest.fixture
    def person(self):
        return CandidacyFactory(opening__campaign__at=Stage.DECIDE, inspectee=True)

    def enter(self, as_user, person, kind, **given):
        page = act_url(person.campaign, kind)
        said = {"happened_on": TODAY, "people": [person.pk]} | given
        return as_user(officer_of(person.campaign)).post(page, said)

    def read(self, as_user, person, kind):
        page = act_url(person.campaign, kind)
        return as_user(officer_of(person.campaign)).get(page).content.decode()

    def test_who_said_what_of_a_person(self, as_user, person):
        self.enter(as_user, person, ActKind.DELIBERATION, who="secretary", name="王某某", view="agreed")
        self.enter(as_user, person, ActKind.DELIBERATION, who="co_admin", name="县体育局", view="")

        assert Act.objects.first().figures == {"who": "secretary", "name": "王某某", "view": "agreed"}
        page = self.read(as_user, person, ActKind.DELIBERATION)
        assert "书记王某某：同意" in page
        assert "双重管理的协管方县体育局：已征求，尚未答复" in page

    def test_nobody_else_keeps_an_answer_waiting(self, as_user, person):
        page = self.enter(as_user, person, ActKind.DELIBERATION, who="principal", name="王某某", view="")

        assert errors_of(page) == {"view": ["请选择意见；只有协管方可以先登记征求，答复后再登记"]}

    def test_what_was_told_of_a_person_in_the_meeting(self, as_user, person):
        told = {"nomination": "组织提名。", "recommendation": "推荐集中。", "inspection": "表现良好。"}

        blank = self.enter(as_user, person, ActKind.INTRODUCTION, **told)
        self.enter(as_user, person, ActKind.INTRODUCTION, **told, grounds="工作需要。")

        assert list(errors_of(blank)) == ["grounds"]
        assert "任免理由：工作需要。" in self.read(as_user, person, ActKind.INTRODUCTION)

    def test_what_the_higher_authority_agreed_to(self, as_user, person):
        given = {"items": ["batch", "relatives"], "document_number": "甲教〔2026〕3号", "text": "已报批。"}

        self.enter(as_user, person, ActKind.PRE_REPORT, **given)

        [act] = Act.objects.all()
        assert (act.campaign, act.figures["items"]) == (None, ["batch", "relatives"])
        assert "文号：甲教〔2026〕3号" in self.read(as_user, person, ActKind.PRE_REPORT)
