"""A paper on matters, not persons: graded, with a list to tick, and opinions that stand by themselves."""

import re
from html import unescape

import pytest

from ballots import batches, blanks, results, services, workbooks
from ballots.definitions import CHECKLIST, OPINION, Counting, Layout, Option, SubjectSpec
from ballots.drawn import paper_of
from ballots.models import Ballot, Poll, Remark
from selection.reasons import Refused
from tests.ballots.test_recount import counted_again, unpacked
from tests.factories.ballots import PollFactory, officer_of, voters_of
from tests.factories.papers import count_by_hand, hand, numbers_of

pytestmark = pytest.mark.django_db

SUBJECTS = [
    SubjectSpec("whole", "总体评价"),
    SubjectSpec("yearly", "整改情况"),
    SubjectSpec("narrow", "来源偏窄", contest=CHECKLIST),
    SubjectSpec("slow", "程序偏慢", contest=CHECKLIST),
    SubjectSpec("closed", "公开不够", contest=CHECKLIST),
    SubjectSpec("advice", "对工作的建议", contest=OPINION),
]
GRADES = (Option("good", "好"), Option("poor", "差"))
WORK = Counting(
    noun="评议",
    grades=GRADES,
    dimensions=(Option("view", ""),),
    layout=Layout("总体评价", "评议内容", checklist="存在的问题"),
    min_cell=1,
)
PERSONS = Counting(
    noun="评议",
    grades=GRADES,
    dimensions=(Option("view", ""),),
    layout=Layout("看法", facts=("出生年月", "现任职务"), remark="不认同的原因", is_ranked=True),
)
TICKS = "a.checklist.chosen"


def poll_with(**traits):
    given = {"kind": Poll.Kind.GRADING, "subjects": SUBJECTS, "counting": WORK, "asks_remarks": True}
    return PollFactory(**given | traits)


def saying(grade, *ticked):
    return {"whole": grade, "yearly": grade, CHECKLIST: list(ticked)}


def counted(poll, *sheets, **remarks):
    """One sheet a voter; ``remarks`` go with the first."""
    for at, (user, sheet) in enumerate(zip(voters_of(poll), sheets, strict=False)):
        services.cast(poll, user, sheet, {} if at else remarks)
    services.close(poll, officer_of(poll))
    services.count(poll, officer_of(poll))
    return poll


def text_of(response):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", unescape(response.content.decode())))


def test_each_item_is_counted_by_itself_and_has_its_place():
    poll = counted(
        poll_with(voters=3, is_open=True),
        saying("good", "slow"),
        saying("poor", "narrow", "slow"),
        saying("good"),
    )

    grades, items = results.table(poll).blocks

    assert [(row.label, row.cells, row.share) for row in grades.rows] == [
        ("总体评价", (2, 1, 0), "66.7%"),
        ("整改情况", (2, 1, 0), "66.7%"),
    ]
    assert (items.title, items.head, items.columns) == ("存在的问题", "选项", ("选此项", "未选"))
    assert [(row.label, row.cells, row.share, row.place) for row in items.rows] == [
        ("来源偏窄", (1, 2), "33.3%", 2),
        ("程序偏慢", (2, 1), "66.7%", 1),
        ("公开不够", (0, 3), "0.0%", 3),
    ]


def test_nothing_that_is_kept_tells_which_items_were_ticked_together():
    poll = counted(
        poll_with(voters=2, is_open=True), saying("good", "narrow", "slow", "closed"), saying("good")
    )

    kept = Ballot.objects.filter(poll=poll).values_list("section", "content")

    assert sorted((section, *content["chosen"]) for section, content in kept if "chosen" in content) == [
        ("closed",),
        ("closed", "closed"),
        ("narrow",),
        ("narrow", "narrow"),
        ("slow",),
        ("slow", "slow"),
    ]


def test_an_opinion_is_asked_for_where_nothing_else_is():
    poll = counted(poll_with(voters=2, is_open=True), saying("good"), saying("poor"), advice="多听意见")

    assert results.remarks(poll) == {"对工作的建议": ["多听意见"]}
    assert Remark.objects.get().subject.key == "advice"
    with pytest.raises(Refused, match="票面内容有误"):
        paper_of(poll).fill(saying("good"), {"whole": "不该写在这里"})


def test_the_page_asks_and_shows_it_all_again_before_it_is_cast(client):
    poll = poll_with(voters=1, is_open=True)
    client.force_login(voters_of(poll)[0])
    page = client.get(poll.get_vote_url())
    given = {"a.whole.view": "good", "a.yearly.view": "poor", TICKS: ["slow"], "r.advice": "多听意见"}

    check = client.post(poll.get_vote_url(), given | {"act": "check"})

    assert re.findall(rf'type="checkbox" name="{TICKS}" value="(\w+)"', page.content.decode()) == [
        "narrow",
        "slow",
        "closed",
    ]
    assert "data-stepped" not in page.content.decode()
    assert "3存在的问题存在的问题：可选多项，没有就不选" in text_of(page)
    assert "存在的问题程序偏慢对工作的建议书面意见多听意见" in text_of(check)
    assert "弃权" not in text_of(check)


def test_no_tick_is_no_abstention_but_no_grade_is(client):
    poll = poll_with(voters=1, is_open=True)
    client.force_login(voters_of(poll)[0])

    check = client.post(poll.get_vote_url(), {"a.whole.view": "good", "act": "check"})

    assert "还有1项未选，将计为弃权" in text_of(check)


