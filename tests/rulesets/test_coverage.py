"""The command that says what became of every row is honest about what is wanting."""

import pytest
from django.core.management import CommandError, call_command

from campaigns.rulesets import coverage
from campaigns.rulesets.rows import How, Row

MARKED = """
@pytest.mark.row("A072", side="refuses")
@pytest.mark.row("A072", side="allows")
def test_a_quorum(): ...

CASES = [*at_its_bound("A025", (1, []), (2, [])), pytest.param(marks=pytest.mark.row("A007", side="holds"))]
TEXT = 'row("A001", side="holds")'
"""


def account(how, holding=0, refusing=0):
    return coverage.Account(Row("A001", "六项原则", how, ("principles",)), holding, refusing)


def test_marks_are_read_from_the_tests_text_without_running_it(tmp_path):
    (tmp_path / "test_one.py").write_text(MARKED)

    assert coverage.marks(tmp_path) == {
        "A072": ["refuses", "holds"],
        "A025": ["refuses", "holds"],
        "A007": ["holds"],
    }


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (account(How.LATER), "尚未落实"),
        (account(How.FIELD), ""),
        (account(How.INFORMATION), ""),
        (account(How.RULE, 1, 1), ""),
        (account(How.RULE, 1, 0), "缺少违反时拒绝的测试"),
        (account(How.CODE, 0, 1), "缺少符合时通过的测试"),
        (account(How.CODE), "缺少符合时通过和违反时拒绝的测试"),
    ],
)
def test_an_enforced_row_wants_a_test_of_either_side(given, complaint):
    assert given.complaint == complaint


def test_a_row_reads_with_its_place_and_its_tests():
    assert str(account(How.RULE, 2, 0)) == (
        "A001 六项原则：规则（principles），测试2＋0　✗ 缺少违反时拒绝的测试"
    )


def test_the_command_prints_a_line_a_row_and_fails_while_any_is_wanting(capsys, tmp_path):
    with pytest.raises(CommandError, match="还有没有交代清楚的条目"):
        call_command("rules", "--coverage", "--tests", str(tmp_path))

    assert len(capsys.readouterr().out.splitlines()) == 453 + 1


def test_without_tests_at_hand_the_command_says_so(tmp_path):
    with pytest.raises(CommandError, match="没有测试目录"):
        call_command("rules", "--coverage", "--tests", str(tmp_path / "none"))
