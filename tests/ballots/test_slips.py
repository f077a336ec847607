"""Do the slips add up, does each count once, and does nothing tell whose it was?"""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from ballots import services, slips
from ballots.definitions import Counting, ElectorSpec
from ballots.models import Channel, Envelope, Poll, Slip
from selection import codes
from selection.reasons import Refused
from selection.records.models import LedgerEntry
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PacketFactory, PollFactory, agreeing, officer_of

LOOK_ALIKES = set("0OQ1IL2Z5S8BUV")


def printed(poll, number=3, category=""):
    """The codes of so many new slips."""
    sheets = services.print_slips(poll, officer_of(poll), {category: number})
    return [code for sheet in sheets for code in sheet.codes]


def hand(poll, *persons):
    return services.hand_out(poll, officer_of(poll), [person.pk for person in persons])


def electors(poll):
    return list(poll.electors.order_by("pk"))


def balance(poll):
    [pile] = slips.balances(Poll.objects.get(pk=poll.pk))
    return pile.printed, pile.void, pile.handed, pile.used, pile.left, pile.unused


@pytest.fixture
def poll(db):
    return PollFactory(by_slip=True, is_open=True)


@pytest.fixture
def pair(db):
    """Two papers of one meeting, for the same three persons."""
    packet = PacketFactory()
    people = [TeacherFactory(organisation=packet.organisation) for _ in range(3)]
    drafts = []
    for title in ("会议推荐", "民主测评"):
        draft = PollFactory(
            organisation=packet.organisation, packet=packet, by_slip=True, title=title, voters=0
        )
        services.enter_roll(draft, [ElectorSpec(person, person.name) for person in people])
        drafts.append(draft)
    services.open_packet(packet, officer_of(drafts[0]))
    return [Poll.objects.get(pk=draft.pk) for draft in drafts]


class TestACode:
    def test_has_eighty_bits_of_letters_that_nobody_mistakes(self):
        code = slips.new_code()

        assert re.fullmatch(r"[0-9A-Z]{6}(-[0-9A-Z]{6}){2}", code)
        assert not set(codes.ALPHABET) & LOOK_ALIKES
        assert len(codes.ALPHABET) ** 18 >= 2**80

    @pytest.mark.parametrize(
        "typed", ["AB34CD-EF67GH-JK99MN", " ab34cd ef67gh jk99mn", "http://x/vote/slip/#AB34CD-EF67GH-JK99MN"]
    )
    def test_is_read_as_it_is_typed_or_scanned(self, typed):
        assert slips.digest(typed) == slips.digest("AB34CDEF67GHJK99MN")

    def test_is_nowhere_in_the_database_but_as_a_keyed_digest(self, poll, settings):
        [code] = printed(poll, 1)

        [slip] = poll.slips.all()
        assert slip.code_digest == slips.digest(code)
        settings.SECRET_KEY = "another"
        assert slip.code_digest != slips.digest(code)
        assert slips.plain(code) not in "".join(LedgerEntry.objects.values_list("text", flat=True))


def test_slips_lie_eight_to_a_numbered_page_and_rows_keep_no_order_of_the_page(poll):
    sheets = services.print_slips(poll, officer_of(poll), {"": 17})
    again = services.print_slips(poll, officer_of(poll), {"": 1})

    assert [(sheet.number, len(sheet.codes)) for sheet in sheets + again] == [(1, 8), (2, 8), (3, 1), (4, 1)]
    rows = list(poll.slips.filter(sheet=1).order_by("pk").values_list("code_digest", flat=True))
    assert rows == [slips.digest(code) for code in sorted(sheets[0].codes)]


def test_a_slip_is_a_ballot_once(poll):
    code, *_ = printed(poll)

    services.cast_by_slip(poll, code.lower(), {"p1": "agree"})

    with pytest.raises(services.AlreadyVoted):
        services.cast_by_slip(poll, code, {"p1": "oppose"})
    assert services.slip_standing(poll, code) is services.Standing.VOTED
    assert Envelope.objects.get().slip.poll == poll


@pytest.mark.parametrize(("code", "said"), [("", "没有这个码"), ("AB34CD-EF67GH-JK99MN", "没有这个码")])
def test_a_code_that_was_never_printed_is_refused(poll, code, said):
    with pytest.raises(Refused, match=said):
        services.cast_by_slip(poll, code, {})


def test_a_slip_of_one_poll_opens_no_other(poll):
    [code] = printed(PollFactory(by_slip=True, is_open=True), 1)

    with pytest.raises(Refused, match="没有这个码"):
        services.cast_by_slip(poll, code, {})