@pytest.mark.parametrize(
    ("subjects", "sentence"),
    [
        (SUBJECTS[2:], "票上没有表决事项，请先确定人选"),
        ([*SUBJECTS, SUBJECTS[3]], "同一事项在票上只能出现一次"),
    ],
)
def test_a_paper_without_anything_to_grade_is_refused(subjects, sentence):
    with pytest.raises(Refused) as refusal:
        poll_with(subjects=subjects)

    assert refusal.value.reasons == [sentence]


class TestOnPaper:
    @pytest.fixture
    def poll(self):
        """Three took paper, one voted by account."""
        poll = poll_with(voters=4, is_open=True)
        for person in poll.electors.order_by("pk")[:3]:
            hand(poll, person)
        services.cast(poll, voters_of(poll)[3], saying("good", "slow"))
        services.close(poll, officer_of(poll))
        return Poll.objects.select_related("ledger").get(pk=poll.pk)

    def test_the_signed_ticks_are_added_and_a_recount_comes_to_the_same(self, poll):
        sheets = [saying("good", "narrow", "slow"), saying("poor"), {}]
        count_by_hand(poll, numbers_of(poll, sheets))

        services.count(poll, poll.scrutineers.first())
        services.release(poll, officer_of(poll))

        assert {key: poll.tallies[key] for key in ("narrow", "slow", "closed")} == {
            "narrow": {"agree": 1, "not_chosen": 3},
            "slow": {"agree": 2, "not_chosen": 2},
            "closed": {"agree": 0, "not_chosen": 4},
        }
        assert counted_again(unpacked(poll))[1:-1] == results.lines(poll)

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"checklist.chosen.abstain": 4}, "存在的问题的未选4票多于有效票3票"),
            ({"checklist.chosen.slow": 2}, "存在的问题程序偏慢得2票，多于有效票减去未选的1票"),
        ],
    )
    def test_ticks_that_cannot_be_are_told(self, poll, changed, sentence):
        paper = paper_of(poll)
        numbers = numbers_of(poll, [saying("good", "narrow"), saying("poor"), {}]) | changed

        assert sentence in [fault.sentence for fault in batches.located_faults(paper, numbers, 3)]


@pytest.mark.parametrize("counting", [{}, {"by_category": True, "min_cell": 1}])
def test_a_recount_tells_the_same_sentences(counting):
    categories = ["班子", "班子", "教师", "教师"]
    subjects = SUBJECTS[:-1]
    poll = PollFactory(
        kind=Poll.Kind.GRADING,
        subjects=subjects,
        counting=Counting(**vars(WORK) | counting),
        voters=4,
        categories=categories,
        is_open=True,
    )
    counted(poll, saying("good", "slow"), saying("good"), saying("poor", "slow", "narrow"), {})
    services.release(poll, officer_of(poll))

    said = counted_again(unpacked(poll))

    assert said[1:-1] == results.lines(poll)
    assert ("存在的问题按类别统计程序偏慢教师：选此项1，未选1；占有效票50.0%" in said) == bool(counting)
    assert ("总体评价按类别统计总体评价班子：好2，差0，未评0；好率100.0%" in said) == bool(counting)


class TestOfPersons:
    @pytest.fixture
    def poll(self):
        subjects = [
            SubjectSpec("p1", "王一", "1985年3月\n教务处主任（2026年3月）"),
            SubjectSpec("p2", "李二", "1990年11月\n德育处副主任（2026年5月）"),
        ]
        return poll_with(subjects=subjects, counting=PERSONS, voters=2, is_open=True)

    def test_the_facts_stand_in_columns_of_their_own_and_the_remark_in_the_last(self, poll):
        table = blanks.blank(poll).tables[0]

        assert (table.facts, table.remark) == (("出生年月", "现任职务"), "不认同的原因")
        assert table.rows[0].facts == ("1985年3月", "教务处主任（2026年3月）")
        assert blanks.blank(poll).remarked == ()

    def test_the_page_tells_what_each_fact_is_and_what_may_be_written(self, client, poll):
        client.force_login(voters_of(poll)[0])

        page = text_of(client.get(poll.get_vote_url()))

        assert "王一出生年月：1985年3月现任职务：教务处主任（2026年3月）" in page
        assert "不认同的原因（可不填，200字以内）" in page

    def test_they_are_placed_by_the_first_grade(self, poll):
        counted(poll, {"p1": "good", "p2": "poor"}, {"p1": "good", "p2": "good"}, p2="资历浅")

        [block] = results.table(poll).blocks

        assert [(row.label, row.cells, row.place) for row in block.rows] == [
            ("王一", (2, 0, 0), 1),
            ("李二", (1, 1, 0), 2),
        ]
        assert next(workbooks.lines_of(block)) == ["姓名", "说明", "好", "差", "未评", "好率", "名次"]
        assert results.remarks(poll) == {"王一": [], "李二": ["资历浅"]}


def test_the_ballot_of_paper_has_all_of_it():
    poll = poll_with()

    tables = blanks.blank(poll).tables

    assert [(each.title, each.head, each.columns, len(each.rows)) for each in tables] == [
        ("", "评议内容", ("好", "差"), 2),
        ("存在的问题", "选项", ("选",), 3),
    ]
    assert [each.label for each in blanks.blank(poll).remarked] == ["对工作的建议"]
