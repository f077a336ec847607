"""What does a plan ask of whoever stands, in sentences with every number and cut-off printed?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from campaigns.choices import Approver
from campaigns.eligibility.asked import asks_party_member, lowest_level
from campaigns.eligibility.screening import birth_cutoffs
from campaigns.models import Opening, Plan
from campaigns.rulesets.stages.starting import EligibilityRules
from campaigns.rulesets.values import ByGender
from campaigns.rulesets.vocabulary import AWARDS, DEGREES
from selection.chinese import day

GENDERS = {"male": "男", "female": "女"}


def sentences(plan: Plan, openings: Iterable[Opening]) -> list[str]:
    """资格条件, in the order in which an officer checks them."""
    rules, openings = plan.ruleset.eligibility, list(openings)
    return [
        *_standing(rules),
        *_schooling(rules, openings),
        *_record(rules),
        *_first_age(plan),
        *_exit_age(rules),
        *_experience(rules),
        *_party(openings),
        *_source(plan),
    ]


def _standing(rules: EligibilityRules) -> Iterator[str]:
    who = "教师" if rules.teacher else "教职工"
    if rules.established:
        who = f"在编在岗{who}"
    has = [
        "身体健康" if rules.healthy else "",
        "具有相应学段的教师资格" if rules.teacher_cert else "",
    ]
    yield "，".join(part for part in (f"本校{who}", *has) if part)


def _schooling(rules: EligibilityRules, openings: list[Opening]) -> Iterator[str]:
    if rules.education == "school_level":
        level = next((lowest_level(opening) for opening in openings), None)
        degree = f"（{DEGREES[rules.education_by_level.for_(level)]}）" if level else ""
        yield f"一般应具备相应学段的合格学历{degree}"
    elif rules.education:
        yield f"具有{DEGREES[rules.education]}学历"
    if rules.teaching_years:
        yield f"教龄{rules.teaching_years}年以上（含{rules.teaching_years}年）"


def _record(rules: EligibilityRules) -> Iterator[str]:
    if rules.appraisal_years:
        yield f"近{rules.appraisal_years}年年度考核均为称职（合格）以上"
    if rules.commendation:
        yield f"获得过{AWARDS[rules.commendation]}表彰"


def _first_age(plan: Plan) -> Iterator[str]:
    """The limit with its birth-date cut-off, because both readings of 以下 are met (AMB-2)."""
    rules = plan.ruleset.eligibility
    if not rules.first_age.is_limited:
        return
    whom = "初任中层干部的" if rules.age_applies_to == "first" else "提任中层干部的"
    limits = _by_gender(rules.first_age, "{}周岁以下")
    yield f"{whom}，一般应在{limits}，{cutoffs(birth_cutoffs(plan.ruleset, plan.reference_on))}"


def cutoffs(days: dict[str, date]) -> str:
    """即男1980年3月3日及以后出生、女1985年3月3日及以后出生"""
    if len(days) == 2 and len(set(days.values())) == 1:
        return f"即{day(days['male'])}及以后出生"
    return "即" + "、".join(f"{GENDERS[who]}{day(born)}及以后出生" for who, born in days.items())


def _exit_age(rules: EligibilityRules) -> Iterator[str]:
    if rules.exit_age.is_limited:
        yield f"{_by_gender(rules.exit_age, '满{}周岁')}的，一般不再担任中层职务"


def _by_gender(limit: ByGender, phrase: str) -> str:
    if limit.male == limit.female:
        return phrase.format(limit.male)
    known = {who: limit.for_(who) for who in GENDERS}
    return "、".join(GENDERS[who] + phrase.format(age) for who, age in known.items() if age is not None)


def _experience(rules: EligibilityRules) -> Iterator[str]:
    if rules.step_by_step:
        yield "应当逐级提拔，越级提拔的须报教育局同意"
    if rules.deputy_years:
        yield f"提任正职的，应在副职岗位任职{rules.deputy_years}年以上"
    if rules.work_years:
        yield f"提任副职的，应有{rules.work_years}年以上工作经历"


def _party(openings: list[Opening]) -> Iterator[str]:
    if posts := [str(opening.post) for opening in openings if asks_party_member(opening)]:
        yield f"{'、'.join(posts)}须由中共正式党员担任"


def _source(plan: Plan) -> Iterator[str]:
    if plan.ruleset.eligibility.reserve_or_seconded:
        approver = plan.ruleset.approvers.get("comes_from_reserve_or_secondment")
        whose = plan.ruleset.filing.to if approver == Approver.BUREAU else "学校集体研究"
        act = "研究同意" if approver == Approver.BUREAU else "同意"
        yield f"原则上从中层后备干部或有上级部门挂职经历的人员中产生，特殊情况须经{whose}{act}"
