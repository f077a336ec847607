from dataclasses import replace

import pytest

from campaigns.rulesets.presets import ALL, COUNTY_SCHOOLS, PIDU_SCHOOL
from campaigns.rulesets.sentences import cited, sentences
from campaigns.rulesets.tree import leaves
from campaigns.rulesets.values import ByGender, Cap, Chosen, Weight, WriteIns


def spoken(ruleset, label):
    """What a part says aloud; silent fields left out."""
    part = next(part for part in sentences(ruleset) if part.label == label)
    return [str(sentence) for sentence in part.sentences if not sentence.is_silent]


PLAIN = {*spoken(COUNTY_SCHOOLS, "民主推荐"), *spoken(COUNTY_SCHOOLS, "民主测评")}


def _of_fields(ruleset):
    named = {leaf.section for leaf in leaves()}
    return [part for part in sentences(ruleset) if part.label in named]


@pytest.mark.parametrize("ruleset", ALL, ids=lambda ruleset: ruleset.code)
def test_every_field_has_one_sentence_with_its_rows(ruleset):
    said = [sentence for part in _of_fields(ruleset) for sentence in part.sentences]

    assert [sentence.cites for sentence in said] == [cited(leaf.cites, ruleset) for leaf in leaves()]
    assert [sentence.text for sentence in said if "None" in sentence.text or "{" in sentence.text] == []


def test_only_rows_of_its_own_source_and_of_higher_rules_are_cited():
    cites = ("A074", "B040", "R-5", "AMB-10")

    assert cited(cites, COUNTY_SCHOOLS) == ("A074", "R-5", "AMB-10")
    assert cited(cites, replace(COUNTY_SCHOOLS, source="")) == cites
    assert cited(("B044",), COUNTY_SCHOOLS) == ("B044",)


def test_the_county_s_evaluation_in_words():
    assert spoken(COUNTY_SCHOOLS, "民主测评") == [
        "人选述职并表态发言，不述职不表态的视为自动放弃（A068、A069）",
        "组织民主测评（A070）",
        "参加测评的范围：全体教职工或教职工代表，由方案确定（A070）",
        "测评内容：德、能、勤、绩、廉（B041）",
        "民主测评的有效人数：到会和收回数均不低于应到的2/3（A072、A073、AMB-32）",
        "测评赞成票数的要求：原文未定比例，由方案在投票前确定，建议赞成票超过收回的1/2"
        "（未达2/3的须说明理由），也可由班子集体研究认定（A074、AMB-10）",
        "书面征求意见（A071）",
        "谈话征求意见，范围含中层及以上干部和教职工代表（A075、A076）",
        "谈话赞成人数的要求：原文未定比例，由方案在投票前确定，建议赞成人数不低于实到的1/3，"
        "也可由班子集体研究认定（A077、AMB-10）",
        "在会议推荐之后进行（B042）",
        "按类别分别统计的，每一类的名册人数和收回票数均不少于10（AMB-20）",
        "教职工投票的回避：人选本人及其亲属照常参加（R-25）",
    ]


def test_the_school_s_recommendation_in_words():
    assert spoken(PIDU_SCHOOL, "民主推荐") == [
        "推荐前组建考察组（B026）",
        "考察组不少于3人（B027、R-11）",
        "个别谈话推荐（B028、R-3）",
        "谈话推荐的最少人数：不少于50人（B033）",
        "据谈话情况集体研究确定会议推荐人选（B034）",
        "会议推荐（B035、R-3）",
        "参加人员的类别（建议，由方案确定）：在编、备案制（B029、B030、B031、B032、B035、AMB-20）",
        "会议推荐的有效人数：到会人数不少于50人（B036、AMB-21）",
        "会议推荐的到会人数（上级规定，未达到时提示）：到会人数不低于应到的2/3（R-5、AMB-21）",
        "会议推荐票的填法：对每个人选表示同意、不同意或弃权（B039）",
        "会议推荐票数的要求：推荐票超过实到的1/2（B040、AMB-10、AMB-22）",
        "票数未达要求的人选：不列为考察对象（B040、AMB-23）",
        "推荐结果12个月内有效（R-6）",
        "按类别分别统计的，每一类的名册人数和收回票数均不少于10（AMB-20）",
        "教职工投票的回避：人选本人及其亲属照常参加（R-25）",
    ]


def test_weights_and_a_lenient_minimum_in_words():
    weighing = replace(
        COUNTY_SCHOOLS.evaluation,
        by_category=True,
        weights=(Weight("established", 60), Weight("recorded", 40)),
        min_cell=5,
    )

    assert spoken(replace(COUNTY_SCHOOLS, evaluation=weighing), "民主测评")[-4:-1] == [
        "按人员类别分别统计（AMB-20）",
        "各类人员的权重：在编60、备案制40，合计100（AMB-15、AMB-20）",
        "按类别分别统计的，每一类的名册人数和收回票数均不少于5（一类不到10人的，这一类意见一致就等于公开）（AMB-20）",
    ]


