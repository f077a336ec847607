"""Does everything that went into the urn come out of it, and nothing else?"""

import json
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ballots import exporting, keys, results, services
from ballots.definitions import Contest, Counting, Option, SubjectSpec
from ballots.models import Ballot, Channel, Envelope, Poll, Remark, Tally
from ballots.services import counting
from ballots.sheets import BallotPaper, Question, Section, Sheet
from ballots.tallies import tally
from ballots.verdicts import Bar, Base, percent
from selection.reasons import Refused
from selection.records.models import LedgerEntry
from tests.factories.ballots import PollFactory, agreeing, officer_of, voices, voters_of

pytestmark = pytest.mark.django_db

ONE = [SubjectSpec("p1", "王一", "教务处副主任")]
ABC = tuple(Option(key, key) for key in "abc")
PAPER = BallotPaper(
    (
        Section("s", "单选", "", (Question("consent", "", ABC), Question("virtue", "德", ABC))),
        Section("c", "选人", "", (Question("chosen", "", ABC, minimum=1, maximum=2),)),
    )
)
ticks = st.sampled_from(["a", "b", "c", "", "abstain"])
sheets = st.fixed_dictionaries(
    {
        "s": st.fixed_dictionaries({}, optional={"consent": ticks, "virtue": ticks}),
        "c": st.lists(st.sampled_from("abc"), max_size=2, unique=True),
    }
)


def counted(poll, ballots, spoil=0):
    """Cast ``ballots`` and ``spoil`` papers that say nothing readable, close and count."""
    services.open_poll(poll, officer_of(poll))
    voters = voters_of(poll)
    for user, choices in zip(voters, ballots, strict=False):
        services.cast(poll, user, choices)
    for user in voters[len(ballots) : len(ballots) + spoil]:
        sealed = keys.seal(poll.public_key, b"{}".ljust(256))
        Envelope.objects.create(elector=poll.electors.get(user=user), channel=Channel.ONLINE, sealed=sealed)
    services.close(poll, officer_of(poll))
    services.count(poll, officer_of(poll))
    return poll


@given(st.lists(sheets, max_size=12))
def test_of_every_question_options_and_abstentions_add_up_to_the_ballots(filled):
    """A9, over the pure part: sealing keeps what was said, and no answer is lost or doubled."""
    opened = [PAPER.decode(PAPER.encode(PAPER.fill(choices))) for choices in filled]

    assert all(isinstance(sheet, Sheet) for sheet in opened)
    for section in PAPER.sections:
        for counts in tally(section, [sheet.marks[section.key] for sheet in opened]).values():
            sums = {}
            for name, number in counts.items():
                question = name.rpartition(".")[0]
                sums[question] = sums.get(question, 0) + number
            assert set(sums.values()) == {len(filled)}


@given(st.lists(sheets, max_size=12))
def test_every_sheet_of_a_paper_is_written_in_the_same_length(filled):
    assert {len(PAPER.encode(PAPER.fill(choices))) for choices in filled} <= {PAPER.length}
    assert PAPER.length % 256 == 0


@pytest.mark.row("TRAP-3", side="holds")
@pytest.mark.parametrize(
    ("agree", "oppose", "abstain", "silent", "spoil"), [(5, 2, 1, 1, 2), (0, 0, 0, 3, 0), (1, 0, 0, 0, 1)]
)
def test_options_abstentions_and_spoiled_ballots_add_up_to_the_turnout(agree, oppose, abstain, silent, spoil):
    """A9, through the urn."""
    poll = PollFactory(voters=12, subjects=ONE)

    counted(poll, voices(agree, oppose, abstain) + [{}] * silent, spoil)

    assert poll.tallies == {"p1": {"agree": agree, "oppose": oppose, "abstain": abstain + silent}}
    assert (poll.valid, poll.spoiled, poll.blank) == (
        agree + oppose + abstain + silent,
        spoil,
        abstain + silent,
    )
    assert poll.valid + poll.spoiled == poll.turnout["collected"]


def test_grades_are_counted_by_dimension_and_the_question_of_consent_beside_them():
    poll = PollFactory(voters=3, grading=True, subjects=ONE)
    marks = {"virtue": "excellent", "overall": "competent", "consent": "agree"}

    counted(poll, [{"p1": marks}, {"p1": marks | {"virtue": "basic", "consent": "oppose"}}, {}])

    sums = poll.tallies["p1"]
    assert {key: sums[key] for key in ("agree", "oppose", "abstain")} == {
        "agree": 1,
        "oppose": 1,
        "abstain": 1,
    }
    assert (sums["virtue.excellent"], sums["virtue.basic"], sums["virtue.abstain"]) == (1, 1, 1)
    assert (sums["overall.competent"], sums["ability.abstain"]) == (2, 3)


