from dataclasses import is_dataclass, replace

import pytest

from ballots.verdicts import Bar, Base
from campaigns.rulesets.presets import ALL, COUNTY_SCHOOLS
from campaigns.rulesets.tree import leaves
from campaigns.rulesets.validation import validate
from campaigns.rulesets.values import (
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
from selection.accounts.acts import Role

CHAIN = COUNTY_SCHOOLS.quota.review


def changed(**sections):
    """The county's ruleset with some fields of some sections changed; maps and lists are replaced."""
    values = {}
    for name, fields in sections.items():
        section = getattr(COUNTY_SCHOOLS, name)
        values[name] = replace(section, **fields) if is_dataclass(section) else fields
    return replace(COUNTY_SCHOOLS, **values)


@pytest.mark.parametrize("ruleset", ALL, ids=lambda ruleset: ruleset.code)
def test_the_presets_can_be_run(ruleset):
    assert validate(ruleset) == []


ONE_FIELD = [
    ({"filing": {"term_years": 0}}, "filing.term_years", "“聘期”应在1到6之间"),
    ({"filing": {"term_years": 7}}, "filing.term_years", "“聘期”应在1到6之间"),
    ({"filing": {"term_years": "3"}}, "filing.term_years", "“聘期”填写的内容不是所要求的类型"),
    ({"filing": {"talk": 1}}, "filing.talk", "“任职谈话由党组织书记或副书记进行”填写的内容不是所要求的类型"),
    ({"filing": {"to": " "}}, "filing.to", "“备案机关”不能为空"),
    ({"filing": {"school_issues": ("bank",)}}, "filing.school_issues",
     "“由学校发文聘任的机构类别（其余按权限报批或选举）”没有“bank”这一选项"),
    ({"filing": {"union": Procedure("lottery")}}, "filing.union", "“工会负责人”没有“lottery”这一产生办法"),
    ({"recommendation": {"low_is": "jailed"}}, "recommendation.low_is", "“票数未达要求的人选”没有“jailed”这一选项"),
    ({"recommendation": {"bar": None}}, "recommendation.bar", "“会议推荐票数的要求”填写的内容不是所要求的类型"),
    ({"inspection": {"dimensions": ("德", "德")}}, "inspection.dimensions", "“考察内容”有重复的内容"),
    ({"inspection": {"dimensions": ("德", 5)}}, "inspection.dimensions", "“考察内容”填写的内容不是所要求的类型"),
    ({"publicity": {"period": Period(0)}}, "publicity.period", "“提拔的公示期”应在1到30之间"),
    ({"publicity": {"lateral_period": Period(2)}}, "publicity.lateral_period",
     "“平级聘任和续聘的公示期”应在3到30之间"),
    ({"publicity": {"period": Period(5, "moon")}}, "publicity.period", "“提拔的公示期”没有“moon”这一单位"),
    ({"publicity": {"period": Period(5, count_from="noon")}}, "publicity.period",
     "“提拔的公示期”没有“noon”这一起算办法"),
    ({"eligibility": {"first_age": ByGender(45, 12)}}, "eligibility.first_age",
     "“初任中层干部的年龄上限”应在18到65之间"),
    ({"eligibility": {"education_by_level": ByLevel("", "secondary", "college", "bachelor")}},
     "eligibility.education_by_level", "“各学段的合格学历”没有“”这一选项"),
    ({"decision": {"majority": Bar(Base.ENTITLED, True, 1, 1)}}, "decision.majority",
     "“形成决定的票数”要求超过全部，无人能够达到"),
    ({"evaluation": {"bar": OpenBar(Bar(Base.VALID, True, 1, 1))}}, "evaluation.bar",
     "“测评赞成票数的要求”要求超过全部，无人能够达到"),
    (
        {"evaluation": {"bar": OpenBar(Bar.at_least("1/2", of=Base.VALID), Bar.at_least("1/3", of=Base.VALID))}},
        "evaluation.bar",
        "“测评赞成票数的要求”须说明理由的界限低于列为人选的界限",
    ),
    ({"inspection": {"talk_minimum": TalkMinimum(-1)}}, "inspection.talk_minimum", "“考察谈话的最少人数”人数不能是负数"),
    ({"inspection": {"talk_minimum": TalkMinimum(0, "3/2")}}, "inspection.talk_minimum",
     "“考察谈话的最少人数”比例应大于0，且不超过全部"),
    ({"inspection": {"talk_minimum": TalkMinimum(0, "half")}}, "inspection.talk_minimum",
     "“考察谈话的最少人数”比例应写成分数，如1/2"),
    ({"quota": {"review": (Level(Role.STAFF, "教职工"),)}}, "quota.review", "“职数核定表的审核”不能由教职工审核"),
    ({"quota": {"review": (Level(Role.ZONE_REVIEWER, ""),)}}, "quota.review", "“职数核定表的审核”须写明审核机关的名称"),
    ({"motion": {"plan_review": ByTrack(direct=CHAIN + CHAIN)}}, "motion.plan_review", "“方案报批”有重复的内容"),
    ({"evaluation": {"weights": (Weight("established", 60), Weight("recorded", 30))}}, "evaluation.weights",
     "“各类人员的权重”合计应为100，现合计90"),
    ({"evaluation": {"weights": (Weight("established", 100), Weight("recorded", 0))}}, "evaluation.weights",
     "“各类人员的权重”应为正整数"),
    ({"evaluation": {"weights": (Weight("established", "100"),)}}, "evaluation.weights", "“各类人员的权重”应为正整数"),
    ({"evaluation": {"weights": (Weight("guest", 100),)}}, "evaluation.weights", "“各类人员的权重”没有“guest”这一选项"),
    ({"evaluation": {"weights": (Weight("recorded", 60), Weight("recorded", 40))}}, "evaluation.weights",
     "“各类人员的权重”有重复的内容"),
    ({"evaluation": {"min_cell": 101}}, "evaluation.min_cell", "“分类统计的最少人数”应在5到100之间"),
    ({"decision": {"run_offs": 4}}, "decision.run_offs", "“票数并列的再次投票”应在0到3之间"),
    ({"contest": {"spare": Spare()}}, "contest.spare", "“考察对象的人数”须写明人数或比例"),
    ({"contest": {"spare": Spare(21)}}, "contest.spare", "“考察对象的人数”多于职数的人数应在0到20之间"),
    ({"contest": {"spare": Spare(share="7/5")}}, "contest.spare", "“考察对象的人数”比例应大于0，且不超过全部"),
    ({"contest": {"minutes": 61}}, "contest.minutes", "“演讲时间”应在0到60之间"),
    ({"evaluation": {"max_excellent": Cap()}}, "evaluation.max_excellent", "“每一项评为优秀的人数”须写明人数或比例"),
    ({"evaluation": {"max_excellent": Cap("3")}}, "evaluation.max_excellent",
     "“每一项评为优秀的人数”人数应在0到20之间"),
    ({"evaluation": {"max_excellent": Cap(share="4/3")}}, "evaluation.max_excellent",
     "“每一项评为优秀的人数”比例应大于0，且不超过全部"),
    ({"evaluation": {"max_excellent": Cap(share="some")}}, "evaluation.max_excellent",
     "“每一项评为优秀的人数”比例应写成分数，如1/2"),
    ({"evaluation": {"max_excellent": Cap(3, spoils="day")}}, "evaluation.max_excellent",
     "“每一项评为优秀的人数”没有“day”这一后果"),
    ({"recommendation": {"ballot": "shouting"}}, "recommendation.ballot", "“会议推荐票的填法”没有“shouting”这一选项"),
    ({"recommendation": {"chosen": Chosen(-1)}}, "recommendation.chosen",
     "“每个岗位推荐的人数”多于职数的人数应在0到20之间"),
    ({"recommendation": {"chosen": Chosen(1, 3)}}, "recommendation.chosen",
     "“每个岗位推荐的人数”最少3人，多于只有1名职数的岗位可以推荐的2人"),
    ({"recommendation": {"chosen": Chosen(spoils="")}}, "recommendation.chosen",
     "“每个岗位推荐的人数”没有“”这一后果"),
    ({"recommendation": {"write_ins": WriteIns(0)}}, "recommendation.write_ins", "“另选他人”人数应在1到5之间"),
    ({"recommendation": {"write_ins": WriteIns(6)}}, "recommendation.write_ins", "“另选他人”人数应在1到5之间"),
    ({"recommendation": {"write_ins": WriteIns(1, "world")}}, "recommendation.write_ins",
     "“另选他人”没有“world”这一范围"),
    ({"recommendation": {"write_ins": 1}}, "recommendation.write_ins", "“另选他人”填写的内容不是所要求的类型"),
    ({"evaluation": {"recused": "everybody"}}, "evaluation.recused", "“教职工投票的回避”没有“everybody”这一选项"),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "path", "sentence"), ONE_FIELD)