def test_a_slip_can_not_be_used_before_the_opening_nor_after_the_close(db):
    poll = PollFactory(by_slip=True)
    [code] = printed(poll, 1)
    with pytest.raises(Refused, match="还没有开始"):
        services.cast_by_slip(poll, code, {})

    services.open_poll(poll, officer_of(poll))
    services.close(poll, officer_of(poll))
    with pytest.raises(Refused, match="已截止"):
        services.cast_by_slip(poll, code, {})


def test_whoever_is_to_use_a_slip_can_not_vote_by_account(poll):
    person = electors(poll)[0]

    with pytest.raises(Refused, match="凭码条参加"):
        services.cast(poll, person.user, agreeing(poll))
    assert services.standing(poll, person.user) is services.Standing.BY_SLIP
    assert not Poll.objects.waiting_for(person.user).exists()


def test_what_is_printed_is_void_or_handed_out_or_lies_there(poll):
    codes = printed(poll, 5)
    hand(poll, *electors(poll)[:2])
    services.cast_by_slip(poll, codes[0], {})
    services.void_codes(poll, officer_of(poll), codes[3:], "剩余")

    assert balance(poll) == (5, 2, 2, 1, 1, 1)


def test_a_person_is_handed_one_slip_however_often_ticked(poll):
    printed(poll)
    person = electors(poll)[0]

    assert hand(poll, person) == 1
    assert hand(poll, person) == 0
    assert balance(poll)[2] == 1


def test_more_slips_than_lie_there_can_not_be_handed_out(poll):
    printed(poll, 1)

    with pytest.raises(Refused, match="还差2张，请先加印"):
        hand(poll, *electors(poll))
    assert balance(poll)[2] == 0


def test_a_recused_person_gets_no_slip(db):
    poll = PollFactory(by_slip=True, recused=1, is_open=True)
    printed(poll)

    with pytest.raises(Refused, match="回避，不发码条"):
        hand(poll, *electors(poll))


def test_a_tick_by_mistake_is_taken_back_while_slips_are_unused(poll):
    codes = printed(poll)
    one, two, _ = electors(poll)
    hand(poll, one, two)
    services.take_back(poll, officer_of(poll), two.pk)
    assert balance(poll)[2] == 1

    services.cast_by_slip(poll, codes[0], {})
    with pytest.raises(Refused, match="都已投出，不能撤回"):
        services.take_back(poll, officer_of(poll), one.pk)


class TestVoid:
    def test_stops_a_slip_and_is_done_once(self, poll):
        [code] = printed(poll, 1)
        services.void_codes(poll, officer_of(poll), [code], "污损")

        with pytest.raises(Refused, match="已经作废，请向现场"):
            services.cast_by_slip(poll, code, {})
        with pytest.raises(Refused, match="第1行：这张码条已经作废"):
            services.void_codes(poll, officer_of(poll), [code], "污损")

    def test_is_for_unused_slips_only_and_all_or_none(self, poll):
        used, free, _ = printed(poll)
        services.cast_by_slip(poll, used, {})

        with pytest.raises(Refused) as refusal:
            services.void_codes(poll, officer_of(poll), [free, used, "AB34CD"], "剩余")

        assert list(refusal.value.reasons) == [
            "第2行：这张码条已经投出，不能作废",
            "第3行：不是本次投票的码，请核对",
        ]
        assert balance(poll)[1] == 0

    def test_of_whole_pages_takes_their_numbers(self, poll):
        codes = printed(poll, 24)
        assert services.void_sheets(poll, officer_of(poll), "2-3", "未用") == 16

        services.cast_by_slip(poll, codes[0], {})
        with pytest.raises(Refused, match="第1页上有码条已经投出"):
            services.void_sheets(poll, officer_of(poll), "1", "未用")
        with pytest.raises(Refused, match="没有第9页"):
            services.void_sheets(poll, officer_of(poll), "9", "未用")
        with pytest.raises(Refused, match="都已作废"):
            services.void_sheets(poll, officer_of(poll), "2、3", "未用")
        with pytest.raises(Refused, match="页码请写成"):
            services.void_sheets(poll, officer_of(poll), "二", "未用")

    def test_needs_a_reason_and_something_to_declare_void(self, poll):
        codes = printed(poll)

        for lines, reason in (([], "剩余"), (["  "], "剩余"), (codes, " ")):
            with pytest.raises(Refused):
                services.void_codes(poll, officer_of(poll), lines, reason)


def test_a_spoilt_slip_is_void_before_another_is_printed(poll):
    [old] = printed(poll, 1)
    [sheet] = services.reissue(poll, officer_of(poll), old)

    services.cast_by_slip(poll, sheet.codes[0], {})
    assert services.slip_standing(poll, old) is services.Standing.SLIP_VOID
    assert balance(poll)[:2] == (2, 1)
    assert [entry.act for entry in poll.ledger.entries.all()][-3:] == ["作废码条", "印制码条", "换发码条"]
    with pytest.raises(Refused, match="已经投出，不能作废"):
        services.reissue(poll, officer_of(poll), sheet.codes[0])


