"""Screening persons, concluding, and asking for exceptions, in the browser."""

from datetime import date
from urllib.parse import quote

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.choices import AgendaPurpose, Stage
from campaigns.models import Waiver
from tests.factories.accounts import BureauReviewerFactory, OfficerFactory
from tests.factories.campaigns import (
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    WaiverFactory,
    leader_of,
    officer_of,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def page_of(campaign, name="screening"):
    return reverse(f"campaigns:{name}", args=[campaign.pk])


def finding(effect="warn", *, is_unknown=False, sentence="学历为大专，要求本科以上"):
    return {
        "rule": "has_minimum_degree",
        "title": "学历符合要求",
        "cites": ["B007"],
        "required": "本科以上",
        "actual": "大专",
        "effect": effect,
        "sentence": sentence,
        "is_unknown": is_unknown,
    }


def screened(campaign=None, conclusion="exception", findings=None, **traits):
    found = [finding()] if findings is None else findings
    return CandidacyFactory(
        opening__campaign=campaign or CampaignFactory(at=Stage.RECOMMEND),
        screening={"conclusion": conclusion, "findings": found, "passed": [], "staff": 0, "on": "2026-03-01"},
        **traits,
    )


def verdicts(client, campaign):
    page = client.get(page_of(campaign))
    return [row.verdict for each in page.context["people"] for row in each.rows]


def test_everybody_is_screened_with_one_click_and_then_concluded(as_user):
    person = CandidacyFactory(opening__campaign__at=Stage.RECOMMEND, staff__name="王某某")
    campaign = person.campaign
    client = as_user(officer_of(campaign))
    assert "审查全部人选" in client.get(page_of(campaign)).content.decode()

    client.post(page_of(campaign, "screen"))

    page = client.get(page_of(campaign))
    [findings] = page.context["people"]
    assert findings.rows
    assert findings.found in ("eligible", "exception", "unknown", "ineligible")


def test_a_conclusion_as_found_makes_the_person_qualified(as_user):
    person = screened(conclusion="eligible", findings=[])

    answer = as_user(officer_of(person.campaign)).post(
        reverse("campaigns:conclude", args=[person.pk]), {"conclusion": "eligible"}
    )

    person.refresh_from_db()
    assert (person.standing, person.screening_conclusion) == ("qualified", "eligible")
    assert said(answer) == [f"{person.staff.name}：符合"]


def test_a_conclusion_other_than_found_needs_its_reason(as_user):
    person = screened()

    answer = as_user(officer_of(person.campaign)).post(
        reverse("campaigns:conclude", args=[person.pk]), {"conclusion": "ineligible"}
    )

    assert said(answer) == ["系统审查结果为“可例外”，作不同结论请写明理由"]


def test_a_conclusion_that_is_none_is_refused(as_user):
    person = screened()

    answer = as_user(officer_of(person.campaign)).post(
        reverse("campaigns:conclude", args=[person.pk]), {"conclusion": "maybe"}
    )

    assert said(answer) == ["请选择审查结论"]


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (finding("block"), "不符合"),
        (finding("warn"), "须批准例外"),
        (finding("advise"), "提示"),
        (finding("block", is_unknown=True), "待核"),
    ],
)
def test_each_finding_has_its_verdict(as_user, found, verdict):
    person = screened(findings=[found])

    assert verdicts(as_user(officer_of(person.campaign)), person.campaign) == [verdict]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ({}, "例外待批准"),
        ({"granted_on": TODAY}, "已批例外"),
        ({"refused_on": TODAY, "refusal": "理由不足"}, "例外未获批准"),
    ],
)
def test_an_exception_asked_for_is_told_on_its_line(as_user, answer, verdict):
    person = screened()
    WaiverFactory(
        campaign=person.campaign,
        candidacy=person,
        rule="has_minimum_degree",
        sentence=finding()["sentence"],
        **answer,
    )

    assert verdicts(as_user(officer_of(person.campaign)), person.campaign) == [verdict]


def test_a_hard_no_leaves_no_other_conclusion(as_user):
    person = screened(conclusion="ineligible", findings=[finding("block")])

    page = as_user(officer_of(person.campaign)).get(page_of(person.campaign))

    assert page.context["people"][0].choices == [("ineligible", "不符合")]


def test_without_persons_the_page_says_where_they_come_from(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)

    page = as_user(officer_of(campaign)).get(page_of(campaign))

    assert "还没有需要审查的人选" in page.content.decode()


def test_leaders_read_and_do_not_screen(as_user):
    person = screened()
    client = as_user(leader_of(person.campaign))

    assert "作出结论" not in client.get(page_of(person.campaign)).content.decode()
    assert said(client.post(page_of(person.campaign, "screen"))) == [
        "您没有办理本方案的权限，或因回避不能办理"
    ]


@pytest.mark.parametrize("name", ["screening", "waivers"])
def test_lists_ask_the_database_as_often_for_three_as_for_one(as_user, name):
    def queries(persons):
        campaign = CampaignFactory(at=Stage.RECOMMEND)
        for _ in range(persons):
            WaiverFactory(campaign=campaign, candidacy=screened(campaign))
        client = as_user(officer_of(campaign))
        with CaptureQueriesContext(connection) as found:
            assert client.get(page_of(campaign, name)).status_code == 200
        return len(found)

    assert queries(1) == queries(3)


# Exceptions


def ask(client, person, **given):
    page = reverse("campaigns:waiver_new", args=[person.campaign.pk])
    [key] = [key for key in client.get(page).context["form"].by_key if key.startswith(f"{person.pk}:")]
    proof = SimpleUploadedFile("证明.pdf", b"%PDF-1.7 proof")
    return client.post(page, {"wanted": [key], "reason": "岗位急需。", "proof": proof} | given)


