"""People who hold posts, appointments made in a year, a report that can be issued."""

from datetime import date

from campaigns.choices import Stage, Track
from campaigns.models import Plan
from personnel.models import Rank
from reporting import figures
from reporting.services import reports
from tests.factories.accounts import OfficerFactory
from tests.factories.campaigns import AppointmentFactory, CampaignFactory, PlanFactory
from tests.factories.personnel import PostFactory, StaffFactory, TenureFactory


def appointed(school, track=Track.NON_COMPETITIVE, on=date(2026, 3, 20), rank=Rank.DEPUTY, **fields):
    plan = Plan.objects.filter(organisation=school).first() or PlanFactory(organisation=school)
    campaign = CampaignFactory(plan=plan, at=Stage.FILE, track=track)
    return AppointmentFactory(
        candidacy__opening__campaign=campaign,
        candidacy__opening__post=PostFactory(department__organisation=school, rank=rank),
        happened_on=on,
        **fields,
    )


def in_post(school, count=1, rank=Rank.DEPUTY, **person):
    """So many people of one kind who hold posts through 2026."""
    return [
        TenureFactory(
            staff=StaffFactory(organisation=school, **person),
            post=PostFactory(department__organisation=school, rank=rank),
            starts_on=date(2024, 9, 1),
            ends_on=date(2027, 8, 31),
        )
        for _ in range(count)
    ]


def write(report, figures=None, **texts):
    """What the school's officer saves; the proposed text names figures that nobody has counted."""
    worded = report.draft.wording | {"learning": "已经学习。"} | texts
    author = OfficerFactory(organisation=report.organisation)
    reports.write(report, report.draft, worded, figures or {}, by=author)


def campaign_of(school, at=Stage.PUBLICIZE):
    plan = Plan.objects.filter(organisation=school).first() or PlanFactory(organisation=school)
    return CampaignFactory(plan=plan, at=at)


def told(organisation, part, *names, year=2026):
    this = figures.of(organisation, year).this
    return [this[f"{part}.{name}"] for name in names]


def cells(table):
    """Each line's label and numbers, of a table as it is now or as a paper holds it."""
    rows = table["rows"] if isinstance(table, dict) else [vars(row) for row in table.rows]
    numbers = (
        [cell["number"] if isinstance(cell, dict) else cell.number for cell in row["cells"]] for row in rows
    )
    return [(row["label"], *found) for row, found in zip(rows, numbers, strict=True)]


def titled(tables):
    """Title → lines."""
    return {each["title"] if isinstance(each, dict) else each.title: cells(each) for each in tables}
