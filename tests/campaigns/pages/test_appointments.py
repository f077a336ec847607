"""Appointing in the browser: whom, whom not yet and why, and by whom."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.choices import ActKind, Stage, Standing
from campaigns.models import Appointment
from selection.records.models import Paper
from tests.factories.campaigns import (
    PIDU,
    ActFactory,
    CampaignFactory,
    CandidacyFactory,
    ObjectionFactory,
    appoint,
    bureau_reviewer_of,
    leader_of,
    officer_of,
    ready_to_file,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 16)
START = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _monday(go_to):
    go_to(MONDAY)


def url(campaign):
    return reverse("campaigns:appointments", args=[campaign.pk])


def given(*persons, **changes):
    return {"people": [person.pk for person in persons], "starts_on": START, "happened_on": MONDAY} | changes


def errors_of(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def obstacles_of(response):
    return {
        row.person.staff.name: [each.sentence for each in row.obstacles] for row in response.context["rows"]
    }


def test_who_may_be_appointed_is_ticked_with_the_plans_day(as_user):
    campaign, [person] = ready_to_file()

    page = as_user(officer_of(campaign)).get(url(campaign))

    assert obstacles_of(page) == {person.staff.name: []}
    assert page.context["form"].initial == {"starts_on": START, "people": [person]}
    assert "起草聘任文件" in page.content.decode()


def test_several_persons_are_appointed_under_one_document_when_a_leader_signs_it(as_user):
    campaign, persons = ready_to_file(2)

    answer = as_user(officer_of(campaign)).post(url(campaign), given(*persons))

    draft = Paper.objects.get()
    assert answer.url == reverse("records:paper", args=[draft.pk])
    waiting = as_user(officer_of(campaign)).get(url(campaign)).content.decode()
    assert (waiting.count("聘任文件待签发"), waiting.count("聘任文件草稿</a>")) == (2, 2)
    as_user(leader_of(campaign)).post(reverse("records:issue_paper", args=[draft.pk]))
    made = Appointment.objects.values_list("document", "starts_on", "ends_on")
    assert list(made) == [("校任〔2026〕1号", START, date(2029, 3, 31))] * 2
    shown = as_user(officer_of(campaign)).get(url(campaign)).content.decode()
    assert shown.count("校任〔2026〕1号</a>") == 2
    assert "起草聘任文件" not in shown


def test_a_deciding_leader_makes_it_out_and_signs_it_too(as_user):
    campaign, [person] = ready_to_file()
    client = as_user(leader_of(campaign))

    drafted = client.post(url(campaign), given(person)).url
    client.post(f"{drafted}issue/")

    person.refresh_from_db()
    assert person.standing == Standing.APPOINTED


def test_an_open_objection_is_said_and_keeps_the_person_off_the_form(as_user):
    campaign, [person, other] = ready_to_file(2)
    ObjectionFactory(candidacy=person)
    client = as_user(officer_of(campaign))

    page = client.get(url(campaign))
    refused = client.post(url(campaign), given(person))

    name = person.staff.name
    assert obstacles_of(page) == {name: [f"{name}有反映事项尚未办结，不能办理聘任"], other.staff.name: []}
    assert [*page.context["form"].fields["people"].queryset] == [other]
    assert list(errors_of(refused)) == ["people"]
    assert not Appointment.objects.exists()


def test_before_the_reply_the_way_leads_to_the_filing(as_user):
    campaign, [person] = ready_to_file(code=PIDU)

    page = as_user(officer_of(campaign)).get(url(campaign))

    [row] = page.context["rows"]
    assert [(each.sentence, each.mend.url) for each in row.obstacles] == [
        (
            f"须先取得{campaign.ruleset.filing.to}的批复，再印发聘任文件",
            reverse("campaigns:filing", args=[campaign.pk]),
        )
    ]
    assert "现在没有可以办理聘任的人选" in page.content.decode()


def test_a_held_person_and_one_not_proposed_are_shown_with_the_reason(as_user):
    campaign, [person] = ready_to_file()
    held = CandidacyFactory(opening__campaign=campaign, held=True)
    early = CandidacyFactory(opening__campaign=campaign, inspectee=True)

    page = as_user(officer_of(campaign)).get(url(campaign))

    assert obstacles_of(page) == {
        person.staff.name: [],
        held.staff.name: [f"{held.staff.name}暂缓办理：有反映事项尚未办结"],
        early.staff.name: [f"{early.staff.name}现为“考察对象”，尚未列为拟聘人选"],
    }


def test_who_is_elected_is_appointed_on_the_number_of_the_election(as_user):
    campaign, [person] = ready_to_file(opening__of_the_union=True)
    ActFactory(campaign=campaign, kind=ActKind.APPROVED_ELSEWHERE, candidacy=person)

    as_user(officer_of(campaign)).post(url(campaign), given(person, document="工会〔2026〕3号"))

    [made] = Appointment.objects.all()
    assert (made.issuer, made.document, made.paper) == ("elsewhere", "工会〔2026〕3号", None)


def test_what_the_service_refuses_stands_on_the_form_with_what_was_typed(as_user):
    campaign, [person] = ready_to_file()

    refused = as_user(officer_of(campaign)).post(
        url(campaign), given(person, starts_on=date(2026, 3, 5), document="甲1号")
    )

    assert errors_of(refused) == {
        "__all__": [f"{person.staff.name}的任职时间（2026年3月5日）早于讨论决定（2026年3月6日），请核对"]
    }
    assert 'value="甲1号"' in refused.content.decode()


def test_a_paper_appointment_waits_for_the_second_person(as_user):
    campaign, [person] = ready_to_file()
    scan = SimpleUploadedFile("聘任.pdf", b"%PDF-1.7 scan")

    as_user(officer_of(campaign)).post(
        url(campaign), given(person, is_backfilled="on", scan=scan, document="校任〔2026〕9号")
    )

    [made] = Appointment.objects.all()
    assert (made.is_confirmed, made.tenure) == (False, None)
    leader = as_user(leader_of(campaign))
    confirm = reverse("campaigns:confirm", args=["appointment", made.pk])
    assert confirm in leader.get(url(campaign)).content.decode()
    assert confirm not in as_user(officer_of(campaign)).get(url(campaign)).content.decode()
    leader.post(confirm)
    person.refresh_from_db()
    assert person.standing == Standing.APPOINTED


def test_the_bureau_reads_and_does_not_appoint(as_user):
    campaign, [person] = ready_to_file()
    bureau = as_user(bureau_reviewer_of(campaign))

    page = bureau.get(url(campaign))

    assert "签发聘任文件" not in page.content.decode()
    assert bureau.post(url(campaign), given(person)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"at": Stage.DECIDE}, "公示期满并作出结论后才能办理聘任"),
        ({"at": Stage.FILE, "suspended_on": MONDAY}, "本次选拔任用已暂停，请先恢复再办理"),
        ({"at": Stage.FILE}, "没有拟聘人选"),
    ],
)
def test_when_there_is_nothing_to_do_the_page_says_why(as_user, changes, sentence):
    campaign = CampaignFactory(**changes)

    assert sentence in as_user(officer_of(campaign)).get(url(campaign)).content.decode()


def test_the_bureau_declares_one_appointment_invalid_with_a_reason(as_user):
    campaign, [person] = ready_to_file()
    [made] = appoint([person])
    bureau = as_user(bureau_reviewer_of(campaign))
    void = reverse("campaigns:appointment_void", args=[made.pk])

    assert void in bureau.get(url(campaign)).content.decode()
    bureau.post(void, {"reason": ""})
    made.refresh_from_db()
    assert made.voided_on is None
    bureau.post(void, {"reason": "程序违规"})

    made.refresh_from_db()
    assert made.voided_on == MONDAY
    assert "聘任已宣布无效" in bureau.get(url(campaign)).content.decode()