def test_an_impossible_field_is_named_with_its_reason(sections, path, sentence):
    assert validate(changed(**sections)) == [(path, sentence)]


BY_WEIGHT = {
    "by_category": True,
    "weights": (Weight("established", 60), Weight("recorded", 40)),
    "bar": OpenBar(Bar.more_than("1/2", of=Base.VALID)),
}

OF_VOICES = Bar.more_than("1/2", of=Base.AGREE_OPPOSE)
TOGETHER = [
    ({"evaluation": {"with_recommendation": True, "by_category": True}}, "evaluation.by_category",
     "可与会议推荐同时进行的，两张票应当都按人员类别分别统计，或者都不分"),
    ({"evaluation": BY_WEIGHT | {"by_category": False}}, "evaluation.by_category",
     "设了各类人员权重的，须按人员类别分别统计"),
    ({"evaluation": BY_WEIGHT | {"weights": (Weight("established", 60), Weight("contract", 40))}},
     "evaluation.weights", "各类人员的权重应与参加人员的类别一一对应，请核对：备案制、合同制"),
    ({"recommendation": BY_WEIGHT | {"bar": Bar.more_than("1/2", of=Base.PRESENT)}}, "recommendation.bar",
     "按权重计票的，票数要求应以有效票为基数，不能以实到为基数"),
    ({"recommendation": {"ballot": "choice"}}, "recommendation.chosen", "选人推荐的，须规定每个岗位推荐的人数"),
    ({"recommendation": BY_WEIGHT | {"write_ins": WriteIns(1)}}, "recommendation.write_ins",
     "按权重计票的不能另选他人：另选的票不分类别，无法折算"),
    ({"recommendation": {"write_ins": WriteIns(1), "bar": OF_VOICES}}, "recommendation.bar",
     "选人推荐和另选他人没有“不同意”，票数要求不能以同意与不同意合计为基数"),
    ({"recommendation": {"ballot": "choice", "chosen": Chosen(), "bar": OF_VOICES}}, "recommendation.bar",
     "选人推荐和另选他人没有“不同意”，票数要求不能以同意与不同意合计为基数"),
    ({"eligibility": {"first_age": ByGender(55, 52)}}, "eligibility.first_age", "初任年龄上限应低于退出中层岗位的年龄"),
    ({"recommendation": {"meeting": False, "talks": False}}, "recommendation.meeting",
     "会议推荐和个别谈话推荐至少要有一种"),
    ({"tracks": ()}, "tracks", "至少要有一种聘任方式"),
    ({"inspection": {"dimensions": ()}}, "inspection.dimensions", "考察内容至少要有一项"),
    ({"evaluation": {"dimensions": ()}}, "evaluation.dimensions", "组织民主测评时，测评内容至少要有一项"),
    ({"effects": {"nonsense": "warn"}}, "effects.nonsense", "没有“nonsense”这条规则"),
    ({"effects": {"is_healthy": "maybe"}}, "effects.is_healthy", "“身体健康”没有“maybe”这一约束力"),
    ({"effects": {"body_is_quorate": "advise"}}, "effects.body_is_quorate",
     "“到会成员达到三分之二”是硬性规定，不能放宽"),
    ({"effects": {"discipline_objects_to_nobody": "advise"}}, "effects.discipline_objects_to_nobody",
     "“纪检机关没有不同意见”是硬性规定，不能放宽"),
    ({"approvers": {"nonsense": "bureau"}}, "approvers.nonsense", "没有“nonsense”这条规则"),
    ({"approvers": {"is_healthy": "doctor"}}, "approvers.is_healthy", "“身体健康”没有“doctor”这一批准机关"),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "path", "sentence"), TOGETHER)
