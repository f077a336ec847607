"""Do ballots of paper enter the one count: once a person, counted twice, signed by a third, adding up?"""

import json
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import batches, papers, results, services
from ballots.definitions import Contest, Counting, Option, SubjectSpec
from ballots.drawn import paper_of
from ballots.models import Channel, Envelope, PaperBatch, PaperEntry, Poll
from ballots.tallies import tally
from ballots.verdicts import Bar, Base
from selection.reasons import Refused
from selection.records.models import LedgerEntry
from tests.ballots.test_counting import PAPER, sheets
from tests.ballots.test_recount import counted_again, unpacked
from tests.factories.accounts import OfficerFactory, TeacherFactory
from tests.factories.ballots import PacketFactory, PollFactory, agreeing, officer_of
from tests.factories.papers import clerks_of, count_by_hand, enter, hand, numbers_of, numbers_on, sign
from tools import recount

pytestmark = pytest.mark.django_db

BY_CATEGORY = Counting(by_category=True, min_cell=1)
NOT_YET = "纸质票发出2份，还没有录入并由监票人签字，不能计票；请在“纸质票”页办理"


def electors(poll):
    return list(poll.electors.order_by("pk"))


def fresh(poll):
    return Poll.objects.select_related("ledger").get(pk=poll.pk)


@pytest.fixture
def poll():
    """Five on the roll, of whom two took paper and two voted by account."""
    poll = PollFactory(voters=5, is_open=True)
    for person in electors(poll)[:2]:
        hand(poll, person)
    for person in electors(poll)[2:4]:
        services.cast(poll, person.user, agreeing(poll))
    return poll


@pytest.fixture
def closed(poll):
    services.close(poll, officer_of(poll))
    return fresh(poll)


def two(poll, **changed):
    """Two valid ballots of paper: one agrees to everybody, one says nothing."""
    sheet = {"p1": "agree", "p2": "agree", "p3": "agree"}
    return numbers_of(poll, [sheet, {}]) | changed


