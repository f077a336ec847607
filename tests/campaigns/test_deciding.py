"""Whom does the body's vote propose, and who is passed over with which sentence? (R-21, R-22, B056)"""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from campaigns import adopting, guards
from campaigns.choices import Stage, Standing
from campaigns.rulesets.presets import COUNTY_SCHOOLS
from campaigns.services import deciding, drawing_up, entering, people
from selection import clock
from selection.reasons import Refused, reasons_against
from tests.factories.campaigns import (
    DECIDED_ON,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    RoundFactory,
    decide_on,
    leader_of,
    officer_of,
)
from tests.factories.records import AttachmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


@pytest.fixture
def campaign():
    return CampaignFactory(at=Stage.DECIDE)


def voted(campaign, *voices, seats=1, entitled=7, present=None):
    """An opening with one inspectee for each number of voices, in that order."""
    opening = OpeningFactory(campaign=campaign, seats=seats)
    persons = [CandidacyFactory(opening=opening, inspectee=True) for _ in voices]
    RoundFactory(
        opening=opening,
        entitled=entitled,
        present=entitled if present is None else present,
        agree=dict(zip(persons, voices, strict=True)),
    )
    return persons


def outcome(persons):
    for person in persons:
        person.refresh_from_db()
    return [(person.standing, person.standing_reason) for person in persons]


def conclude(campaign):
    return deciding.conclude(campaign, by=officer_of(campaign))


@pytest.mark.row("AMB-25", side="holds")
@pytest.mark.row("R-22", side="holds")
@pytest.mark.parametrize(("entitled", "present", "agree"), [(7, 5, 4), (5, 4, 3)])
def test_more_than_half_of_those_due_adopts(campaign, entitled, present, agree):
    [person] = voted(campaign, agree, entitled=entitled, present=present)

    proposed = conclude(campaign)

    assert (proposed, outcome([person])) == ([person], [(Standing.PROPOSED, "")])


@pytest.mark.row("R-22", side="refuses")
@pytest.mark.parametrize(
    ("entitled", "present", "agree", "said"),
    [
        (7, 5, 3, "表决未通过"),
        (5, 4, 2, "表决未通过"),
    ],
)
def test_half_of_those_present_does_not(campaign, entitled, present, agree, said):
    [person] = voted(campaign, agree, entitled=entitled, present=present)

    assert conclude(campaign) == []
    assert outcome([person]) == [(Standing.NOT_SELECTED, said)]


@pytest.mark.row("E015", side="refuses")
@pytest.mark.row("AMB-25", side="refuses")
@pytest.mark.row("R-21", side="refuses")
def test_four_of_seven_present_cannot_decide(campaign):
    [person] = voted(campaign, 4, present=4)

    with pytest.raises(Refused) as refusal:
        conclude(campaign)

    assert refusal.value.reasons == [f"{person.opening}：应到7人，到会4人，未达2/3（需5人），不能表决"]
    assert outcome([person]) == [(Standing.INSPECTEE, "")]


@pytest.mark.row("R-21", side="refuses")
@pytest.mark.row("A125", side="refuses")
@pytest.mark.parametrize(
    ("due", "present", "said"),
    [
        (5, 3, ["2026年3月2日党政联席会议应到5人，到会3人，未达2/3（需4人），未达到规定的到会人数"]),
        (5, 4, []),
        (6, 4, []),
    ],
)
def test_the_meeting_that_decides_needs_two_thirds_of_its_members(campaign, due, present, said):
    AgendaItemFactory(campaign=campaign, meeting__due=due, meeting__present=present)

    assert [each.sentence for each in reasons_against(campaign, [guards.publicize.body_is_quorate])] == said


@pytest.mark.row("E015", side="holds")
@pytest.mark.row("R-21", side="holds")
def test_five_of_seven_present_can(campaign):
    [person] = voted(campaign, 5, present=5)

    assert conclude(campaign) == [person]


def test_the_most_agreed_to_take_the_seats(campaign):
    persons = voted(campaign, 5, 7, 6, seats=2)

    conclude(campaign)

    assert outcome(persons) == [
        (Standing.NOT_SELECTED, "表决通过，但名额2人已满"),
        (Standing.PROPOSED, ""),
        (Standing.PROPOSED, ""),
    ]


