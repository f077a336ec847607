"""Can a voter name somebody who isn't on the paper, and is it the right one who gets the vote?"""

import gzip
import re
from html import unescape

import pytest

from ballots import batches, results, services
from ballots.definitions import Contest, Counting, Option, SubjectSpec
from ballots.directory import Directory
from ballots.drawn import paper_of
from selection.reasons import Refused
from tests.factories.ballots import PollFactory, officer_of, voters_of
from tests.factories.papers import numbers_on

pytestmark = pytest.mark.django_db

STAFF = (
    Option("s1", "王芳", "教务处 1023"),
    Option("s2", "王芳", "语文组 2048"),
    Option("s3", "阿依古丽·买买提", "数学组"),
    Option("s4", "李二", "德育处"),
)
POSTS = (Contest("c1", "教务处主任", 2, 0, 2, ("s4",)), Contest("c2", "总务处主任", 1))
SUBJECTS = [
    SubjectSpec("p1", "李二", "德育处", "c1"),
    SubjectSpec("p2", "赵四", "", "c1"),
    SubjectSpec("p3", "孙五", "", "c2"),
]
BOX = "a.c1-others.chosen"


def poll_with(kind="choice", **traits):
    counting = Counting(noun="推荐", contests=POSTS, listed=STAFF)
    return PollFactory(kind=kind, subjects=SUBJECTS, counting=counting, is_open=True, **traits)


def text_of(response):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", unescape(response.content.decode())))


@pytest.fixture
def poll():
    return poll_with(voters=1)


@pytest.fixture
def send(client, poll):
    client.force_login(voters_of(poll)[0])
    return lambda act, **given: client.post(poll.get_vote_url(), given | {"act": act}, follow=True)


class TestTheDirectory:
    @pytest.mark.row("TRAP-5", side="holds")
    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("阿依古丽·买买提", "s3"),
            ("阿依古丽·买买提（数学组）", "s3"),
            ("王芳（语文组 2048）", "s2"),
            ("s1", "s1"),
            ("王芳", ""),
            ("王", ""),
            ("（）", ""),
        ],
    )
    def test_finds_one_person_or_nobody(self, text, key):
        assert Directory(STAFF).find(text) == key

    @pytest.mark.row("TRAP-5", side="refuses")
    def test_says_who_the_namesakes_are(self):
        assert Directory(STAFF).why_not("王芳") == (
            "叫“王芳”的有2人（王芳（教务处 1023）、王芳（语文组 2048）），请写明是哪一位"
        )

    def test_says_that_nobody_is_called_so(self):
        assert Directory(STAFF).why_not("钱某") == (
            "“钱某”不在可以另选的人员中，请核对姓名；已列在票上的人请直接在上面选"
        )


def test_those_written_in_are_shown_to_be_checked_and_counted(send, poll):
    check = send("check", **{"a.c1.chosen": "p2", BOX: ["王芳（语文组 2048）", ""]})
    assert "教务处主任另选他人王芳" in text_of(check)

    assert "您的票已投出" in text_of(send("cast", **{"a.c1.chosen": "p2", BOX: ["s2"]}))
    services.close(poll, officer_of(poll))
    services.count(poll, officer_of(poll))

    assert poll.written_in == {"c1-others": {"s2": 1}}
    block = results.table(poll).blocks[-1]
    assert (block.title, block.rows[0].label, block.rows[0].cells) == ("教务处主任另选他人", "王芳", (1,))
    assert block.rows[0].note == "语文组 2048"
    assert poll.tallies["p2"]["agree"] == 1


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["王芳"], "教务处主任另选他人：叫“王芳”的有2人"),
        (["李二"], "教务处主任另选他人：“李二”不在可以另选的人员中"),
        (["<b>甲</b>"], "不在可以另选的人员中"),
    ],
)
def test_a_name_that_is_not_one_persons_comes_back_with_a_sentence(send, names, said):
    page = send("check", **{BOX: names})

    assert said in unescape(page.content.decode())
    assert "第2步" not in text_of(page)
    assert "<b>甲" not in page.content.decode()


