"""Can a procedure be run by this ruleset, and if not, which field is wrong?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin

import campaigns.eligibility.rules  # noqa: F401 (registers the rules that maps may name)
from ballots.definitions import Spoils
from ballots.verdicts import Bar, Base
from campaigns.choices import Approver
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.stages.voting import EvaluationRules, RecommendationRules
from campaigns.rulesets.tree import Leaf, leaves
from campaigns.rulesets.values import (
    COUNTING,
    MOST_CHOSEN,
    MOST_PLACES,
    PROCEDURES,
    UNITS,
    WRITTEN_IN_FROM,
    ByGender,
    ByLevel,
    ByTrack,
    Cap,
    Chosen,
    Level,
    OpenBar,
    Period,
    Procedure,
    Spare,
    TalkMinimum,
    Weight,
    WriteIns,
)
from campaigns.rulesets.vocabulary import CATEGORIES
from selection.accounts.acts import Role
from selection.reasons import BLOCK, RULES, Effect

REVIEWERS = (Role.ZONE_REVIEWER, Role.BUREAU_REVIEWER)
HARD_ROWS = frozenset({"A061", "A062", "B053", "R-21", "R-22"})


class Problem(NamedTuple):
    """A field's path and what is wrong with it."""

    path: str
    sentence: str


def validate(ruleset: Ruleset) -> list[Problem]:
    """Everything that makes the ruleset impossible; nothing when it can be run."""
    problems = [problem for leaf in leaves() for problem in leaf_problems(leaf, leaf.of(ruleset))]
    return problems or [*_contradictions(ruleset), *_effect_problems(ruleset), *_approver_problems(ruleset)]


def leaf_problems(leaf: Leaf, value: Any) -> Iterator[Problem]:
    if not _fits(value, leaf.hint):
        yield Problem(leaf.path, f"“{leaf.label}”填写的内容不是所要求的类型")
        return
    check = CHECKS.get(type(value))
    for complaint in check(leaf, value) if check else ():
        yield Problem(leaf.path, f"“{leaf.label}”{complaint}")


def _fits(value: Any, hint: Any) -> bool:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return any(_fits(value, each) for each in get_args(hint))
    if origin is tuple:
        return isinstance(value, tuple) and all(_fits(each, get_args(hint)[0]) for each in value)
    return type(value) is hint


def _number(leaf: Leaf, value: int) -> Iterator[str]:
    least, most = leaf.field.metadata["least"], leaf.field.metadata["most"]
    if not least <= value <= most:
        yield f"应在{least}到{most}之间"


def _word(leaf: Leaf, value: str) -> Iterator[str]:
    choices = leaf.field.metadata.get("choices")
    if choices is not None and value not in choices:
        yield f"没有“{value}”这一选项"
    elif choices is None and not value.strip():
        yield "不能为空"


def _list(leaf: Leaf, value: tuple[Any, ...]) -> Iterator[str]:
    if value and isinstance(value[0], Weight):
        yield from _weights(leaf, value)
        return
    if len(set(value)) < len(value):
        yield "有重复的内容"
    for each in value:
        yield from _level(leaf, each) if isinstance(each, Level) else _word(leaf, each)


def _weights(leaf: Leaf, value: tuple[Weight, ...]) -> Iterator[str]:
    if any(type(each.percent) is not int or each.percent < 1 for each in value):
        yield "应为正整数"
    elif (total := sum(each.percent for each in value)) != 100:
        yield f"合计应为100，现合计{total}"
    yield from _list(leaf, tuple(each.category for each in value))


def _level(leaf: Leaf, level: Level) -> Iterator[str]:
    if level.role not in REVIEWERS:
        yield f"不能由{level.role.label}审核"
    if not level.label.strip():
        yield "须写明审核机关的名称"


def _by_track(leaf: Leaf, value: ByTrack) -> Iterator[str]:
    for chain in (value.competitive, value.non_competitive, value.direct):
        yield from _list(leaf, chain)


def _by_gender(leaf: Leaf, value: ByGender) -> Iterator[str]:
    for number in (value.male, value.female):
        if number is not None:
            yield from _number(leaf, number)


def _by_level(leaf: Leaf, value: ByLevel) -> Iterator[str]:
    for word in (value.kindergarten, value.primary, value.junior, value.senior):
        yield from _word(leaf, word)


