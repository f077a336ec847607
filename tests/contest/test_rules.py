"""What stops a contest on its way to the inspection, and what lets it pass."""

from dataclasses import replace

import pytest

from campaigns import contest
from campaigns.choices import AgendaPurpose, Outcome, Purpose, Standing
from campaigns.guards import contest as rules
from campaigns.guards import inspect
from campaigns.models import AgendaOutcome
from campaigns.ranking import Weights
from campaigns.rulesets.presets import BY_CODE
from campaigns.rulesets.values import Spare
from campaigns.services import judging, presenting
from personnel.models import Relation
from selection.reasons import Effect, reasons_against
from tests.factories.campaigns import (
    ActFactory,
    AgendaItemFactory,
    CandidacyFactory,
    MeetingFactory,
    OpeningFactory,
    PlanFactory,
    RoundFactory,
)
from tests.factories.contest import arranged, contending, drawn, officer_of, plain, scored
from tests.factories.personnel import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(go_to):
    """Monday, 2 March 2026."""


def said(campaign, *asked):
    return [reason.sentence for reason in reasons_against(campaign, asked)]


def under(**rules_of_contest):
    """A plan under the county's rulebook with other rules of the contest."""
    county = BY_CODE["county-schools"]
    return PlanFactory(rules=replace(county, contest=replace(county.contest, **rules_of_contest)))


@pytest.mark.row("A096", side="refuses")
@pytest.mark.row("A097", side="refuses")
@pytest.mark.row("A098", side="refuses")
@pytest.mark.row("A099", side="refuses")
def test_nothing_arranged_is_a_reason():
    assert said(contending(), *rules.RULES_OF_CONTEST) == ["尚未确定竞岗演讲的形式、统一时间和评分项目"]


@pytest.mark.row("A097", side="holds")
@pytest.mark.row("A098", side="holds")
@pytest.mark.row("A099", side="holds")
def test_an_arrangement_lets_the_draw_be_asked_for():
    assert said(arranged().campaign, *rules.RULES_OF_CONTEST) == ["演讲顺序尚未抽签"]


@pytest.mark.row("A106", side="refuses")
def test_weights_that_nobody_chose_are_a_reason():
    held = arranged(arrangement=plain(weighing=""))

    assert said(held.campaign, rules.weights_are_chosen) == [
        "评委量分、民主测评和书面意见的权重尚未确定，请确定权重，或选择分别排名、不合计"
    ]


def test_ranking_only_is_a_choice():
    held = scored(drawn(arrangement=plain(weighing="ranking")), 90, 80, 70)

    assert said(held.campaign, rules.weights_are_chosen) == []
    assert [line.score_place.number for line in contest.table(held.campaign)] == [1, 2, 3]
    assert {line.composite for line in contest.table(held.campaign)} == {None}


@pytest.mark.row("A096", side="holds")
@pytest.mark.row("A106", side="holds")
def test_a_contest_that_was_held_and_closed_says_nothing_more():
    held = scored(drawn(arrangement=plain(weights=Weights(100, 0, 0))))
    judging.close(held, by=officer_of(held))

    assert said(held.campaign, *rules.RULES_OF_CONTEST) == []


def test_somebody_who_rejoined_has_no_turn():
    held = drawn()
    late = CandidacyFactory(opening=held.campaign.openings.get(), qualified=True)

    assert said(held.campaign, rules.speaking_order_is_drawn) == [f"{late.staff.name}尚未排定演讲顺序"]


def test_whoever_has_not_spoken_and_an_absence_that_nobody_confirmed_are_reasons():
    held = drawn(persons=2)
    first, second = contest.turns(held)
    presenting.say_absent(first, by=officer_of(held), reason="未到")

    assert said(held.campaign, rules.everybody_has_presented) == [
        f"{first.staff.name}登记为未到场演讲，按自动放弃处理，尚待第二人确认",
        f"{second.staff.name}尚未演讲，未到场的请登记",
    ]