class TestHandingOut:
    def test_takes_the_envelope_of_the_person_and_counts_in_what_is_out_only(self, poll):
        assert poll.electors.filter(envelope__channel=Channel.PAPER, envelope__sealed=None).count() == 2

        services.close(poll, officer_of(poll))

        assert poll.turnout["issued"] == 5
        assert poll.turnout["paper"] == [{"category": "", "issued": 2, "collected": None}]
        assert poll.collected is None

    def test_whoever_has_voted_gets_no_paper_and_whoever_has_paper_casts_nothing(self, poll):
        on_paper, voted = electors(poll)[0], electors(poll)[2]

        with pytest.raises(Refused, match=f"{voted.name}已经投票，不能再领纸质票"):
            hand(poll, voted)
        with pytest.raises(services.AlreadyVoted):
            services.cast(poll, on_paper.user, agreeing(poll))
        with pytest.raises(Refused, match="已领取纸质票，每人只领一份"):
            hand(poll, on_paper)
        assert services.standing(poll, on_paper.user) is services.Standing.HAS_PAPER
        assert services.standing(poll, voted.user) is services.Standing.VOTED

    def test_a_slip_and_paper_shut_each_other_out(self):
        poll = PollFactory(by_slip=True, is_open=True)
        officer = officer_of(poll)
        services.print_slips(poll, officer, {"": 3})
        one, other, third = electors(poll)
        services.hand_out(poll, officer, [one.pk])
        services.hand_out_paper(poll, officer, [other.pk, third.pk])

        with pytest.raises(Refused, match="已领取码条，不能再领纸质票"):
            hand(poll, one)
        assert services.hand_out(poll, officer, [other.pk]) == 0
        services.close(poll, officer)
        assert poll.turnout["issued"] == 3
        assert [each.handed for each in services.closing.slips.balances(poll)] == [1]

    def test_in_a_poll_on_paper_nobody_votes_in_the_system(self):
        poll = PollFactory(channel=Channel.PAPER, is_open=True)
        one, other, _ = electors(poll)

        with pytest.raises(Refused, match="本次投票用纸质票"):
            services.cast(poll, one.user, {})
        assert services.hand_out_paper(poll, officer_of(poll), [one.pk, other.pk]) == 2
        services.close(poll, officer_of(poll))
        assert poll.turnout["issued"] == 2
        assert not Poll.objects.waiting_for(one.user).exists()

    def test_where_accounts_may_vote_paper_is_handed_out_one_by_one(self, poll):
        """Else a list of everybody would tell who has voted."""
        with pytest.raises(Refused, match="请一个一个地发"):
            services.hand_out_paper(poll, officer_of(poll), [each.pk for each in electors(poll)])

    def test_what_was_given_back_unused_is_taken_back_until_the_close(self, poll):
        person, other = electors(poll)[:2]

        services.take_back_paper(poll, officer_of(poll), person.pk)
        services.cast(poll, person.user, agreeing(poll))
        services.close(poll, officer_of(poll))

        with pytest.raises(Refused, match="投票已经截止，不再发放纸质票"):
            services.take_back_paper(poll, officer_of(poll), other.pk)
        entries = [json.loads(text) for text in LedgerEntry.objects.values_list("text", flat=True)]
        [undone] = [entry for entry in entries if entry["act"] == "撤回纸质票领取登记"]
        assert undone["payload"] == {"polls": [poll.pk], "elector": person.pk}

    def test_is_for_open_polls_voters_and_those_who_run_them(self, poll):
        draft = PollFactory(voters=2, recused=1)
        with pytest.raises(Refused, match="投票还没有开始"):
            hand(draft, electors(draft)[0])
        services.open_poll(draft, officer_of(draft))
        with pytest.raises(Refused, match="回避，不发纸质票"):
            hand(draft, electors(draft)[1])
        with pytest.raises(Refused, match="请先选择领取纸质票的人"):
            services.hand_out_paper(poll, officer_of(poll), [])
        scrutineer = TeacherFactory(organisation=poll.organisation)
        services.appoint_scrutineers(poll, [scrutineer])
        with pytest.raises(Refused, match="没有对投票“中层干部民主推荐”做这一步的权限"):
            services.hand_out_paper(poll, scrutineer, [electors(poll)[4].pk])
        with pytest.raises(Refused, match="这个人没有领取登记"):
            services.take_back_paper(poll, officer_of(poll), electors(poll)[4].pk)

    def test_one_paper_is_for_all_polls_of_the_meeting(self):
        first, second = meeting()
        one, other, _ = electors(first)
        services.cast(first, other.user, {})
        hand(first, one)
        hand(second, Poll.objects.get(pk=second.pk).electors.get(user=other.user))

        handed = {
            poll.title: list(papers.handed_out(poll).values_list("name", flat=True))
            for poll in (first, second)
        }
        assert handed == {"会议推荐": [one.name], "民主测评": [one.name, other.name]}
        services.take_back_paper(second, officer_of(second), second.electors.get(user=one.user).pk)
        assert not papers.handed_out(first).exists()

    def test_a_slip_for_one_poll_of_the_meeting_shuts_out_paper_for_another(self):
        """A slip admits to every paper of the meeting."""
        first, second = meeting(by_slip=True)
        person = electors(first)[0]
        services.print_slips(first, officer_of(first), {"": 3})
        Envelope.objects.create(elector=person, channel=Channel.PAPER)

        with pytest.raises(Refused, match="已领取纸质票，不能再领码条"):
            services.hand_out(second, officer_of(second), [second.electors.get(user=person.user).pk])


def meeting(**traits):
    packet = PacketFactory()
    people = [TeacherFactory(organisation=packet.organisation) for _ in range(3)]
    polls = [
        PollFactory(organisation=packet.organisation, packet=packet, title=title, voters=0, **traits)
        for title in ("会议推荐", "民主测评")
    ]
    for poll in polls:
        services.enter_roll(poll, [services.drawing.ElectorSpec(user, user.name) for user in people])
    services.open_packet(packet, officer_of(polls[0]))
    return [Poll.objects.get(pk=poll.pk) for poll in polls]


