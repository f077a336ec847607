"""Which facts ask for something to be done, by when, and because of which row? The table is ``CAUSES``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from campaigns.eligibility.counting import months_after
from personnel.models import Appraisal, Rank, StaffMember, Tenure
from selection import chinese
from serving import schoolterms
from serving.choices import DutyGrade, RecordKind, SchoolTerm, TaskKind, WatchOutcome
from serving.facts import YEAR, Facts
from serving.horizon import Kind
from serving.models import Transfer

OVER = "情况已变，不用再办"
LAPSED = (Tenure.EndReason.EXPIRED, Tenure.EndReason.NOT_REAPPOINTED)
GRADES = Appraisal.Grade


class Arisen(NamedTuple):
    """One thing to do: of which fact (so that it arises once), about whom, why and by when."""

    source: str
    sentence: str
    due_on: date
    staff: StaffMember | None = None


@dataclass(frozen=True)
class Cause:
    """A kind of fact; ``when_over`` is said of what was open when the fact was no longer so."""

    kind: TaskKind
    cites: str
    find: Callable[[Facts], Iterator[Arisen]]
    when_over: str = OVER


def _terms(facts: Facts) -> Iterator[Arisen]:
    """A term that ends soon, unless the person leaves for age then; one that ended, while the post is empty."""
    leaving = {due.staff.pk for due in facts.due_as(Kind.AGE)}
    for due in facts.due_as(Kind.TERM):
        if due.staff.pk not in leaving:
            yield Arisen(_term(due.tenure), f"{due.sentence}，须启动新一轮聘任", due.on, due.staff)
    for tenure in facts.lapsed:
        if tenure.end_reason in LAPSED and tenure.post_id not in facts.held_posts and tenure.ends_on:
            over = "主持工作已期满" if tenure.is_acting else "聘期已满"
            said = f"{tenure.staff.name}（{tenure.post}）{over}，岗位空缺，须启动新一轮聘任"
            yield Arisen(_term(tenure), said, tenure.ends_on, tenure.staff)


def _term(tenure: Tenure) -> str:
    return f"tenure:{tenure.pk}:{tenure.ends_on}"


def _exit_ages(facts: Facts) -> Iterator[Arisen]:
    for due in facts.due_as(Kind.AGE):
        said = f"{due.sentence}，一般应退出中层岗位；确需延长任职的，报教育局同意"
        yield Arisen(f"tenure:{due.tenure.pk}:{due.on}", said, due.on, due.staff)


def _rotations(facts: Facts) -> Iterator[Arisen]:
    found = [due for due in facts.due_as(Kind.POST, Kind.OFFICE) if due.tenure.pk not in facts.delayed]
    chiefs = {due.tenure.post.department_id for due in found if due.tenure.post.rank == Rank.CHIEF}
    for due in found:
        said = f"{due.sentence}，须提出交流方案或暂不交流的书面报告"
        waits = due.tenure.post.rank == Rank.DEPUTY and due.tenure.post.department_id in chiefs
        if waits and facts.rules.eligibility.chief_rotates_first:
            said += "；正职也须交流，先交流正职"
        yield Arisen(f"{due.kind}:{due.tenure.pk}:{due.on}", said, due.on, due.staff)


def _probations(facts: Facts) -> Iterator[Arisen]:
    notice = timedelta(days=facts.asked.probation_notice_days)
    for each in facts.probations:
        if each.ends_on <= facts.today + notice:
            said = f"{each.tenure.staff.name}（{each.tenure.post}）试用期到{chinese.day(each.ends_on)}期满"
            yield Arisen(f"probation:{each.pk}:{each.ends_on}", said, each.ends_on, each.tenure.staff)


def _talks(facts: Facts) -> Iterator[Arisen]:
    if not facts.asked.integrity_talk:
        return
    for tenure in _new(facts):
        if not facts.recorded(tenure.staff_id, RecordKind.TALK, tenure.starts_on):
            said = f"{tenure.staff.name}新任{tenure.post}，尚未进行任后廉政谈话"
            yield Arisen(f"tenure:{tenure.pk}", said, months_after(tenure.starts_on, 1), tenure.staff)


def _trainings(facts: Facts) -> Iterator[Arisen]:
    wanted = facts.asked.training_days
    for tenure in _new(facts) if wanted else ():
        attended = facts.recorded(tenure.staff_id, RecordKind.TRAINING, tenure.starts_on)
        days = sum(each.days or 0 for each in attended)
        if days < wanted:
            said = f"{tenure.staff.name}新任{tenure.post}，任职培训应不少于{wanted}天"
            yield Arisen(f"tenure:{tenure.pk}", said, months_after(tenure.starts_on, 12), tenure.staff)


def _new(facts: Facts) -> Iterator[Tenure]:
    """Who came into a post within a year and held none before."""
    for service in facts.services:
        tenure = service.tenure
        is_first = all(each.starts_on >= tenure.starts_on for each in service.history)
        if is_first and not tenure.is_acting and tenure.starts_on > facts.today - YEAR:
            yield tenure


def _duty_reviews(facts: Facts) -> Iterator[Arisen]:
    """Of the year that is nearly over, from December on, until everybody of then is reviewed."""
    if not facts.asked.duty_review:
        return
    year = facts.today.year if facts.today.month == 12 else facts.today.year - 1
    done = {each.staff_id for each in facts.reviewed if each.year == year}
    in_post = {each.tenure.staff_id for each in facts.services if each.tenure.starts_on < date(year, 12, 1)}
    if in_post - done:
        yield Arisen(f"year:{year}", f"{year}年度履职考核尚未全部登记", date(year, 12, 31))


def _term_evaluations(facts: Facts) -> Iterator[Arisen]:
    """Of the term that ended last; where the ruleset asks for one a year, of the second (A120)."""
    end, number = schoolterms.latest(facts.today), facts.asked.term_evaluations
    is_asked = number > 1 or (number == 1 and end.term == SchoolTerm.SECOND)
    if is_asked and facts.services and (end.school_year, end.term) not in facts.evaluated:
        yield Arisen(f"term:{end.school_year}:{end.term}", f"{end.label}期末民主测评尚未完成", end.due_on)


def _failed_reviews(facts: Facts) -> Iterator[Arisen]:
    for each in facts.reviewed if facts.asked.failed_review else ():
        if each.grade == DutyGrade.FAILED and each.year >= facts.today.year - 1:
            said = f"{each.staff.name}{each.year}年度履职考核不合格，应予解聘"
            yield Arisen(f"dutyreview:{each.pk}", said, months_after(each.happened_on, 1), each.staff)


def _failed_appraisals(facts: Facts) -> Iterator[Arisen]:
    if facts.asked.failed_appraisal:
        yield from _appraised(facts, (GRADES.INCOMPETENT,), "一般应降职聘任或解聘")


def _basic_appraisals(facts: Facts) -> Iterator[Arisen]:
    if facts.asked.basic_appraisal:
        yield from _appraised(facts, (GRADES.BASIC,), "不适宜原岗位的，应予交流")


def _low_appraisals(facts: Facts) -> Iterator[Arisen]:
    if facts.asked.low_appraisal:
        low = (GRADES.BASIC, GRADES.INCOMPETENT)
        yield from _appraised(facts, low, "应视情况诫勉谈话、待岗培训或降职免职")


def _appraised(facts: Facts, grades: tuple[str, ...], what: str) -> Iterator[Arisen]:
    for tenure, each in facts.appraised:
        if each.grade in grades:
            said = f"{tenure.staff.name}{each.year}年度考核{each.get_grade_display()}，{what}"
            yield Arisen(f"appraisal:{each.pk}", said, date(each.year + 1, 3, 31), tenure.staff)


def _watches(facts: Facts) -> Iterator[Arisen]:
    notice = timedelta(days=facts.asked.probation_notice_days)
    for each in facts.watched:
        if not each.outcome and each.ends_on <= facts.today + notice:
            said = f"{each.staff.name}察看期到{chinese.day(each.ends_on)}期满，须考核"
            yield Arisen(f"watch:{each.pk}", said, each.ends_on, each.staff)


def _unimproved(facts: Facts) -> Iterator[Arisen]:
    for each in facts.watched:
        if each.outcome == WatchOutcome.NOT_IMPROVED and each.concluded_on:
            said = f"{each.staff.name}察看期满仍无起色，应降职或转任"
            yield Arisen(f"watch:{each.pk}", said, months_after(each.concluded_on, 1), each.staff)


def _settlements(facts: Facts) -> Iterator[Arisen]:
    """Who gave up a post and has no other: work, attendance and pay are to be settled (A016, A131).

    Who only looked after one goes on with the work there was.
    """
    if not facts.asked.settlement:
        return
    in_post = {each.tenure.staff_id for each in facts.services}
    for tenure in facts.lapsed:
        assert tenure.ended_on is not None
        if tenure.staff_id in in_post or tenure.is_acting:
            continue
        if not facts.recorded(tenure.staff_id, RecordKind.SETTLEMENT, tenure.ended_on):
            said = f"{tenure.staff.name}不再担任{tenure.post}，须安排工作并登记"
            yield Arisen(f"tenure:{tenure.pk}", said, months_after(tenure.ended_on, 1), tenure.staff)


def _releases(facts: Facts) -> Iterator[Arisen]:
    """Whom the bureau called to another school (A044), and who was appointed there otherwise (A050)."""
    called = {each.staff_id for each in facts.transferred}
    leaving: list[Transfer | Tenure] = list(facts.transferred)
    leaving += [each for each in facts.appointed_elsewhere if each.staff_id not in called]
    for each in leaving:
        to = f"{each.post.department.organisation.short_name}{each.post}"
        how = "调任" if each.staff_id in called else "聘任为"
        said = f"{each.staff.name}自{chinese.day(each.starts_on)}起{how}{to}，须办理免职和离校"
        yield Arisen(f"{each._meta.model_name}:{each.pk}", said, each.starts_on, each.staff)


def _displaced(facts: Facts) -> Iterator[Arisen]:
    """Whoever had made room for an appointment that never was, and holds no post since."""
    in_post = {each.tenure.staff_id for each in facts.services}
    for annulled, tenure in facts.displaced:
        if tenure.staff_id not in in_post and annulled.voided_on is not None:
            said = (
                f"{annulled.candidacy.staff.name}的聘任已宣布无效，{tenure.staff.name}原任{tenure.post}"
                "是否恢复，须集体研究决定"
            )
            source = f"appointment:{annulled.pk}:tenure:{tenure.pk}"
            yield Arisen(source, said, months_after(annulled.voided_on, 1), tenure.staff)


CAUSES = (
    Cause(TaskKind.RENEW, "A027", _terms),
    Cause(TaskKind.LEAVE, "A013 A014 A015", _exit_ages),
    Cause(TaskKind.ROTATE, "A028 A029 A033 A037", _rotations),
    Cause(TaskKind.PROBATION, "R-28", _probations),
    Cause(TaskKind.TALK, "T039", _talks),
    Cause(TaskKind.TRAINING, "T040", _trainings),
    Cause(TaskKind.DUTY_REVIEW, "A119", _duty_reviews),
    Cause(TaskKind.EVALUATION, "A120", _term_evaluations, when_over="已经完成，或学期已过"),
    Cause(TaskKind.DISMISS, "A123 AMB-31", _failed_reviews),
    Cause(TaskKind.DEMOTE, "A031", _failed_appraisals),
    Cause(TaskKind.RELOCATE, "A032", _basic_appraisals),
    Cause(TaskKind.DEAL_WITH, "E028", _low_appraisals),
    Cause(TaskKind.WATCH, "T047", _watches),
    Cause(TaskKind.MOVE, "T048", _unimproved),
    Cause(TaskKind.RELEASE, "A044 A050", _releases, "已离校或不再调任"),
    Cause(TaskKind.SETTLE, "A016 A131", _settlements),
    Cause(TaskKind.RESTORE, "A132", _displaced, "已恢复任职或另有任用"),
)