def test_fields_that_contradict_each_other_are_named(sections, path, sentence):
    assert validate(changed(**sections)) == [(path, sentence)]


@pytest.mark.parametrize(
    "sections",
    [
        {"eligibility": {"first_age": ByGender(None, None)}},
        {"evaluation": {"dimensions": (), "ballot": False}},
        {"inspection": {"talk_minimum": TalkMinimum(0, "1/1")}},
        {"effects": {"is_healthy": "warn", "body_is_quorate": "block"}},
        {"evaluation": BY_WEIGHT},
        {"recommendation": BY_WEIGHT | {"bar": Bar.more_than("1/2", of=Base.AGREE_OPPOSE)}},
        {"evaluation": BY_WEIGHT | {"bar": None}},
        {"evaluation": {"max_excellent": Cap(3, "1/3", "cell")}},
        {
            "recommendation": {
                "ballot": "choice",
                "chosen": Chosen(1, 2),
                "write_ins": WriteIns(1, "eligible"),
            }
        },
        {"recommendation": {"chosen": Chosen(spoils="cell"), "write_ins": WriteIns(5)}},
    ],
)
def test_what_is_merely_different_passes(sections):
    assert validate(changed(**sections)) == []


@pytest.mark.row("R-21", side="holds")
@pytest.mark.row("R-22", side="holds")
def test_the_deciding_body_s_bars_may_be_tightened():
    tighter = changed(
        decision={
            "quorum": Bar.at_least("3/4", of=Base.ENTITLED),
            "majority": Bar.at_least("2/3", of=Base.ENTITLED),
        }
    )

    assert validate(tighter) == []


