"""A9, B13, C4: is the urn counted as a whole, to the last ballot, and against exact bars?"""

import random
from fractions import Fraction

import pytest

from ballots import keys, services
from ballots.drawn import paper_of
from ballots.models import Ballot, Channel, Envelope, Poll
from ballots.verdicts import Bar, Base
from selection.reasons import Refused
from tests.factories.ballots import PollFactory, officer_of, voters_of
from tests.factories.papers import clerks_of, count_by_hand, hand, numbers_of
from tests.proofs.guards import guarded


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
@guarded(
    the_abstentions="the answers add up",
    the_spoiled_ballots="the ballots add up to the turnout",
    the_ballots_of_paper="the answers add up",
)
def test_a9_options_abstentions_and_spoiled_ballots_are_the_turnout(taken_out, key_folder, seed, without):
    chance = random.Random(seed)
    poll = PollFactory(voters=40, grading=True, is_open=True)
    paper, spoiled, on_paper = paper_of(poll), 0, []
    for voter in voters_of(poll):
        fate = chance.random()
        if fate < 0.1:
            continue
        if fate < 0.2:
            sealed = keys.seal(poll.public_key, b"{}".ljust(256))
            elector = poll.electors.get(user=voter)
            Envelope.objects.create(elector=elector, channel=Channel.ONLINE, sealed=sealed)
            spoiled += 1
            continue
        if fate < 0.4:
            hand(poll, poll.electors.get(user=voter))
            on_paper.append(_some_marks(chance, paper))
            continue
        services.cast(poll, voter, _some_marks(chance, paper))
    services.close(poll, officer_of(poll))
    envelopes = Envelope.objects.of(poll).filter(channel=Channel.ONLINE).count()
    count_by_hand(poll, numbers_of(poll, on_paper[1:], spoiled=1))

    services.count(poll, clerks_of(poll)[2])

    assert poll.valid + poll.spoiled == poll.collected, "the ballots add up to the turnout"
    assert poll.collected == envelopes + len(on_paper)
    assert poll.spoiled == spoiled + 1
    for counts in poll.tallies.values():
        sums: dict[str, int] = {}
        for name, number in counts.items():
            question = name.rpartition(".")[0]
            sums[question] = sums.get(question, 0) + number
        assert set(sums.values()) == {poll.valid}, "the answers add up"


def _some_marks(chance, paper):
    return {
        section.key: {
            question.key: chance.choice([option.key for option in question.options])
            for question in section.questions
            if chance.random() < 0.8
        }
        for section in paper.sections
    }


@pytest.mark.django_db
@guarded(all_or_none="nothing was opened")
def test_b13_one_envelope_that_cannot_be_opened_keeps_all_of_them_shut(taken_out, key_folder, without):
    poll = PollFactory(voters=3, cast=2)
    forged = poll.electors.filter(envelope=None).get()
    Envelope.objects.create(elector=forged, channel=Channel.ONLINE, sealed=b"x" * 304)
    services.close(poll, officer_of(poll))

    _refused(poll)

    assert (Ballot.objects.count(), Envelope.objects.count()) == (0, 3), "nothing was opened"


@pytest.mark.django_db
@guarded(the_whole_urn="nothing was opened")
def test_b13_an_urn_that_lacks_an_envelope_is_not_opened(taken_out, key_folder, without):
    poll = PollFactory(voters=3, cast=3, is_closed=True)
    Envelope.objects.first().delete()

    _refused(poll)

    assert (Ballot.objects.count(), Envelope.objects.count()) == (0, 2), "nothing was opened"


def _refused(poll):
    try:
        services.count(poll, officer_of(poll))
    except Refused:
        poll.refresh_from_db()
        assert poll.state == Poll.State.CLOSED


@pytest.mark.parametrize("moment", ["opening", "stored"])
@guarded(one_transaction_of_the_count="nothing was opened")
def test_b13_a_count_that_dies_in_the_middle_has_opened_nothing(world, moment, without):
    people = world.stage("people", number=30)
    [opened] = world.stage("open_poll", voters=[voter for voter, _ in people])
    poll = opened["poll"]
    world.stage("cast", poll=poll, votes=[[voter, "agree"] for voter, _ in people])
    world.stage("close", poll=poll)

    assert world.stage("count_and_die", poll=poll, moment=moment) is None

    urn = world.stage("look", poll=poll)
    left = (urn["state"], urn["ballots"], urn["envelopes"], urn["key"])
    assert left == ("closed", 0, 30, True), "nothing was opened"
    assert world.stage("count", poll=poll) == []
    assert world.stage("look", poll=poll)["tallies"]["p1"]["agree"] == 30


@guarded(the_exact_fraction="needed is exact", more_than="needed is exact")
def test_c4_what_is_needed_is_exact_for_every_base_bar_and_number(taken_out, without):
    wrong = [
        (base, strict, fraction, number)
        for base in Base
        for strict in (False, True)
        for fraction in ("1/2", "2/3", "3/4", "4/5")
        for bar in [Bar.more_than(fraction, of=base) if strict else Bar.at_least(fraction, of=base)]
        for number in range(1, 2001)
        if not _is_least(bar.needed(number), Fraction(fraction) * number, strict)
    ]

    assert wrong == [], "needed is exact"


def _is_least(needed, bound, strict):
    return needed - 1 <= bound < needed if strict else needed - 1 < bound <= needed
