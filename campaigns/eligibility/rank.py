"""May a person rise to this rank, or stay in this post and office? (A018–A023, A028–A037)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from campaigns.choices import TrackReason
from campaigns.eligibility.asked import terms
from campaigns.eligibility.counting import anniversary
from campaigns.eligibility.dossier import Dossier
from personnel.models import Post, Rank
from selection.chinese import day
from selection.reasons import ADVISE, WARN, Unknown, rule

if TYPE_CHECKING:
    from campaigns.models import Opening
    from campaigns.rulesets.schema import Ruleset

YEAR = 12
NO_HISTORY = "名册写有现任职务，但没有登记任职起止时间，请补录任职情况"


@rule(
    "逐级提拔",
    cites="A022 A023",
    about="candidacy",
    opened_by="A023",
    applies=lambda opening: terms(opening).step_by_step and opening.post.rank == Rank.CHIEF,
)
def is_promoted_step_by_step(dossier: Dossier, opening: Opening) -> Any:
    if dossier.has_held(Rank.DEPUTY):
        return
    if dossier.lacks_history:
        yield Unknown(NO_HISTORY)
    else:
        yield "未任过中层副职，直接提任中层正职属于越级提拔，须报教育局同意"


@rule(
    "提任正职前在副职岗位达到年限",
    cites="A019 A021 AMB-5",
    about="candidacy",
    effect=WARN,
    applies=lambda opening: terms(opening).deputy_years > 0 and opening.post.rank == Rank.CHIEF,
)
def served_as_deputy_before_chief(dossier: Dossier, opening: Opening) -> Any:
    """Who was never a deputy skips the rank, and what is approved then (A023) is approved once."""
    years = terms(opening).deputy_years
    if terms(opening).step_by_step and not dossier.has_held(Rank.DEPUTY):
        return
    if not dossier.has_held(Rank.CHIEF) and dossier.months_in_posts < years * YEAR:
        yield f"任中层副职{dossier.months_in_posts}个月，不足{years}年"


@rule(
    "提任副职前有工作经历",
    cites="A020 A021 AMB-5",
    about="candidacy",
    effect=WARN,
    applies=lambda opening: terms(opening).work_years > 0 and opening.post.rank == Rank.DEPUTY,
)
def worked_before_deputy(dossier: Dossier, opening: Opening) -> Any:
    months, years = dossier.months_working, terms(opening).work_years
    if dossier.has_held(Rank.DEPUTY):
        return
    if months is None:
        yield Unknown("未登记参加工作时间")
    elif months < years * YEAR:
        yield f"参加工作{months}个月，不足{years}年"


@rule(
    "符合破格提拔的限制",
    cites="R-18 A021",
    about="candidacy",
    effect=ADVISE,
    applies=lambda opening: bool(
        terms(opening).exception_bars
        and (terms(opening).step_by_step or terms(opening).deputy_years or terms(opening).work_years)
    ),
)
def is_fit_for_an_exception(dossier: Dossier, opening: Opening) -> Any:
    """Mid-level posts have two ranks, so that nobody can skip two."""
    if not needs_exception(dossier, opening):
        return
    bars, months = terms(opening).exception_bars, dossier.months_in_present_post
    if "trial" in bars and dossier.on_trial_until is not None:
        yield f"试用期至{day(dossier.on_trial_until)}，尚未期满转正，不得破格提拔"
    if "first_year" in bars and months is not None and months < YEAR:
        yield f"任现职{months}个月，不满一年，不得破格提拔"
    if "again" in bars and dossier.rose_by_exception:
        yield "上一次任用已经破格，不得连续破格提拔"


def needs_exception(dossier: Dossier, opening: Opening) -> bool:
    """Whether the promotion is 破格: too short a service, or a rank skipped."""
    asked = (is_promoted_step_by_step, served_as_deputy_before_chief, worked_before_deputy)
    said = (each.check(dossier, opening) for each in asked if each.is_applicable(opening))
    return any(not isinstance(sentence, Unknown) for against in said for sentence in against)


def rank_of(opening: Opening) -> Rank:
    return Rank(opening.post.rank)


@rule(
    "交流在同级别之间",
    cites="A018",
    about="candidacy",
    effect=ADVISE,
    applies=lambda opening: terms(opening).transfer_same_rank and opening.reason == TrackReason.ADJUSTMENT,
)
def transfer_is_of_the_same_rank(dossier: Dossier, opening: Opening) -> Any:
    """Whoever isn't of the rank is not transferred but promoted, and held against all that a promotion asks."""
    if not dossier.serves_as(opening.post.rank):
        yield f"现在没有担任中层{rank_of(opening).label}，不属于同级别交流，按提拔任用办理"