def test_a_round_whose_slips_and_persons_differ_is_not_counted(poll):
    codes = printed(poll, 3)
    officer = officer_of(poll)
    hand(poll, *electors(poll)[:2])
    for code in codes[:2]:
        services.cast_by_slip(poll, code, {"p1": "agree"})
    services.close(poll, officer)

    with pytest.raises(Refused, match="印制3张，作废0张，登记领取2人，相差1张，不能计票；没有发出的请作废"):
        services.count(poll, officer)
    services.void_codes(poll, officer, [codes[2]], "剩余")
    services.count(Poll.objects.get(pk=poll.pk), officer)

    counted = Poll.objects.get(pk=poll.pk)
    assert counted.tallies["p1"]["agree"] == 2
    assert counted.turnout["issued"] == 2
    assert balance(counted) == (3, 1, 2, 2, 0, 0)


def test_more_ballots_than_persons_are_not_counted(poll):
    """A slip was used that nobody was handed."""
    codes = printed(poll, 2)
    officer = officer_of(poll)
    hand(poll, electors(poll)[0])
    for code in codes:
        services.cast_by_slip(poll, code, {})
    services.close(poll, officer)

    with pytest.raises(Refused, match="相差1张，不能计票"):
        services.count(poll, officer)
    hand(poll, electors(poll)[1])
    services.count(Poll.objects.get(pk=poll.pk), officer)


def test_after_the_count_nothing_tells_which_slip_was_used(poll):
    codes = printed(poll, 1)
    hand(poll, electors(poll)[0])
    services.cast_by_slip(poll, codes[0], {})
    services.close(poll, officer_of(poll))
    services.count(poll, officer_of(poll))

    assert not Envelope.objects.exists()
    assert [relation.name for relation in Slip._meta.related_objects] == ["envelope"]


def test_slips_of_each_category_are_a_pile_of_their_own(db):
    poll = PollFactory(
        by_slip=True,
        categories=("在编", "在编", "合同制"),
        counting=Counting(by_category=True, min_cell=1),
        is_open=True,
    )
    officer = officer_of(poll)
    ours = printed(poll, 2, "在编")
    with pytest.raises(Refused, match="名册上没有“外聘”"):
        printed(poll, 1, "外聘")
    with pytest.raises(Refused, match="合同制码条不够"):
        hand(poll, electors(poll)[2])
    theirs = printed(poll, 1, "合同制")
    hand(poll, *electors(poll))
    for code in ours + theirs:
        services.cast_by_slip(poll, code, {"p1": "agree"})
    services.close(poll, officer)
    assert poll.turnout["by_category"]["在编"] == {"entitled": 2, "collected": 2}
    services.count(poll, officer)

    kept = {(tally.category, tally.counts["agree"]) for tally in poll.tally_set.filter(subject__key="p1")}
    assert kept == {("", 3), ("在编", 2), ("合同制", 1)}


def test_slips_of_a_category_that_is_no_more_have_to_be_void(db):
    poll = PollFactory(
        by_slip=True, categories=("在编", "在编", "合同制"), counting=Counting(by_category=True, min_cell=1)
    )
    printed(poll, 1, "合同制")
    services.enter_roll(poll, [ElectorSpec(each.user, each.name, "在编") for each in electors(poll)])
    services.open_poll(poll, officer_of(poll))
    services.close(poll, officer_of(poll))

    assert [pile.category for pile in slips.balances(poll)] == ["合同制", "在编"]
    with pytest.raises(Refused, match="合同制的码条印制1张，作废0张，登记领取0人，相差1张"):
        services.count(poll, officer_of(poll))


def test_of_namesakes_without_an_account_only_the_one_who_is_ticked_takes_a_slip(db):
    packet = PacketFactory()
    polls = [
        PollFactory(organisation=packet.organisation, packet=packet, by_slip=True, title=title, voters=0)
        for title in ("会议推荐", "民主测评")
    ]
    for draft in polls:
        services.enter_roll(draft, [ElectorSpec(None, "周淑兰"), ElectorSpec(None, "周淑兰")])
    services.open_packet(packet, officer_of(polls[0]))
    first = Poll.objects.get(pk=polls[0].pk)
    printed(first, 2)

    for person in electors(first):
        hand(first, person)
        assert balance(polls[0])[2] == balance(polls[1])[2]
    services.take_back(first, officer_of(first), electors(first)[1].pk)
    assert balance(polls[0])[2] == balance(polls[1])[2] == 1


