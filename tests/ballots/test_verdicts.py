"""Are bars reached exactly, and do the sentences say what was counted?"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.verdicts import Bar, Base, Counts, Part, Words, judge, judge_weighted, quorum, rank

PRESENT = Words("实到", "人", "测评有效", "测评无效")
COLLECTED = Words("收回", "份", "测评有效", "测评无效")
AGREE = Words("同意", "票", "列为推荐人选", "不列为推荐人选")
TWO_THIRDS = Bar.at_least("2/3", of=Base.ENTITLED)
OVER_HALF = Bar.more_than("1/2", of=Base.PRESENT)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("fraction", ["1/2", "2/3", "3/4", "4/5"])
def test_the_needed_number_is_exact_for_every_base_up_to_two_thousand(fraction, strict):
    """C4: against rational numbers, for every base alike."""
    bar = Bar.more_than(fraction, of=Base.ENTITLED) if strict else Bar.at_least(fraction, of=Base.ENTITLED)

    for n in range(1, 2001):
        needed, bound = bar.needed(n), Fraction(fraction) * n
        reached, short = (
            (needed > bound, needed - 1 > bound) if strict else (needed >= bound, needed - 1 >= bound)
        )
        assert reached, (n, needed)
        assert not short, (n, needed)


@pytest.mark.parametrize("base", list(Base))
@pytest.mark.parametrize("n", [1, 2, 3, 7, 9, 50, 88, 1999, 2000])
def test_a_verdict_takes_its_fraction_of_the_named_base_only(base, n):
    counts = Counts(**{"entitled": 5000, base.value: n})
    bar = Bar.at_least("2/3", of=base)

    needed = bar.needed(n)

    assert judge(bar, needed, counts, AGREE).holds is True
    assert judge(bar, needed - 1, counts, AGREE).holds is False
    assert judge(bar, needed, counts, AGREE).base == n


@pytest.mark.row("A072", side="refuses")
@pytest.mark.parametrize(("entitled", "present"), [(88, 58), (90, 59), (50, 33)])
def test_one_fewer_than_two_thirds_of_the_roll_is_no_quorum(entitled, present):
    assert judge(TWO_THIRDS, present, Counts(entitled), PRESENT).holds is False


@pytest.mark.row("TRAP-2", side="holds")
@pytest.mark.row("A072", side="holds")
@pytest.mark.parametrize(("entitled", "present"), [(88, 59), (90, 60), (50, 34), (9, 6)])
def test_two_thirds_of_the_roll_is_a_quorum_exactly_two_thirds_included(entitled, present):
    assert judge(TWO_THIRDS, present, Counts(entitled), PRESENT).holds is True


@pytest.mark.row("E007", side="refuses")
@pytest.mark.row("AMB-22", side="refuses")
@pytest.mark.row("TRAP-2", side="refuses")
@pytest.mark.row("B040", side="refuses")
@pytest.mark.parametrize(("present", "agree"), [(88, 44), (51, 25)])
def test_exactly_half_of_those_present_is_not_more_than_half(present, agree):
    assert judge(OVER_HALF, agree, Counts(100, present=present), AGREE).holds is False


@pytest.mark.row("E007", side="holds")
@pytest.mark.row("AMB-22", side="holds")
@pytest.mark.row("B040", side="holds")
@pytest.mark.parametrize(("present", "agree"), [(88, 45), (51, 26)])
def test_one_more_than_half_of_those_present_suffices(present, agree):
    assert judge(OVER_HALF, agree, Counts(100, present=present), AGREE).holds is True


@pytest.mark.parametrize(
    ("members", "present", "quorate", "agree", "adopted"),
    [
        (7, 4, False, 4, True),
        (7, 5, True, 3, False),
        (7, 5, True, 4, True),
        (5, 4, True, 2, False),
        (5, 4, True, 3, True),
    ],
)
def test_a_body_decides_with_two_thirds_present_and_over_half_of_those_due(
    members, present, quorate, agree, adopted
):
    counts = Counts(members, present=present)

    assert judge(TWO_THIRDS, present, counts, PRESENT).holds is quorate
    assert judge(Bar.more_than("1/2", of=Base.ENTITLED), agree, counts, AGREE).holds is adopted


@pytest.mark.parametrize(
    ("bar", "count", "counts", "words", "sentence"),
    [
        (TWO_THIRDS, 59, Counts(88), PRESENT, "应到88人，实到59人，达到2/3（需59人），测评有效"),
        (TWO_THIRDS, 55, Counts(84), COLLECTED, "应到84人，收回55份，未达2/3（需56份），测评无效"),
        (
            OVER_HALF,
            44,
            Counts(100, present=88),
            AGREE,
            "实到88人，同意44票，未超过1/2（需45票），不列为推荐人选",
        ),
        (
            OVER_HALF,
            45,
            Counts(100, present=88),
            AGREE,
            "实到88人，同意45票，超过1/2（需45票），列为推荐人选",
        ),
        (
            Bar.at_least("2/3", of=Base.ENTITLED, minimum=50),
            49,
            Counts(60),
            PRESENT,
            "应到60人，实到49人，未达到2/3、不少于50人的要求（需50人），测评无效",
        ),
        (
            Bar.at_least("0", of=Base.ENTITLED, minimum=50),
            50,
            Counts(0),
            PRESENT,
            "实到50人，不少于50人（需50人），测评有效",
        ),
        (
            Bar.at_least("0", of=Base.ENTITLED, minimum=50),
            49,
            Counts(0),
            PRESENT,
            "实到49人，不足50人（需50人），测评无效",
        ),
        (
            Bar.at_least("1", of=Base.ENTITLED),
            5,
            Counts(5),
            PRESENT,
            "应到5人，实到5人，达到全部（需5人），测评有效",
        ),
    ],
)
def test_the_sentence_carries_base_count_bar_and_result(bar, count, counts, words, sentence):
    assert judge(bar, count, counts, words).sentence == sentence


@pytest.mark.parametrize(
    ("count", "counts", "sentence"),
    [
        (3, Counts(10, valid=0), "有效票0张，没有可比的基数，没有结果"),
        (3, Counts(10), "有效票未知，没有可比的基数，没有结果"),
        (None, Counts(10, valid=8), "尚无同意数，没有结果"),
    ],
)
def test_without_a_base_or_a_count_there_is_no_result(count, counts, sentence):
    verdict = judge(Bar.more_than("1/2", of=Base.VALID), count, counts, AGREE)

    assert (verdict.holds, verdict.sentence) == (None, sentence)


@given(st.sampled_from(list(Base)), st.booleans(), st.fractions(0, 1, max_denominator=20), st.integers(0, 99))
def test_a_bar_survives_being_written_down(base, strict, fraction, minimum):
    bar = Bar(base, strict, fraction.numerator, fraction.denominator, minimum)

    assert Bar.from_data(bar.as_data()) == bar


@pytest.mark.parametrize(
    ("bar", "phrase"),
    [
        (TWO_THIRDS, "不低于应到的2/3"),
        (OVER_HALF, "超过实到的1/2"),
        (Bar.at_least("1/2", of=Base.COLLECTED, minimum=50), "不低于收回的1/2，且不少于50"),
        (Bar.at_least("0", of=Base.ENTITLED, minimum=50), "不少于50"),
        (Bar.at_least("0", of=Base.ENTITLED), "不限"),
    ],
)
def test_a_bar_can_be_said_in_words(bar, phrase):
    assert bar.phrase == phrase


@pytest.mark.parametrize("parts", [(3, 2, 0), (-1, 2, 0), (0, 0, 0), (1, 2, -1)])
def test_an_impossible_bar_cannot_be_made(parts):
    with pytest.raises(ValueError, match="not a bar"):
        Bar(Base.ENTITLED, False, *parts)


@pytest.mark.row("AMB-23")
def test_a_tie_at_the_cut_off_chooses_nobody_of_the_tied_and_says_so():
    ranking = rank({"a": 40, "b": 30, "c": 30, "d": 5}, places=2)

    assert [(place.key, place.rank) for place in ranking.order] == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]
    assert [place.key for place in ranking.chosen] == ["a"]
    assert [place.key for place in ranking.tied] == ["b", "c"]
    assert ranking.sentence == "2人同得30票，并列第2名，只余1个名额，须集体研究或重新投票决定"


@pytest.mark.parametrize(
    ("scores", "places", "chosen"),
    [
        ({"a": 3, "b": 3, "c": 1}, 2, ["a", "b"]),
        ({"a": 3, "b": 2}, 2, ["a", "b"]),
        ({"a": 3, "b": 2}, 5, ["a", "b"]),
        ({"a": 3, "b": 2}, 0, []),
        ({}, 1, []),
    ],
)
def test_without_a_tie_at_the_cut_off_the_first_are_chosen(scores, places, chosen):
    ranking = rank(scores, places)

    assert ([place.key for place in ranking.chosen], ranking.tied, ranking.sentence) == (chosen, (), "")


BOTH = (Words("实到", "人", "测评有效", "测评无效"), Words("收回", "份", "测评有效", "测评无效"))


@pytest.mark.parametrize(
    ("came", "collected", "sentence"),
    [
        (59, 55, "应到84人，收回55份，未达2/3（需56份），测评无效"),
        (55, 55, "应到84人，实到55人，未达2/3（需56人），测评无效"),
        (59, 56, "应到84人，收回56份，达到2/3（需56份），测评有效"),
        (None, 56, "应到84人，收回56份，达到2/3（需56份），测评有效"),
    ],
)
def test_a_quorum_is_tested_twice_and_the_failed_test_speaks(came, collected, sentence):
    counts = Counts(84, present=came, collected=collected)

    assert quorum(TWO_THIRDS, TWO_THIRDS, counts, came, BOTH).sentence == sentence


def test_a_round_that_sets_no_bar_has_no_verdict():
    assert quorum(None, None, Counts(84, collected=3), 3, BOTH) is None
    assert quorum(TWO_THIRDS, None, Counts(84, collected=3), None, BOTH) is None


HALF_OF_VALID = Bar.more_than("1/2", of=Base.VALID)


@pytest.mark.parametrize(
    ("parts", "bar", "holds", "sentence"),
    [
        (
            [Part("班子成员", 60, 8, 10), Part("教职工", 40, 5, 20)],
            HALF_OF_VALID,
            True,
            "班子成员（权重60）有效票10张、同意8票，教职工（权重40）有效票20张、同意5票，加权58.0%，超过1/2，列为推荐人选",
        ),
        ([Part("甲", 50, 1, 2), Part("乙", 50, 1, 2)], HALF_OF_VALID, False, None),
        ([Part("甲", 50, 1, 3), Part("乙", 50, 2, 3)], Bar.at_least("1/2", of=Base.VALID), True, None),
        (
            [Part("甲", 50, 9, 9), Part("乙", 50, 9, 9)],
            Bar.at_least("1/2", of=Base.VALID, minimum=20),
            False,
            None,
        ),
        ([Part("甲", 50, 9, 9), Part("乙", 50, 0, 0)], HALF_OF_VALID, None, "乙有效票0张，加权没有结果"),
    ],
)
def test_weights_are_exact_and_never_given_to_others(parts, bar, holds, sentence):
    verdict = judge_weighted(bar, parts, AGREE)

    assert verdict.holds is holds
    assert sentence in (None, verdict.sentence)
