"""直接聘任 at the browser, from the quota to the closed campaign, with every refusal met on the way."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.choices import TrackReason
from campaigns.models import Plan
from campaigns.simulation import days
from personnel.models import Post, StaffMember, Tenure
from selection import clock

from .journey import Journey, at, sign_papers, wait_a_day, wait_until
from .preparing import have_the_quota_approved, the_chain_approves

pytestmark = [pytest.mark.django_db]


def test_a_proposal_of_the_bureau_a_need_and_a_renewal_are_appointed_without_a_vote(cast):
    journey = Journey(cast)
    have_the_quota_approved(journey)
    draw_up_the_plan(journey)
    bring_up_the_persons(journey)
    decide(journey)
    start(journey)
    tell_the_staff(journey)
    publish_the_promoted(journey)
    appoint_and_file(journey)
    the_term_of_the_renewed_ends_when_it_did(journey)


def draw_up_the_plan(journey: Journey) -> None:
    officer = journey.officer
    wait_a_day()
    officer.fills(at("plan_new"), track="direct", reference_on="2026-03-01", starts_on="2026-06-01")
    plan = Plan.objects.get()
    journey.campaign = plan.campaigns.get()
    journey.held = Tenure.objects.at(journey.cast.school).earliest("pk")
    posts = Post.objects.filter(title__in=("教务处副主任", "总务处副主任")).order_by("pk")
    page = officer.fills(at("opening_new", plan.pk), post=posts[0].pk, reason="D3", seats="1")
    assert page.said == ["选择这一情形时请写明具体原因"]
    officer.fills(at("opening_new", plan.pk), post=posts[0].pk, reason="D3", reason_text="扩班", seats="1")
    officer.fills(at("opening_new", plan.pk), post=posts[1].pk, reason="D1", seats="1")
    page = officer.fills(
        at("opening_new", plan.pk),
        post=journey.held.post_id,
        reason="D2",
        seats="1",
        ending=[journey.held.pk],
    )
    assert page.said == [f"{journey.held.post}已列入本方案"]
    page = officer.fills(at("plan_setup", plan.pk), body=journey.cast.body.pk)
    assert page.said == ["方案设定已保存"]
    assert "民主推荐" not in page.text


def bring_up_the_persons(journey: Journey) -> None:
    assert "总务处副主任的人选由局党委研究推荐，请上传教育局的文件" in journey.refused("announce")
    letter = SimpleUploadedFile("推荐函.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    proposed = journey.campaign.openings.get(reason=TrackReason.BUREAU_PROPOSAL)
    page = journey.officer.fills(at("opening_edit", proposed.pk), proof=letter)
    assert page.said == ["总务处副主任已修改"]
    journey.record("consultation")
    journey.meet("plan")
    meeting = journey.campaign.plan.meetings.get()
    journey.meet("nomination", meeting=meeting.pk)
    item = meeting.items.get(purpose="nomination")
    openings = {opening.reason: opening for opening in journey.campaign.openings.all()}
    named = {"D3": journey.nominees[0], "D1": journey.nominees[1], "D2": journey.held.staff}
    for reason, staff in named.items():
        page = journey.officer.opens(journey.at("nominate") + f"?item={item.pk}&q={staff.staff_number}")
        page = journey.officer.sends(page, staff=staff.pk, opening=openings[reason].pk)
        assert page.said == [f"{staff.name}（工号{staff.staff_number}）已列为{openings[reason]}的人选"]


def decide(journey: Journey) -> None:
    """Nobody is decided on before the screening; whoever has no letter and no term needs the form."""
    officer, by_reason = journey.officer, {person.opening.reason: person for person in journey.persons()}
    page = officer.fills(journey.at("screening"), journey.at("screen"))
    assert page.said == ["已按2026年3月1日的情况审查3人，请逐人作出结论"]
    for person in journey.persons():
        officer.fills(journey.at("screening"), at("conclude", person.pk))
    other = by_reason["D3"]
    assert f"{other.staff.name}的人选审核表尚未审核同意" in journey.refused("announce")
    item = journey.campaign.plan.meetings.get().items.get(purpose="nomination")
    page = officer.fills(
        journey.at("candidate_forms"), item=item.pk, people=[other.pk], opinion="经集体研究，同意报审。"
    )
    assert page.said == ["人选审核表已报送，等待审核"]
    the_chain_approves(journey, journey.campaign.candidate_forms.get().review_id)
    assert journey.refused("announce") == [
        "工作方案尚未报送定稿",
        "尚无党政领导联席会议讨论决定的记录",
        *[f"{person.staff.name}尚未经集体研究决定直接聘任" for person in journey.campaign.live()],
    ]
    journey.meet("decision")
    assert {person.standing for person in journey.persons()} == {"proposed"}


def start(journey: Journey) -> None:
    plan = journey.campaign.plan
    page = journey.officer.fills(journey.at("act", "announcement"), **told(journey))
    assert "方案获批准并启动后才能通报" in page.said
    page = journey.officer.fills(at("plan_review", plan.pk), at("plan_submit", plan.pk))
    assert "方案已定稿" in page.text
    page = journey.advance("announce")
    assert "会议通报" in page.text
    assert "进入民主推荐" not in page.text


def told(journey: Journey, leadership: str = "principal") -> dict[str, object]:
    announcer = StaffMember.objects.of(journey.cast.school).get(leadership=leadership)
    return {"announcer": announcer.pk, "assembly": "全体教职工大会", "text": "通报直接聘任的情况。"}


def tell_the_staff(journey: Journey) -> None:
    assert journey.refused("publicize") == ["尚未登记在全体教职工大会或教职工代表大会上通报直接聘任的情况"]
    assert journey.refused("recommend") == ["现在是“会议通报”阶段，不能办理“进入民主推荐”"]
    wait_a_day()
    sign_papers(journey)
    journey.record("announcement", **told(journey, "vice_principal"))
    deputy = StaffMember.objects.of(journey.cast.school).get(leadership="vice_principal")
    assert journey.refused("publicize") == [f"通报人{deputy.name}不是校长，直接聘任应由校长通报"]
    journey.record("announcement", **told(journey))
    journey.advance("publicize")


def publish_the_promoted(journey: Journey) -> None:
    officer = journey.officer
    promoted = [person for person in journey.campaign.live() if person.is_promotion]
    assert len(promoted) == 2
    assert journey.refused("file") == [f"{person.staff.name}尚未公示" for person in promoted]
    page = officer.opens(journey.at("publicity"))
    form = page.form("", {"contact"})
    page = officer.fills(journey.at("publicity"), contact="校务办公室，电话0999-6020000")
    assert page.said[0].startswith("公示已发布"), (page.said, form.names)
    notice = journey.campaign.publicities.get()
    wait_until(days.after(notice.ends_at))
    page = officer.fills(journey.at("publicity"), at("publicity_conclude", notice.pk))
    assert page.said == ["已作出公示结论"]
    journey.advance("file")


def appoint_and_file(journey: Journey) -> None:
    officer = journey.officer
    officer.fills(journey.at("appointments"), people=[person.pk for person in journey.persons()])
    sign_papers(journey)
    wait_a_day()
    officer.fills(journey.at("filing"), journey.at("filing_draft"))
    sign_papers(journey)
    page = officer.fills(journey.at("filing"), happened_on=clock.today().isoformat())
    assert page.said == ["备案材料已报送"]
    report = journey.campaign.plan.documents.get(paper__kind="filing_report").paper
    assert report.context["votes"] == []
    assert "通报直接聘任" in [row["step"] for row in report.context["procedure"]]
    journey.advance("close")


def the_term_of_the_renewed_ends_when_it_did(journey: Journey) -> None:
    appointed = Tenure.objects.filter(starts_on=date(2026, 6, 1))
    assert {each.staff: each.ends_on for each in appointed} == {
        journey.nominees[0]: date(2029, 5, 31),
        journey.nominees[1]: date(2029, 5, 31),
        journey.held.staff: date(2026, 8, 31),
    }
    journey.held.refresh_from_db()
    assert journey.held.ended_on is not None
