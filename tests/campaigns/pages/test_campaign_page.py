"""The page of one campaign: what to do now, the checklist, persons, and the acts of its head."""

import pytest
from django.urls import reverse

from campaigns.choices import ActKind, AgendaPurpose, Stage, TrackReason
from campaigns.services import acts
from selection.records import reviews
from tests.factories.accounts import BureauReviewerFactory, OfficerFactory, SupervisorFactory
from tests.factories.campaigns import (
    PIDU,
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    FilingPackageFactory,
    OpeningFactory,
    RoundFactory,
    leader_of,
    officer_of,
    ready_to_file,
)

pytestmark = pytest.mark.django_db


def page(client, campaign):
    found = client.get(campaign.get_absolute_url())
    assert found.status_code == 200
    return found


def test_one_sentence_and_one_button_say_what_is_next(as_user):
    campaign = CampaignFactory(at=Stage.ANNOUNCE)

    now = page(as_user(officer_of(campaign)), campaign).context["now"]

    assert (now["sentence"], now["button"]) == ("工作方案和具体职务尚未在学校公布", "登记")
    assert now["url"] == reverse("campaigns:act", args=[campaign.pk, "publication"])


def test_what_was_entered_from_paper_waits_and_is_confirmed_by_another(as_user):
    campaign = CampaignFactory(at=Stage.ANNOUNCE)
    act = ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, is_backfilled=True)
    of_officer = page(as_user(officer_of(campaign)), campaign)
    assert of_officer.context["now"]["sentence"] == "“公布工作方案”是线下补录，等待第二人核实"
    assert "核实无误" not in of_officer.content.decode()

    confirm = reverse("campaigns:confirm", args=["act", act.pk])
    client = as_user(leader_of(campaign))
    assert confirm in page(client, campaign).content.decode()

    client.post(confirm)
    assert page(client, campaign).context["unconfirmed"] == []


def test_a_paper_meeting_is_waited_for_too(as_user):
    item = AgendaItemFactory(
        campaign__at=Stage.EVALUATE, purpose=AgendaPurpose.INSPECTEES, meeting__on_paper=True
    )

    lines = page(as_user(officer_of(item.campaign)), item.campaign).context["lines"]

    assert [line.note for line in lines if line.rule.key == "inspectees_are_resolved"] == [
        "“确定考察对象”是线下补录，等待第二人核实"
    ]


def test_a_general_rule_names_the_way_of_exceptions(as_user):
    campaign = CampaignFactory(at=Stage.ANNOUNCE)
    campaign.plan.roles.filter(kind__in=["team_leader", "inspector"]).update(ended_on="2026-03-02")

    shown = page(as_user(officer_of(campaign)), campaign)

    [url] = [line.waiver_url for line in shown.context["lines"] if line.note.endswith("可申请例外")]
    assert url == reverse("campaigns:waivers", args=[campaign.pk])
    assert f'<a href="{url}">申请例外</a>' in shown.content.decode()


def test_the_bureau_may_void_and_the_school_may_not(as_user):
    campaign = CampaignFactory(at=Stage.CLOSED)
    void = reverse("campaigns:void", args=[campaign.pk])
    bureau = as_user(BureauReviewerFactory(organisation=campaign.organisation.bureau))

    assert void in page(bureau, campaign).content.decode()
    assert void not in page(as_user(officer_of(campaign)), campaign).content.decode()

    bureau.post(void, {"reason": "程序违规"})
    campaign.refresh_from_db()
    assert (campaign.stage, campaign.ended_because) == (Stage.VOIDED, "程序违规")
    assert "程序违规" in page(bureau, campaign).content.decode()


def test_a_paused_campaign_offers_to_resume_and_to_end(as_user):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    client = as_user(officer_of(campaign))
    client.post(reverse("campaigns:suspend", args=[campaign.pk]), {"reason": "上级要求"})

    found = page(client, campaign)
    assert found.context["now"]["button"] == "恢复办理"
    assert reverse("campaigns:terminate", args=[campaign.pk]) in found.content.decode()
    assert reverse("campaigns:go_back", args=[campaign.pk, "recommend_again"]) not in found.content.decode()

    client.post(reverse("campaigns:resume", args=[campaign.pk]))
    campaign.refresh_from_db()
    assert not campaign.is_suspended


def test_a_step_that_is_refused_says_every_reason(as_user):
    campaign = CampaignFactory(at=Stage.ANNOUNCE)
    client = as_user(officer_of(campaign))

    answer = client.post(reverse("campaigns:advance", args=[campaign.pk, "recommend"]), follow=True)

    assert "工作方案和具体职务尚未在学校公布" in [str(each) for each in answer.context["messages"]]
    campaign.refresh_from_db()
    assert campaign.stage == Stage.ANNOUNCE