class TestEntering:
    def test_two_clerks_enter_alike_a_third_signs_and_the_sum_is_counted(self, closed):
        count_by_hand(closed, two(closed))

        services.count(fresh(closed), scrutineer_of(closed))

        counted = fresh(closed)
        assert counted.tallies["p1"] == {"agree": 3, "oppose": 0, "abstain": 1}
        assert (counted.collected, counted.valid, counted.spoiled, counted.blank) == (4, 4, 0, 1)

    def test_until_all_is_signed_the_turnout_is_not_known_and_the_urn_stays_shut(self, closed):
        one, other, _ = clerks_of(closed)
        for step in (
            lambda: None,
            lambda: enter(closed, one, two(closed)),
            lambda: enter(closed, other, two(closed)),
        ):
            step()
            with pytest.raises(Refused) as refusal:
                services.count(fresh(closed), scrutineer_of(closed))
            assert list(refusal.value.reasons) == [NOT_YET]
            assert (fresh(closed).turnout_counts, fresh(closed).validity) == (None, None)
        sign(closed)
        assert fresh(closed).turnout_counts.collected == 4

    def test_differing_cells_are_named_and_nobody_signs_before_they_agree(self, closed):
        one, other, scrutineer = clerks_of(closed)
        enter(closed, one, two(closed))
        enter(closed, other, two(closed, **{"p1.consent.agree": 0, "p1.consent.oppose": 1}))

        batch = closed.paper_batches.get()
        assert batch.differing == ["p1.consent.agree", "p1.consent.oppose"]
        with pytest.raises(Refused, match="两人录入还没有一致，不能签字"):
            services.sign_paper(closed, scrutineer, "")
        enter(closed, other, two(closed))
        assert (batch.differing, batch.is_agreed) == ([], True)
        services.sign_paper(closed, scrutineer, "")

    def test_a_clerk_does_not_sign_and_a_third_does_not_enter(self, closed):
        one, other, scrutineer = clerks_of(closed)
        enter(closed, one, two(closed))
        enter(closed, scrutineer, two(closed, **{"p1.consent.agree": 0, "p1.consent.oppose": 1}))
        with pytest.raises(Refused, match=f"已由{one.name}、{scrutineer.name}录入，每批由两人各录一份"):
            enter(closed, other, two(closed))
        enter(closed, scrutineer, two(closed))
        with pytest.raises(Refused, match="录入人不能为自己录入的票数签字"):
            services.sign_paper(closed, scrutineer, "")

    def test_the_wrong_persons_entries_are_sent_back_with_a_reason(self, closed):
        one, other, scrutineer = clerks_of(closed)
        enter(closed, one, two(closed))
        enter(closed, scrutineer, two(closed))

        with pytest.raises(Refused, match="请写明退回的原因"):
            services.enter_paper_again(closed, one, "", " ")
        services.enter_paper_again(closed, one, "", "监票人误录")

        assert not PaperEntry.objects.exists()
        enter(closed, one, two(closed))
        enter(closed, other, two(closed))
        services.sign_paper(closed, scrutineer, "")

    def test_what_is_agreed_or_signed_is_not_entered_again(self, closed):
        one, other, scrutineer = clerks_of(closed)
        for clerk in (one, other):
            enter(closed, clerk, two(closed))
        with pytest.raises(Refused, match="两人录入已经一致，等监票人签字"):
            enter(closed, one, two(closed))
        services.sign_paper(closed, scrutineer, "")

        for again in (
            lambda: enter(closed, one, two(closed)),
            lambda: services.sign_paper(closed, scrutineer, ""),
            lambda: services.enter_paper_again(closed, one, "", "看错"),
        ):
            with pytest.raises(Refused, match="已由监票人签字，不能再改"):
                again()

    def test_a_stranger_a_barred_and_a_recused_person_enter_and_sign_nothing(self, closed):
        teacher = TeacherFactory(organisation=closed.organisation)
        barred = OfficerFactory(organisation=closed.organisation)
        recused = OfficerFactory(organisation=closed.organisation)
        services.bar(closed, [barred])
        closed.electors.filter(pk=electors(closed)[4].pk).update(user=recused, is_recused=True)

        for person in (teacher, barred, recused):
            with pytest.raises(Refused, match="做这一步的权限"):
                enter(closed, person, two(closed))
            with pytest.raises(Refused, match="做这一步的权限"):
                services.sign_paper(closed, person, "")

    def test_where_scrutineers_are_named_nobody_else_signs(self, closed):
        one, other, _ = clerks_of(closed)
        for clerk in (one, other):
            enter(closed, clerk, two(closed))

        with pytest.raises(Refused, match="做这一步的权限"):
            services.sign_paper(closed, OfficerFactory(organisation=closed.organisation), "")

    def test_nothing_is_entered_before_the_close_nor_for_a_pile_that_is_not_out(self, poll):
        with pytest.raises(Refused, match="截止以后、计票以前才录入纸质票"):
            enter(poll, officer_of(poll), two(poll))
        services.close(poll, officer_of(poll))
        with pytest.raises(Refused, match="没有发出这一类的纸质票"):
            enter(poll, officer_of(poll), two(poll), "在编")
        with pytest.raises(Refused, match="还没有录入"):
            services.sign_paper(poll, officer_of(poll), "")

    def test_none_came_back_is_signed_like_any_number(self, closed):
        count_by_hand(closed, numbers_of(closed, []))

        services.count(fresh(closed), scrutineer_of(closed))

        assert fresh(closed).collected == 2

    def test_the_record_names_who_did_it_and_no_number(self, closed):
        count_by_hand(closed, two(closed))

        entries = [json.loads(text) for text in LedgerEntry.objects.values_list("text", flat=True)]
        told = [
            entry["payload"] for entry in entries if "纸质票" in entry["act"] and "领取" not in entry["act"]
        ]
        assert told == [{"polls": [closed.pk], "category": ""}] * 3