def test_a_choice_counts_votes_by_person_and_abstentions_by_post():
    poll = PollFactory(voters=3, choice=True)

    counted(poll, [{"c1": ["p1", "p2"]}, {"c1": ["p1"], "c2": ["p4"]}, {}])

    assert poll.tallies == {
        "p1": {"agree": 2, "not_chosen": 0, "abstain": 1},
        "p2": {"agree": 1, "not_chosen": 1, "abstain": 1},
        "p3": {"agree": 0, "not_chosen": 2, "abstain": 1},
        "p4": {"agree": 1, "not_chosen": 0, "abstain": 2},
    }


def test_fewer_than_the_least_number_of_a_post_is_refused_but_none_at_all_is_an_abstention():
    counting = Counting(contests=(Contest("c1", "教务处主任", 2, 2),))
    subjects = [SubjectSpec(key, label, contest="c1") for key, label in [("a", "甲"), ("b", "乙")]]
    poll = PollFactory(kind="choice", subjects=subjects, counting=counting, voters=1, is_open=True)
    voter = voters_of(poll)[0]

    with pytest.raises(Refused, match="教务处主任至少选2人，现选1人；如要弃权，请一个也不选"):
        services.cast(poll, voter, {"c1": ["a"]})
    services.cast(poll, voter, {"c1": []})


