"""演讲与民主测评: draw, speeches before five judges, evaluation, written opinions, the choice of inspectees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from campaigns import contest, documents
from campaigns.choices import (
    ActKind,
    AgendaPurpose,
    Outcome,
    PresentationAudience,
    PresentationMode,
    Purpose,
    Weighing,
)
from campaigns.models import Campaign, Candidacy, Presentation
from campaigns.ranking import LEAST_TO_DROP, Weights
from campaigns.services import acts, concluding, judging, meetings, presenting, weighing
from campaigns.services.presenting import Arrangement
from selection import clock
from selection.accounts.models import User

from . import days
from .cast import Cast
from .days import Waiting
from .doing import Seat, ballot, body_meets, issue, record, record_for, scan, settle_empty

LINES = (("对所竞聘职务的认识", 30), ("竞聘的有利条件和不足", 30), ("今后的工作设想", 40))
ASKED = 20
KEPT_WORDS = "有记录和影像，存学校档案室。"


def evaluate(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    yield days.next_workday()
    if campaign.ruleset.contest.presentation:
        present(cast, campaign)
    elif campaign.ruleset.contest.kept:
        _keep(cast, campaign, arrange(cast, campaign))
    if campaign.ruleset.evaluation.ballot:
        ballot(cast, campaign, Purpose.EVALUATION)
        concluding.conclude_low(campaign, Purpose.EVALUATION, by=cast.officer)
    if campaign.ruleset.evaluation.written_opinions:
        acts.record(
            campaign.plan,
            ActKind.WRITTEN_OPINIONS,
            by=cast.officer,
            campaign=campaign,
            text="向教研组长和教师代表发放书面征求意见表并收回。",
        )
    yield days.next_workday()
    _choose_inspectees(cast, campaign)
    _announce_inspection(cast, campaign)


def present(cast: Cast, campaign: Campaign) -> Presentation:
    """The whole of the hall: judges named, lots drawn, everybody scored by everybody, scoring closed."""
    held = arrange(cast, campaign, held_on=clock.today(), place="学校礼堂")
    for user in _judges(cast, campaign):
        judging.name_judge(held, by=cast.officer, user=user)
    presenting.draw_lots(held, by=cast.officer)
    for slot in contest.turns(held):
        for judge in held.panel:
            judging.submit(judge, slot.staff, _points(cast, held), by=judge.user)
    judging.close(held, by=cast.officer)
    if campaign.ruleset.evaluation.written_opinions:
        _count_opinions(cast, campaign)
    _keep(cast, campaign, held)
    return held


def arrange(cast: Cast, campaign: Campaign, held_on: date | None = None, place: str = "") -> Presentation:
    """What the plan says of the contest; the day and the place follow when they are known."""
    rules = campaign.ruleset
    weights = Weights(50, 30, 20) if rules.evaluation.written_opinions else Weights(60, 40, 0)
    arrangement = Arrangement(
        mode=PresentationMode.SPEECH,
        audience=PresentationAudience.STAFF,
        minutes=rules.contest.minutes or 10,
        criteria=LINES,
        held_on=held_on,
        place=place,
        drops_extremes=rules.contest.may_drop,
        weighing=Weighing.WEIGHTED if rules.contest.presentation else Weighing.RANKING,
        weights=weights,
    )
    return presenting.arrange(
        campaign, arrangement, by=cast.officer, reason="安排日期和地点" if held_on else ""
    )


def _judges(cast: Cast, campaign: Campaign) -> list[User]:
    named = {person.staff_id for person in campaign.candidacies()}
    free = [staff.user for staff in cast.teachers if staff.pk not in named and staff.user]
    return free[: max(campaign.ruleset.contest.judges_least, LEAST_TO_DROP)]


def _points(cast: Cast, held: Presentation) -> dict[int, Decimal]:
    """Between seven and ten tenths of each line, in half points."""
    return {
        each.pk: Decimal(cast.dice.randrange(each.points * 14, each.points * 20 + 1)) / 20
        for each in held.criteria.all()
    }


def _count_opinions(cast: Cast, campaign: Campaign) -> None:
    for person in campaign.live():
        agreeing = cast.dice.randrange(ASKED // 2, ASKED + 1)
        written = weighing.enter_opinions(
            person,
            ASKED,
            agreeing,
            by=cast.officer,
            happened_on=clock.today(),
            attachment=scan(cast, campaign.ledger, "书面意见汇总"),
        )
        acts.confirm(written, by=cast.leader)


def _keep(cast: Cast, campaign: Campaign, held: Presentation) -> None:
    for kind in campaign.ruleset.contest.kept:
        presenting.keep(held, kind, KEPT_WORDS, by=cast.officer)


def _choose_inspectees(cast: Cast, campaign: Campaign) -> None:
    """From the best down, as many as the rulebook asks for; a person for two posts stands for both."""
    meeting = body_meets(cast, campaign, campaign.ruleset.decision.body)
    chosen = set(_best(campaign))
    meetings.resolve(
        meeting,
        AgendaPurpose.INSPECTEES,
        by=cast.officer,
        campaign=campaign,
        resolution="根据评委量分、民主测评和书面征求意见情况，择优确定考察对象。",
        outcomes={
            person: Outcome.AGREED if person in chosen else Outcome.REFUSED for person in campaign.live()
        },
    )
    settle_empty(cast, campaign)


def _best(campaign: Campaign) -> list[Candidacy]:
    """Two for every seat, post by post; everybody where nobody was ranked."""
    lines = [line for line in contest.table(campaign) if line.person.is_live]
    if not lines:
        return list(campaign.live())
    kept = []
    for opening in campaign.openings.all():
        ranked = [line.person for line in lines if line.person.opening_id == opening.pk]
        kept += ranked[: opening.seats + 1]
    return kept


def _announce_inspection(cast: Cast, campaign: Campaign) -> None:
    persons = list(campaign.live())
    if not campaign.done(ActKind.GATEKEEPING).exists():
        record_for(cast, campaign, persons, ActKind.GATEKEEPING, campaign.ruleset.motion.gatekeeping)
    if campaign.ruleset.inspection.plan:
        record(cast, campaign, ActKind.INSPECTION_PLAN)
    documents.inspection_notice.draw_up(campaign, by=cast.officer)
    issue(cast, campaign)
    acts.record(
        campaign.plan,
        ActKind.INSPECTION_NOTICE,
        by=cast.officer,
        campaign=campaign,
        text="在校务公开栏张贴考察公告。",
    )
