"""What becomes of a ballot that says more than it may, and is its voter told in time?"""

import re
from html import unescape

import pytest
from django.urls import reverse

from ballots import results, services
from ballots.definitions import Contest, Counting, SubjectSpec
from ballots.drawn import paper_of
from ballots.models import Ballot, Envelope, Poll
from ballots.sheets import VOID
from selection.reasons import Refused
from tests.factories.ballots import PollFactory, officer_of, voters_of

pytestmark = pytest.mark.django_db

FLAW = "“德”最多评优秀1人，现评优秀2人"
TWO_BEST = {"p1": {"virtue": "excellent", "ability": "basic"}, "p2": {"virtue": "excellent"}}
POST = (Contest("c1", "教务处主任", 2, 2),)
PERSONS = [SubjectSpec(f"p{at}", f"人选{at}", contest="c1") for at in range(4)]


def grading(spoils, **traits):
    counting = Counting(noun="测评", max_excellent=1, spoils=spoils)
    return PollFactory(grading=True, counting=counting, is_open=True, **traits)


def choice(spoils="ballot", **traits):
    counting = Counting(noun="推荐", contests=POST, spoils=spoils)
    return PollFactory(kind="choice", subjects=PERSONS, counting=counting, is_open=True, **traits)


def counted(poll, *spread):
    for voter, choices in zip(voters_of(poll), spread, strict=True):
        services.cast(poll, voter, choices, insists=True)
    services.close(poll, officer_of(poll))
    services.count(poll, officer_of(poll))
    return poll


def refusal_of(poll, choices):
    with pytest.raises(Refused) as refusal:
        services.cast(poll, voters_of(poll)[0], choices)
    return list(refusal.value.reasons)


def text_of(response):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", unescape(response.content.decode())))


def test_a_ballot_with_too_many_excellent_is_taken_only_from_who_insists():
    poll = grading("ballot", voters=1)

    assert refusal_of(poll, TWO_BEST) == [FLAW]
    assert not Envelope.objects.exists()
    services.cast(poll, voters_of(poll)[0], TWO_BEST, insists=True)
    assert Envelope.objects.count() == 1


def test_as_many_as_allowed_in_each_dimension_are_no_flaw():
    poll = grading("ballot", voters=1)

    services.cast(poll, voters_of(poll)[0], {"p1": {"virtue": "excellent"}, "p2": {"ability": "excellent"}})


def test_where_the_whole_ballot_is_spoiled_it_counts_as_one_and_says_nothing():
    poll = counted(grading("ballot", voters=2), TWO_BEST, {"p1": {"virtue": "excellent"}})

    assert (poll.valid, poll.spoiled) == (1, 1)
    assert poll.tallies["p1"]["virtue.excellent"] == 1
    assert poll.tallies["p1"]["ability.basic"] == 0
    assert "作废" not in results.table(poll).blocks[0].columns


def test_where_cells_are_spoiled_the_rest_of_the_ballot_counts():
    poll = counted(grading("cell", voters=2), TWO_BEST, {"p1": {"virtue": "excellent"}})

    assert (poll.valid, poll.spoiled) == (2, 0)
    assert poll.tallies["p1"]["virtue.excellent"] == 1
    assert poll.tallies["p1"]["virtue.void"] == 1
    assert poll.tallies["p1"]["ability.basic"] == 1
    [block] = results.table(poll).blocks
    assert block.columns[-1] == "作废"
    assert {sum(row.cells) for row in block.rows} == {2}


@pytest.mark.parametrize(
    ("chosen", "flaw"),
    [
        (["p0", "p1", "p2"], "教务处主任最多选2人，现选3人"),
        (["p0"], "教务处主任至少选2人，现选1人；如要弃权，请一个也不选"),
    ],
)
def test_too_many_and_too_few_chosen_are_told(chosen, flaw):
    assert refusal_of(choice(voters=1), {"c1": chosen}) == [flaw]


@pytest.mark.parametrize(("spoils", "valid", "spoiled", "void"), [("ballot", 1, 2, 0), ("cell", 3, 0, 2)])
def test_too_many_or_too_few_chosen_spoil_the_ballot_or_the_post(spoils, valid, spoiled, void):
    poll = counted(choice(spoils, voters=3), {"c1": ["p0", "p1", "p2"]}, {"c1": ["p0"]}, {"c1": ["p0", "p1"]})

    assert (poll.valid, poll.spoiled) == (valid, spoiled)
    assert poll.tallies["p0"].get("agree") == 1
    assert poll.tallies["p0"].get(VOID, 0) == void
    assert sum(poll.tallies["p0"].values()) == valid