def test_a_tie_at_the_last_seat_is_left_to_people(campaign):
    persons = voted(campaign, 6, 6, seats=1)

    with pytest.raises(Refused) as refusal:
        conclude(campaign)

    assert refusal.value.reasons == [
        f"{persons[0].opening}：2人同得6票，并列第1名，只余1个名额，须集体研究或重新投票决定",
        f"{persons[0].opening}：请先只就并列的人选再次投票",
    ]
    assert outcome(persons) == [(Standing.INSPECTEE, "")] * 2


def test_a_tie_is_settled_by_passing_one_over_with_a_reason(campaign):
    chosen, other = voted(campaign, 6, 6, seats=1)
    people.pass_over(other, by=officer_of(campaign), reason="经会议研究，本次不列为拟聘人选")

    assert conclude(campaign) == [chosen]


def again(held, number=2, **figures):
    """A counted run-off of the round; ``agree`` gives {person: voices}."""
    return RoundFactory(opening=held.opening, number=number, run_off_of=held, **figures)


def settle(campaign, outcomes):
    """The body's recorded meeting says whom it appoints."""
    item = decide_on(campaign, DECIDED_ON)
    for person, said in outcomes.items():
        item.outcomes.create(candidacy=person, outcome=said)


def decision_on(persons):
    return persons[0].campaign.standing_round("decision", persons[0].opening)


def test_after_a_tie_only_the_tied_are_voted_on_again_and_who_was_elected_stays(campaign):
    first, one, other, last = persons = voted(campaign, 7, 5, 5, 4, seats=2)
    held = decision_on(persons)

    assert not drawing_up.may_run_again(held)
    assert adopting.run_off_persons(held.opening, held) == [one, other]
    again(held, agree={one: 3, other: 4})

    assert decision_on(persons) == held
    assert conclude(campaign) == [first, other]
    assert outcome([one, last]) == [
        (Standing.NOT_SELECTED, "再次表决未通过"),
        (Standing.NOT_SELECTED, "表决通过，但名额2人已满"),
    ]


def test_a_run_off_that_is_not_counted_yet_keeps_the_vote_open(campaign):
    persons = voted(campaign, 6, 6)
    again(decision_on(persons), agree=dict.fromkeys(persons, 4), is_backfilled=True)

    with pytest.raises(Refused) as refusal:
        conclude(campaign)

    assert refusal.value.reasons == [f"{persons[0].opening}：讨论决定表决的再次投票尚未计票"]
    assert list(adopting.run_off_faults(persons[0].opening, decision_on(persons))) == [
        "讨论决定表决第2轮（再次投票）尚未计票，请先办完"
    ]


def test_a_tie_that_stays_is_settled_by_the_body_on_record_or_not_at_all(campaign):
    one, other = persons = voted(campaign, 6, 6)
    again(decision_on(persons), agree={one: 5, other: 5})

    with pytest.raises(Refused) as refusal:
        conclude(campaign)
    assert refusal.value.reasons == [
        f"{one.opening}：2人同得5票，并列第1名，只余1个名额，须集体研究或重新投票决定",
        f"{one.opening}：已再次投票1次，仍未分出；按规则不再投票，请由党政领导联席会议研究决定，写明任用的人选并作记录",
    ]

    settle(campaign, {other: "agreed", one: "refused"})
    assert conclude(campaign) == [other]
    assert outcome([one]) == [(Standing.NOT_SELECTED, "得票并列，经会议研究未列为拟聘人选")]


def test_the_meeting_settles_no_tie_while_a_run_off_is_due(campaign):
    one, other = voted(campaign, 6, 6)
    settle(campaign, {other: "agreed", one: "refused"})

    with pytest.raises(Refused, match="请先只就并列的人选再次投票"):
        conclude(campaign)


def test_without_run_offs_in_the_ruleset_the_meeting_settles_the_tie_at_once():
    rules = replace(COUNTY_SCHOOLS, decision=replace(COUNTY_SCHOOLS.decision, run_offs=0))
    campaign = CampaignFactory(plan__rules=rules, at=Stage.DECIDE)
    one, other = persons = voted(campaign, 6, 6)

    assert "票数并列；按规则不再投票" in "".join(adopting.run_off_faults(one.opening, decision_on(persons)))
    settle(campaign, {one: "agreed", other: "refused"})
    assert conclude(campaign) == [one]