def scrutineer_of(poll):
    return clerks_of(poll)[2]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"collected": 3, "spoiled": 1}, "收回3不能多于发出的纸质票2，请核对"),
        ({"spoiled": 1}, "有效票2加废票1应等于收回2，请核对"),
        ({"p2.consent.oppose": 1}, "李二的同意、不同意、弃权合计3票，应等于有效票2票"),
        ({"blank": 2}, "全部弃权的有效票2张，多于王一的弃权1票，请核对"),
    ],
)
def test_numbers_that_cannot_be_are_refused_by_the_name_of_their_cell(closed, changed, sentence):
    with pytest.raises(Refused) as refusal:
        enter(closed, officer_of(closed), two(closed, **changed))

    assert list(refusal.value.reasons) == [sentence]
    assert not PaperBatch.objects.exists()


@pytest.mark.parametrize(
    "changed", [{"p9.consent.agree": 1}, {"collected": -2}, {"collected": "2"}, {"collected": True}]
)
def test_forged_cells_are_refused(closed, changed):
    with pytest.raises(Refused, match="录入的格与票样不一致"):
        enter(closed, officer_of(closed), two(closed, **changed))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"c1.chosen.p1": 3}, "教务处主任王一得3票，多于有效票减去弃权的2票"),
        (
            {"c1.chosen.p1": 2, "c1.chosen.p2": 2, "c1.chosen.p3": 1},
            "教务处主任各人得票合计5票，有2张票选了人，合计应在2到4之间",
        ),
        (
            {"c1.chosen.p1": 1, "c1.chosen.p2": 0},
            "教务处主任各人得票合计1票，有2张票选了人，合计应在2到4之间",
        ),
        ({"c2.chosen.abstain": 3}, "总务处主任的弃权3票多于有效票2票"),
    ],
)
def test_votes_for_a_post_lie_between_the_least_and_the_most(changed, sentence):
    poll = PollFactory(voters=2, choice=True, channel=Channel.PAPER, is_open=True)
    services.hand_out_paper(poll, officer_of(poll), [each.pk for each in electors(poll)])
    services.close(poll, officer_of(poll))
    numbers = numbers_of(poll, [{"c1": ["p1"], "c2": ["p4"]}, {"c1": ["p1", "p2"], "c2": ["p4"]}])

    with pytest.raises(Refused) as refusal:
        enter(poll, officer_of(poll), numbers | changed)

    assert list(refusal.value.reasons) == [sentence]


