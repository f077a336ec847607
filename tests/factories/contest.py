"""Contests in the situations that tests need, made by the same services as in the program."""

from decimal import Decimal

from campaigns.choices import Stage, Track, Weighing
from campaigns.models import Slot
from campaigns.ranking import Weights
from campaigns.services import judging, presenting
from campaigns.services.presenting import Arrangement
from tests.factories.accounts import TeacherFactory
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, OpeningFactory

CRITERIA = (("对所竞聘职务的认识", 30), ("竞聘的有利条件和不足", 30), ("今后的工作设想", 40))


def plain(**changes):
    """An arrangement that every rulebook with a contest takes: five judges, weights 50/30/20."""
    facts = {
        "mode": "speech",
        "audience": "staff",
        "minutes": 10,
        "criteria": CRITERIA,
        "weighing": Weighing.WEIGHTED,
        "weights": Weights(50, 30, 20),
    }
    return Arrangement(**(facts | changes))


def contending(persons=3, seats=1, **campaign):
    """A contest in the stage of speeches with so many qualified persons for one post."""
    campaign = CampaignFactory(**{"track": Track.COMPETITIVE, "at": Stage.EVALUATE} | campaign)
    opening = OpeningFactory(campaign=campaign, seats=seats)
    CandidacyFactory.create_batch(persons, opening=opening, qualified=True)
    return campaign


def arranged(persons=3, judges=5, arrangement=None, **campaign):
    """... with what the plan fixes and its judges, nobody having spoken."""
    campaign = contending(persons, **campaign)
    officer = campaign.plan.created_by
    held = presenting.arrange(campaign, arrangement or plain(), by=officer)
    for _ in range(judges):
        user = TeacherFactory(organisation=campaign.organisation)
        judging.name_judge(held, by=officer, user=user)
    return held


def drawn(**kwargs):
    """... and the speaking order drawn."""
    held = arranged(**kwargs)
    presenting.draw_lots(held, by=officer_of(held))
    return held


def scored(held, *totals):
    """Every judge gives the persons, in the order of speaking, so much of 100."""
    slots = Slot.objects.filter(draw__presentation=held).select_related("staff")
    for slot, total in zip(slots, totals or [80] * len(slots), strict=True):
        for judge in held.panel:
            judging.submit(judge, slot.staff, sheet(held, total), by=judge.user)
    return held


def sheet(held, total):
    """Points for every criterion that come to the total."""
    left, points = Decimal(total), {}
    for each in held.criteria.all():
        points[each.pk] = min(left, Decimal(each.points))
        left -= points[each.pk]
    return points


def officer_of(held):
    return held.campaign.plan.created_by
