"""不竞岗聘任 at the browser, from the quota to the closed campaign; one person of three is held up."""

from __future__ import annotations

import pytest
from django.urls import reverse

from campaigns.models import Campaign, Candidacy
from campaigns.simulation import days
from personnel.models import PartyRole, Tenure
from selection import clock
from selection.records import ledgers

from .journey import POSTS, Journey, at, sign_papers, wait_a_day, wait_until
from .preparing import (
    draw_up_the_plan,
    have_the_persons_approved,
    have_the_quota_approved,
    nobody_starts_without_approval,
)
from .voices import ballot, talk

pytestmark = [pytest.mark.django_db]


def test_two_of_three_are_appointed_and_the_third_goes_on_alone(cast):
    journey = Journey(cast)
    have_the_quota_approved(journey)
    draw_up_the_plan(journey)
    nobody_starts_without_approval(journey)
    have_the_persons_approved(journey)
    announce(journey)
    recommend(journey)
    evaluate(journey)
    inspect(journey)
    decide(journey)
    held = publicize_while_something_is_reported(journey)
    following = go_on_without(journey, held)
    appoint_and_file(journey)
    clear_the_held_one(journey, held)
    appoint_the_held_one(journey, held, following)
    everything_is_as_it_should_be(journey, held, following)


def announce(journey: Journey) -> None:
    too_early = journey.officer.posts(journey.at("round_new", "recommendation"), {"channel": "online"})
    assert too_early.said == ["进入“民主推荐”阶段后才能办理会议推荐"]
    assert journey.refused("recommend") == ["工作方案和具体职务尚未在学校公布"]
    wait_a_day()
    sign_papers(journey)
    journey.record("publication")
    wait_a_day()
    journey.advance("recommend")


def recommend(journey: Journey) -> None:
    talk(journey, "recommendation")
    officer = journey.officer
    page = officer.fills(journey.at("screening"), journey.at("screen"))
    assert page.said == ["已按2026年3月1日的情况审查3人，请逐人作出结论"]
    found = ("符合", "符合", "可例外")
    for person, conclusion in zip(journey.persons(), found, strict=True):
        page = officer.fills(journey.at("screening"), at("conclude", person.pk))
        assert page.said == [f"{person.staff.name}：{conclusion}"]
    have_the_exception_granted(journey, journey.persons()[2])
    wait_a_day()
    ballot(journey, "recommendation")
    sign_papers(journey)
    journey.advance("evaluate")


def have_the_exception_granted(journey: Journey, person: Candidacy) -> None:
    """Whoever has not served a year as deputy becomes chief by a resolution of the school only."""
    page = journey.officer.fills(
        journey.at("waiver_new") + f"?person={person.pk}", reason="工作实绩突出，岗位急需。"
    )
    assert page.said == ["已提出例外申请，请按批准机关办理"]
    journey.meet("waiver", waivers=[waiver.pk for waiver in journey.campaign.waivers.all()])


def evaluate(journey: Journey) -> None:
    wait_a_day()
    journey.record("duty_report", people=[person.pk for person in journey.persons()])
    ballot(journey, "evaluation")
    talk(journey, "consultation")
    wait_a_day()
    journey.meet("inspectees")
    page = journey.officer.fills(journey.at("act", "inspection_notice"), journey.at("draft_notice"))
    assert page.said == ["考察公告已起草，请核对文字后签发并张贴"]
    sign_papers(journey)
    journey.record("inspection_notice")
    journey.advance("inspect")


MATERIAL = (
    "virtue",
    "ability",
    "diligence",
    "achievement",
    "integrity",
    "ethics",
    "shortcomings",
    "conclusion",
)


def inspect(journey: Journey) -> None:
    wait_a_day()
    talk(journey, "inspection")
    lead = journey.team[0]
    for person in journey.persons():
        address = at("inspection", person.pk)
        page = lead.fills(address, **dict.fromkeys(MATERIAL, "表现较好，符合岗位要求。"))
        assert page.said == [f"已保存{person.staff.name}的考察材料"]
        for member in journey.team:
            member.fills(address, at("inspection_sign", person.inspection.pk))
        journey.officer.fills(journey.at("inspections"), journey.at("ask_discipline"), person=person.pk)
        opinion = at("opinion", person.discipline_opinion.pk)
        assert opinion in journey.discipline.opens(at("opinions")).links
        page = journey.discipline.fills(opinion, result="clear", petitions="clear")
        assert page.said == [f"已回复{person.staff.name}的廉政意见"]
    journey.advance("decide")


