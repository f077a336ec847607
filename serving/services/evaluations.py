"""期末民主测评: all mid-level cadres, graded by the staff, on the same engine as every other ballot (A120)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction

from ballots import services as polls
from ballots import tallies
from ballots.definitions import Counting, SubjectSpec
from ballots.models import Channel, Poll
from ballots.sums import Voices
from campaigns.rulesets.schema import Ruleset
from campaigns.services.rolls import of_staff
from personnel import register
from personnel.models import StaffMember, Tenure
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers
from serving import horizon, rulebooks
from serving.models import DutyReview, TermEvaluation
from serving.schoolterms import TermEnd
from serving.services import tasks
from serving.services.entering import FOLLOW_UPS, UNDOINGS

STALE = "现任中层干部或参加人员已有变化，请重新准备"
INSTRUCTIONS = "请对每位中层干部的德、能、勤、绩、廉和总体表现评定等次。"


@transaction.atomic
def draw_up(
    school: Organisation,
    end: TermEnd,
    *,
    by: User,
    scrutineers: Iterable[User],
    channel: str = Channel.SLIP,
    closes_at: datetime | None = None,
) -> TermEvaluation:
    """A draft poll of the term, once; one that came to nothing may be run again."""
    if not by.may(Act.RUN_CAMPAIGNS, school):
        raise Refused("您没有组织期末民主测评的权限，请由本校人事干部办理")
    watching = list(scrutineers)
    rules = _rules(school)
    register.hold(school)
    if (
        TermEvaluation.objects.of(school)
        .standing()
        .filter(school_year=end.school_year, term=end.term)
        .exists()
    ):
        raise Refused(f"{end.label}的期末民主测评已经准备或已经进行，不用再办")
    cadres = cadres_of(school)
    _refuse_judges_in_their_own_cause(cadres, watching, by)
    electors, deductions = of_staff(school, rules.recommendation.categories)
    poll = polls.draw_up(
        organisation=school,
        ledger=ledgers.of_organisation(school),
        title=f"{school.short_name}{end.label}期末民主测评",
        kind=Poll.Kind.GRADING,
        subjects=_subjects(school),
        counting=_counting(rules),
        electors=electors,
        deductions=deductions,
        closes_at=closes_at,
        instructions=INSTRUCTIONS,
        roll_scope="全校教职工",
        channel=channel,
    )
    polls.appoint_scrutineers(poll, watching)
    polls.bar(poll, [each.user for each in cadres if each.user])
    made = TermEvaluation.objects.create(
        organisation=school, school_year=end.school_year, term=end.term, poll=poll
    )
    _note(made, "准备期末民主测评", by)
    return made


@transaction.atomic
def redraw(evaluation: TermEvaluation, *, by: User) -> None:
    """重新准备: paper and roll as of today."""
    school = evaluation.organisation
    if not by.may(Act.RUN_CAMPAIGNS, school):
        raise Refused("您没有组织期末民主测评的权限，请由本校人事干部办理")
    register.hold(school)
    cadres = cadres_of(school)
    electors, deductions = of_staff(school, _rules(school).recommendation.categories)
    polls.redraw(evaluation.poll, subjects=_subjects(school), electors=electors, deductions=deductions)
    polls.bar(evaluation.poll, [each.user for each in cadres if each.user])
    _note(evaluation, "重新准备期末民主测评", by)


def cadres_of(school: Organisation) -> list[StaffMember]:
    """Everybody who holds a mid-level post today, each once, in the order of the posts."""
    return list({each.staff_id: each.staff for each in _tenures_of(school)}.values())


def _tenures_of(school: Organisation) -> list[Tenure]:
    found = [each.tenure for each in horizon.services(Organisation.objects.filter(pk=school.pk))]
    return sorted(found, key=lambda each: (each.post.department.position, each.post.position))


def objections(poll: Poll) -> Iterator[str]:
    """What keeps a draft from being opened: it no longer says who holds a post, or who votes."""
    evaluation = TermEvaluation.objects.filter(poll=poll).select_related("organisation").first()
    if evaluation is None:
        return
    school = evaluation.organisation
    subjects = {each.key for each in _subjects(school)}
    electors, _deductions = of_staff(school, _rules(school).recommendation.categories)
    drawn = set(poll.subjects.values_list("key", flat=True))
    roll = set(poll.electors.values_list("user", flat=True))
    if subjects != drawn or {each.user.pk for each in electors} != roll:
        yield STALE


def hold(poll: Poll) -> None:
    """Before the poll is opened, closed or counted: what follows a count is written for the school."""
    evaluation = TermEvaluation.objects.filter(poll=poll).select_related("organisation").first()
    if evaluation is not None:
        register.hold(evaluation.organisation)


def on_counted(poll: Poll) -> None:
    """The term has its evaluation: nothing is asked any more."""
    evaluation = TermEvaluation.objects.filter(poll=poll).select_related("organisation").first()
    if evaluation is not None:
        tasks.arise(evaluation.organisation)


def page_of(poll: Poll, user: User) -> tuple[str, str] | None:
    """The evaluation to which a poll belongs, for those who may read it."""
    found = TermEvaluation.objects.visible_to(user).filter(poll=poll).first()
    return (str(found), found.get_absolute_url()) if found else None


def overall(staff: StaffMember, user: User) -> list[tuple[TermEvaluation, str]]:
    """How the staff graded the person as a whole, where it was released and the user is entitled to it."""
    released = TermEvaluation.objects.visible_to(user).filter(
        poll__state=Poll.State.RELEASED, poll__subjects__key=str(staff.pk)
    )
    return [(each, _overall(each.poll, str(staff.pk))) for each in released.select_related("poll")]


def _overall(poll: Poll, key: str) -> str:
    given = Voices.of(poll).sums[key]
    grades = poll.counting.grades
    return "　".join(f"{grade.label}{given[tallies.name('overall', grade.key)]}" for grade in grades)


def keep_basis(review: DutyReview, by: User) -> None:
    """The evaluations of that year in which the person was graded are what the review rests on (A120, A121)."""
    graded = TermEvaluation.objects.of(review.organisation).counted().ending_in(review.year)
    review.evaluations.set(graded.filter(poll__subjects__key=str(review.staff_id)))


def undo(review: DutyReview, by: User) -> None:
    """It set nothing going but to-dos, which go by themselves."""


FOLLOW_UPS[DutyReview] = keep_basis
UNDOINGS[DutyReview] = undo


def _rules(school: Organisation) -> Ruleset:
    rules = rulebooks.of(school)
    if rules is None:
        raise Refused("本单位尚未确定适用的规则，请联系教育局政工科")
    return rules


def _counting(rules: Ruleset) -> Counting:
    quorum = rules.evaluation.quorum
    return Counting(noun="测评", opening=quorum, validity=quorum, min_cell=rules.evaluation.min_cell)


def _subjects(school: Organisation) -> list[SubjectSpec]:
    """Each cadre with the posts that are held today."""
    posts: dict[StaffMember, list[str]] = defaultdict(list)
    for tenure in _tenures_of(school):
        posts[tenure.staff].append(tenure.post.title)
    return [SubjectSpec(str(staff.pk), staff.name, "、".join(held)[:120]) for staff, held in posts.items()]


def _refuse_judges_in_their_own_cause(cadres: list[StaffMember], watching: list[User], by: User) -> None:
    graded = {each.user_id for each in cadres if each.user_id}
    if not cadres:
        raise Refused("本校没有现任中层干部，不用组织期末民主测评")
    if by.pk in graded:
        raise Refused("您是被测评的中层干部，应当回避，请由其他人办理")
    if not watching:
        raise Refused("请指定监票人")
    if own := [each.name for each in watching if each.pk in graded]:
        raise Refused(f"{'、'.join(own)}是被测评的中层干部，不能监票")


def _note(evaluation: TermEvaluation, act: str, by: User) -> None:
    ledgers.append(
        ledgers.of_organisation(evaluation.organisation),
        act,
        by=by,
        about=f"termevaluation:{evaluation.pk}",
        poll=evaluation.poll_id,
        said=str(evaluation),
    )
    tasks.arise(evaluation.organisation)
