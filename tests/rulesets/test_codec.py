import json
from dataclasses import MISSING, fields, is_dataclass, replace
from types import UnionType
from typing import get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.verdicts import Bar, Base
from campaigns.rulesets import codec
from campaigns.rulesets.presets import ALL, COUNTY_SCHOOLS, PIDU_SCHOOL
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.tree import leaves
from campaigns.rulesets.values import Period
from selection.reasons import Refused

TEXTS = st.text(max_size=8)


@st.composite
def bars(draw):
    share = draw(st.fractions(min_value=0, max_value=1, max_denominator=60))
    minimum = draw(st.integers(0, 300))
    return Bar(draw(st.sampled_from(Base)), draw(st.booleans()), share.numerator, share.denominator, minimum)


def values(hint):
    """Any value of the type, plausible or not."""
    if get_origin(hint) is UnionType:
        return st.one_of([values(each) for each in get_args(hint)])
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=3).map(tuple)
    if hint is Bar:
        return bars()
    if is_dataclass(hint):
        return st.builds(hint, **{name: values(each) for name, each in get_type_hints(hint).items()})
    return TEXTS if hint is str else st.from_type(hint)


@st.composite
def rulesets(draw):
    ruleset = draw(st.sampled_from(ALL))
    for leaf in draw(st.lists(st.sampled_from(leaves()), max_size=12, unique=True)):
        *section, name = leaf.path.split(".")
        value = draw(values(leaf.hint))
        if section:
            value, name = replace(getattr(ruleset, section[0]), **{name: value}), section[0]
        ruleset = replace(ruleset, **{name: value})
    return replace(ruleset, effects=draw(st.dictionaries(TEXTS, TEXTS, max_size=3)))


@given(ruleset=rulesets())
@settings(max_examples=150, deadline=None)
def test_what_is_written_reads_back_equal_and_is_written_the_same_again(ruleset):
    text = codec.dumps(ruleset)

    assert codec.loads(text) == ruleset
    assert codec.dumps(codec.loads(text)) == text


@given(ruleset=rulesets())
@settings(max_examples=50, deadline=None)
def test_no_text_holds_a_float(ruleset):
    def no_float(text):
        raise AssertionError(text)

    json.loads(codec.dumps(ruleset), parse_float=no_float)


def test_a_bar_is_written_as_a_fraction():
    data = json.loads(codec.dumps(COUNTY_SCHOOLS))

    assert data["schema"] == 1
    assert data["evaluation"]["quorum"] == {
        "type": "bar",
        "base": "entitled",
        "strict": False,
        "fraction": "2/3",
        "minimum": 0,
    }


def test_the_keys_are_sorted_and_nothing_is_padded():
    text = codec.dumps(PIDU_SCHOOL)

    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_the_digest_stands_for_the_text():
    text = codec.dumps(PIDU_SCHOOL)

    assert codec.digest(text) == codec.digest(codec.dumps(codec.loads(text)))
    assert codec.digest(text) != codec.digest(codec.dumps(replace(PIDU_SCHOOL, version=99)))
    assert len(codec.digest(text)) == 64


def test_what_an_older_text_does_not_name_gets_the_neutral_default():
    ruleset = codec.loads(
        '{"schema":1,"code":"a","version":1,"name":"甲","basis":"乙","filing":{"talk":true}}'
    )

    assert ruleset.filing.talk is True
    assert ruleset.filing.term_years == 3
    assert ruleset == replace(Ruleset("a", 1, "甲", "乙"), filing=ruleset.filing)


def test_every_field_but_the_names_has_a_default():
    required = [each.name for each in fields(Ruleset) if each.default is each.default_factory is MISSING]

    assert required == ["code", "version", "name", "basis"]


def changed(path, value):
    """The text of a preset with one place changed."""
    data = json.loads(codec.dumps(COUNTY_SCHOOLS))
    place = data
    *above, last = path.split(".")
    for name in above:
        place = place[name]
    place[last] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "{}", '{"schema":1}', '{"schema":"1"}', '{"schema":1.5}', "NaN"]
)
def test_what_is_no_ruleset_is_refused_in_one_sentence(text):
    with pytest.raises(Refused) as refusal:
        codec.loads(text)

    assert refusal.value.reasons == ["规则文本已损坏，读不出内容，请重新装载规则"]


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("schema", 2, "这套规则由更新版本的程序保存（格式2，本系统识别到1），请先升级本系统"),
        ("decision.veto", True, "规则中有本系统不认识的项目（decision.veto），请先升级本系统"),
        ("quota", 5, "规则文本已损坏，读不出内容，请重新装载规则"),
        (
            "evaluation.quorum.fraction",
            "3/2",
            "规则中“民主测评的有效人数”（evaluation.quorum）的内容不正确，请核对",
        ),
        (
            "evaluation.quorum.base",
            "everybody",
            "规则中“民主测评的有效人数”（evaluation.quorum）的内容不正确，请核对",
        ),
        (
            "evaluation.quorum.type",
            "colour",
            "规则中“民主测评的有效人数”（evaluation.quorum）的内容不正确，请核对",
        ),
        ("publicity.period.unit_of", "day", "规则中“提拔的公示期”（publicity.period）的内容不正确，请核对"),
        ("filing.term_years", 2.5, "规则文本已损坏，读不出内容，请重新装载规则"),
    ],
)
def test_a_text_that_this_program_cannot_read_is_refused_with_its_place(path, value, sentence):
    with pytest.raises(Refused) as refusal:
        codec.loads(changed(path, value))

    assert refusal.value.reasons == [sentence]


def test_an_unknown_reviewer_is_refused():
    text = codec.dumps(COUNTY_SCHOOLS).replace('"role":"zone_reviewer"', '"role":"mayor"')

    with pytest.raises(Refused, match="人选审核表的审核"):
        codec.loads(text)


def test_a_float_cannot_be_written():
    with pytest.raises(TypeError):
        codec.dumps(replace(PIDU_SCHOOL, publicity=replace(PIDU_SCHOOL.publicity, period=Period(2.5))))
