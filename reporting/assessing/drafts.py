"""How would the two tables and their roll be today, and does a draft still say so?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.definitions import Counting, DeductionSpec, ElectorSpec, SubjectSpec
from ballots.models import Poll
from reporting.assessing import electorate, tables
from reporting.assessing.promoted import Promoted
from reporting.models import Assessment
from serving import rulebooks


@dataclass(frozen=True)
class Draft:
    """One table as it would be today."""

    title: str
    instructions: str
    subjects: Sequence[SubjectSpec]
    counting: Counting
    electors: list[ElectorSpec]
    deductions: list[DeductionSpec]


def of(assessment: Assessment, persons: list[Promoted]) -> dict[str, Draft]:
    """By the field that holds the poll; without anybody to judge there is no 表2."""
    organisation = assessment.organisation
    rules = rulebooks.of(organisation)
    quorum = rules.evaluation.quorum if rules else None
    least = rules.evaluation.min_cell if rules else tables.USUAL_CELL
    electors, deductions = electorate.roll(assessment)
    of, year = organisation.short_name, assessment.year
    asked = {
        "work": (
            f"{of}{year}年度干部选拔任用工作民主评议",
            tables.HOW_OF_WORK,
            tables.OF_WORK,
            tables.judging_work(quorum, least),
        ),
        "promotions": (
            f"{of}{year}年度新提拔任用干部民主评议",
            tables.HOW_OF_PERSONS,
            tables.of_persons(persons),
            tables.judging_persons(quorum, least),
        ),
    }
    return {
        table: Draft(
            title,
            how,
            subjects,
            electorate.apart(counting, electors) if assessment.is_by_class else counting,
            electors,
            deductions,
        )
        for table, (title, how, subjects, counting) in asked.items()
        if subjects
    }


def differs(poll: Poll, draft: Draft | None) -> bool:
    """Who and what stands there is compared, and which classes are one."""
    if draft is None:
        return True
    drawn = {(each.key, each.label, each.note) for each in poll.subjects.all()}
    roll = set(poll.electors.values_list("user", "category"))
    category_of = draft.counting.category_of
    return (
        drawn != {(each.key, each.label, each.note) for each in draft.subjects}
        or roll != {(each.user.pk, category_of(each.category)) for each in draft.electors}
        or poll.counting.by_category != draft.counting.by_category
    )