@pytest.mark.row("R-21", side="refuses")
@pytest.mark.parametrize("bar", [Bar.at_least("1/2", of=Base.ENTITLED), Bar.at_least("2/3", of=Base.PRESENT)])
def test_the_deciding_body_s_quorum_may_not_be_lowered(bar):
    assert validate(changed(decision={"quorum": bar})) == [
        ("decision.quorum", "到会成员不得低于应到会成员的2/3")
    ]


@pytest.mark.row("R-22", side="refuses")
@pytest.mark.parametrize(
    "bar",
    [
        Bar.more_than("1/2", of=Base.PRESENT),
        Bar.at_least("1/2", of=Base.ENTITLED),
        Bar.more_than("1/3", of=Base.ENTITLED),
    ],
)
def test_the_deciding_body_s_majority_may_not_be_lowered(bar):
    assert validate(changed(decision={"majority": bar})) == [
        ("decision.majority", "形成决定须有超过应到会成员半数的同意")
    ]


@pytest.mark.row("AMB-20", side="refuses")
def test_no_category_of_fewer_than_five_is_ever_counted_apart():
    assert validate(changed(evaluation={"min_cell": 4})) == [
        ("evaluation.min_cell", "“分类统计的最少人数”应在5到100之间")
    ]


@pytest.mark.row("AMB-20", side="holds")
def test_five_are_allowed():
    assert validate(changed(evaluation={"min_cell": 5})) == []


def test_every_number_and_period_names_its_bounds():
    numbered = [leaf for leaf in leaves() if leaf.hint in (int, ByGender, Period)]

    assert [leaf.path for leaf in numbered if not {"least", "most"} <= leaf.field.metadata.keys()] == []


def test_without_a_place_nothing_can_be_made_public():
    ruleset = replace(COUNTY_SCHOOLS, publicity=replace(COUNTY_SCHOOLS.publicity, channels=()))

    assert [each.sentence for each in validate(ruleset)] == ["公示方式至少要有一种"]