@rule(
    "同一岗位任职未到轮岗年限",
    cites="A028 A035",
    about="candidacy",
    effect=WARN,
    applies=lambda opening: opening.ruleset.service.rotate_post_years > 0,
)
def may_stay_in_the_post(dossier: Dossier, opening: Opening) -> Any:
    """Who is bound to leave the office has one exception to ask for, and that of the bureau (A037)."""
    years = opening.ruleset.service.rotate_post_years
    months = dossier.months_on_end(post=opening.post.pk)
    if may_stay_in_the_office.is_applicable(opening) and _is_due_in_the_office(dossier, opening):
        return
    if unclear := _unclear(dossier, opening, months >= years * YEAR):
        yield Unknown(unclear)
    elif months >= years * YEAR and not is_exempt_from_rotation(dossier, opening.ruleset):
        yield f"任{opening.post}已满{months // YEAR}年，同一岗位满{years}年一般应交流轮岗"


@rule(
    "同一处室正副职任职未到交流年限",
    cites="A029 A035 A037 AMB-7",
    about="candidacy",
    opened_by="A037",
    applies=lambda opening: opening.ruleset.service.rotate_office_years > 0,
)
def may_stay_in_the_office(dossier: Dossier, opening: Opening) -> Any:
    years, office = opening.ruleset.service.rotate_office_years, opening.post.department
    months = dossier.months_on_end(department=office.pk)
    is_due = _is_due_in_the_office(dossier, opening)
    if unclear := _unclear(dossier, opening, is_due):
        yield Unknown(unclear)
    elif is_due and not is_exempt_from_rotation(dossier, opening.ruleset):
        yield (
            f"在{office.name}任正副职连续满{months // YEAR}年，满{years}年应交流轮岗，"
            "一时不能交流的须书面报告教育局批准"
        )


def _is_due_in_the_office(dossier: Dossier, opening: Opening) -> bool:
    years = opening.ruleset.service.rotate_office_years
    return dossier.months_on_end(department=opening.post.department.pk) >= years * YEAR


def _unclear(dossier: Dossier, opening: Opening, is_due: bool) -> str:
    """What keeps the years from being told, or the exemption."""
    if dossier.lacks_history and opening.post.department.name in dossier.post_text:
        return NO_HISTORY
    if is_due and is_exempt_from_rotation(dossier, opening.ruleset) is None:
        return "任职已到轮岗年限，未登记出生年月，无法判断是否免予轮岗"
    return ""


def is_due_for_rotation(dossier: Dossier, post: Post, ruleset: Ruleset) -> bool:
    """Long enough in the post or its office, and not about to leave anyway."""
    asked = ruleset.service
    years = (
        (asked.rotate_post_years, dossier.months_on_end(post=post.pk)),
        (asked.rotate_office_years, dossier.months_on_end(department=post.department_id)),
    )
    is_due = any(least and months >= least * YEAR for least, months in years)
    return is_due and not is_exempt_from_rotation(dossier, ruleset)


def is_exempt_from_rotation(dossier: Dossier, ruleset: Ruleset) -> bool | None:
    """Less than a term is left to the exit age (A035); None where the age isn't known."""
    limit = ruleset.eligibility.exit_age.for_(dossier.gender)
    if not ruleset.service.rotation_spares_the_leaving or limit is None:
        return False
    if dossier.born is None:
        return None
    return anniversary(dossier.born, limit) < anniversary(dossier.on, ruleset.filing.term_years)