def test_an_exception_is_asked_for_with_reason_and_proof(as_user):
    person = screened()
    client = as_user(officer_of(person.campaign))

    answer = ask(client, person)

    waiver = Waiver.objects.get()
    assert answer.url == page_of(person.campaign, "waivers")
    assert (waiver.candidacy, waiver.sentence, waiver.reason) == (person, finding()["sentence"], "岗位急需。")
    assert waiver.proof is not None


def test_the_persons_own_exceptions_are_ticked(as_user):
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    person, _other = screened(campaign), screened(campaign)
    page = reverse("campaigns:waiver_new", args=[campaign.pk]) + f"?person={person.pk}"

    form = as_user(officer_of(campaign)).get(page).context["form"]

    assert [key.split(":")[0] for key in form.initial["wanted"]] == [str(person.pk)]


def test_what_was_asked_for_is_not_wanted_again(as_user):
    person = screened()
    client = as_user(officer_of(person.campaign))
    ask(client, person)

    page = client.get(page_of(person.campaign, "waivers"))

    assert [each for each, _ in page.context["wanted"] if each.candidacy] == []
    assert [row["waiver"] for row in page.context["asked"]] == [Waiver.objects.get()]


def test_a_situation_that_changed_is_asked_for_anew(as_user):
    person = screened()
    page = reverse("campaigns:waiver_new", args=[person.campaign.pk])

    answer = as_user(officer_of(person.campaign)).post(page, {"wanted": ["0:x:y"], "reason": "急需。"})

    assert answer.context["form"].errors == {"wanted": ["情形已有变化，请按现在的情形重新选择"]}


def test_nothing_wanted_is_said(as_user):
    campaign = CampaignFactory(at=Stage.PUBLICIZE)

    page = as_user(officer_of(campaign)).get(reverse("campaigns:waiver_new", args=[campaign.pk]))

    assert "现在没有需要申请例外的情形" in page.content.decode()


def test_a_recorded_meeting_grants_the_ticked_ones(as_user):
    waiver = WaiverFactory()
    item = AgendaItemFactory(campaign=waiver.campaign, purpose=AgendaPurpose.WAIVER)
    client = as_user(officer_of(waiver.campaign))

    refused = client.post(page_of(waiver.campaign, "waivers_grant"), {"item": item.pk})
    assert said(refused) == ["请选择研究例外事项的会议，并勾选同意的例外事项"]

    client.post(page_of(waiver.campaign, "waivers_grant"), {"item": item.pk, "waivers": [waiver.pk]})
    waiver.refresh_from_db()
    assert waiver.is_granted


def test_what_is_the_bureaus_goes_to_the_bureau(as_user):
    waiver = WaiverFactory(of_the_bureau=True, candidacy=screened())
    Waiver.objects.filter(pk=waiver.pk).update(campaign=waiver.candidacy.campaign)
    waiver.refresh_from_db()
    client = as_user(officer_of(waiver.campaign))
    assert "报教育局审批" in client.get(page_of(waiver.campaign, "waivers")).content.decode()

    client.post(reverse("campaigns:waiver_hand_in", args=[waiver.pk]))

    waiver.refresh_from_db()
    assert waiver.review.state == "pending"
    assert "教育局审批中" in client.get(page_of(waiver.campaign, "waivers")).content.decode()


def test_the_approver_may_refuse_for_good(as_user):
    waiver = WaiverFactory()
    page = reverse("campaigns:waiver_refuse", args=[waiver.pk])
    client = as_user(leader_of(waiver.campaign))
    assert "不批准" in client.get(page_of(waiver.campaign, "waivers")).content.decode()

    client.post(page, {"reason": "理由不足"})

    waiver.refresh_from_db()
    assert (waiver.refused_on, waiver.refusal) == (TODAY, "理由不足")


def test_who_is_not_the_approver_is_refused(as_user):
    waiver = WaiverFactory()
    bureau = BureauReviewerFactory(organisation=waiver.campaign.organisation.bureau)

    answer = as_user(bureau).post(reverse("campaigns:waiver_refuse", args=[waiver.pk]), {"reason": "不"})

    assert said(answer) == ["您没有不批准例外的权限，或因回避不能办理"]


def test_to_strangers_an_exception_does_not_exist(as_user):
    waiver = WaiverFactory()
    stranger = as_user(OfficerFactory())

    assert stranger.get(page_of(waiver.campaign, "waivers")).status_code == 404
    assert stranger.post(reverse("campaigns:waiver_hand_in", args=[waiver.pk])).status_code == 404


class TestWhatIsMissing:
    """What the register lacks is filled in there, and then the person is screened again."""

    @pytest.fixture
    def person(self):
        campaign = CampaignFactory(at=Stage.RECOMMEND)
        return CandidacyFactory(opening__campaign=campaign, staff__teacher_cert="")

    @pytest.fixture
    def client(self, as_user, person):
        client = as_user(officer_of(person.campaign))
        client.post(page_of(person.campaign, "screen"))
        return client

    def test_it_leads_to_the_form_of_the_person(self, client, person):
        page = client.get(page_of(person.campaign)).content.decode()

        back = quote(f"{page_of(person.campaign)}#person-{person.pk}")
        assert f"{reverse('personnel:staff_update', args=[person.staff_id])}?next={back}" in page
        assert "重新审查</button>" in page
        assert "在审查之后有变动" not in page

    def test_when_it_is_filled_in_the_page_says_to_screen_again(self, client, person):
        person.staff.teacher_cert = "senior"
        person.staff.save()
        assert "在审查之后有变动" in client.get(page_of(person.campaign)).content.decode()

        client.post(page_of(person.campaign, "screen"))

        assert "在审查之后有变动" not in client.get(page_of(person.campaign)).content.decode()
