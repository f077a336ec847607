"""What the plan fixes, the draw, and who does not come."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from campaigns import contest, guards
from campaigns.choices import Outcome, Stage, Standing, Weighing
from campaigns.models import Candidacy, Draw, Presentation, Slot, WrittenOpinion
from campaigns.ranking import Weights
from campaigns.services import acts, meetings, presenting, sending_back, stages
from campaigns.tracks import step_label
from selection.reasons import Refused, reasons_against
from tests.factories.accounts import LeaderFactory
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, MeetingFactory, OpeningFactory
from tests.factories.contest import CRITERIA, arranged, contending, drawn, officer_of, plain, scored
from tests.factories.records import AttachmentFactory, ReviewFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _monday(go_to):
    """Monday, 2 March 2026."""


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value.reasons


def leader_of(held):
    return LeaderFactory(organisation=held.campaign.organisation)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"criteria": (("认识", 60), ("设想", 30))}, "各评分项目的满分合计应为100，现合计90"),
        ({"parts": (("笔试", 40),)}, "评委量分和其他量分项目的比重合计应为100，现合计140"),
        ({"criteria": (("认识", 50), ("认识", 50))}, "评分项目有重复，请核对"),
        pytest.param(
            {"weights": Weights(50, 30, 10)},
            "评委量分、民主测评、书面意见的权重合计应为100，现合计90",
            marks=pytest.mark.row("AMB-15", side="refuses"),
        ),
    ],
)
def test_what_does_not_total_100_is_refused(changes, sentence):
    campaign = contending()

    assert refused(presenting.arrange, campaign, plain(**changes), by=campaign.plan.created_by) == [sentence]


def test_where_the_rulebook_takes_every_judge_nobody_is_dropped():
    campaign = contending(code="pidu-school")

    said = refused(presenting.arrange, campaign, plain(drops_extremes=True), by=campaign.plan.created_by)

    assert said == ["本方案规则取全部评委的平均分，不能去掉最高分和最低分"]


@pytest.mark.row("A100", side="refuses")
def test_no_time_at_all_is_no_time():
    campaign = contending()

    with pytest.raises(IntegrityError), transaction.atomic():
        presenting.arrange(campaign, plain(minutes=0), by=campaign.plan.created_by)


@pytest.mark.row("A100", side="holds")
def test_one_minute_for_everybody_is_one_time():
    assert arranged(arrangement=plain(minutes=1)).minutes == 1


def test_only_a_contest_has_a_presentation():
    campaign = CampaignFactory(at=Stage.EVALUATE)

    assert refused(presenting.arrange, campaign, plain(), by=campaign.plan.created_by) == [
        "只有竞岗聘任才安排演讲和量分"
    ]


def test_once_the_plan_is_final_day_and_place_change_with_a_reason():
    held = arranged()
    officer = officer_of(held)
    moved = plain(place="阶梯教室")

    assert refused(presenting.arrange, held.campaign, moved, by=officer) == [
        "方案已定稿，改动演讲的日期、地点等安排须写明原因"
    ]
    assert presenting.arrange(held.campaign, moved, by=officer, reason="礼堂维修").place == "阶梯教室"


@pytest.mark.row("A106", side="refuses")
@pytest.mark.parametrize(
    "changed",
    [
        {"minutes": 8},
        {"weights": Weights(60, 20, 20)},
        {"criteria": (*CRITERIA[:2], ("工作设想", 40))},
        {"drops_extremes": True},
        {"judges_weight": 80, "parts": (("笔试", 20),)},
    ],
)
def test_what_the_plan_says_of_the_contest_is_final_with_it(changed):
    held = arranged()
    before = held.facts()

    assert refused(
        presenting.arrange, held.campaign, plain(**changed), by=officer_of(held), reason="人数较多"
    ) == [
        "演讲和量分办法写在方案里，现在只能改日期、地点和现场是否公布得分。"
        "方案已批准定稿，不能修改；确需修改请先办理“方案变更”"
    ]
    assert Presentation.objects.get(pk=held.pk).facts() == before


@pytest.mark.row("A106", side="both")
def test_a_plan_is_handed_in_with_its_contest_arranged():
    campaign = contending(plan__draft=True, at=Stage.PREPARE)

    def lacking():
        rules = (guards.contest.presentation_is_arranged, guards.contest.weights_are_chosen)
        assert set(rules) <= set(guards.PLAN_RULES)
        return [str(reason) for reason in reasons_against(campaign, rules)]

    assert lacking() == ["尚未确定竞岗演讲的形式、统一时间和评分项目"]
    presenting.arrange(campaign, plain(weighing=Weighing.UNSET), by=campaign.plan.created_by)
    assert [reason[:20] for reason in lacking()] == ["评委量分、民主测评和书面意见的权重尚未确"]
    presenting.arrange(campaign, plain(), by=campaign.plan.created_by)
    assert lacking() == []


@pytest.mark.row("A106", side="holds")
def test_before_the_plan_is_final_everything_can_change():
    campaign = contending(plan__draft=True, at=Stage.PREPARE)
    officer = campaign.plan.created_by
    presenting.arrange(campaign, plain(), by=officer)

    assert presenting.arrange(campaign, plain(minutes=8), by=officer).minutes == 8


def test_while_the_plan_is_being_reviewed_nothing_is_added_to_it():
    campaign = contending(plan__draft=True, at=Stage.PREPARE)
    campaign.plan.review = ReviewFactory(submitted=True)
    campaign.plan.save()

    [reason] = refused(presenting.arrange, campaign, plain(), by=campaign.plan.created_by)

    assert reason.endswith("方案正在审核，请先撤回再修改")
    assert not campaign.presentations.exists()


def test_after_the_draw_nothing_of_it_is_changed():
    held = drawn()

    assert refused(presenting.arrange, held.campaign, plain(), by=officer_of(held), reason="改") == [
        "演讲顺序已经抽签，演讲和量分的安排不能再改"
    ]


def test_the_system_draws_once_and_everybody_has_one_number():
    held = drawn(persons=4)

    assert sorted(Slot.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert refused(presenting.draw_lots, held, by=officer_of(held)) == ["演讲顺序已经抽签，只抽一次"]
    assert held.campaign.ledger.entries.last().content["act"] == "抽签确定演讲顺序"


def test_whoever_contends_for_two_posts_speaks_once():
    held = arranged(persons=2)
    staff = Candidacy.objects.first().staff
    CandidacyFactory(opening=OpeningFactory(campaign=held.campaign), staff=staff, qualified=True)

    presenting.draw_lots(held, by=officer_of(held))

    assert Slot.objects.count() == 2


def test_a_typed_order_is_not_kept_by_the_database():
    held = arranged()

    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.create(presentation=held, drawn_by="paper", entered_by=officer_of(held))


def on_paper(held):
    staff = [person.staff for person in held.campaign.live().order_by("-pk")]
    scan = AttachmentFactory(organisation=held.campaign.organisation)
    by = officer_of(held)
    return presenting.enter_draw(held, staff, by=by, happened_on=TODAY, attachment=scan)


def test_a_draw_in_the_hall_counts_once_a_second_person_compared_it():
    held = arranged()
    draw = on_paper(held)

    assert refused(acts.confirm, draw, by=draw.entered_by)
    acts.confirm(draw, by=leader_of(held))

    assert held.draw.is_confirmed


def test_a_draw_that_is_sent_back_leaves_room_for_the_right_one():
    held = arranged()
    first = on_paper(held)
    sending_back.send_back(first, by=leader_of(held), reason="与记录不符")

    assert on_paper(held) == held.draw
    assert refused(acts.confirm, first, by=leader_of(held)) == ["这项补录已经撤回，不必再核实"]


def test_a_record_that_leaves_somebody_out_is_refused():
    held = arranged()
    one = held.campaign.live().first().staff

    said = refused(presenting.enter_draw, held, [one], by=officer_of(held), happened_on=TODAY,
                   attachment=AttachmentFactory(organisation=held.campaign.organisation))  # fmt: skip

    assert said == ["抽签记录应列出全部人选，每人一个序号，请核对"]


@pytest.mark.row("AMB-13", side="refuses")
def test_whoever_says_that_somebody_is_absent_does_not_confirm_it():
    slot = Slot.objects.filter(draw__presentation=drawn()).first()
    officer = officer_of(slot.draw.presentation)
    presenting.say_absent(slot, by=officer, reason="三次呼点未到")

    assert refused(presenting.confirm_absence, slot, by=officer) == [
        "您没有确认自动放弃的权限，或因回避不能办理"
    ]
    assert slot.staff.candidacies.get().standing == Standing.QUALIFIED


@pytest.mark.row("AMB-13", side="holds")
def test_a_confirmed_absence_gives_up_every_post():
    held = arranged(persons=2)
    staff = held.campaign.live().first().staff
    CandidacyFactory(opening=OpeningFactory(campaign=held.campaign), staff=staff, qualified=True)
    presenting.draw_lots(held, by=officer_of(held))
    slot = Slot.objects.get(staff=staff)
    presenting.say_absent(slot, by=officer_of(held), reason="三次呼点未到")

    presenting.confirm_absence(slot, by=leader_of(held))

    assert {person.standing for person in staff.candidacies.all()} == {Standing.WITHDRAWN}
    assert staff.candidacies.first().standing_reason == "未到场演讲：三次呼点未到"


def test_whoever_came_after_all_is_absent_no_more():
    slot = Slot.objects.filter(draw__presentation=drawn()).first()
    presenting.say_absent(slot, by=officer_of(slot.draw.presentation), reason="未到")

    presenting.take_back_absence(slot, by=officer_of(slot.draw.presentation), reason="已赶到")
    slot.refresh_from_db()

    assert (slot.absence, slot.absence_said_by) == ("", None)


def test_whoever_has_spoken_is_not_absent():
    held = scored(drawn())
    slot = Slot.objects.filter(draw__presentation=held).first()

    assert refused(presenting.say_absent, slot, by=officer_of(held), reason="未到") == [
        f"{slot.staff.name}已经演讲，不能登记为未到场"
    ]


def test_whoever_rejoins_after_the_draw_speaks_last():
    held = drawn()
    late = CandidacyFactory(opening=held.campaign.openings.get(), qualified=True)

    assert presenting.add_to_the_end(held, late.staff, by=officer_of(held)).number == 4
    assert refused(presenting.add_to_the_end, held, late.staff, by=officer_of(held)) == [
        f"{late.staff.name}不是未排顺序的人选"
    ]


def passed_over(held, note="不够全面"):
    """The meeting took the first for an inspectee and passed over the second; they had scores and opinions."""
    one, two = held.campaign.live().order_by("pk")
    WrittenOpinion.objects.create(
        candidacy=one, asked=9, agreeing=8, happened_on=TODAY, entered_by=officer_of(held)
    )
    meetings.resolve(
        MeetingFactory(plan=held.campaign.plan),
        "inspectees",
        by=officer_of(held),
        campaign=held.campaign,
        resolution="经研究，同意。",
        outcomes={one: Outcome.AGREED, two: (Outcome.REFUSED, note)},
    )
    return one, two


@pytest.mark.row("A126", side="holds")
def test_a_contest_run_again_begins_with_everybody_whom_the_meeting_had_passed_over():
    held = scored(drawn(persons=2))
    persons = passed_over(held)

    stages.go_back(held.campaign, "recommend_again", by=officer_of(held), reason="量分有误")

    for person in persons:
        person.refresh_from_db()
    assert [person.standing for person in persons] == [Standing.QUALIFIED] * 2
    assert not WrittenOpinion.objects.filter(is_superseded=False).exists()
    assert (again := contest.presentation_of(held.campaign)) != held
    assert (again.draw, list(again.panel), again.held_on, again.is_closed) == (None, [], None, False)


@pytest.mark.row("A106", side="refuses")
def test_a_contest_run_again_is_weighed_as_the_plan_says_whatever_the_scores_were():
    held = scored(drawn(persons=2))

    stages.go_back(held.campaign, "recommend_again", by=officer_of(held), reason="量分有误")

    assert contest.presentation_of(held.campaign).facts() == held.facts()
    said = refused(presenting.arrange, held.campaign, plain(minutes=8), by=officer_of(held), reason="重来")
    assert said[0].startswith("演讲和量分办法写在方案里，现在只能改日期、地点")


def test_a_contest_is_not_recommended_but_run_again():
    held = drawn(persons=1)

    assert step_label(held.campaign, "recommend_again") == "重新竞聘"
    assert step_label(CampaignFactory(), "recommend_again") == "重新推荐"