@pytest.mark.parametrize("fills", [True, False])
def test_seats_that_stay_empty_are_voted_on_again_only_where_the_ruleset_says_so(fills):
    rules = replace(COUNTY_SCHOOLS, decision=replace(COUNTY_SCHOOLS.decision, run_off_fills=fills))
    campaign = CampaignFactory(plan__rules=rules, at=Stage.DECIDE)
    first, low, lower = persons = voted(campaign, 7, 3, 2, seats=2)
    held = decision_on(persons)

    assert adopting.run_off_persons(held.opening, held) == ([low, lower] if fills else [])
    if fills:
        again(held, agree={low: 4, lower: 3})
    assert conclude(campaign) == ([first, low] if fills else [first])


def test_who_withdraws_after_the_run_off_changes_nothing_for_whom_it_decided(campaign):
    first, one, other = persons = voted(campaign, 7, 5, 5, seats=2)
    again(decision_on(persons), agree={one: 4, other: 3})
    people.withdraw(first, by=officer_of(campaign), reason="本人放弃")

    assert conclude(campaign) == [one]
    assert outcome([other]) == [(Standing.NOT_SELECTED, "再次表决未通过")]


@pytest.mark.parametrize(("voices", "seats"), [((6, 5), 1), ((6, 6), 2), ((3, 3), 1)])
def test_without_a_tie_of_the_adopted_a_vote_stands(campaign, voices, seats):
    persons = voted(campaign, *voices, seats=seats)
    held = decision_on(persons)

    assert not drawing_up.may_run_again(held)
    assert list(adopting.run_off_faults(held.opening, held)) == [
        f"{held.opening}没有并列待定的人选，不需要再次投票"
    ]
    with pytest.raises(Refused, match="没有并列待定的人选"):
        drawing_up.draw_up_run_off(held, by=officer_of(campaign))


def test_the_page_tells_the_tie_and_offers_to_vote_again_among_the_tied_only(campaign, client):
    persons = voted(campaign, 7, 6, 6, seats=2)
    held = decision_on(persons)
    client.force_login(officer_of(campaign))

    result = client.get(reverse("campaigns:round", args=[held.pk])).content.decode()
    page = client.get(reverse("campaigns:rounds", args=[campaign.pk, "decision"]))
    [line] = [line for line in page.context["lines"] if line["opening"] == held.opening]

    tie = "2人同得6票，并列第2名，只余1个名额，须集体研究或重新投票决定"
    assert tie in result
    assert line["form"] is None
    assert (line["undecided"].persons, line["undecided"].seats, line["undecided"].faults) == (
        persons[1:],
        1,
        [],
    )
    names = "、".join(person.staff.name for person in persons[1:])
    assert f"只就{names}再次投票，由同一名册上的人投，选1人；其余人选的结果不变。" in page.content.decode()


def test_a_run_off_on_paper_is_of_the_tied_only(campaign):
    first, one, other = persons = voted(campaign, 7, 6, 6, seats=2)
    figures = {
        **dict.fromkeys(("entitled", "present", "issued", "collected", "valid"), 7),
        "spoiled": 0,
        "subjects": {
            str(p.pk): {"agree": 7 - n, "oppose": n, "abstain": 0} for n, p in enumerate((one, other))
        },
    }
    entry = {
        "by": officer_of(campaign),
        "happened_on": clock.today(),
        "attachment": AttachmentFactory(organisation=campaign.organisation),
        "opening": one.opening,
        "run_off_of": decision_on(persons),
    }
    everybody = figures["subjects"] | {str(first.pk): {"agree": 7, "oppose": 0, "abstain": 0}}
    with pytest.raises(Refused, match="再次投票只就上一次没有分出的人选"):
        entering.enter_on_paper(campaign, "decision", figures | {"subjects": everybody}, **entry)

    held = entering.enter_on_paper(campaign, "decision", figures, **entry)

    assert (str(held), held.figures["seats"]) == ("讨论决定表决第2轮（再次投票）", 1)


def test_a_tie_within_the_seats_is_none(campaign):
    persons = voted(campaign, 6, 6, seats=2)

    assert conclude(campaign) == persons


def test_all_openings_or_none(campaign):
    persons = voted(campaign, 7)
    waiting = CandidacyFactory(opening__campaign=campaign, inspectee=True)

    with pytest.raises(Refused) as refusal:
        conclude(campaign)

    assert refusal.value.reasons == [f"{waiting.opening}：尚未组织讨论决定表决"]
    assert outcome(persons) == [(Standing.INSPECTEE, "")]


