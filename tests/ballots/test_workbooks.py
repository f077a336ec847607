"""Does the Excel file say what page and paper say, as numbers, and nothing that a program would run?"""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from ballots import results, services, workbooks
from ballots.definitions import Counting, SubjectSpec
from ballots.results import Block, ResultTable, Row
from ballots.verdicts import Bar, Base
from selection import spreadsheet
from tests.ballots.test_recount import KINDS, counted_again, released, unpacked
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PollFactory, officer_of

pytestmark = pytest.mark.django_db


def opened(table):
    return load_workbook(io.BytesIO(workbooks.workbook(table)))


def shown(cell):
    """The cell as a reader sees it: a number in its format."""
    if isinstance(cell.value, str) or cell.value is None:
        return cell.value or ""
    if cell.number_format == "0.0%":
        return f"{cell.value:.1%}"
    return (
        f"{cell.value}{cell.number_format.removeprefix('0').strip(chr(34))}"
        if '"' in cell.number_format
        else (str(cell.value))
    )


def rows_of(sheet):
    return [[shown(cell) for cell in row] for row in sheet.iter_rows()]


def test_several_results_lie_in_one_file_under_names_that_tell_them_apart():
    tables = [results.table(released(**KINDS[kind])) for kind in ("matters", "grading")]

    book = load_workbook(io.BytesIO(workbooks.workbook(*tables)))

    assert book.sheetnames == [
        "表1参加情况",
        "表1-1工作评价",
        "表1-2工作评价按类别统计",
        "表1-3主要问题",
        "表1-4主要问题按类别统计",
        "表2参加情况",
        "表2-1评定等次",
        "表2-2是否同意作为拟任人选",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_and_sentence_of_the_result_is_in_the_file(kind):
    table = results.table(released(**KINDS[kind]))

    book = opened(table)

    turnout = rows_of(book.worksheets[0])
    assert turnout[0][0] == table.title
    assert [tuple(row) for row in turnout[2 : 2 + len(table.facts)]] == list(table.facts)
    assert not table.verdict or turnout[-1][1] == table.verdict.sentence
    assert len(book.worksheets) == 1 + len(table.blocks)
    for sheet, block in zip(book.worksheets[1:], table.blocks, strict=True):
        lines = [[str(value) for value in line] for line in workbooks.lines_of(block)]
        assert rows_of(sheet)[: len(lines)] == lines
        assert not block.tie or rows_of(sheet)[-1][0] == block.tie
        told = "".join(map("".join, lines))
        assert [
            row.verdict.sentence for row in block.rows if row.verdict and row.verdict.sentence not in told
        ] == []


def test_numbers_are_numbers_and_shares_are_shares():
    poll = PollFactory(voters=3, cast=3, is_counted=True)

    sheet = opened(results.table(poll)).worksheets[1]

    assert [cell.value for cell in sheet[1]] == [
        "姓名",
        "说明",
        "同意",
        "不同意",
        "弃权",
        "得票率（占收回）",
        "名次",
    ]
    assert [cell.value for cell in sheet[2]] == ["王一", "教务处副主任", 3, 0, 0, 1.0, 1]


def test_sheets_print_their_head_on_every_page_and_keep_it_in_sight():
    book = opened(results.table(PollFactory(voters=3, cast=3, is_counted=True)))

    assert [sheet.print_title_rows for sheet in book.worksheets] == ["$1:$1", "$1:$1"]
    assert [sheet.freeze_panes for sheet in book.worksheets] == ["A2", "B2"]
    assert all(sheet.column_dimensions["A"].width >= 8 for sheet in book.worksheets)
    assert [sheet.page_setup.orientation for sheet in book.worksheets] == [None, "landscape"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@A1", '=HYPERLINK("http://x")'])
def test_a_name_is_never_a_formula(name):
    poll = PollFactory(subjects=[SubjectSpec("p1", name)], voters=1, cast=1, is_counted=True)

    cell = opened(results.table(poll)).worksheets[1]["A2"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


def test_what_no_file_can_hold_is_left_out():
    block = Block("按/类[别]", ("同意",), "得票率", (Row("王\x07一", "", "", (1,), "—"),))

    book = opened(ResultTable("甲&乙", "已计票", (), None, (block,)))

    assert book.sheetnames == ["参加情况", "1按类别"]
    assert [cell.value for cell in book.worksheets[1][2]] == ["王一", 1, "—"]
    assert book.worksheets[1].oddHeader.center.text == "甲&&乙"


def address(poll):
    return reverse("ballots:result_workbook", args=[poll.public_id])


def test_who_holds_the_poll_takes_it_from_the_result_and_nothing_keeps_it(client):
    poll = PollFactory(voters=3, cast=3, is_counted=True)
    client.force_login(officer_of(poll))

    page = client.get(reverse("ballots:poll", args=[poll.public_id])).content.decode()
    answer = client.get(address(poll))

    assert address(poll) in page
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == spreadsheet.CONTENT_TYPE
    assert load_workbook(io.BytesIO(b"".join(answer.streaming_content))).sheetnames == [
        "参加情况",
        "1计票结果",
    ]


@pytest.mark.parametrize("state", [{"is_open": True, "cast": 3}, {"is_closed": True, "cast": 3}])
def test_before_the_count_there_is_no_file(client, state):
    poll = PollFactory(voters=3, **state)
    client.force_login(officer_of(poll))

    assert client.get(address(poll)).status_code == 404


def test_nobody_else_gets_it(client):
    poll = PollFactory(voters=3, cast=3, is_counted=True)
    client.force_login(TeacherFactory(organisation=poll.organisation))

    assert client.get(address(poll)).status_code == 404


def test_a_weighted_category_without_an_answer_leaves_no_result_on_page_sheet_and_recount():
    """Of 同意与不同意 the teachers gave none to the second, so there is nothing to weigh."""
    poll = PollFactory(
        subjects=[SubjectSpec("p1", "王一"), SubjectSpec("p2", "李二")],
        voters=4,
        categories=["班子", "班子", "教师", "教师"],
        counting=Counting(
            by_category=True,
            min_cell=2,
            weights={"班子": 60, "教师": 40},
            approval=Bar.more_than("1/2", of=Base.AGREE_OPPOSE),
            seats=1,
        ),
        is_open=True,
    )
    for elector in poll.electors.all():
        second = "agree" if elector.category == "班子" else "abstain"
        services.cast(poll, elector.user, {"p1": "agree", "p2": second})
    for step in (services.close, services.count, services.release):
        step(poll, officer_of(poll))

    table = results.table(poll)
    sentence = "教师同意与不同意合计0票，加权没有结果"
    first, second = table.blocks[0].rows
    assert (first.place, first.share, first.verdict.holds) == (1, "100.0%", True)
    assert (second.place, second.share, second.verdict.holds, second.verdict.sentence) == (
        None,
        "—",
        None,
        sentence,
    )
    assert table.blocks[0].tie == ""
    assert rows_of(opened(table).worksheets[1])[2][-3:] == ["—", "—", sentence]
    assert counted_again(unpacked(poll))[1:-1] == results.lines(poll)
    assert any(line.endswith(f"加权得票率—；{sentence}") for line in results.lines(poll))


def test_a_title_and_a_name_that_begin_with_a_number_are_text():
    poll = PollFactory(cast=1, is_counted=True, title="2026年推荐", subjects=[SubjectSpec("p1", "3号人选")])

    book = opened(results.table(poll))

    turnout, block = book.worksheets
    assert (turnout["A1"].value, block["A2"].value) == ("2026年推荐", "3号人选")
