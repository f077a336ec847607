"""竞岗 at the browser, from the published list to the end of the inspection, with what is refused on the way."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.choices import ActKind, Stage, Standing, Track
from campaigns.models import Campaign, Candidacy, Presentation, Slot
from personnel.models import Post
from tests.factories.campaigns import (
    ActFactory,
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    PlanFactory,
    PlanRoleFactory,
)

from .journey import POSTS, Journey, at, sign_papers, wait_a_day
from .pages import Person
from .test_non_competitive import inspect
from .voices import ballot

pytestmark = [pytest.mark.django_db]


def test_three_of_four_who_are_listed_speak_are_scored_and_inspected(cast):
    journey = Journey(cast)
    journey.campaign = listed_contest(journey)
    judges = journey.teachers[:5]
    nothing_is_drawn_before_it_is_arranged(journey)
    arrange(journey)
    name_judges(journey, judges)
    draw(journey)
    speak(journey, judges)
    evaluate(journey)
    choose_inspectees(journey)
    inspect(journey)
    assert journey.campaign.stage == Stage.DECIDE


def listed_contest(journey: Journey) -> Campaign:
    """One post for which three qualified; a fourth person of the list will not come."""
    cast = journey.cast
    plan = PlanFactory(
        organisation=cast.school,
        created_by=cast.officer,
        body=cast.body,
        starts_on="2026-06-01",
        people=False,
    )
    plan.roles.all().delete()
    jobs = ("team_leader", "inspector", "inspector", "scrutineer")
    for kind, person in zip(jobs, [*journey.team, journey.scrutineer], strict=True):
        PlanRoleFactory(plan=plan, kind=kind, user=person.user)
    PlanRoleFactory(plan=plan, kind="officer", user=cast.officer)
    campaign = CampaignFactory(plan=plan, track=Track.COMPETITIVE, at=Stage.EVALUATE)
    opening = OpeningFactory(campaign=campaign, post=Post.objects.get(title=POSTS[0]), reason="C1")
    absent = journey.teachers[-1].user.staff_member
    for staff in [*journey.nominees, absent]:
        CandidacyFactory(opening=opening, staff=staff, qualified=True, source="self")
    ActFactory(campaign=campaign, kind=ActKind.PUBLICATION)
    return Campaign.objects.get(pk=campaign.pk)


def nothing_is_drawn_before_it_is_arranged(journey: Journey) -> None:
    page = journey.officer.posts(journey.at("contest_act", "draw-lots"))
    assert page.said == ["请先确定竞岗演讲和量分办法"]
    assert "尚未确定竞岗演讲的形式、统一时间和评分项目" in journey.refused("inspect")


def arrange(journey: Journey) -> None:
    said = {"minutes": "10", "weighing": "weighted", "scores": "50", "evaluation": "30", "opinions": "20"}
    page = journey.officer.fills(journey.at("contest_arrange"), **said | {"opinions": "10"})
    assert "评委量分、民主测评、书面意见的权重合计应为100，现合计90" in page.text
    page = journey.officer.fills(journey.at("contest_arrange"), **said)
    assert page.said == ["演讲和量分办法已保存"]


def name_judges(journey: Journey, judges: list[Person]) -> None:
    address = journey.at("contest_act", "judge")
    contender = journey.nominees[0].user
    assert f'value="{contender.pk}"' not in journey.officer.opens(journey.at("contest")).text
    for judge in judges[:4]:
        journey.officer.fills(journey.at("contest"), address, user=judge.user.pk)
    assert "评委现有4人，应为5至7人" in journey.refused("inspect")
    page = journey.officer.fills(journey.at("contest"), address, user=judges[4].user.pk)
    assert page.said == [f"已确定评委{judges[4].user.name}"]


def draw(journey: Journey) -> None:
    page = journey.officer.fills(journey.at("contest"), journey.at("contest_act", "draw-lots"))
    assert page.said == ["已由系统抽签，演讲顺序如下"]
    again = journey.officer.posts(journey.at("contest_act", "draw-lots"))
    assert again.said == ["演讲顺序已经抽签，只抽一次"]
    assert Slot.objects.count() == 4


def speak(journey: Journey, judges: list[Person]) -> None:
    held = Presentation.objects.get()
    absent = Slot.objects.get(staff=journey.teachers[-1].user.staff_member)
    nobody_comes_for(journey, absent)
    for judge in judges:
        assert at("judging", held.pk) in judge.opens(reverse("home")).links
        for better, staff in enumerate(reversed(journey.nominees)):
            score(judge, held, staff, 80 + 5 * better)
    journey.teachers[6].finds_nothing_at(at("judging", held.pk))
    page = journey.officer.fills(journey.at("contest"), journey.at("contest_act", "close"))
    assert page.said == ["量分已结束，可以查看得分和排名"]


def nobody_comes_for(journey: Journey, slot: Slot) -> None:
    page = journey.officer.fills(
        journey.at("contest"), at("slot_act", slot.pk, "absent"), reason="三次呼点未到"
    )
    assert page.said == ["已登记，由第二人确认后生效"]
    page = journey.leader.fills(journey.at("contest"), at("slot_act", slot.pk, "confirm"))
    assert page.said == [f"已确认，{slot.staff.name}按自动放弃处理"]
    assert slot.staff.candidacies.get().standing == Standing.WITHDRAWN


def score(judge: Person, held: Presentation, staff, total: int) -> None:
    points, left = {}, total
    for each in held.criteria.all():
        points[f"points_{each.pk}"] = str(min(left, each.points))
        left -= min(left, each.points)
    address = at("score", held.pk, staff.pk)
    page = judge.fills(address, **points)
    assert page.said == [f"对{staff.name}的评分表已提交"]
    assert not judge.opens(address).has_form(address)


def evaluate(journey: Journey) -> None:
    wait_a_day()
    ballot(journey, "evaluation")
    journey.record("written_opinions")
    assert sum("书面意见份数尚未录入" in said for said in journey.refused("inspect")) == 3
    for person in journey.persons():
        count_opinions(journey, person)
    page = journey.officer.opens(journey.at("contest_ranking"))
    assert page.text.index(journey.nominees[0].name) < page.text.index(journey.nominees[2].name)
    journey.teachers[6].finds_nothing_at(journey.at("contest_ranking"))


def count_opinions(journey: Journey, person: Candidacy) -> None:
    """Figures from the record count once the principal has compared them with the scan."""
    page = journey.officer.fills(journey.at("contest_figures"), person=person.pk, asked="20", agreeing="15")
    assert page.said == ["线下·补录须上传原始材料的扫描件或照片"]
    scan = SimpleUploadedFile("书面意见.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    page = journey.officer.sends(page, person=person.pk, asked="20", agreeing="15", scan=scan)
    assert page.said == [f"已录入{person.staff.name}的数字，由第二人核实后计入"]
    waiting = journey.leader.opens(journey.at("campaign"))
    assert "录入的内容：收回20份；赞成15份" in waiting.text
    journey.leader.sends(waiting, at("confirm", "writtenopinion", person.written_opinions.get().pk))


def choose_inspectees(journey: Journey) -> None:
    wait_a_day()
    journey.meet("inspectees")
    journey.officer.fills(journey.at("act", "inspection_notice"), journey.at("draft_notice"))
    sign_papers(journey)
    journey.record("inspection_notice")
    journey.advance("inspect")