def test_an_unconfirmed_paper_vote_is_no_vote(campaign):
    [person] = voted(campaign, 7)
    campaign.rounds.update(is_backfilled=True)

    with pytest.raises(Refused) as refusal:
        conclude(campaign)

    assert refusal.value.reasons == [f"{person.opening}：讨论决定表决的线下补录尚待第二人核实"]


def test_whoever_was_not_on_the_ballot_is_named(campaign):
    [person] = voted(campaign, 7, seats=2)
    late = CandidacyFactory(opening=person.opening, inspectee=True)

    with pytest.raises(Refused) as refusal:
        conclude(campaign)

    assert refusal.value.reasons == [
        f"{person.opening}：{late.staff.name}未列入表决，请另行表决或作未列为人选处理"
    ]


def test_a_held_person_waits_and_the_others_go_on(campaign):
    person, held = voted(campaign, 7, 6, seats=2)
    people.hold(held, by=officer_of(campaign), reason="缓议")

    assert conclude(campaign) == [person]
    assert outcome([held]) == [(Standing.HELD, "缓议")]


def test_it_is_concluded_once(campaign):
    voted(campaign, 7)
    conclude(campaign)

    with pytest.raises(Refused) as refusal:
        conclude(campaign)

    assert refusal.value.reasons == ["表决结果均已确认，不必再办"]


def test_the_ledger_names_persons_and_rounds_and_no_votes(campaign):
    person, other = voted(campaign, 6, 5)

    conclude(campaign)

    entry = campaign.ledger.entries.get()
    assert (entry.act, entry.content["payload"]) == (
        "确认表决结果",
        {"rounds": [campaign.rounds.get().pk], "proposed": [person.pk], "not_selected": [other.pk]},
    )


def test_only_the_officer_concludes(campaign):
    voted(campaign, 7)

    with pytest.raises(Refused) as refusal:
        deciding.conclude(campaign, by=leader_of(campaign))

    assert refusal.value.reasons == ["您没有确认表决结果的权限，或因回避不能办理"]


@pytest.mark.parametrize("stage", [Stage.INSPECT, Stage.PUBLICIZE])
def test_only_at_the_stage_of_decision(stage):
    campaign = CampaignFactory(at=stage)
    voted(campaign, 7)

    with pytest.raises(Refused) as refusal:
        conclude(campaign)

    assert refusal.value.reasons == [f"现在是“{stage.label}”阶段，不能确认表决结果"]


class TestStepIntoPublicity:
    def against(self, campaign):
        reasons = reasons_against(campaign, guards.publicize.RULES)
        return [reason.sentence for reason in reasons if reason.stops]

    def test_it_opens_when_the_vote_is_concluded_under_an_agenda_item(self, campaign):
        voted(campaign, 5, present=5)
        decide_on(campaign, date(2026, 3, 6))
        conclude(campaign)

        assert self.against(campaign) == []

    def test_before_the_conclusion_every_person_is_named(self, campaign):
        adopted, failed = voted(campaign, 6, 3)
        decide_on(campaign, date(2026, 3, 6))

        assert self.against(campaign) == [
            f"{adopted.staff.name}已获表决通过，请确认表决结果",
            f"{failed.staff.name}：应到7人，同意3票，未超过1/2（需4票），表决未通过，请作未列为人选或暂缓处理",
        ]

    @pytest.mark.row("A083", side="refuses")
    def test_without_the_agenda_item_it_stays_shut(self, campaign):
        voted(campaign, 7)
        conclude(campaign)

        assert self.against(campaign) == ["尚无党政领导联席会议听取考察汇报、讨论决定的记录"]

    def test_an_opening_left_without_anybody_must_be_declared(self, campaign):
        [person] = voted(campaign, 2)
        decide_on(campaign, date(2026, 3, 6))
        conclude(campaign)

        assert self.against(campaign) == [f"{person.opening}已无人选，请登记岗位空缺或转下次办理"]

    def test_more_persons_than_seats_are_named(self, campaign):
        opening = OpeningFactory(campaign=campaign)
        persons = CandidacyFactory.create_batch(2, opening=opening, proposed=True)
        RoundFactory(opening=opening, agree=dict.fromkeys(persons, 7))
        AgendaItemFactory(campaign=campaign)

        assert self.against(campaign) == [f"{opening}拟聘2人，超过名额1人"]