def test_a_person_written_in_twice_is_one(send, poll):
    send("cast", **{BOX: ["王芳（语文组 2048）", "s2"]})
    services.close(poll, officer_of(poll))
    services.count(poll, officer_of(poll))

    assert poll.written_in == {"c1-others": {"s2": 1}}


def test_those_chosen_and_those_written_in_are_together_no_more_than_the_post_allows(poll):
    voter = voters_of(poll)[0]

    with pytest.raises(Refused, match="教务处主任最多选2人，现选3人"):
        services.cast(poll, voter, {"c1": ["p1", "p2"], "c1-others": ["s1"]})
    services.cast(poll, voter, {"c1": ["p1"], "c1-others": ["s1"]})


def test_of_a_paper_of_consent_agreement_and_write_ins_count_together():
    poll = poll_with("consent", voters=1)

    with pytest.raises(Refused, match="教务处主任最多选2人，现选3人"):
        services.cast(poll, voters_of(poll)[0], {"p1": "agree", "p2": "agree", "c1-others": ["s1"]})


@pytest.mark.parametrize("choices", [{"c1-others": ["s9"]}, {"c1-others": ["s4"]}, {"c2-others": ["s1"]}])
def test_nobody_is_written_in_who_is_not_on_the_list_or_where_nobody_may_be(poll, choices):
    with pytest.raises(Refused, match="票面内容有误"):
        services.cast(poll, voters_of(poll)[0], choices)


def test_nobody_written_in_leaves_no_table(poll):
    services.cast(poll, voters_of(poll)[0], {"c1": ["p1"]})
    services.close(poll, officer_of(poll))
    services.count(poll, officer_of(poll))

    assert [block.title for block in results.table(poll).blocks] == ["教务处主任", "总务处主任"]


def test_the_paper_is_of_one_length_whoever_is_written_in(poll):
    paper = paper_of(poll)
    sheets = [{}, {"c1-others": ["s1", "s3"]}, {"c1": ["p1", "p2"]}]

    assert len({len(paper.encode(paper.fill(choices))) for choices in sheets}) == 1


def test_the_list_of_a_large_school_ships_with_a_light_page(client):
    staff = tuple(
        Option(f"s{at}", f"教师{at:03d}", f"第{at % 40}教研组 {at * 37 % 9000}") for at in range(500)
    )
    posts = tuple(Contest(f"c{at}", f"岗位{at}", 3, 0, 3) for at in range(5))
    subjects = [SubjectSpec(f"p{at}", f"人选{at}", "教务处", f"c{at}") for at in range(5)]
    counting = Counting(contests=posts, listed=staff)
    poll = PollFactory(kind="choice", subjects=subjects, counting=counting, is_open=True, voters=1)
    client.force_login(voters_of(poll)[0])

    page = client.get(poll.get_vote_url(), headers={"Accept-Encoding": "gzip"})

    assert page["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.content).decode().count("<option") == 500
    assert len(page.content) <= 40 * 1024


def test_on_paper_too_the_listed_and_the_written_in_are_together_no_more_than_the_post_allows(poll):
    """Each way alone keeps to the post's two: only their sum shows that a clerk misread a ballot."""
    paper = paper_of(poll)
    numbers = dict.fromkeys(batches.cells(paper), 0) | {"collected": 1, "valid": 1, "c2.chosen.abstain": 1}
    numbers |= {"c1.chosen.p1": 1, "c1.chosen.p2": 1, "c1-others.chosen.s1": 1}

    assert [fault.sentence for fault in batches.located_faults(paper, numbers, issued=1)] == [
        "教务处主任合计选3人次，有效票1张最多选2人次，请核对"
    ]


def test_on_paper_nobody_has_more_excellent_than_the_ballots_allow():
    poll = PollFactory(grading=True, counting=Counting(noun="测评", max_excellent=1), is_open=True)
    paper = paper_of(poll)
    numbers = numbers_on(paper, [{}]) | {"blank": 0}
    for person in ("p1", "p2"):
        numbers |= {f"{person}.virtue.excellent": 1, f"{person}.virtue.abstain": 0}

    assert [fault.sentence for fault in batches.located_faults(paper, numbers, issued=1)] == [
        "“德”合计评优秀2人次，有效票1张最多评优秀1人次，请核对"
    ]