@pytest.mark.parametrize(
    ("judges", "sentences"),
    [
        pytest.param(4, ["评委现有4人，应为5至7人"], marks=pytest.mark.row("A101", side="refuses")),
        pytest.param(5, [], marks=pytest.mark.row("A101", side="holds")),
        pytest.param(7, [], marks=pytest.mark.row("A101", side="holds")),
        pytest.param(8, ["评委现有8人，应为5至7人"], marks=pytest.mark.row("A101", side="refuses")),
    ],
)
def test_five_to_seven_judge(judges, sentences):
    campaign = arranged(judges=judges).campaign

    assert said(campaign, rules.judges_are_enough_and_not_too_many) == sentences
    assert rules.judges_are_enough_and_not_too_many.effect_for(campaign) is Effect.WARN


@pytest.mark.parametrize(
    ("judges", "sentences"),
    [
        pytest.param(
            4,
            ["方案规定去掉一个最高分和一个最低分，评委应不少于5人，现有4人"],
            marks=pytest.mark.row("AMB-14", side="refuses"),
        ),
        pytest.param(5, [], marks=pytest.mark.row("AMB-14", side="holds")),
    ],
)
def test_two_of_fewer_than_five_are_not_dropped(judges, sentences):
    held = arranged(judges=judges, arrangement=plain(drops_extremes=True))

    assert said(held.campaign, rules.judges_are_enough_to_drop_two) == sentences


def test_a_relation_that_comes_to_light_later_asks_for_another_judge():
    held = arranged()
    judge, staff = held.panel.first(), held.campaign.live().first().staff
    related = StaffFactory(organisation=staff.organisation, user=judge.user)
    Relation.objects.create(staff=related, relative=staff, kind="spouse")

    assert said(held.campaign, rules.judges_are_not_concerned) == [
        f"评委{judge.name}与人选{staff.name}有夫妻关系，应当回避，请更换评委"
    ]


@pytest.mark.row("AMB-15", side="refuses")
def test_what_is_weighed_and_not_entered_is_a_reason():
    held = scored(drawn(persons=1, arrangement=plain(judges_weight=60, parts=(("笔试", 40),))))
    person = held.campaign.live().get()

    assert said(held.campaign, rules.every_input_is_there) == [
        f"{person.staff.name}的笔试成绩尚未录入或尚待核实",
        f"{person}的书面意见份数尚未录入或尚待核实",
    ]


def resolved(campaign, inspectees, notes=()):
    """The meeting chose so many inspectees; the rest was passed over, ``notes`` in order."""
    item = AgendaItemFactory(
        campaign=campaign, meeting=MeetingFactory(plan=campaign.plan), purpose=AgendaPurpose.INSPECTEES
    )
    people = list(campaign.candidacies().order_by("pk"))
    for person in people:
        to = Standing.INSPECTEE if person in inspectees else Standing.NOT_SELECTED
        type(person).objects.filter(pk=person.pk).update(standing=to)
        outcome = Outcome.AGREED if person in inspectees else Outcome.REFUSED
        note = notes[0] if notes and person not in inspectees else ""
        AgendaOutcome.objects.create(item=item, candidacy=person, outcome=outcome, note=note)


@pytest.mark.parametrize(
    ("number", "sentences"),
    [
        pytest.param(
            1, ["本次竞岗拟任1人，考察对象1人，应不少于2人"], marks=pytest.mark.row("A107", side="refuses")
        ),
        pytest.param(2, [], marks=pytest.mark.row("A107", side="holds")),
    ],
)
@pytest.mark.row("E021", side="refuses")
@pytest.mark.row("E021", side="holds")
def test_inspectees_are_more_than_posts(number, sentences):
    campaign = contending(persons=3)
    resolved(campaign, list(campaign.live().order_by("pk")[:number]))

    assert said(campaign, rules.inspectees_outnumber_posts) == sentences