def test_a_step_back_asks_for_its_reason(as_user):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    client = as_user(officer_of(campaign))
    back = reverse("campaigns:go_back", args=[campaign.pk, "recommend_again"])

    refused = client.post(back, follow=True)
    assert [str(each) for each in refused.context["messages"]] == ["请写明原因"]

    client.post(back, {"reason": "人选有变化"})
    campaign.refresh_from_db()
    assert campaign.stage == Stage.RECOMMEND


def test_a_campaign_is_terminated_with_its_reason(as_user):
    campaign = CampaignFactory(at=Stage.EVALUATE)

    as_user(officer_of(campaign)).post(
        reverse("campaigns:terminate", args=[campaign.pk]), {"reason": "岗位撤销"}
    )

    campaign.refresh_from_db()
    assert (campaign.stage, campaign.ended_because) == (Stage.TERMINATED, "岗位撤销")


def test_a_supervisor_reads_and_is_offered_nothing(as_user):
    person = CandidacyFactory(opening__campaign__at=Stage.EVALUATE)
    campaign = person.campaign
    supervisor = as_user(SupervisorFactory(organisation=campaign.organisation.bureau))

    found = page(supervisor, campaign).content.decode()

    assert person.staff.name in found
    assert reverse("campaigns:terminate", args=[campaign.pk]) not in found
    assert "check-mend" not in found


def test_the_votes_of_a_person_are_for_those_to_whom_they_are_released(as_user):
    person = CandidacyFactory(opening__campaign__at=Stage.DECIDE, inspectee=True)
    RoundFactory(opening=person.opening, agree={person: 3})
    campaign = person.campaign
    supervisor = as_user(SupervisorFactory(organisation=campaign.organisation.bureau))

    seen = page(supervisor, campaign).content.decode()
    told = page(as_user(officer_of(campaign)), campaign).content.decode()

    assert ("同意3票" in seen, "有人选的票数须作处理" in seen) == (False, True)
    assert ("同意3票" in told, "有人选的票数须作处理" in told) == (True, False)


def test_to_strangers_and_candidates_the_campaign_does_not_exist(as_user):
    person = CandidacyFactory()

    for user in (OfficerFactory(), person.staff.user):
        assert as_user(user).get(person.campaign.get_absolute_url()).status_code == 404


def test_the_approval_is_told_with_its_number(as_user):
    campaign = CampaignFactory()
    plan = campaign.plan
    bureau = plan.organisation.bureau
    levels = [
        {"role": "bureau_reviewer", "act": "review_bureau", "organisation": bureau.pk, "label": "教育局"}
    ]
    plan.review = reviews.start("plan", plan.organisation, plan.title, levels, plan.ledger)
    plan.save()
    reviews.submit(plan.review, {}, officer_of(campaign))
    client = as_user(officer_of(campaign))
    assert page(client, campaign).context["approval"] is None

    reviewer = BureauReviewerFactory(organisation=bureau)
    reviews.decide(plan.review, reviewer, approve=True, document_number="教人〔2026〕5号")

    assert "2026年3月2日，教人〔2026〕5号" in page(client, campaign).content.decode()


def test_a_confirmed_paper_act_is_marked_on_its_line(as_user):
    campaign = CampaignFactory(at=Stage.ANNOUNCE)
    act = ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, is_backfilled=True)
    acts.confirm(act, by=leader_of(campaign))

    lines = page(as_user(officer_of(campaign)), campaign).context["lines"]

    assert [line.title for line in lines if line.is_backfilled] == ["工作方案已公布"]


def test_follow_up_campaigns_name_each_other(as_user):
    campaign = CampaignFactory(at=Stage.PUBLICIZE)
    following = CampaignFactory(at=Stage.PUBLICIZE, plan=campaign.plan, follows=campaign)
    client = as_user(officer_of(campaign))

    assert following.get_absolute_url() in page(client, campaign).content.decode()
    assert campaign.get_absolute_url() in page(client, following).content.decode()


def test_where_the_reply_comes_first_filing_is_next_and_not_the_appointment(as_user):
    campaign, _persons = ready_to_file(code=PIDU)
    client = as_user(officer_of(campaign))

    now = page(client, campaign).context["now"]
    assert (now["sentence"], now["button"]) == ("尚未向区教育局党委报送备案", "去备案")

    filing = campaign.filing
    FilingPackageFactory(filing=filing)
    filing.submit()
    filing.save()
    now = page(client, campaign).context["now"]
    assert now["waiting"]


def test_advice_is_acknowledged_on_its_line(as_user):
    campaign = CampaignFactory(at=Stage.PREPARE)
    OpeningFactory(campaign=campaign, reason=TrackReason.CLEAR_CHOICE)
    client = as_user(officer_of(campaign))
    [line] = [each for each in page(client, campaign).context["lines"] if each.light == "advice"]

    client.post(
        reverse("campaigns:acknowledge", args=[campaign.pk]),
        {"rule": line.rule.key, "sentence": line.reasons[0]},
    )

    [line] = [each for each in page(client, campaign).context["lines"] if each.light == "advice"]
    assert line.note == "已知悉"
