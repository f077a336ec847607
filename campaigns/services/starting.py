"""Begin a working plan: in the school, or by the bureau for a school's officer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from campaigns.choices import PlanRoleKind, Track, TrackReason
from campaigns.models import Campaign, Plan, PlanRole
from personnel.models import Post
from selection import clock
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Ledger

from .listing import put_on_list
from .plans import rulebook


@transaction.atomic
def draft_plan(
    organisation: Organisation,
    *,
    by: User,
    title: str,
    reference_on: date,
    starts_on: date,
    track: Track | str = Track.NON_COMPETITIVE,
) -> Plan:
    """A new plan under the organisation's rulebook, with one campaign; who drafts it is its officer."""
    if not by.may("run_campaigns", organisation):
        raise Refused("您没有在本单位起草工作方案的权限")
    return _draft(organisation, by, by, title, reference_on, starts_on, track)


@transaction.atomic
def draft_for(
    officer: User,
    organisation: Organisation,
    *,
    by: User,
    title: str,
    starts_on: date,
    posts: Iterable[tuple[Post, TrackReason, str]],
) -> Plan:
    """A plan that the bureau opens in a school for its officer to go on with: posts, reasons and words (A044)."""
    if not by.may("review_bureau", organisation):
        raise Refused("您没有为学校起草工作方案的权限")
    plan = _draft(organisation, by, officer, title, clock.today(), starts_on, Track.DIRECT)
    for post, reason, words in posts:
        put_on_list(plan.campaigns.get(), by, post=post, seats=1, reason=reason, reason_text=words)
    return plan


def _draft(
    organisation: Organisation,
    by: User,
    officer: User,
    title: str,
    reference_on: date,
    starts_on: date,
    track: Track | str,
) -> Plan:
    rules = rulebook(organisation)
    if track not in rules.ruleset.tracks:
        raise Refused(f"本单位适用的规则没有{Track(track).label}，请选择别的聘任方式")
    plan = Plan.objects.create(
        organisation=organisation,
        title=title,
        ledger=Ledger.objects.create(organisation=organisation, title=title),
        ruleset_version=rules,
        snapshot=rules.text,
        snapshot_digest=rules.digest,
        reference_on=reference_on,
        starts_on=starts_on,
        categories=list(rules.ruleset.recommendation.categories),
        created_by=by,
        created_at=clock.now(),
    )
    Campaign.objects.create(plan=plan, track=track)
    PlanRole.objects.create(plan=plan, user=officer, kind=PlanRoleKind.OFFICER, started_on=clock.today())
    ledgers.append(plan.ledger, "起草工作方案", by=by, about=f"plan:{plan.pk}", ruleset=rules.digest)
    return plan
