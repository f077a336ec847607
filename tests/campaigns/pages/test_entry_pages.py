"""What do applicants, officers and reviewers read of a contest, and in how many queries?"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.choices import ActKind, AgendaPurpose, Stage
from campaigns.services import acts, applying, instances, registering
from campaigns.services.reviewing import PAGES
from selection import clock
from tests.factories.campaigns import CampaignFactory, LeaderFactory, WaiverFactory, leader_of, officer_of
from tests.factories.entries import (
    AFTER,
    EntryFactory,
    contest,
    eligible_teacher,
    enter,
    examined,
    passing,
    reported,
    resolved,
    reviewers_of,
    screened,
)

pytestmark = pytest.mark.django_db


def page(client, name, *args):
    return client.get(reverse(f"campaigns:{name}", args=args)).content.decode()


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_list_of_those_who_entered_costs_the_same_for_one_and_for_three(as_user):
    campaign = contest()
    client, address = as_user(officer_of(campaign)), reverse("campaigns:entries", args=[campaign.pk])
    EntryFactory(campaign=campaign)
    one = queries(client, address)

    EntryFactory.create_batch(2, campaign=campaign)

    assert queries(client, address) == one


@pytest.mark.parametrize("people", [1, 3])
def test_an_examination_costs_the_same_for_one_and_for_three(as_user, go_to, people):
    campaign = contest()
    for _ in range(people):
        enter(campaign)
    go_to(AFTER)
    screened(campaign)
    address = PAGES["examination"](reported(campaign).review)

    assert queries(as_user(reviewers_of(campaign)[0]), address) <= 50


def test_a_teacher_is_offered_the_contest_and_then_shown_the_own_entry(as_user):
    campaign = contest()
    staff = eligible_teacher(campaign)
    client, apply = as_user(staff.user), reverse("campaigns:apply", args=[campaign.pk])
    assert apply in client.get(reverse("home")).content.decode()

    entry = enter(campaign, staff)

    home = client.get(reverse("home")).content.decode()
    assert apply not in home
    assert reverse("campaigns:my_entry", args=[entry.pk]) in home


def test_after_the_deadline_the_page_says_so_and_has_no_form(as_user, go_to):
    campaign = contest()
    staff = eligible_teacher(campaign)
    go_to(AFTER)

    said = page(as_user(staff.user), "apply", campaign.pk)

    assert "报名已经截止" in said
    assert 'name="statement"' not in said


def test_namesakes_are_told_apart(as_user):
    campaign = contest()
    for _ in range(2):
        EntryFactory(campaign=campaign, staff=eligible_teacher(campaign, name="王芳"))

    said = page(as_user(officer_of(campaign)), "entries", campaign.pk)

    assert "报名人员中有同名的，请核对部门和工号" in said


def test_what_changed_in_the_register_since_is_shown_on_the_application(as_user):
    campaign = contest()
    entry = enter(campaign)
    entry.staff.education = "master"
    entry.staff.save()

    said = page(as_user(officer_of(campaign)), "entry", entry.pk)

    assert "学历学位：本科 → 硕士研究生" in said


def test_the_staff_read_when_to_enter_and_who_was_found_qualified(as_user, go_to):
    campaign = contest()
    entry = enter(campaign)
    teacher = as_user(eligible_teacher(campaign).user)
    assert "2026年3月2日 8:00至2026年3月6日 17:00" in page(teacher, "published_plan", campaign.plan_id)
    go_to(AFTER)
    screened(campaign)
    examined(campaign)
    acts.record(
        campaign.plan, ActKind.QUALIFIED_LIST, by=officer_of(campaign), campaign=campaign, text="张贴"
    )

    said = page(teacher, "published_plan", campaign.plan_id)

    assert "资格审查合格名单" in said
    assert entry.staff.name in said


def test_the_page_of_a_shortage_offers_three_ways_out(as_user, go_to):
    campaign = contest()
    enter(campaign)
    go_to(AFTER)
    screened(campaign)
    sentence = f"{campaign.openings.get()}资格审查合格1人，原则上应有2人以上"
    WaiverFactory(campaign=campaign, rule="every_post_is_contested", sentence=sentence)

    said = page(as_user(officer_of(campaign)), "shortage", campaign.pk)

    ways = [
        reverse(f"campaigns:{name}", args=[campaign.pk])
        for name in ("registration", "waiver_new", "fall_back")
    ]
    assert [way for way in ways if way not in said] == []
    assert "待批准" in said


def test_who_may_still_enter_late_stands_on_the_list(as_user, go_to):
    campaign = contest()
    staff = eligible_teacher(campaign, name="王小明")
    go_to(AFTER)
    until = clock.now() + timedelta(days=1)
    registering.allow_late(campaign, staff, by=leader_of(campaign), until=until, reason="出差在外")

    assert "王小明（可报名到2026年3月10日" in page(as_user(officer_of(campaign)), "entries", campaign.pk)


def test_a_post_falls_back_by_its_meeting_with_what_the_other_track_votes_by(as_user, go_to):
    campaign = contest()
    enter(campaign)
    go_to(AFTER)
    screened(campaign)
    client, url = as_user(officer_of(campaign)), reverse("campaigns:fall_back", args=[campaign.pk])
    before = client.get(url)
    item = resolved(campaign, AgendaPurpose.FALL_BACK, AFTER)
    form = client.get(url).context["form"]
    bars = {name: form[name].value() for name in form.fields if name not in ("opening", "item", "reason")}
    given = {"opening": campaign.openings.get().pk, "item": item.pk, "reason": "合格人员不足"}

    answer = client.post(url, bars | given | {"recommendation_choice": "collective"})

    assert "改为不竞岗聘任</button>" not in before.content.decode()
    campaign.plan.refresh_from_db()
    following = campaign.plan.campaigns.get(track="non_competitive")
    assert answer.url == following.get_absolute_url()
    assert following.plan.bars["recommendation"] == {"choice": "collective"}
    assert following.plan.bars["talk"]["choice"] == "fixed"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("shortage", "报名与资格审查已经结束"),
        ("fall_back", "现在是“讨论决定”阶段，不能办理“研究改为不竞岗聘任”"),
    ],
)
def test_after_the_screening_a_post_without_anybody_is_declared_vacant(as_user, name, said):
    campaign = CampaignFactory(at=Stage.DECIDE, track="competitive", code="county-schools")

    shown = page(as_user(officer_of(campaign)), name, campaign.pk)

    assert said in shown
    assert reverse("campaigns:openings", args=[campaign.pk]) in shown


def test_a_reviewer_reads_the_table_and_what_the_level_below_said(as_user, go_to):
    campaign = contest()
    enter(campaign)
    go_to(AFTER)
    [person] = screened(campaign)
    examination = reported(campaign)
    zone, bureau = reviewers_of(campaign)
    instances.answer(examination, passing(examination, but=person, remark="材料不全"), by=zone)

    said = page(as_user(bureau), "examination", examination.pk)

    assert "学区：<strong>不合格</strong>（材料不全）" in said
    assert "提交审查结论" in said
    assert (
        'name="decision-said" value="no"' in said
    )  # approved above, person by person; here only handed back
    assert "decision-document_number" not in said


def test_an_examination_is_handed_back_on_its_page(as_user, go_to):
    campaign = contest()
    enter(campaign)
    go_to(AFTER)
    screened(campaign)
    examination = reported(campaign)
    zone, _bureau = reviewers_of(campaign)
    given = {"decision-said": "no", "decision-remarks": "请补充学历材料"}

    as_user(zone).post(reverse("records:decide", args=[examination.review_id]), given)

    examination.review.refresh_from_db()
    assert examination.review.state == "sent_back"


def test_who_withdrew_is_counted_apart(as_user, go_to):
    campaign = contest()
    enter(campaign)
    gone = enter(campaign)
    applying.withdraw(gone, by=gone.staff.user, reason="家庭原因")

    assert "1人（另有1人退出）" in page(as_user(officer_of(campaign)), "entries", campaign.pk)


def test_an_entry_on_paper_waits_on_the_page_of_the_campaign(as_user, go_to):
    campaign = contest()
    leader = LeaderFactory(organisation=campaign.organisation)
    EntryFactory(campaign=campaign, is_backfilled=True, entered_by=officer_of(campaign))

    said = page(as_user(leader), "campaign", campaign.pk)

    assert reverse("campaigns:confirm", args=["entry", campaign.entries.get().pk]) in said


def test_whoever_withdrew_may_enter_again_from_the_own_page(as_user):
    campaign = contest()
    entry = enter(campaign)
    applying.withdraw(entry, by=entry.staff.user, reason="想改报")

    assert reverse("campaigns:apply", args=[campaign.pk]) in page(
        as_user(entry.staff.user), "my_entry", entry.pk
    )