@pytest.mark.row("AMB-16", side="refuses")
def test_a_person_for_two_posts_is_one_inspectee():
    campaign = contending(persons=2)
    other = OpeningFactory(campaign=campaign)
    for person in list(campaign.live()):
        CandidacyFactory(opening=other, staff=person.staff, qualified=True)
    resolved(campaign, list(campaign.live()))

    assert said(campaign, rules.inspectees_outnumber_posts) == ["本次竞岗拟任2人，考察对象2人，应不少于3人"]


@pytest.mark.row("AMB-16", side="holds")
def test_counted_by_post_every_post_has_its_own_spare():
    campaign = contending(persons=2, plan=under(counted_by="post"))
    other = OpeningFactory(campaign=campaign)
    CandidacyFactory(opening=other, qualified=True)
    resolved(campaign, list(campaign.live()))

    assert said(campaign, rules.inspectees_outnumber_posts) == [f"{other}拟任1人，考察对象1人，应不少于2人"]


@pytest.mark.row("T018", side="refuses")
@pytest.mark.row("T018", side="holds")
@pytest.mark.parametrize(
    ("spare", "seats", "needed"),
    [
        (Spare(share="2/5"), 5, 8),
        (Spare(share="2/5", strict=False), 5, 7),
        (Spare(share="2/5"), 3, 5),
        (Spare(share="2/5"), 1, 2),
        (Spare(persons=1), 5, 6),
        (Spare(persons=1, share="2/5"), 1, 2),
    ],
)
def test_forty_percent_more_is_more_than_exactly_forty(spare, seats, needed):
    assert spare.needed(seats) == needed


@pytest.mark.parametrize(
    ("number", "sentences"),
    [
        pytest.param(
            7, ["本次竞岗拟任5人，考察对象7人，应不少于8人"], marks=pytest.mark.row("T018", side="refuses")
        ),
        pytest.param(8, [], marks=pytest.mark.row("T018", side="holds")),
    ],
)
def test_five_posts_want_eight_inspectees_and_not_seven(number, sentences):
    county = BY_CODE["county-schools"]
    spare = replace(county.inspection, spare=Spare(share="2/5"))
    campaign = contending(persons=8, seats=5, plan=PlanFactory(rules=replace(county, inspection=spare)))
    resolved(campaign, list(campaign.live().order_by("pk")[:number]))

    assert said(campaign, rules.inspectees_reach_the_differential) == sentences


def ranked_with_the_second_chosen(notes=()):
    """Three persons; the first by composite is passed over, and the others are chosen."""
    held = scored(drawn(arrangement=plain(weights=Weights(100, 0, 0))), 90, 80, 70)
    best = contest.table(held.campaign)[0].person
    resolved(held.campaign, [person for person in held.campaign.live() if person != best], notes)
    return held.campaign, best


@pytest.mark.row("E008", side="refuses")
def test_whoever_is_skipped_is_told_why():
    campaign, best = ranked_with_the_second_chosen()

    sentences = said(campaign, rules.whoever_was_skipped_is_told_why)

    assert len(sentences) == 1
    assert sentences[0].startswith(f"{best}综合排名第1，未列为考察对象而列了名次在后的")


@pytest.mark.row("E008", side="holds")
def test_the_meeting_s_own_words_are_the_reason():
    campaign, _ = ranked_with_the_second_chosen(notes=["专业不符合岗位需要"])

    assert said(campaign, rules.whoever_was_skipped_is_told_why) == []


KEPT = [
    ("interview", "结构化面试"),
    ("video", "面试全程录像"),
    ("supervised", "纪检机关监督全过程"),
    ("observed", "邀请观摩"),
    ("assignment", "摘牌定岗、双向选择"),
]


