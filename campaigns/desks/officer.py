"""What does the officer do today, for whom does the school wait, and what comes next?"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from campaigns.awaiting import SECOND_PERSON
from campaigns.desks.leader import headless
from campaigns.desks.running import Running, work_of
from campaigns.models import ONGOING, Campaign, Opening, Plan
from campaigns.unconfirmed import unconfirmed
from personnel import quota
from selection.accounts.models import Organisation, User


class Task(NamedTuple):
    """One line, one button: what is to be done in which campaign."""

    campaign: Campaign
    sentence: str
    detail: str
    button: str
    url: str
    is_post: bool = False


class Waiting(NamedTuple):
    """For whom one waits, since when, and what one might write to them."""

    sentence: str
    whom: str
    since: date | None
    url: str
    is_somebody: bool = True

    @property
    def reminder(self) -> str:
        """Nothing where nobody can hurry it, as a period that has to run out."""
        if not self.is_somebody:
            return ""
        return f"{self.whom}您好：{self.sentence}，请您抽空办理，谢谢。"


class Figures(NamedTuple):
    """职数 of one school: approved, held, given to somebody whose term is to begin, to be given up, on offer."""

    school: Organisation
    approved: int | None
    held: int
    to_begin: int
    vacant: int
    ending: int
    offered: int


class Desk(NamedTuple):
    tasks: list[Task]
    waiting: list[Waiting]
    running: list[Running]
    others: list[Campaign]
    headless: list[Plan]
    figures: Figures | None
    school: Organisation | None


def desk(user: User) -> Desk:
    schools = list(user.organisations_for("run_campaigns").filter(kind=Organisation.Kind.SCHOOL)[:2])
    running, others = work_of(user, "run_campaigns")
    only = schools[0] if len(schools) == 1 else None
    return Desk(
        tasks=[_task(each) for each in running if not each.now.get("waiting")],
        waiting=[row for each in running for row in _waits(each)],
        running=running,
        others=others,
        headless=headless(user),
        figures=_figures(only) if only else None,
        school=only,
    )


def _task(each: Running) -> Task:
    now = each.now
    return Task(
        each.campaign,
        now["sentence"],
        now.get("detail", ""),
        now["button"] or "查看",
        now["url"] or each.campaign.get_absolute_url(),
        bool(now.get("act")),
    )


def _waits(each: Running) -> list[Waiting]:
    """The one that keeps the campaign from going on, and whatever else waits for a second person."""
    url = each.campaign.get_absolute_url()
    held_up = [
        Waiting(line.waits.sentence, line.waits.whom, line.waits.since, url, line.waits.is_somebody)
        for line in each.lines
        if line.waits is not None and line.waits.whom
    ]
    known = {row.sentence for row in held_up}
    papers = [
        Waiting(f"“{done.act}”是线下补录，等待第二人核实", SECOND_PERSON, done.act.happened_on, url)
        for done in unconfirmed(each.campaign)
        if done.model not in ("act", "meeting")
    ]
    rows = held_up + [row for row in papers if row.sentence not in known]
    return list(dict.fromkeys(rows))  # several rules may wait for the same


def _figures(school: Organisation) -> Figures:
    total = quota.overview(school)
    offered = Opening.objects.filter(
        campaign__plan__organisation=school, campaign__stage__in=ONGOING, result=Opening.Result.OPEN
    ).prefetch_related("ending")
    return Figures(
        school,
        total.approved if total.table else None,
        total.held,
        total.to_begin,
        total.vacant,
        sum(len(opening.ending.all()) for opening in offered),
        sum(opening.seats for opening in offered),
    )
