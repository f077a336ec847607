"""Which rules of eligibility are there, and what do they say against a person?

A rule takes the person's dossier and the opening, whose pinned ruleset holds the numbers. Missing
data make it answer 待核, never no.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from campaigns.eligibility.asked import (
    COVERS,
    age_cell,
    asks_party_member,
    counts_as_new,
    has_age_table,
    lowest_level,
    needed_degree,
    terms,
)
from campaigns.eligibility.dossier import Dossier
from campaigns.eligibility.rank import (
    is_fit_for_an_exception,
    is_promoted_step_by_step,
    may_stay_in_the_office,
    may_stay_in_the_post,
    served_as_deputy_before_chief,
    transfer_is_of_the_same_rank,
    worked_before_deputy,
)
from personnel.models import Appraisal, Commendation, StaffMember
from selection.reasons import ADVISE, WARN, Unknown, rule

if TYPE_CHECKING:
    from campaigns.models import Opening

PASSING = (Appraisal.Grade.EXCELLENT, Appraisal.Grade.COMPETENT)
DEGREES = list(StaffMember.Education.values)
AWARDS = list(Commendation.Level.values)


@rule(
    "身体健康",
    cites="A006",
    about="candidacy",
    applies=lambda opening: terms(opening).healthy,
)
def is_healthy(dossier: Dossier, opening: Opening) -> Any:
    if dossier.is_healthy is None:
        yield Unknown("未登记身体健康情况")
    elif not dossier.is_healthy:
        yield "登记的情况不符合身体健康要求"


@rule(
    "有相应学段的教师资格",
    cites="A007 AMB-1",
    about="candidacy",
    applies=lambda opening: terms(opening).teacher_cert,
)
def has_teacher_certificate(dossier: Dossier, opening: Opening) -> Any:
    level = lowest_level(opening)
    if level is None:
        yield Unknown("学校未登记学段，无法核对教师资格")
    elif not dossier.teacher_cert:
        yield Unknown("未登记教师资格")
    elif COVERS[dossier.teacher_cert] < COVERS[level]:
        yield f"教师资格为{StaffMember.TeacherCert(dossier.teacher_cert).label}，低于本校学段"


@rule(
    "在编在岗",
    cites="A008 B015",
    about="candidacy",
    applies=lambda opening: terms(opening).established,
)
def is_established_and_on_duty(dossier: Dossier, opening: Opening) -> Any:
    if dossier.category not in terms(opening).established_categories:
        yield f"人员类别为{StaffMember.Category(dossier.category).label}，不属于在编人员"
    if not dossier.is_on_duty:
        yield "目前不在岗"


@rule("须为教师", cites="B015", about="candidacy", applies=lambda opening: terms(opening).teacher)
def is_teacher(dossier: Dossier, opening: Opening) -> Any:
    if not dossier.is_teacher:
        yield "不是教师"


@rule(
    "初任年龄符合要求",
    cites="A009 A010 B012 B013 AMB-2 AMB-3 AMB-29 T006",
    about="candidacy",
    effect=WARN,
    applies=lambda opening: terms(opening).first_age.is_limited,
)
def is_within_first_age(dossier: Dossier, opening: Opening) -> Any:
    limit = terms(opening).first_age.for_(dossier.gender)
    if limit is None or not counts_as_new(dossier, opening):
        return
    if dossier.age is None:
        yield Unknown("未登记出生年月，无法计算年龄")
    elif not dossier.is_older_than(limit, terms(opening).age_counting):
        return
    elif dossier.age > limit:
        yield f"截至{dossier.on:%Y年%-m月%-d日}{dossier.age}周岁，超过上限{limit}周岁"
    else:
        yield f"截至{dossier.on:%Y年%-m月%-d日}已过{limit}周岁生日，超过年龄上限"


@rule(
    "年龄在年龄界限之内",
    cites="T050 T051 T052 T053 T054 T055 T056",
    about="candidacy",
    applies=has_age_table,
)
def is_within_age_table(dossier: Dossier, opening: Opening) -> Any:
    limit = age_cell(dossier, opening).for_(dossier.gender)
    if limit is None:
        return
    if dossier.age is None:
        yield Unknown("未登记出生年月，无法计算年龄")
    elif dossier.is_older_than(limit, terms(opening).age_counting):
        yield f"截至{dossier.on:%Y年%-m月%-d日}{dossier.age}周岁，超过年龄界限{limit}周岁，到龄不提名"


@rule(
    "未到退出年龄",
    cites="A013 A014 A015 AMB-2",
    about="candidacy",
    effect=WARN,
    opened_by="A015",
    applies=lambda opening: terms(opening).exit_age.is_limited,
)
def is_below_exit_age(dossier: Dossier, opening: Opening) -> Any:
    limit = terms(opening).exit_age.for_(dossier.gender)
    if limit is None:
        return
    if dossier.age is None:
        yield Unknown("未登记出生年月，无法计算退出年龄")
    elif dossier.age >= limit:
        yield f"截至{dossier.on:%Y年%-m月%-d日}{dossier.age}周岁，已满{limit}周岁，一般应退出中层岗位"


@rule(
    "近年年度考核合格",
    cites="A011 AMB-4",
    about="candidacy",
    applies=lambda opening: terms(opening).appraisal_years > 0,
)
def passed_recent_appraisals(dossier: Dossier, opening: Opening) -> Any:
    for year in dossier.years_to_appraise(terms(opening).appraisal_years):
        found = dossier.grade_of(year)
        if found is None:
            yield Unknown(f"缺{year}年度考核结果")
        elif found.grade == Appraisal.Grade.NONE:
            yield Unknown(f"{year}年度未参加考核（{found.why_missing or '未说明原因'}），待审核人认定")
        elif found.grade not in PASSING:
            yield f"{year}年度考核为{found.label}"


@rule(
    "具备相应学段合格学历",
    cites="A012 AMB-1",
    about="candidacy",
    effect=WARN,
    applies=lambda opening: terms(opening).education == "school_level",
)
def has_degree_of_school_level(dossier: Dossier, opening: Opening) -> Any:
    needed = needed_degree(opening)
    if needed is None:
        yield Unknown("学校未登记学段，无法核对学历")
    else:
        yield from _degree_below(dossier, needed)


@rule(
    "学历达到要求",
    cites="B007 T007",
    about="candidacy",
    applies=lambda opening: terms(opening).education in DEGREES,
)
def has_minimum_degree(dossier: Dossier, opening: Opening) -> Any:
    yield from _degree_below(dossier, terms(opening).education)


def _degree_below(dossier: Dossier, needed: str) -> Any:
    if not dossier.education:
        yield Unknown("未登记学历")
    elif DEGREES.index(dossier.education) < DEGREES.index(needed):
        label, least = (StaffMember.Education(each).label for each in (dossier.education, needed))
        yield f"学历为{label}，低于{least}"


@rule(
    "教龄达到要求",
    cites="B008",
    about="candidacy",
    applies=lambda opening: terms(opening).teaching_years > 0,
)
def has_taught_long_enough(dossier: Dossier, opening: Opening) -> Any:
    years, least = dossier.years_teaching, terms(opening).teaching_years
    if years is None:
        yield Unknown("未登记教龄起算时间")
    elif years < least:
        yield f"教龄满{years}年，不足{least}年"


@rule(
    "获得过规定级别的表彰",
    cites="B010",
    about="candidacy",
    applies=lambda opening: bool(terms(opening).commendation),
)
def was_commended(dossier: Dossier, opening: Opening) -> Any:
    least = terms(opening).commendation
    if not dossier.commendations:
        yield Unknown("未登记表彰，请补录荣誉证书")
    elif all(AWARDS.index(level) < AWARDS.index(least) for level in dossier.commendations):
        yield f"所获表彰低于{Commendation.Level(least).label}"


@rule("党员岗位由中共正式党员担任", cites="B014", about="candidacy", applies=asks_party_member)
def is_party_member_where_asked(dossier: Dossier, opening: Opening) -> Any:
    if not dossier.party_status:
        yield Unknown("未登记政治面貌")
    elif dossier.party_status != StaffMember.PartyStatus.MEMBER:
        label = StaffMember.PartyStatus(dossier.party_status).label
        yield f"政治面貌为{label}，{opening.post}须由中共正式党员担任"


@rule(
    "符合本岗位的任职条件",
    cites="T069 T076",
    about="candidacy",
    applies=lambda opening: bool(opening.post.conditions),
)
def meets_the_conditions_of_the_post(dossier: Dossier, opening: Opening) -> Any:
    """Words that no register answers: the reviewer says so of each person."""
    yield Unknown(f"本岗位另有任职条件（{opening.post.conditions}），待审核人认定")


@rule(
    "从后备干部或有挂职经历者中产生",
    cites="B005 B016 B017 B018 AMB-18",
    about="candidacy",
    effect=WARN,
    applies=lambda opening: terms(opening).reserve_or_seconded,
)
def comes_from_reserve_or_secondment(dossier: Dossier, opening: Opening) -> Any:
    if not (dossier.is_reserve or dossier.was_seconded):
        yield "既不是中层后备干部，也没有上级部门挂职经历"


@rule("不在处分处理的影响期内", cites="R-10 R-37", about="candidacy", effect=ADVISE)
def is_not_under_sanction(dossier: Dossier, opening: Opening) -> Any:
    for penalty in dossier.penalties:
        if penalty.until is None:
            yield Unknown(f"受过{penalty.label}，未登记影响期满日")
        elif penalty.until >= dossier.on:
            yield f"受{penalty.label}，影响期至{penalty.until:%Y年%-m月%-d日}"


RULES = (
    is_healthy,
    has_teacher_certificate,
    is_established_and_on_duty,
    is_teacher,
    is_within_first_age,
    is_within_age_table,
    is_below_exit_age,
    passed_recent_appraisals,
    has_degree_of_school_level,
    has_minimum_degree,
    has_taught_long_enough,
    is_promoted_step_by_step,
    served_as_deputy_before_chief,
    worked_before_deputy,
    is_fit_for_an_exception,
    transfer_is_of_the_same_rank,
    may_stay_in_the_post,
    may_stay_in_the_office,
    was_commended,
    is_party_member_where_asked,
    meets_the_conditions_of_the_post,
    comes_from_reserve_or_secondment,
    is_not_under_sanction,
)
