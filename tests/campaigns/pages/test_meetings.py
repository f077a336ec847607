"""Recording what meetings resolved, in the browser."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.choices import AgendaPurpose, Source, Stage, Standing
from campaigns.forms.waivers import GrantForm
from campaigns.models import AgendaItem, Meeting
from tests.factories.accounts import OfficerFactory
from tests.factories.campaigns import (
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    MeetingFactory,
    OpeningFactory,
    WaiverFactory,
    leader_of,
    officer_of,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def new_url(campaign, purpose, **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return reverse("campaigns:meeting_new", args=[campaign.pk, purpose]) + (f"?{asked}" if asked else "")


def members_of(campaign):
    return [member.staff_id for member in campaign.plan.body.members_on(TODAY)]


def a_meeting(campaign, present=7, **given):
    return {
        "happened_on": TODAY,
        "name": "党政联席会议",
        "attendees": members_of(campaign)[:present],
        "resolution": "同意。",
    } | given


def errors_of(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def test_a_body_meets_and_its_members_are_counted(as_user):
    campaign = CampaignFactory()
    client = as_user(officer_of(campaign))

    answer = client.post(new_url(campaign, AgendaPurpose.PLAN), a_meeting(campaign, present=5))

    meeting = Meeting.objects.get()
    assert answer.url == reverse("campaigns:meeting", args=[meeting.pk])
    assert (meeting.due, meeting.present, meeting.body) == (7, 5, campaign.plan.body)
    assert list(campaign.resolved(AgendaPurpose.PLAN)) == list(meeting.items.all())


def test_a_meeting_without_a_body_is_counted_by_heads(as_user):
    campaign = CampaignFactory()
    given = {"happened_on": TODAY, "name": "全体教师会", "due": 80, "present": 81, "resolution": "同意。"}
    page = new_url(campaign, AgendaPurpose.PLAN, body="none")
    client = as_user(officer_of(campaign))

    assert errors_of(client.post(page, given)) == {"present": ["实到81人多于应到80人，请核对"]}

    client.post(page, given | {"present": 79})
    assert Meeting.objects.get().present == 79


def test_inspectees_are_fixed_person_by_person(as_user):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    chosen, later, never = (CandidacyFactory(opening__campaign=campaign, qualified=True) for _ in range(3))
    said = {
        f"outcome_{chosen.pk}": "agreed",
        f"outcome_{later.pk}": "deferred",
        f"note_{later.pk}": "有事项待核实",
        f"outcome_{never.pk}": "refused",
        f"note_{never.pk}": "岗位不匹配",
    }

    as_user(officer_of(campaign)).post(
        new_url(campaign, AgendaPurpose.INSPECTEES), a_meeting(campaign) | said
    )

    for person in (chosen, later, never):
        person.refresh_from_db()
    assert [chosen.standing, later.standing, never.standing] == [
        Standing.INSPECTEE,
        Standing.HELD,
        Standing.NOT_SELECTED,
    ]
    assert (later.standing_reason, never.standing_reason) == ("有事项待核实", "岗位不匹配")


def test_everybody_must_be_spoken_of_and_a_no_needs_its_reason(as_user):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    one, other = (
        CandidacyFactory(opening__campaign=campaign, qualified=True, staff__name=name)
        for name in ("王一", "李二")
    )
    page = new_url(campaign, AgendaPurpose.INSPECTEES)

    answer = as_user(officer_of(campaign)).post(page, a_meeting(campaign) | {f"outcome_{one.pk}": "refused"})

    assert errors_of(answer) == {
        f"note_{one.pk}": ["请写明对王一不同意的理由"],
        f"outcome_{other.pk}": ["请选择对李二的意见"],
    }
    assert not Meeting.objects.exists()


def test_one_meeting_takes_several_items(as_user):
    opening = OpeningFactory()
    campaign = opening.campaign
    meeting = MeetingFactory(plan=campaign.plan)
    client, page = as_user(officer_of(campaign)), new_url(campaign, AgendaPurpose.VACANCY, meeting=meeting.pk)

    refused = client.post(page, {"resolution": "本次空缺。"})
    client.post(page, {"resolution": "本次空缺。", "openings": [opening.pk]})

    assert errors_of(refused) == {"openings": ["请勾选空缺的岗位"]}
    assert list(meeting.items.values_list("purpose", "campaign")) == [("vacancy", campaign.pk)]
    assert Meeting.objects.count() == 1


def test_a_post_is_declared_vacant_by_the_meeting(as_user):
    opening = OpeningFactory(campaign__at=Stage.RECOMMEND)
    campaign = opening.campaign
    given = a_meeting(campaign, resolution="没有合适人选，本次空缺。", openings=[opening.pk])

    as_user(officer_of(campaign)).post(new_url(campaign, AgendaPurpose.VACANCY), given)

    opening.refresh_from_db()
    assert (opening.result, opening.result_reason) == ("vacant", "没有合适人选，本次空缺。")


def test_a_post_that_has_persons_is_not_vacant_and_nothing_is_written(as_user):
    person = CandidacyFactory(opening__campaign__at=Stage.RECOMMEND)
    campaign = person.campaign
    given = a_meeting(campaign, openings=[person.opening_id])

    page = as_user(officer_of(campaign)).post(new_url(campaign, AgendaPurpose.VACANCY), given)

    assert errors_of(page) == {"__all__": [f"{person.opening}还有人选在办理，请先逐一作出处理"]}
    assert not Meeting.objects.exists()


def test_a_meeting_grants_the_ticked_exceptions(as_user):
    waiver = WaiverFactory()
    campaign = waiver.campaign
    WaiverFactory(campaign=campaign, of_the_bureau=True, sentence="由教育局决定的情形")
    page = new_url(campaign, AgendaPurpose.WAIVER)
    client = as_user(officer_of(campaign))
    assert list(client.get(page).context["form"].fields["waivers"].queryset) == [waiver]

    client.post(page, a_meeting(campaign, waivers=[waiver.pk]))

    waiver.refresh_from_db()
    assert waiver.granted_on == TODAY
    assert waiver.agenda_item == AgendaItem.objects.get()


def test_a_paper_meeting_grants_nothing_before_it_is_confirmed(as_user):
    waiver = WaiverFactory()
    campaign = waiver.campaign
    scan = SimpleUploadedFile("会议记录.pdf", b"%PDF-1.7 minutes")
    given = a_meeting(campaign, waivers=[waiver.pk], is_backfilled="on", scan=scan, happened_on="2026-02-20")

    page = as_user(officer_of(campaign)).post(new_url(campaign, AgendaPurpose.WAIVER), given, follow=True)

    waiver.refresh_from_db()
    assert waiver.is_open
    assert "核实后：批准" in page.content.decode()
    assert "会议待核实" in page.client.get(reverse("campaigns:waivers", args=[campaign.pk])).text


def test_after_a_nomination_the_persons_are_chosen(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)

    answer = as_user(officer_of(campaign)).post(
        new_url(campaign, AgendaPurpose.NOMINATION), a_meeting(campaign)
    )

    item = AgendaItem.objects.get()
    assert answer.url == reverse("campaigns:nominate", args=[campaign.pk]) + f"?item={item.pk}"


def test_a_person_brought_up_before_the_meeting_is_nominated_by_it(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    person = CandidacyFactory(opening__campaign=campaign, source=Source.ORGANISATION)
    given = a_meeting(campaign) | {f"outcome_{person.pk}": "agreed"}

    as_user(officer_of(campaign)).post(new_url(campaign, AgendaPurpose.NOMINATION), given)

    person.refresh_from_db()
    assert person.nominated_by == AgendaItem.objects.get()


@pytest.mark.parametrize(
    ("purpose", "leads_to"),
    [
        ("candidates", "填报人选审核表"),
        ("shortlist", "组织会议推荐"),
        ("decision", "去表决"),
        ("plan", "继续办理"),
    ],
)
def test_the_meeting_says_what_comes_next(as_user, purpose, leads_to):
    item = AgendaItemFactory(purpose=purpose)

    page = as_user(officer_of(item.campaign)).get(reverse("campaigns:meeting", args=[item.meeting_id]))

    assert page.context["next"]["label"] == leads_to


def test_a_paper_meeting_waits_for_a_second_person(as_user):
    item = AgendaItemFactory(meeting__on_paper=True)
    page = reverse("campaigns:meeting", args=[item.meeting_id])

    assert "核实无误" not in as_user(officer_of(item.campaign)).get(page).content.decode()
    assert "核实无误" in as_user(leader_of(item.campaign)).get(page).content.decode()


def test_a_meeting_without_items_is_a_page_too(as_user):
    campaign = CampaignFactory()
    meeting = MeetingFactory(plan=campaign.plan)

    page = as_user(officer_of(campaign)).get(reverse("campaigns:meeting", args=[meeting.pk]))

    assert page.context["next"] is None


def test_what_does_not_exist_is_no_page(as_user):
    campaign = CampaignFactory()
    client = as_user(officer_of(campaign))
    other = MeetingFactory()

    assert client.get(new_url(campaign, "feast")).status_code == 404
    assert client.get(new_url(campaign, "plan", meeting=other.pk)).status_code == 404
    assert client.get(new_url(campaign, "plan", body=999999)).status_code == 404
    assert client.get(reverse("campaigns:meeting", args=[other.pk])).status_code == 404
    assert as_user(OfficerFactory()).get(new_url(campaign, "plan")).status_code == 404


def test_a_typed_day_that_is_none_is_said_at_its_field(as_user):
    campaign = CampaignFactory()

    page = as_user(officer_of(campaign)).post(
        new_url(campaign, AgendaPurpose.PLAN), a_meeting(campaign, happened_on="昨天")
    )

    assert list(errors_of(page)) == ["happened_on"]


def test_a_paused_campaign_takes_no_resolution(as_user):
    campaign = CampaignFactory(suspended_on=TODAY)

    page = as_user(officer_of(campaign)).post(new_url(campaign, AgendaPurpose.PLAN), a_meeting(campaign))

    assert errors_of(page) == {"__all__": ["本次选拔任用已暂停，请先恢复再办理"]}
    assert not Meeting.objects.exists()


def test_without_persons_the_page_says_to_bring_them_up_first(as_user):
    campaign = CampaignFactory()

    page = as_user(officer_of(campaign)).get(new_url(campaign, AgendaPurpose.CANDIDATES))

    assert reverse("campaigns:nominate", args=[campaign.pk]) in page.content.decode()


def test_a_meeting_to_come_has_its_invitation(as_user):
    campaign = CampaignFactory()

    page = as_user(officer_of(campaign)).get(new_url(campaign, AgendaPurpose.PLAN))

    assert "召开党政联席会议，研究工作方案" in page.context["invitation"]


@pytest.mark.parametrize(
    ("purpose", "outcome", "at"),
    [("inspectees", "agreed", Stage.DECIDE), ("shortlist", "refused", Stage.PUBLICIZE)],
)
def test_a_resolution_too_late_is_refused_in_words(as_user, purpose, outcome, at):
    campaign = CampaignFactory(at=at)
    person = CandidacyFactory(opening__campaign=campaign, proposed=True)
    said = {f"outcome_{person.pk}": outcome, f"note_{person.pk}": "集体研究"}

    page = as_user(officer_of(campaign)).post(new_url(campaign, purpose), a_meeting(campaign) | said)

    [refusal] = errors_of(page)["__all__"]
    assert f"现在是“{Stage(at).label}”阶段，不能办理“{AgendaPurpose(purpose).label}”" in refusal


@pytest.mark.parametrize(
    ("purpose", "at", "way"),
    [
        ("shortlist", Stage.ANNOUNCE, "请在进入“民主推荐”阶段后办理"),
        ("inspectees", Stage.DECIDE, "确需重新研究的，请先退回到“组织考察”阶段"),
        ("nomination", Stage.EVALUATE, "确需重新研究的，请先退回到“民主推荐”阶段"),
    ],
)
def test_the_form_of_what_is_not_its_time_does_not_open(as_user, purpose, at, way):
    campaign = CampaignFactory(at=at)

    page = as_user(officer_of(campaign)).get(new_url(campaign, purpose)).text

    said = f"现在是“{Stage(at).label}”阶段，不能办理“{AgendaPurpose(purpose).label}”，{way}"
    assert (said in page, 'name="resolution"' in page) == (True, False)


def test_a_recorded_meeting_offers_what_may_be_added_now(as_user):
    item = AgendaItemFactory(campaign__at=Stage.EVALUATE, purpose=AgendaPurpose.PLAN)

    page = as_user(officer_of(item.campaign)).get(reverse("campaigns:meeting", args=[item.meeting_id]))

    offered = page.context["purposes"]
    assert (AgendaPurpose.INSPECTEES in offered, AgendaPurpose.SHORTLIST in offered) == (True, False)


def test_a_form_that_is_sent_twice_records_one_meeting(as_user):
    campaign = CampaignFactory()
    desk = as_user(officer_of(campaign))

    for _ in range(2):
        desk.post(new_url(campaign, AgendaPurpose.PLAN), a_meeting(campaign))

    assert (Meeting.objects.count(), AgendaItem.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("purpose", "at", "hint"),
    [
        ("inspectees", Stage.EVALUATE, "请写明理由：不同意的未列为人选，缓议的暂缓办理。"),
        ("shortlist", Stage.RECOMMEND, "请写明理由：两者都未列为人选。"),
        ("candidates", Stage.PREPARE, "请写明理由。"),
    ],
)
def test_the_form_says_where_each_opinion_leads(as_user, purpose, at, hint):
    campaign = CampaignFactory(at=at)
    CandidacyFactory(opening__campaign=campaign, qualified=True)

    assert hint in as_user(officer_of(campaign)).get(new_url(campaign, purpose)).text


@pytest.mark.row("TRAP-4", side="refuses")
@pytest.mark.row("TRAP-4", side="holds")
def test_a_decision_takes_a_person_for_one_post(as_user):
    campaign = CampaignFactory(at=Stage.DECIDE)
    first = CandidacyFactory(opening__campaign=campaign, inspectee=True)
    second = CandidacyFactory(opening__campaign=campaign, staff=first.staff, inspectee=True)
    client, url = as_user(officer_of(campaign)), new_url(campaign, AgendaPurpose.DECISION)
    agreed = {f"outcome_{first.pk}": "agreed", f"outcome_{second.pk}": "agreed"}

    refused = client.post(url, a_meeting(campaign) | agreed)
    one = {f"outcome_{second.pk}": "refused", f"note_{second.pk}": "任用到另一岗位"}
    client.post(url, a_meeting(campaign) | agreed | one)

    assert errors_of(refused) == {
        "__all__": [f"{first.staff.name}只能任用到一个岗位，请只对其中一个岗位填“同意”"]
    }
    assert AgendaItem.objects.get().outcomes.count() == 2


def test_meetings_of_one_day_are_told_apart_where_one_is_chosen():
    campaign = CampaignFactory()
    items = [
        AgendaItemFactory(campaign=campaign, meeting__plan=campaign.plan, purpose=AgendaPurpose.WAIVER)
        for _ in range(2)
    ]

    labels = [label for _value, label in GrantForm(campaign=campaign).fields["item"].choices]

    meeting = str(items[0].meeting)
    assert labels == ["请选择", f"{meeting}：研究例外事项", f"{meeting}（当天第2次）：研究例外事项"]