def test_quorum_and_small_categories_are_tested_on_the_sum():
    poll = PollFactory(
        voters=6,
        categories=("在编", "在编", "在编", "合同制", "合同制", "合同制"),
        counting=Counting(by_category=True, min_cell=2, validity=Bar.at_least("2/3", of=Base.ENTITLED)),
        is_open=True,
    )
    people = electors(poll)
    for person in (people[0], people[3], people[4]):
        hand(poll, person)
    services.cast(poll, people[1].user, agreeing(poll))
    services.cast(poll, people[5].user, agreeing(poll))
    services.close(poll, officer_of(poll))
    for category, ballots in (("合同制", [{"p1": "oppose"}, {}]), ("在编", [])):
        count_by_hand(poll, numbers_of(poll, ballots), category)
    with pytest.raises(Refused, match="在编收回1份，少于2份，不得启封"):
        services.count(fresh(poll), scrutineer_of(poll))

    assert fresh(poll).validity.sentence == "应到6人，收回4份，达到2/3（需4份），投票有效"
    assert fresh(poll).turnout["by_category"]["合同制"] == {"entitled": 3, "collected": 3}


def test_a_void_round_leaves_nothing_of_what_was_entered(closed):
    count_by_hand(closed, two(closed))

    services.void(fresh(closed), officer_of(closed), "到会人数不足")

    assert (PaperBatch.objects.count(), PaperEntry.objects.count(), Envelope.objects.count()) == (0, 0, 0)
    assert fresh(closed).collected == 4


@given(st.lists(sheets, max_size=8), st.lists(sheets, max_size=8), st.integers(0, 3))
def test_of_both_ways_together_options_abstentions_and_spoiled_are_the_ballots(urn, on_paper, spoiled):
    """A9, over the pure part: whatever people fill in, adding paper is like counting all of it at once."""
    numbers = numbers_on(PAPER, on_paper, spoiled)
    batch = PaperBatch(category="在编", numbers=numbers)

    added = batches.added(tallied(urn), PAPER, [batch])

    assert list(batches.located_faults(PAPER, numbers, issued=len(on_paper) + spoiled)) == []
    assert {key: counts for key, counts in added.items() if key[1] == ""} == tallied(urn + on_paper)
    assert numbers["collected"] == len(on_paper) + spoiled
    again = list(recount.on_paper({"paper": [["在编", numbers]]}))
    for section in PAPER.sections:
        dealt = [mark for key, _category, mark in again if key == section.key]
        assert {subject: added[subject, "在编"] for subject in tally(section, [])} == tally(section, dealt)


def tallied(ballots):
    filled = [PAPER.fill(choices) for choices in ballots]
    return {
        (subject, ""): counts
        for section in PAPER.sections
        for subject, counts in tally(section, [sheet.marks[section.key] for sheet in filled]).items()
    }


@given(st.lists(sheets, min_size=1, max_size=5), st.data())
def test_no_number_can_be_changed_alone(on_paper, data):
    numbers = numbers_on(PAPER, on_paper)
    cell = data.draw(st.sampled_from([key for key in numbers if key.startswith("s.")] + ["valid", "spoiled"]))

    changed = numbers | {cell: numbers[cell] + 1}

    assert list(batches.located_faults(PAPER, changed, issued=len(on_paper) + 1))


