"""What does each rule ask for, and what does the register say? (要求 | 实际)"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from campaigns.eligibility.asked import age_cell, counts_as_new, needed_degree, own_conditions, terms
from campaigns.eligibility.dossier import Dossier
from campaigns.eligibility.rank import needs_exception, rank_of
from campaigns.rulesets.vocabulary import AWARDS, DEGREES, EXCEPTION_BARS
from personnel.models import Commendation, Rank, StaffMember

if TYPE_CHECKING:
    from campaigns.models import Opening

UNKNOWN = "未登记"


class Comparison(NamedTuple):
    """Two short texts for one line of the screening sheet."""

    required: Callable[[Dossier, Opening], str]
    actual: Callable[[Dossier, Opening], str]


def _always(text: str) -> Callable[[Dossier, Opening], str]:
    return lambda dossier, opening: text


def _label(choices: Any, value: str) -> str:
    return choices(value).label if value else UNKNOWN


def _limit(number: int | None, words: str) -> str:
    return f"{number}{words}" if number is not None else "不限"


def _age(dossier: Dossier, opening: Opening) -> str:
    return UNKNOWN if dossier.age is None else f"{dossier.age}周岁"


def _age_of_the_new(dossier: Dossier, opening: Opening) -> str:
    age = _age(dossier, opening)
    return age if counts_as_new(dossier, opening) else f"{age}，非初任，不适用"


def _years(years: int | None) -> str:
    return UNKNOWN if years is None else f"满{years}年"


def _grades(dossier: Dossier, opening: Opening) -> str:
    years = dossier.years_to_appraise(terms(opening).appraisal_years)
    found = [(year, dossier.grade_of(year)) for year in years]
    return (
        "，".join(f"{year}年{grade.label if grade else UNKNOWN}" for year, grade in found) or "工作未满一年"
    )


def _awards(dossier: Dossier, opening: Opening) -> str:
    levels = sorted(set(dossier.commendations), key=Commendation.Level.values.index, reverse=True)
    return "、".join(Commendation.Level(level).label for level in levels) or UNKNOWN


def _posts(dossier: Dossier, opening: Opening) -> str:
    if dossier.has_held(Rank.CHIEF):
        return "已任过中层正职或校级职务，不适用"
    if terms(opening).step_by_step and not dossier.has_held(Rank.DEPUTY):
        return "未任过副职，按越级提拔办理"
    return f"{dossier.months_in_posts}个月"


def _work(dossier: Dossier, opening: Opening) -> str:
    if dossier.has_held(Rank.DEPUTY):
        return "已任过中层职务，不适用"
    return UNKNOWN if dossier.months_working is None else f"{dossier.months_working}个月"


def _source(dossier: Dossier, opening: Opening) -> str:
    held = ["中层后备干部"] * dossier.is_reserve + ["有挂职经历"] * dossier.was_seconded
    return "、".join(held) or "均无"


def _penalties(dossier: Dossier, opening: Opening) -> str:
    return "、".join(penalty.label for penalty in dossier.penalties) or "未登记处分处理"


def _duty(dossier: Dossier, opening: Opening) -> str:
    return f"{_label(StaffMember.Category, dossier.category)}，{'在岗' if dossier.is_on_duty else '不在岗'}"


def _degree(dossier: Dossier, opening: Opening) -> str:
    return _label(StaffMember.Education, dossier.education)


def _health(dossier: Dossier, opening: Opening) -> str:
    return UNKNOWN if dossier.is_healthy is None else ("是" if dossier.is_healthy else "否")


def _held(dossier: Dossier, opening: Opening) -> str:
    if dossier.has_held(Rank.CHIEF):
        return "任过中层正职或校级职务"
    return "任过中层副职" if dossier.has_held(Rank.DEPUTY) else "未任过中层职务"


def _serving(dossier: Dossier, opening: Opening) -> str:
    ranks = [rank.label for rank in Rank if rank in dossier.ranks_in_force]
    return f"现任中层{'、'.join(ranks)}" if ranks else "现在没有担任中层职务"


def _fit_for_an_exception(dossier: Dossier, opening: Opening) -> str:
    return "破格的，没有下列情形：" + "、".join(
        EXCEPTION_BARS[each].removesuffix("的") for each in terms(opening).exception_bars
    )


def _present_post(dossier: Dossier, opening: Opening) -> str:
    if not needs_exception(dossier, opening):
        return "不需要破格"
    months = dossier.months_in_present_post
    return "现在没有担任中层职务" if months is None else f"任现职{months}个月"


def _in_the_post(dossier: Dossier, opening: Opening) -> str:
    return _stayed(dossier.months_on_end(post=opening.post.pk))


def _in_the_office(dossier: Dossier, opening: Opening) -> str:
    return _stayed(dossier.months_on_end(department=opening.post.department.pk))


def _stayed(months: int) -> str:
    return f"已任{months}个月" if months else "现在没有担任"


COMPARISONS: Mapping[str, Comparison] = {
    "is_healthy": Comparison(_always("身体健康"), _health),
    "has_teacher_certificate": Comparison(
        _always("相应学段及以上教师资格"), lambda one, _: _label(StaffMember.TeacherCert, one.teacher_cert)
    ),
    "is_established_and_on_duty": Comparison(_always("在编在岗"), _duty),
    "is_teacher": Comparison(_always("教师"), lambda one, _: "教师" if one.is_teacher else "非教师"),
    "is_within_first_age": Comparison(
        lambda one, opening: _limit(terms(opening).first_age.for_(one.gender), "周岁以下"), _age_of_the_new
    ),
    "is_within_age_table": Comparison(
        lambda one, opening: _limit(age_cell(one, opening).for_(one.gender), "周岁以下"), _age
    ),
    "is_below_exit_age": Comparison(
        lambda one, opening: _limit(terms(opening).exit_age.for_(one.gender), "周岁前"), _age
    ),
    "passed_recent_appraisals": Comparison(
        lambda _, opening: f"近{terms(opening).appraisal_years}年均为合格（称职）以上", _grades
    ),
    "has_degree_of_school_level": Comparison(
        lambda _, opening: DEGREES.get(needed_degree(opening) or "", UNKNOWN), _degree
    ),
    "has_minimum_degree": Comparison(lambda _, opening: DEGREES[terms(opening).education], _degree),
    "has_taught_long_enough": Comparison(
        lambda _, opening: f"教龄{terms(opening).teaching_years}年以上（含）",
        lambda one, _: _years(one.years_teaching),
    ),
    "is_promoted_step_by_step": Comparison(_always("任过中层副职，越级的由教育局同意"), _held),
    "served_as_deputy_before_chief": Comparison(
        lambda _, opening: f"任中层副职{terms(opening).deputy_years}年以上", _posts
    ),
    "worked_before_deputy": Comparison(lambda _, opening: f"工作{terms(opening).work_years}年以上", _work),
    "is_fit_for_an_exception": Comparison(_fit_for_an_exception, _present_post),
    "transfer_is_of_the_same_rank": Comparison(
        lambda _, opening: f"现任中层{rank_of(opening).label}", _serving
    ),
    "may_stay_in_the_post": Comparison(
        lambda _, opening: f"同一岗位未满{opening.ruleset.service.rotate_post_years}年", _in_the_post
    ),
    "may_stay_in_the_office": Comparison(
        lambda _, opening: f"同一处室正副职连续未满{opening.ruleset.service.rotate_office_years}年",
        _in_the_office,
    ),
    "was_commended": Comparison(lambda _, opening: f"{AWARDS[terms(opening).commendation]}表彰", _awards),
    "is_party_member_where_asked": Comparison(
        _always("中共正式党员"), lambda one, _: _label(StaffMember.PartyStatus, one.party_status)
    ),
    "meets_the_conditions_of_the_post": Comparison(
        lambda _, opening: own_conditions(opening), lambda *_: "待审核人认定"
    ),
    "comes_from_reserve_or_secondment": Comparison(_always("中层后备干部或有上级部门挂职经历"), _source),
    "is_not_under_sanction": Comparison(_always("不在影响期内"), _penalties),
}