class TestOneSlipForTwoPapers:
    def test_casts_each_once(self, pair):
        first, second = pair
        [code] = printed(first, 1)
        hand(second, electors(second)[0])

        services.cast_by_slip(first, code, {})
        services.cast_by_slip(second, code, {})

        for poll in pair:
            assert balance(poll) == (1, 0, 1, 1, 0, 0)
            with pytest.raises(services.AlreadyVoted):
                services.cast_by_slip(poll, code, {})

    def test_is_not_void_once_one_paper_is_cast(self, pair):
        first, second = pair
        [code] = printed(first, 1)
        services.cast_by_slip(first, code, {})

        with pytest.raises(Refused, match="已经投出"):
            services.void_codes(second, officer_of(second), [code], "污损")

    def test_is_void_for_both(self, pair):
        first, second = pair
        [code] = printed(second, 1)
        services.void_codes(first, officer_of(first), [code], "污损")

        assert {services.slip_standing(poll, code).value for poll in pair} == {"slip_void"}

    def test_goes_on_for_the_other_when_one_round_is_void(self, pair):
        first, second = pair
        [code] = printed(first, 1)
        services.void(first, officer_of(first), "票样有误")

        services.cast_by_slip(second, code, {})
        with pytest.raises(Refused, match="已作废"):
            services.cast_by_slip(first, code, {})

    def test_needs_one_roll(self, db):
        packet = PacketFactory()
        for title in ("会议推荐", "民主测评"):
            PollFactory(organisation=packet.organisation, packet=packet, by_slip=True, title=title)

        with pytest.raises(Refused, match="共用一张码条，但两份应到名册不一致"):
            services.open_packet(packet, officer_of(packet.polls.first()))


def test_only_the_officer_prints_hands_out_and_voids(poll):
    scrutineer = TeacherFactory(organisation=poll.organisation)
    services.appoint_scrutineers(poll, [scrutineer])
    code, *_ = printed(poll)

    for act in (
        lambda: services.print_slips(poll, scrutineer, {"": 1}),
        lambda: services.hand_out(poll, scrutineer, [electors(poll)[0].pk]),
        lambda: services.void_codes(poll, scrutineer, [code], "污损"),
        lambda: services.void_sheets(poll, scrutineer, "1", "未用"),
        lambda: services.reissue(poll, scrutineer, code),
    ):
        with pytest.raises(Refused, match="权限"):
            act()
    assert balance(poll) == (3, 0, 0, 0, 3, 0)


def test_no_slips_for_a_poll_by_account_and_none_once_it_is_closed(db):
    with pytest.raises(Refused, match="用账号参加，不发码条"):
        printed(PollFactory(is_open=True))
    closed = PollFactory(by_slip=True, is_closed=True)
    with pytest.raises(Refused, match="现为“已截止，待计票”"):
        printed(closed)
    assert slips.balances(PollFactory()) == []


@pytest.mark.parametrize("number", [0, -1, 501])
def test_a_number_that_can_not_be_printed_is_refused(poll, number):
    with pytest.raises(Refused):
        printed(poll, number)


def test_the_record_says_how_many_and_names_nobody(poll):
    code, *_ = printed(poll)
    person = electors(poll)[0]
    hand(poll, person)
    services.cast_by_slip(poll, code, {"p1": "oppose"})

    entries = [json.loads(text) for text in LedgerEntry.objects.values_list("text", flat=True)]
    told = {entry["act"]: entry["payload"] for entry in entries}
    assert told["登记领取码条"] == {"polls": [poll.pk], "number": 1}
    assert told["印制码条"] == {"polls": [poll.pk], "number": 3, "sheets": [1]}
    assert person.name not in str(entries)


@pytest.mark.django_db(transaction=True)
def test_of_a_void_and_a_ballot_of_one_slip_at_once_one_wins():
    poll = PollFactory(by_slip=True, voters=1, is_open=True)
    officer, codes = officer_of(poll), printed(poll, 6)

    def run(act, start):
        try:
            start.wait()
            act(Poll.objects.get(pk=poll.pk))
        except Refused:
            return 0
        finally:
            connection.close()
        return 1

    for code in codes:
        start = Barrier(2)
        acts = [
            lambda held, code=code: services.void_codes(held, officer, [code], "污损"),
            lambda held, code=code: services.cast_by_slip(held, code, {}),
        ]
        with ThreadPoolExecutor(2) as pool:
            assert sum(pool.map(run, acts, [start, start])) == 1
    used = Envelope.objects.filter(channel=Channel.ONLINE).count()
    assert balance(poll)[1] + used == 6