@pytest.mark.row("TRAP-3", side="refuses")
@pytest.mark.parametrize("cell", ["s.consent.a", "c.chosen.abstain"])
def test_a_recount_tells_numbers_of_paper_that_do_not_add_up(cell):
    numbers = numbers_on(PAPER, [{"s": {"consent": "a"}, "c": ["a"]}]) | {cell: 2}

    with pytest.raises(recount.Wrong, match="纸质票各项的合计与有效票不符"):
        list(recount.on_paper({"paper": [["", numbers]]}))


STAFF = tuple(Option(f"s{at}", f"教师{at}") for at in range(4))


def posts(spoils):
    contests = (Contest("c1", "教务处主任", 2, 2, 2, ("s0",)),)
    subjects = [SubjectSpec(f"p{at}", f"人选{at}", contest="c1") for at in range(3)]
    return {"subjects": subjects, "counting": Counting(contests=contests, listed=STAFF, spoils=spoils)}


KINDS = {
    "consent": {"counting": Counting(noun="推荐", approval=Bar.more_than("1/2", of=Base.COLLECTED), seats=1)},
    "grading": {"grading": True},
    "choice": {"choice": True},
    "categories": {
        "categories": ["班子", "教师"] * 30,
        "counting": Counting(
            by_category=True,
            min_cell=2,
            weights={"班子": 60, "教师": 40},
            approval=Bar.more_than("1/2", of=Base.VALID),
        ),
    },
    **{f"write-ins, {spoils} void": {"kind": "choice", **posts(spoils)} for spoils in ("ballot", "cell")},
    "agreement by post": posts("cell"),
    "excellent": {"grading": True, "counting": Counting(noun="测评", max_excellent=1, spoils="cell")},
}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("kind", KINDS)
def test_page_export_and_recount_tell_the_same_of_both_ways_together(kind, seed):
    """A9: options, abstentions and spoiled ballots are the ballots, those are the turnout and the paper."""
    chance = random.Random(seed)
    poll = PollFactory(voters=60, **KINDS[kind], is_open=True)
    paper, everybody = paper_of(poll), electors(poll)
    for person in everybody[:28]:
        hand(poll, person)
    for person in everybody[30:54]:
        services.cast(poll, person.user, marks(chance, paper), insists=True)
    services.close(poll, officer_of(poll))
    for pile in papers.piles(poll):
        ballots = [marks(chance, paper) for _ in range(pile.issued - 2)]
        count_by_hand(poll, numbers_of(poll, ballots, spoiled=1), pile.category)
    services.count(fresh(poll), scrutineer_of(poll))
    services.release(fresh(poll), officer_of(poll))

    counted = fresh(poll)
    signed = list(counted.paper_batches.all())
    assert counted.collected == 24 + batches.total(signed, "collected")
    assert counted.valid + counted.spoiled == counted.collected
    for counts in counted.tallies.values():
        answers: dict[str, int] = {}
        for cell, number in counts.items():
            question = cell.rpartition(".")[0]
            answers[question] = answers.get(question, 0) + number
        assert set(answers.values()) == {counted.valid}
    parts = unpacked(counted)
    assert counted_again(parts)[1:-1] == results.lines(counted)
    parts["rules.json"] = re.sub(r'"spoiled":\d+,', '"spoiled":99,', parts["rules.json"])
    with pytest.raises(recount.Wrong, match="纸质票与启封时封存的不一致|参加情况与全程纪实所记的不一致"):
        counted_again(parts)


def marks(chance, paper):
    return {
        section.key: {
            question.key: chance.sample(
                [each.key for each in question.options], chance.randint(0, question.maximum)
            )
            if question.is_choice
            else chance.choice([*(each.key for each in question.options), ""])
            for question in section.questions
        }
        for section in paper.sections
    }