def _period(leaf: Leaf, value: Period) -> Iterator[str]:
    if value.unit not in UNITS:
        yield f"没有“{value.unit}”这一单位"
    if value.count_from not in COUNTING:
        yield f"没有“{value.count_from}”这一起算办法"
    yield from _number(leaf, value.n)


def _procedure(leaf: Leaf, value: Procedure) -> Iterator[str]:
    if value.way not in PROCEDURES:
        yield f"没有“{value.way}”这一产生办法"


def _bar(leaf: Leaf, value: Bar) -> Iterator[str]:
    if value.strict and value.numerator == value.denominator:
        yield "要求超过全部，无人能够达到"


def _open_bar(leaf: Leaf, value: OpenBar) -> Iterator[str]:
    yield from _bar(leaf, value.proposed)
    if value.reason_below and _share(value.reason_below) < _share(value.proposed):
        yield "须说明理由的界限低于列为人选的界限"


def _talk_minimum(leaf: Leaf, value: TalkMinimum) -> Iterator[str]:
    if value.persons < 0:
        yield "人数不能是负数"
    yield from _proper(value.share)


def _proper(share: str) -> Iterator[str]:
    try:
        if share and not 0 < Fraction(share) <= 1:
            yield "比例应大于0，且不超过全部"
    except (ValueError, ZeroDivisionError):
        yield "比例应写成分数，如1/2"


def _cap(leaf: Leaf, value: Cap) -> Iterator[str]:
    yield from _within("人数", value.persons, 0, MOST_CHOSEN)
    yield from _proper(value.share)
    if not value.persons and not value.share:
        yield "须写明人数或比例"
    yield from _spoiling(value.spoils)


def _chosen(leaf: Leaf, value: Chosen) -> Iterator[str]:
    yield from _within("多于职数的人数", value.beyond, 0, MOST_CHOSEN)
    yield from _within("最少推荐的人数", value.least, 0, MOST_CHOSEN)
    if value.least > value.beyond + 1:
        yield f"最少{value.least}人，多于只有1名职数的岗位可以推荐的{value.beyond + 1}人"
    yield from _spoiling(value.spoils)


def _write_ins(leaf: Leaf, value: WriteIns) -> Iterator[str]:
    yield from _within("人数", value.places, 1, MOST_PLACES)
    if value.out_of not in WRITTEN_IN_FROM:
        yield f"没有“{value.out_of}”这一范围"


def _spare(leaf: Leaf, value: Spare) -> Iterator[str]:
    yield from _within("多于职数的人数", value.persons, 0, MOST_CHOSEN)
    yield from _proper(value.share)
    if not value.persons and not value.share:
        yield "须写明人数或比例"


def _within(what: str, number: int, least: int, most: int) -> Iterator[str]:
    if type(number) is not int or not least <= number <= most:
        yield f"{what}应在{least}到{most}之间"


def _spoiling(value: str) -> Iterator[str]:
    if value not in Spoils.values:
        yield f"没有“{value}”这一后果"


def _share(bar: Bar) -> Fraction:
    return Fraction(bar.numerator, bar.denominator)


CHECKS: dict[type, Callable[[Leaf, Any], Iterator[str]]] = {
    int: _number,
    str: _word,
    tuple: _list,
    ByTrack: _by_track,
    ByGender: _by_gender,
    ByLevel: _by_level,
    Period: _period,
    Procedure: _procedure,
    Bar: _bar,
    OpenBar: _open_bar,
    TalkMinimum: _talk_minimum,
    Cap: _cap,
    Chosen: _chosen,
    WriteIns: _write_ins,
    Spare: _spare,
}


