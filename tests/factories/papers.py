"""Ballots of paper as people at a table count them."""

from ballots import batches, services
from ballots.definitions import ABSTAIN
from ballots.drawn import paper_of
from tests.factories.accounts import OfficerFactory, TeacherFactory
from tests.factories.ballots import officer_of


def hand(poll, person):
    return services.hand_out_paper(poll, officer_of(poll), [person.pk])


def numbers_of(poll, ballots, spoiled=0):
    """What a careful clerk counts of these filled-in ballots, and so many that say nothing readable.

    A ballot that says more than it may is spoiled, in all or in those cells, as the paper says.
    """
    return numbers_on(paper_of(poll), ballots, spoiled)


def numbers_on(paper, ballots, spoiled=0):
    settled = [paper.settled(paper.fill(choices)) for choices in ballots]
    sheets = [sheet for sheet in settled if sheet is not None]
    numbers = dict.fromkeys(batches.cells(paper), 0) | {
        "collected": len(ballots) + spoiled,
        "valid": len(sheets),
        "spoiled": len(ballots) - len(sheets) + spoiled,
        "blank": sum(paper.is_blank(sheet) for sheet in sheets),
    }
    for sheet in sheets:
        for section, mark in sheet.marks.items():
            for question, answer in mark.items():
                for each in (answer or [ABSTAIN]) if isinstance(answer, list) else [answer]:
                    numbers[f"{section}.{question}.{each}"] += 1
    return numbers


def clerks_of(poll):
    """Two who enter and one who signs; the scrutineers are named once."""
    if not poll.scrutineers.exists():
        names = [TeacherFactory(organisation=poll.organisation) for _ in range(2)]
        services.appoint_scrutineers(poll, names)
        OfficerFactory(organisation=poll.organisation, username=f"clerk{poll.pk}")
    counter, scrutineer = poll.scrutineers.order_by("pk")
    clerk = type(counter).objects.get(username=f"clerk{poll.pk}")
    return clerk, counter, scrutineer


def enter(poll, clerk, numbers, category=""):
    services.enter_paper(poll, clerk, category, numbers)


def sign(poll, category=""):
    services.sign_paper(poll, clerks_of(poll)[2], category)


def count_by_hand(poll, numbers, category=""):
    """From the two tables to the signature."""
    for clerk in clerks_of(poll)[:2]:
        enter(poll, clerk, numbers, category)
    sign(poll, category)