def test_agreement_with_more_persons_of_a_post_than_it_has_seats_is_too_many():
    counting = Counting(noun="推荐", contests=(Contest("c1", "教务处主任", 1),))
    poll = PollFactory(subjects=PERSONS, counting=counting, voters=1, is_open=True)

    assert refusal_of(poll, {"p0": "agree", "p1": "agree"}) == ["教务处主任最多选1人，现选2人"]
    services.cast(poll, voters_of(poll)[0], {"p0": "agree", "p1": "oppose"})


@pytest.mark.parametrize("spoils", ["ballot", "cell"])
def test_a_spoiled_ballot_is_as_long_as_any_other_and_stays_what_it_was(spoils):
    paper = paper_of(grading(spoils))
    flawed, fair = (paper.fill(choices) for choices in (TWO_BEST, {}))

    sealed = [paper.encode(paper.settled(sheet)) for sheet in (flawed, fair)]

    assert len({len(text) for text in sealed}) == 1
    assert paper.decode(sealed[0]) == paper.settled(flawed)


def test_void_cells_can_be_given_only_where_there_are_any():
    assert refusal_of(PollFactory(is_open=True), {"p1": VOID}) == ["票面内容有误，请刷新页面后重新填写"]


def test_the_page_tells_before_and_again_on_the_check_page_and_takes_it_then(client):
    poll = grading("ballot", voters=1)
    client.force_login(voters_of(poll)[0])
    given = {"a.p1.virtue": "excellent", "a.p2.virtue": "excellent"}
    address = poll.get_vote_url()
    assert "每一项最多评优秀1人。不符合的，整张票作废。" in text_of(client.get(address))

    check = text_of(client.post(address, given | {"act": "check"}))
    assert f"{FLAW}照此提交，整张票作废。请返回修改。" in check
    assert "仍照此提交" in check
    assert "确认投票" not in check

    unaware = text_of(client.post(address, given | {"act": "cast"}))
    assert FLAW in unaware
    assert not Envelope.objects.exists()

    done = client.post(address, given | {"act": "insist"}, follow=True)
    assert "您的票已投出" in text_of(done)


def test_who_votes_by_slip_is_told_the_same(client):
    poll = grading("cell", voters=1, by_slip=True)
    [sheet] = services.print_slips(poll, officer_of(poll), {"": 1})
    given = {"code": sheet.codes[0], "paper": str(poll.public_id)}
    given |= {"a.p1.virtue": "excellent", "a.p2.virtue": "excellent"}

    check = client.post(reverse("ballots:slip"), given | {"act": "check"})
    assert f"{FLAW}照此提交，只有这几项作废。" in text_of(check)
    client.post(reverse("ballots:slip"), given | {"act": "insist"})

    assert Envelope.objects.filter(slip__poll=poll).count() == 1


@pytest.mark.parametrize(
    ("traits", "said"),
    [
        ({"counting": Counting(max_excellent=1)}, "须是测评票"),
        ({"grading": True, "counting": Counting(max_excellent=3)}, "且少于票上的人数"),
        (
            {
                "kind": "choice",
                "subjects": PERSONS,
                "counting": Counting(contests=(Contest("c1", "主任", 5),)),
            },
            "上下限",
        ),
        ({"subjects": PERSONS, "counting": Counting(contests=(Contest("c1", "主任", 1, 2),))}, "上下限"),
        ({"subjects": PERSONS, "counting": Counting(contests=(Contest("c2", "主任", 1),))}, "归入一个岗位"),
        (
            {"subjects": PERSONS, "counting": Counting(contests=(Contest("c1", "主任", 1, 1, 1),))},
            "可以另选1人",
        ),
    ],
)
def test_a_paper_that_can_not_be_kept_is_refused_when_it_is_drawn_up(traits, said):
    with pytest.raises(Refused, match=said):
        PollFactory(**traits)
    assert not Poll.objects.exists()


def test_a_paper_of_before_these_rules_is_read_as_it_was():
    poll = choice(voters=1)
    for new in ("listed", "max_excellent", "spoils"):
        del poll.definition[new]
    poll.definition["contests"] = [["c1", "教务处主任", 2, 2]]

    assert poll.counting == Counting.from_data(Counting(noun="推荐", contests=POST).as_data())


def test_sections_of_a_spoiled_cell_keep_nothing_of_what_was_chosen():
    counted(choice("cell", voters=1), {"c1": ["p0", "p1", "p2"]})

    assert [ballot.content for ballot in Ballot.objects.all()] == [{"chosen": VOID}]