def decide(journey: Journey) -> None:
    wait_a_day()
    journey.meet("decision")
    for opening in journey.campaign.openings.order_by("pk"):
        ballot(journey, "decision", opening)
    page = journey.officer.fills(journey.at("rounds", "decision"), journey.at("round_conclude", "decision"))
    names = "、".join(person.staff.name for person in journey.persons())
    assert page.said == [f"已确认表决结果，拟聘人选：{names}"]
    nothing_of_it_is_for_teachers(journey)
    journey.advance("publicize")


def nothing_of_it_is_for_teachers(journey: Journey) -> None:
    campaign, plan = journey.campaign.pk, journey.campaign.plan_id
    pages = [at(name, plan) for name in ("plan", "plan_setup", "plan_people", "plan_review", "plan_papers")]
    names = (
        "campaign",
        "people",
        "openings",
        "screening",
        "waivers",
        "inspections",
        "publicity",
        "objections",
    )
    pages += [at(name, campaign) for name in (*names, "appointments", "filing", "candidate_forms")]
    pages += [at("round", held.pk) for held in journey.campaign.rounds.all()]
    pages += [at("candidacy", person.pk) for person in journey.persons()]
    for address in pages:
        journey.teachers[0].finds_nothing_at(address)


def publicize_while_something_is_reported(journey: Journey) -> Candidacy:
    officer, held = journey.officer, journey.persons()[2]
    page = officer.fills(journey.at("publicity"), contact="校务办公室，电话0999-6020000")
    assert page.said == ["公示已发布，2026年3月19日起算，到2026年3月25日24:00期满，请打印张贴"]
    notice = journey.campaign.publicities.get()
    assert held.staff.name in journey.teachers[0].opens(at("notice", notice.pk)).text
    no_document_before_the_end(journey)
    wait_a_day()
    page = officer.fills(
        journey.at("objections"), person=held.pk, channel="letter", summary="反映其在外兼课，需要核实。"
    )
    assert page.said == ["已登记反映事项，请安排核查"]
    wait_until(days.after(notice.ends_at))
    names = [person.staff.name for person in journey.persons()]
    assert journey.refused("file") == [
        *[f"{name}的公示已期满，尚未作出公示结论" for name in names],
        f"{held.staff.name}有1件反映事项尚未办结，请先暂缓此人",
    ]
    page = officer.fills(journey.at("publicity"), at("publicity_conclude", notice.pk))
    assert page.said == [
        f"{held.staff.name}有反映事项尚未办结，已暂缓；其他人选继续办理",
        "已作出公示结论",
    ]
    return held


def no_document_before_the_end(journey: Journey) -> None:
    page, address = journey.officer.opens(journey.at("appointments")), journey.at("appointments")
    assert "现在是“拟聘公示”阶段，公示期满并作出结论后才能办理聘任。" in page.text
    for person in journey.persons():
        assert f"{person.staff.name}的公示尚未期满并作结论，不能办理聘任" in page.text
    sent = {"people": [person.pk for person in journey.persons()], "starts_on": "2026-06-01"}
    page = journey.officer.posts(address, sent | {"happened_on": clock.today().isoformat()})
    assert page.said == ["选中的人选现在不能办理聘任，请先处理本页列出的原因"]
    assert not journey.campaign.plan.documents.filter(paper__kind="appointment_document").exists()


def go_on_without(journey: Journey, held: Candidacy) -> Campaign:
    assert journey.refused("file") == [
        f"总务处主任的人选暂缓办理：{held.staff.name}有反映事项尚未办结，可转入接续办理，其他人选继续"
    ]
    page = journey.officer.fills(
        journey.at("people"), journey.at("carve_out"), people=[held.pk], reason="反映事项尚在核查"
    )
    assert page.said == ["已转入接续办理，下面是接续的办理页面"]
    following = journey.campaign.followers.get()
    assert page.address == at("campaign", following.pk)
    journey.advance("file")
    return following


def appoint_and_file(journey: Journey) -> None:
    officer = journey.officer
    first, second = journey.persons()
    officer.fills(journey.at("appointments"), people=[first.pk])
    sign_papers(journey)
    assert journey.refused("close") == [
        f"{second.staff.name}尚未办理聘任手续",
        "政教处副主任尚无结果，请登记聘任、空缺或转下次办理",
        "尚未向县教育局政工科报送备案",
    ]
    officer.fills(journey.at("appointments"), people=[second.pk])
    sign_papers(journey)
    wait_a_day()
    report_and_file(journey)
    wait_a_day()
    assert journey.at("filing") in journey.bureau_reviewer.opens(at("filings")).links
    page = journey.bureau_reviewer.fills(journey.at("filing"), reply_number="教复〔2026〕1号")
    assert page.said == ["已批复备案，学校已收到通知"]
    talk_to_the_appointed(journey, first, second)
    journey.advance("close")


