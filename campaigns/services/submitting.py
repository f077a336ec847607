"""Hand a plan in: what is approved is what it says then, under the rulebook as it is then."""

from __future__ import annotations

from django.db import transaction

from campaigns import guards
from campaigns.models import Plan
from personnel import register
from selection import clock
from selection.accounts.models import Organisation, User
from selection.reasons import Refused, reasons_against
from selection.records import reviews

from .plans import open_for_change, rulebook
from .review_chain import levels


@transaction.atomic
def submit(plan: Plan, *, by: User) -> None:
    """Hand the plan in, or make it final where the rulebook asks for no approval of the plan itself.

    Pins the rulebook's newest version anew at every submission; final when approved.
    """
    open_for_change(plan, by)
    hold_seats(plan.organisation)
    plan.ruleset_version = rulebook(plan.organisation)
    plan.snapshot, plan.snapshot_digest = plan.ruleset_version.text, plan.ruleset_version.digest
    plan.save()
    _refuse_unready(plan)
    chain = levels(plan.approval_chain, plan.organisation)
    if plan.review is None:
        plan.review = reviews.start("plan", plan.organisation, plan.title, chain, plan.ledger)
        plan.save(update_fields=["review"])
    reviews.submit(plan.review, plan.facts(), by)
    plan.refresh_from_db()


def _refuse_unready(plan: Plan) -> None:
    """Every track's selection is asked; what wants for all of them is said once."""
    said = [reason for each in plan.selections for reason in reasons_against(each, guards.PLAN_RULES)]
    if stopping := dict.fromkeys(str(reason) for reason in said if reason.stops):
        raise Refused(stopping)


def hold_seats(organisation: Organisation) -> None:
    """Until the transaction ends no other plan of the school claims a seat: the next one counts this one in."""
    register.hold(organisation)


def finalise(plan: Plan) -> None:
    plan.finalised_at = clock.now()
    plan.save(update_fields=["finalised_at"])
