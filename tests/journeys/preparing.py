"""From the quota to a plan that may start: handed in by the school, approved by zone and bureau."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import Plan
from personnel.models import Post

from .journey import POSTS, Journey, at, wait_a_day


def have_the_quota_approved(journey: Journey) -> None:
    officer, school = journey.officer, journey.cast.school
    overview = reverse("personnel:quota_overview", args=[school.code])
    page = officer.fills(overview, reverse("personnel:quota_create", args=[school.code]))
    numbers = {name: "1" for name in page.form("", {"note"}).names if name.startswith(("chief-", "deputy-"))}
    assert len(numbers) == 8
    page = officer.sends(page, **numbers)
    assert page.said == ["职数核定表已保存，还没有报送。"]
    table = school.quota_tables.get()
    page = officer.sends(page, at("quota_submit", table.pk))
    assert page.said == ["职数核定表已报送，等待审核"]
    table.refresh_from_db()
    the_chain_approves(journey, table.review_id)


def the_chain_approves(journey: Journey, review: int) -> None:
    """Zone first, then bureau, each from the inbox; the school decides nothing of its own."""
    address, decide = at("review", review), reverse("records:decide", args=[review])
    for reviewer in (journey.zone_reviewer, journey.bureau_reviewer):
        wait_a_day()
        assert not journey.officer.opens(address).has_form(decide)
        assert address in reviewer.opens(reverse("records:reviews")).links
        page = reviewer.fills(
            address, decide, **{"decision-said": "yes", "decision-document_number": "批〔2026〕3号"}
        )
        assert page.said == ["已同意"]


def draw_up_the_plan(journey: Journey) -> None:
    officer, cast = journey.officer, journey.cast
    wait_a_day()
    officer.fills(at("plan_new"), reference_on="2026-03-01", starts_on="2026-06-01")
    plan = Plan.objects.get()
    journey.campaign = plan.campaigns.get()
    for post in Post.objects.filter(title__in=POSTS).order_by("pk"):
        officer.fills(
            at("opening_new", plan.pk), post=post.pk, reason="NC5", reason_text="学校工作需要", seats="1"
        )
    page = officer.fills(at("plan_setup", plan.pk), body=cast.body.pk)
    assert page.said == ["方案设定已保存"]
    jobs = zip(
        ("team_leader", "inspector", "inspector", "scrutineer"),
        [*journey.team, journey.scrutineer],
        strict=True,
    )
    for kind, person in jobs:
        officer.fills(at("plan_people", plan.pk), kind=kind, user=person.user.pk)
    journey.teachers[0].finds_nothing_at(at("plan", plan.pk))


def nobody_starts_without_approval(journey: Journey) -> None:
    assert journey.refused("announce") == [
        "尚未登记征求各方意见的情况",
        "尚无党政领导班子会议研究工作方案的记录",
        "工作方案尚未报送定稿",
        "还没有人选，请先录入组织提名的会议并提出人选",
        "教务处副主任尚未提出人选并填报人选审核表",
        "政教处副主任尚未提出人选并填报人选审核表",
        "总务处主任尚未提出人选并填报人选审核表",
    ]


def have_the_persons_approved(journey: Journey) -> None:
    officer, plan = journey.officer, journey.campaign.plan
    consult_on_paper(journey)
    journey.meet("plan")
    meeting = plan.meetings.get()
    page = journey.meet("nomination", meeting=meeting.pk)
    item = meeting.items.get(purpose="nomination")
    assert page.address == journey.at("nominate") + f"?item={item.pk}"
    for opening, staff in zip(journey.campaign.openings.order_by("pk"), journey.nominees, strict=True):
        page = officer.opens(journey.at("nominate") + f"?item={item.pk}&q={staff.staff_number}")
        page = officer.sends(page, staff=staff.pk, opening=opening.pk)
        assert page.said == [f"{staff.name}（工号{staff.staff_number}）已列为{opening}的人选"]
    journey.meet("candidates", meeting=meeting.pk)
    candidates = meeting.items.get(purpose="candidates")
    page = officer.fills(
        journey.at("candidate_forms"),
        item=candidates.pk,
        people=[person.pk for person in journey.persons()],
        opinion="经集体研究，同意报审。",
    )
    assert page.said == ["人选审核表已报送，等待审核"]
    the_chain_approves(journey, journey.campaign.candidate_forms.get().review_id)
    page = officer.fills(at("plan_review", plan.pk), at("plan_submit", plan.pk))
    assert "方案已定稿" in page.text
    journey.advance("announce")


def consult_on_paper(journey: Journey) -> None:
    """What was done on paper last week counts once the principal has compared it with the scan."""
    scan = SimpleUploadedFile("征求意见.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    journey.record("consultation", happened_on="2026-03-02", is_backfilled="on", scan=scan)
    act = journey.campaign.plan.acts.get()
    confirm = at("confirm", "act", act.pk)
    assert "尚未登记征求各方意见的情况" in journey.refused("announce")
    assert not journey.officer.opens(journey.at("campaign")).has_form(confirm)
    page = journey.leader.fills(journey.at("campaign"), confirm)
    assert page.said == ["已核实，该补录现在生效"]
    assert "尚未登记征求各方意见的情况" not in journey.refused("announce")