@pytest.mark.row("E020", side="refuses")
@pytest.mark.row("E023", side="refuses")
@pytest.mark.row("E024", side="refuses")
@pytest.mark.row("E025", side="refuses")
@pytest.mark.row("E026", side="refuses")
@pytest.mark.parametrize(("kind", "label"), KEPT)
def test_what_the_rulebook_wants_on_record_is_advised(kind, label):
    held = arranged(plan=under(kept=(kind,)))

    reasons = reasons_against(held.campaign, [rules.contest_is_on_record])

    assert [(reason.sentence, reason.stops) for reason in reasons] == [(f"尚未记录“{label}”的情况", False)]


@pytest.mark.row("E020", side="holds")
@pytest.mark.row("E023", side="holds")
@pytest.mark.row("E024", side="holds")
@pytest.mark.row("E025", side="holds")
@pytest.mark.row("E026", side="holds")
def test_what_was_written_down_is_on_record():
    kinds = tuple(kind for kind, _ in KEPT)
    held = arranged(plan=under(kept=kinds))
    for kind in kinds:
        presenting.keep(held, kind, "有记录，存于档案室", by=officer_of(held))

    assert said(held.campaign, rules.contest_is_on_record) == []
    assert len(held.records) == len(kinds)


@pytest.mark.row("A103", side="refuses")
@pytest.mark.row("A108", side="refuses")
@pytest.mark.row("A109", side="refuses")
def test_a_contest_is_asked_for_evaluation_opinions_meeting_and_notice():
    asked = (
        inspect.evaluation_is_valid,
        inspect.written_opinions_are_gathered,
        inspect.inspectees_are_resolved,
        inspect.inspection_is_announced,
    )

    assert said(contending(), *asked) == [
        "尚未组织民主测评",
        "尚未登记书面征求意见的情况",
        "尚无集体研究确定考察对象的记录",
        "尚未发布考察公告，不发布公告不得进行考察",
    ]


def evaluated(persons=1, entitled=88, present=88, agree=60):
    """A contest with its evaluation on paper, everybody getting the same."""
    campaign = contending(persons=persons)
    voices = dict.fromkeys(campaign.live(), agree)
    facts = {"opening": None, "purpose": Purpose.EVALUATION, "entitled": entitled, "present": present}
    RoundFactory(campaign=campaign, agree=voices, **facts)
    return campaign


@pytest.mark.parametrize(
    ("present", "sentences"),
    [
        pytest.param(
            58,
            ["应到88人，实到58人，未达2/3（需59人），测评无效"],
            marks=pytest.mark.row("A104", side="refuses"),
        ),
        pytest.param(
            59, [], marks=[pytest.mark.row("A104", side="holds"), pytest.mark.row("A103", side="holds")]
        ),
    ],
)
def test_the_evaluation_of_a_contest_is_quorate(present, sentences):
    campaign = evaluated(present=present, agree=present)

    assert said(campaign, inspect.evaluation_is_valid) == sentences


@pytest.mark.parametrize(
    ("agree", "low"),
    [
        pytest.param(44, True, marks=pytest.mark.row("A105", side="refuses")),
        pytest.param(45, False, marks=pytest.mark.row("A105", side="holds")),
    ],
)
def test_whoever_half_or_fewer_agree_to_becomes_no_inspectee(agree, low):
    campaign = evaluated(agree=agree)
    half = {"choice": "fixed", "strict": True, "numerator": 1, "denominator": 2}
    campaign.plan.bars = {"evaluation": half}

    assert bool(said(campaign, inspect.low_evaluations_are_concluded)) == low


@pytest.mark.row("A108", side="holds")
@pytest.mark.row("A109", side="holds")
def test_a_meeting_by_name_and_a_notice_are_enough():
    campaign = contending(persons=2)
    resolved(campaign, list(campaign.live()))
    ActFactory(campaign=campaign)

    assert said(campaign, inspect.inspectees_are_resolved, inspect.inspection_is_announced) == []