def report_and_file(journey: Journey) -> None:
    """What goes upward is drawn up by the officer, signed by a leader, and then sent."""
    officer = journey.officer
    officer.fills(journey.at("filing"), journey.at("filing_draft"))
    unsigned = officer.fills(journey.at("filing"), happened_on=clock.today().isoformat())
    assert "备案报告尚未签发，由学校领导签发后再报送" in unsigned.text
    sign_papers(journey)
    page = officer.fills(journey.at("filing"), happened_on=clock.today().isoformat())
    assert page.said == ["备案材料已报送"]


def talk_to_the_appointed(journey: Journey, *persons: Candidacy) -> None:
    secretary = PartyRole.objects.of(journey.cast.school).get(role="secretary").staff
    people = [person.pk for person in persons]
    journey.record("appointment_talk", people=people, talker=secretary.pk, place="书记办公室")


def clear_the_held_one(journey: Journey, held: Candidacy) -> None:
    """The first campaign is closed; what was reported is looked into all the same."""
    officer, objection = journey.officer, held.objections.get()
    address = at("objection", objection.pk)
    investigator = journey.teachers[0]
    page = officer.fills(address, at("objection_assign", objection.pk), user=investigator.user.pk)
    assert page.said == [f"已指定{investigator.user.name}核查，已通知本人"]
    own = at("investigation", objection.pk)
    page = investigator.fills(own, kind="talk", whom="所在教研组两人", text="没有在外兼课。")
    assert page.said == ["已记下"]
    page = investigator.fills(
        at("investigation_proposal", objection.pk),
        findings="经核查不属实。",
        conclusion="unfounded",
        disposition="proceed",
    )
    assert page.said == ["已提出核查结论，由安排核查的人作出结论"]
    page = officer.fills(address)
    assert page.said == [f"反映事项已办结；{held.staff.name}的反映事项已办结，已恢复办理"]


def appoint_the_held_one(journey: Journey, held: Candidacy, following: Campaign) -> None:
    journey.campaign = following
    journey.advance("file")
    journey.officer.fills(journey.at("appointments"), people=[held.pk])
    sign_papers(journey)
    report_and_file(journey)
    talk_to_the_appointed(journey, held)
    journey.advance("close")


def everything_is_as_it_should_be(journey: Journey, held: Candidacy, following: Campaign) -> None:
    wait_a_day()
    plan, school = following.plan, journey.cast.school
    campaigns = [following.follows, following]
    assert [each.stage for each in Campaign.objects.order_by("pk")] == ["closed", "closed"]
    assert [
        [(str(opening.post), opening.result) for opening in each.openings.order_by("pk")]
        for each in campaigns
    ] == [
        [("教务处副主任", "filled"), ("政教处副主任", "filled"), ("总务处主任", "carried")],
        [("总务处主任", "filled")],
    ]
    appointed = Tenure.objects.at(school).filter(starts_on=plan.starts_on).order_by("pk")
    assert [(each.staff, str(each.post)) for each in appointed] == list(
        zip(journey.nominees, POSTS, strict=True)
    )
    papers = [each.paper for each in plan.documents.order_by("paper__pk").select_related("paper")]
    assert [(paper.kind, paper.number) for paper in papers] == [
        ("candidate_form", ""),
        ("work_plan", ""),
        ("result_table", ""),
        ("result_table", ""),
        ("inspection_notice", ""),
        ("publicity_notice", ""),
        ("appointment_document", "模校任〔2026〕1号"),
        ("appointment_document", "模校任〔2026〕2号"),
        ("filing_report", "模校任〔2026〕3号"),
        ("appointment_document", "模校任〔2026〕4号"),
        ("filing_report", "模校任〔2026〕5号"),
    ]
    assert [paper.state for paper in papers] == ["rendered"] * 11
    assert [ledgers.verify(each) for each in (plan.ledger, ledgers.of_organisation(school))] == [None, None]
    for person in (*journey.people.values(), *journey.team, journey.scrutineer, journey.teachers[0]):
        person.opens(reverse("home"))
