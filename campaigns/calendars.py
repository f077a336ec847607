"""On which days should the stages begin, so that somebody is in post in time?"""

from __future__ import annotations

from datetime import date, timedelta

from campaigns.choices import Stage
from campaigns.models import Plan
from campaigns.tracks import planned_stages
from selection import workdays
from selection.records import arrangements

# Working days that each stage usually takes, for the calendar planned backwards from the day in post.
USUAL_DAYS = {
    Stage.FILE: 6,
    Stage.PUBLICIZE: 6,
    Stage.DECIDE: 1,
    Stage.INSPECT: 4,
    Stage.EVALUATE: 3,
    Stage.RECOMMEND: 4,
    Stage.ANNOUNCE: 2,
}


def propose(plan: Plan, starts_on: date | None = None) -> dict[str, str]:
    """Planned first days by stage, counted backwards from the day in post over working days."""
    known = arrangements.current()
    days: dict[str, str] = {}
    day = starts_on or plan.starts_on
    for stage in reversed(planned_stages(plan)):
        for _ in range(USUAL_DAYS[stage]):
            day -= timedelta(days=1)
            while not _works(day, known):
                day -= timedelta(days=1)
        days[str(stage)] = day.isoformat()
    return dict(reversed(days.items()))


def _works(day: date, known: workdays.Arrangements) -> bool:
    try:
        return workdays.is_workday(day, known)
    except workdays.UnknownYear:
        return day.weekday() < 5