def test_sections_are_torn_apart_and_keep_no_order_of_arrival():
    """Of 40 voters the k-th gives a ballot that says k; what is stored says nothing about k.

    They lie in the table in the order of their random numbers, so the table adds nothing to these. The table is
    new here: rows that other tests took back leave holes, which PostgreSQL fills first.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE ballots_ballot")
    poll = PollFactory(voters=40, subjects=ONE)
    counting = Counting(grades=tuple(Option(f"g{k}", str(k)) for k in range(40)))
    Poll.objects.filter(pk=poll.pk).update(kind="grading", definition=counting.as_data())
    poll.refresh_from_db()

    counted(poll, [{"p1": {"overall": f"g{k}"}} for k in range(40)])

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM ballots_ballot")
        physical = [json.loads(row[0])["overall"] for row in cursor.fetchall()]
    by_id = [ballot.content["overall"] for ballot in Ballot.objects.order_by("id")]
    arrived = [f"g{k}" for k in range(40)]
    assert sorted(by_id) == sorted(arrived)
    assert arrived != by_id
    assert physical == by_id


def test_what_comes_out_in_many_handfuls_comes_out_in_one(monkeypatch):
    """Two rounds alike, and remarks with all that could confuse a table of text."""
    texts = ["工作踏实", '反斜\\杠、“引号"和\n换行', "\\N", "工作踏实", "", "🈚"] * 2
    polls = [
        PollFactory(
            voters=12,
            grading=True,
            asks_remarks=True,
            categories=["在编"] * 7 + ["临聘"] * 5,
            counting=Counting(by_category=True, min_cell=2, asks_consent=True),
            is_open=True,
        )
        for _ in range(2)
    ]

    outcomes = []
    for poll, handful in zip(polls, (2000, 5), strict=True):
        monkeypatch.setattr(counting, "HANDFUL", handful)
        for at, user in enumerate(voters_of(poll)):
            services.cast(
                poll, user, agreeing(poll) if at % 3 else {"p1": {"overall": "basic"}}, {"p2": texts[at]}
            )
        services.close(poll, officer_of(poll))
        services.count(poll, officer_of(poll))
        tallies = {(each.subject.key, each.category): each.counts for each in poll.tally_set.all()}
        remarks = sorted(Remark.objects.filter(subject__poll=poll).values_list("subject__key", "text"))
        outcomes.append((tallies, remarks, exporting.sections(poll), poll.valid, poll.blank))

    assert outcomes[0] == outcomes[1]
    assert [text for _, text in outcomes[0][1]] == sorted(text for text in texts if text)
    assert len(outcomes[0][2]) == 36


def test_the_record_seals_the_sections_as_they_are_exported():
    """Sorted by the database while counting, by this program when exporting."""
    poll = PollFactory(
        voters=8,
        categories=["在编", "临聘", '甲 "乙"', "!"] * 2,
        counting=Counting(by_category=True, min_cell=2),
    )
    counted(poll, [{"p1": "agree"}, {"p1": "oppose", "p2": "agree"}, {}, {}] * 2)

    sealed = LedgerEntry.objects.filter(ledger=poll.ledger).last().content["payload"]["sections"]

    assert sealed == exporting.digest(exporting.sections(poll))


def test_remarks_leave_the_envelope_apart_from_the_ballots():
    poll = PollFactory(voters=3, asks_remarks=True, is_open=True)
    texts = ["工作踏实\r\n群众基础好", "  建议多听课\x00 ", ""]
    for user, text in zip(voters_of(poll), texts, strict=True):
        services.cast(poll, user, agreeing(poll), {"p1": text})

    services.close(poll, officer_of(poll))
    services.count(poll, officer_of(poll))

    assert {remark.text for remark in Remark.objects.all()} == {"工作踏实\n群众基础好", "建议多听课"}
    assert {key: sorted(texts) for key, texts in results.remarks(poll).items()} == {
        "王一": sorted(["工作踏实\n群众基础好", "建议多听课"]),
        "李二": [],
        "张三": [],
    }
    assert "工作踏实" not in str(list(Ballot.objects.values_list("content", flat=True)))


def test_counting_is_all_or_nothing():
    poll = PollFactory(voters=3, cast=2)
    forged = poll.electors.filter(envelope=None).get()
    Envelope.objects.create(elector=forged, channel=Channel.ONLINE, sealed=b"not sealed to this poll")
    services.close(poll, officer_of(poll))

    with pytest.raises(Refused, match="有1份密封票无法启封，未计票；请作废本轮，重新组织投票"):
        services.count(poll, officer_of(poll))

    poll.refresh_from_db()
    assert (poll.state, Envelope.objects.count()) == (Poll.State.CLOSED, 3)
    assert not Ballot.objects.exists()
    assert not Tally.objects.exists()


def test_an_envelope_that_vanished_after_the_close_keeps_the_urn_shut():
    poll = PollFactory(voters=3, cast=2, is_closed=True)
    Envelope.objects.first().delete()

    with pytest.raises(Refused, match="封存的票数与截止时不一致，不得启封"):
        services.count(poll, officer_of(poll))


def test_an_urn_without_ballots_is_not_counted():
    poll = PollFactory(voters=2, is_closed=True)

    with pytest.raises(Refused, match="^没有收回选票，不能计票；请作废本轮，重新组织$"):
        services.count(poll, officer_of(poll))

    poll.refresh_from_db()
    assert (poll.state, poll.tallies) == (Poll.State.CLOSED, {})


def test_without_its_key_a_poll_cannot_be_counted(key_folder):
    poll = PollFactory(cast=1, is_closed=True)
    for path in key_folder.iterdir():
        path.unlink()

    with pytest.raises(Refused, match="启封密钥不在或无法使用"):
        services.count(poll, officer_of(poll))


class TestTheResult:
    def test_shows_the_numbers_of_the_round_its_verdict_and_a_line_per_person(self):
        counting = Counting(
            noun="推荐",
            validity=Bar.at_least("2/3", of=Base.ENTITLED),
            approval=Bar.more_than("1/2", of=Base.COLLECTED),
        )
        poll = counted(PollFactory(voters=6, subjects=ONE, counting=counting), voices(agree=3, oppose=1))

        table = results.table(poll)

        assert table.facts == (
            ("应到", "6人"),
            ("实到", "4人"),
            ("发出", "6份"),
            ("收回", "4份"),
            ("有效票", "4张"),
            ("废票", "0张"),
            ("全部弃权", "0张"),
        )
        assert table.verdict.sentence == "应到6人，收回4份，达到2/3（需4份），推荐有效"
        [block] = table.blocks
        assert (block.columns, block.share) == (("同意", "不同意", "弃权"), "得票率（占收回）")
        [row] = block.rows
        assert (row.label, row.note, row.cells, row.share, row.place) == (
            "王一",
            "教务处副主任",
            (3, 1, 0),
            "75.0%",
            1,
        )
        assert row.verdict.sentence == "收回4份，同意3票，超过1/2（需3票），通过"

    def test_of_agreement_against_opposition_leaves_abstentions_out(self):
        counting = Counting(approval=Bar.more_than("1/2", of=Base.AGREE_OPPOSE))
        poll = counted(
            PollFactory(voters=5, subjects=ONE, counting=counting), voices(agree=2, oppose=1, abstain=2)
        )

        [row] = results.table(poll).blocks[0].rows

        assert (row.share, row.verdict.holds) == ("66.7%", True)

    def test_of_grades_has_a_row_per_dimension_and_a_table_of_consent(self):
        poll = counted(
            PollFactory(voters=2, grading=True, subjects=ONE), [{"p1": {"overall": "excellent"}}, {}]
        )

        grades, consent = results.table(poll).blocks

        assert grades.columns == ("优秀", "称职", "基本称职", "不称职", "未评")
        assert [(row.question, row.cells, row.share) for row in grades.rows][-1] == (
            "总体评价",
            (1, 0, 0, 0, 1),
            "50.0%",
        )
        assert (consent.title, consent.rows[0].cells) == ("是否同意作为拟任人选", (0, 0, 2))

    def test_of_a_choice_has_a_table_per_post_with_places(self):
        poll = counted(
            PollFactory(voters=2, choice=True), [{"c1": ["p1", "p2"]}, {"c1": ["p2"], "c2": ["p4"]}]
        )

        first, second = results.table(poll).blocks

        assert (first.title, second.title) == ("教务处主任", "总务处主任")
        assert [(row.label, row.cells[0], row.place) for row in first.rows] == [
            ("王一", 1, 2),
            ("李二", 2, 1),
            ("张三", 0, 3),
        ]

    def test_weighs_categories_against_the_bar(self):
        counting = Counting(
            by_category=True,
            min_cell=2,
            weights={"班子": 60, "教师": 40},
            approval=Bar.more_than("1/2", of=Base.VALID),
        )
        categories = ["班子", "班子", "教师", "教师", "教师"]
        poll = PollFactory(voters=5, subjects=ONE, counting=counting, categories=categories)

        counted(poll, voices(agree=2, oppose=3))

        [row] = results.table(poll).blocks[0].rows
        assert (row.share, row.verdict.holds) == ("60.0%", True)
        assert results.table(poll, "教师").blocks[0].rows[0].share == "0.0%"
        assert results.table(poll, "教师").blocks[0].rows[0].verdict is None

    def test_names_a_tie_at_the_last_seat_and_chooses_nobody(self):
        counting = Counting(approval=Bar.more_than("1/2", of=Base.COLLECTED), seats=1)
        poll = counted(PollFactory(voters=3, counting=counting), [dict.fromkeys(["p1", "p2"], "agree")] * 3)

        assert results.table(poll).blocks[0].tie == (
            "2人同得3票，并列第1名，只余1个名额，须集体研究或重新投票决定"
        )

    def test_tells_register_less_deductions_and_recusals(self):
        poll = PollFactory(voters=4, recused=1)
        poll.deductions.create(name="陈五", reason="产假")

        counted(poll, [agreeing(poll)])

        assert results.table(poll).facts[:4] == (
            ("在册", "5人"),
            ("扣除", "1人"),
            ("应到", "4人"),
            ("其中回避", "1人"),
        )

    def test_has_no_table_and_no_numbers_before_its_time(self):
        assert results.table(PollFactory(is_open=True)).facts == ()
        assert results.table(PollFactory(cast=1, is_closed=True)).blocks == ()

    @pytest.mark.parametrize(
        ("part", "whole", "text"), [(1, 3, "33.3%"), (2, 3, "66.7%"), (1, 8, "12.5%"), (1, 0, "—")]
    )
    def test_prints_shares_rounded_half_up(self, part, whole, text):
        assert percent(part, whole) == text


def test_a_poll_knows_when_it_was_counted(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        poll = PollFactory(cast=1, is_counted=True)

    poll.refresh_from_db()
    assert timedelta(0) <= poll.key_destroyed_at - poll.counted_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"weights": {"甲": 60, "乙": 30}}, "各类别的权重须为正整数，合计为100，现合计90，请更正"),
        ({"by_category": False}, "按权重计票须同时按类别统计"),
        ({"approval": Bar.more_than("1/2", of=Base.ENTITLED)}, "按权重计票以有效票为基数，不能以应到为基数"),
    ],
)
def test_weights_that_cannot_be_counted_are_refused_when_the_poll_is_drawn_up(changes, fault):
    counting = Counting(**{"by_category": True, "weights": {"甲": 60, "乙": 40}, **changes})

    with pytest.raises(Refused, match=fault):
        PollFactory(counting=counting)


def test_a_category_without_a_weight_keeps_the_poll_from_opening():
    counting = Counting(by_category=True, min_cell=1, weights={"甲": 60, "乙": 40})
    poll = PollFactory(voters=3, categories=["甲", "乙", "丙"], counting=counting)

    with pytest.raises(Refused, match="丙没有设定权重，请与其他类别合并"):
        services.open_poll(poll, officer_of(poll))