def _contradictions(ruleset: Ruleset) -> Iterator[Problem]:
    """Fields that are fine alone and impossible together."""
    eligibility, recommendation = ruleset.eligibility, ruleset.recommendation
    for gender in ("male", "female"):
        first, leaving = eligibility.first_age.for_(gender), eligibility.exit_age.for_(gender)
        if first is not None and leaving is not None and first >= leaving:
            yield Problem("eligibility.first_age", "初任年龄上限应低于退出中层岗位的年龄")
            break
    if not (recommendation.meeting or recommendation.talks):
        yield Problem("recommendation.meeting", "会议推荐和个别谈话推荐至少要有一种")
    if not ruleset.tracks:
        yield Problem("tracks", "至少要有一种聘任方式")
    if not ruleset.publicity.channels:
        yield Problem("publicity.channels", "公示方式至少要有一种")
    if not ruleset.inspection.dimensions:
        yield Problem("inspection.dimensions", "考察内容至少要有一项")
    if ruleset.evaluation.ballot and not ruleset.evaluation.dimensions:
        yield Problem("evaluation.dimensions", "组织民主测评时，测评内容至少要有一项")
    if ruleset.contest.judges_least > ruleset.contest.judges_most:
        yield Problem("contest.judges_least", "评委的最少人数不能多于最多人数")
    yield from _recommending(recommendation)
    yield from _weighing(ruleset, "recommendation", recommendation)
    yield from _weighing(ruleset, "evaluation", ruleset.evaluation)
    evaluation = ruleset.evaluation
    if evaluation.with_recommendation and evaluation.by_category != recommendation.by_category:
        yield Problem(
            "evaluation.by_category", "可与会议推荐同时进行的，两张票应当都按人员类别分别统计，或者都不分"
        )
    yield from _decision_floor(ruleset)


def _recommending(rules: RecommendationRules) -> Iterator[Problem]:
    """A choice of persons has no 不同意; of those written in nobody knows by which category."""
    if rules.ballot == "choice" and rules.chosen is None:
        yield Problem("recommendation.chosen", "选人推荐的，须规定每个岗位推荐的人数")
    if rules.write_ins and rules.weights:
        yield Problem("recommendation.write_ins", "按权重计票的不能另选他人：另选的票不分类别，无法折算")
    bar = rules.bar.proposed if isinstance(rules.bar, OpenBar) else rules.bar
    if bar.base == Base.AGREE_OPPOSE and (rules.ballot == "choice" or rules.write_ins):
        yield Problem(
            "recommendation.bar",
            f"选人推荐和另选他人没有“不同意”，票数要求不能以{bar.base.label}为基数",
        )


def _weighing(
    ruleset: Ruleset, section: str, rules: RecommendationRules | EvaluationRules
) -> Iterator[Problem]:
    """Weights need a breakdown, a weight for everybody who votes, and a share of valid ballots."""
    if not rules.weights:
        return
    if not rules.by_category:
        yield Problem(f"{section}.by_category", "设了各类人员权重的，须按人员类别分别统计")
    voting = set(ruleset.recommendation.categories)
    if differing := voting ^ {each.category for each in rules.weights}:
        names = "、".join(CATEGORIES[category] for category in CATEGORIES if category in differing)
        yield Problem(f"{section}.weights", f"各类人员的权重应与参加人员的类别一一对应，请核对：{names}")
    bar = rules.bar.proposed if isinstance(rules.bar, OpenBar) else rules.bar
    if bar is not None and bar.base not in (Base.VALID, Base.AGREE_OPPOSE):
        yield Problem(
            f"{section}.bar", f"按权重计票的，票数要求应以有效票为基数，不能以{bar.base.label}为基数"
        )


def _decision_floor(ruleset: Ruleset) -> Iterator[Problem]:
    """R-21 and R-22 may be tightened, never lowered."""
    quorum, majority = ruleset.decision.quorum, ruleset.decision.majority
    if quorum.base != Base.ENTITLED or _share(quorum) < Fraction(2, 3):
        yield Problem("decision.quorum", "到会成员不得低于应到会成员的2/3")
    half_or_less = _share(majority) < Fraction(1, 2) or (
        _share(majority) == Fraction(1, 2) and not majority.strict
    )
    if majority.base != Base.ENTITLED or half_or_less:
        yield Problem("decision.majority", "形成决定须有超过应到会成员半数的同意")


def _effect_problems(ruleset: Ruleset) -> Iterator[Problem]:
    for key, effect in ruleset.effects.items():
        path = f"effects.{key}"
        if key not in RULES:
            yield Problem(path, f"没有“{key}”这条规则")
        elif effect not in set(Effect):
            yield Problem(path, f"“{RULES[key].title}”没有“{effect}”这一约束力")
        elif effect != BLOCK and HARD_ROWS.intersection(RULES[key].cites):
            yield Problem(path, f"“{RULES[key].title}”是硬性规定，不能放宽")


def _approver_problems(ruleset: Ruleset) -> Iterator[Problem]:
    for key, approver in ruleset.approvers.items():
        path = f"approvers.{key}"
        if key not in RULES:
            yield Problem(path, f"没有“{key}”这条规则")
        elif approver not in Approver.values:
            yield Problem(path, f"“{RULES[key].title}”没有“{approver}”这一批准机关")