def test_a_ballot_with_limits_in_words():
    recommending = replace(
        COUNTY_SCHOOLS.recommendation,
        ballot="choice",
        chosen=Chosen(1, 2, "cell"),
        write_ins=WriteIns(1, "eligible"),
    )
    evaluating = replace(COUNTY_SCHOOLS.evaluation, max_excellent=Cap(3, "1/3"))
    ruleset = replace(COUNTY_SCHOOLS, recommendation=recommending, evaluation=evaluating)

    said = [*spoken(ruleset, "民主推荐"), *spoken(ruleset, "民主测评")]

    assert [sentence for sentence in said if sentence not in PLAIN] == [
        "会议推荐票的填法：在每个岗位的人选中选出所推荐的人（B039）",
        "每个岗位推荐的人数：不超过职数加1人，不少于2人，一人也不推荐的为弃权；不符合的，只有这几项作废（B039）",
        "另选他人：每个岗位可以另选1人，从本校在岗教职工中经初查没有不符合资格条件的中选（B039）",
        "每一项评为优秀的人数：不超过3人，且不超过票上人数的1/3（取整，至少1人）；超出的，整张票作废（B041）",
    ]


def test_what_follows_a_tie_in_words():
    never = replace(COUNTY_SCHOOLS, decision=replace(COUNTY_SCHOOLS.decision, run_offs=0))
    part = next(part for part in sentences(never) if part.label == "讨论决定")

    assert spoken(COUNTY_SCHOOLS, "讨论决定")[-2:] == [
        "同意票并列、名额不够的，只就并列的人选再次投票，至多1次；仍然并列的，由会议研究决定并作记录（R-22、AMB-23）",
        "表决后名额未满的，不再投票（AMB-23）",
    ]
    assert (
        str(part.silent[-1])
        == "票数并列的再次投票：不再投票，同意票并列的由会议研究决定并作记录（R-22、AMB-23）"
    )


def test_chains_periods_and_minimums_in_words():
    assert spoken(COUNTY_SCHOOLS, "职数核定") == ["职数核定表的审核：学区 → 县教育局（A052、A053、A054）"]
    assert "方案报批：不竞岗聘任——不须报批；竞岗聘任——学区 → 县教育局；直接聘任——不须报批（A058）" in spoken(
        COUNTY_SCHOOLS, "动议与报批"
    )
    assert "方案报批：区教育局党委（B024）" in spoken(PIDU_SCHOOL, "动议与报批")
    assert spoken(PIDU_SCHOOL, "公示")[0] == (
        "提拔的公示期：5个工作日，自公示当日起计算（B057、B058、AMB-11、AMB-26）"
    )
    assert "考察谈话的最少人数：不少于50人，且不少于会议推荐到会人数的1/2（B048、AMB-24）" in spoken(
        PIDU_SCHOOL, "考察"
    )


def test_ages_in_words():
    one_sex = replace(COUNTY_SCHOOLS.eligibility, first_age=ByGender(45, None))
    first_age = "初任中层干部的年龄上限：{}（A009、A010、AMB-2、AMB-3）"

    assert first_age.format("男45周岁，女40周岁") in spoken(COUNTY_SCHOOLS, "资格条件")
    assert "初任中层干部的年龄上限：40周岁（B012、B013、AMB-2、AMB-3）" in spoken(PIDU_SCHOOL, "资格条件")
    assert first_age.format("男45周岁，女不限") in spoken(
        replace(COUNTY_SCHOOLS, eligibility=one_sex), "资格条件"
    )


def test_a_field_that_asks_for_nothing_says_so_silently():
    part = next(part for part in sentences(COUNTY_SCHOOLS) if part.label == "考察")

    silent = {sentence.text for sentence in part.sentences if sentence.is_silent}
    assert {"实地走访：未作规定", "考察谈话的最少人数：未作规定"} < silent
    assert not any("考察前发布考察公告" in text for text in silent)


def test_rules_that_bind_otherwise_and_who_grants_exceptions_are_named():
    assert spoken(PIDU_SCHOOL, "规则的约束力") == [
        "“到会成员逐一表态”：提示，不作限制（B055、R-23）",
        "“主要负责人最后表态”：提示，不作限制（R-23）",
        "“已发布考察公告”：提示，不作限制（R-12）",
    ]
    assert spoken(PIDU_SCHOOL, "例外事项的批准机关") == [
        "“从后备干部或有挂职经历者中产生”的例外，由教育局批准（B005、B016、B017、B018、AMB-18）",
        "其余例外事项由学校集体研究决定（AMB-3）",
    ]


def test_a_rule_that_no_longer_exists_is_shown_by_its_key():
    part = sentences(replace(PIDU_SCHOOL, effects={"long_gone": "off"}))[-2]

    assert [str(sentence) for sentence in part.sentences] == ["“long_gone”：不适用"]


def test_without_deviations_there_is_no_part_about_them():
    assert [part.label for part in sentences(replace(PIDU_SCHOOL, effects={}))][-2:] == [
        "任后管理",
        "例外事项的批准机关",
    ]
