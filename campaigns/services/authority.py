"""Is the campaign where this act belongs, and may this user do it?"""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.choices import PlanRoleKind, Stage
from campaigns.models import Campaign, Plan
from selection.accounts import roles
from selection.accounts.models import Notification, User
from selection.accounts.notices import notify
from selection.accounts.roles import Role
from selection.reasons import Refused
from selection.records import ledgers

PAUSED = "本次选拔任用已暂停，请先恢复再办理"
AGAIN = "再办理"  # of whatever act, where the stage is not what forbids it


def take(campaign: Campaign, act: str = AGAIN, *stages: Stage) -> Campaign:
    """The campaign's row, held until the transaction ends; whoever writes what hangs on it takes it first.

    Refused while the campaign stands still, and outside the stages to which the act belongs.
    """
    locked = hold(campaign)
    refuse_if_suspended(locked)
    if stages and locked.stage not in stages:
        raise Refused(f"现在是“{locked.get_stage_display()}”阶段，不能{act}")
    if not stages and not locked.is_running:
        raise Refused(f"本次选拔任用已{locked.get_stage_display()}，不能{act}")
    return locked


def hold(campaign: Campaign) -> Campaign:
    """The campaign's row and its ledger, held until the transaction ends, wherever it stands."""
    ledgers.hold(campaign.plan.ledger_id)
    return (
        Campaign.objects.select_for_update(of=("self",), no_key=True)
        .select_related("plan__organisation", "plan__ledger")
        .get(pk=campaign.pk)
    )


def refuse_if_suspended(campaign: Campaign) -> None:
    if campaign.is_suspended:
        raise Refused(PAUSED)


def hold_plan(plan: Plan) -> None:
    """Until the transaction ends nobody else records the same thing on the plan."""
    ledgers.hold(plan.ledger_id)
    Plan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan.pk)


def require(allowed: bool, act: str) -> None:
    if not allowed:
        raise Refused(f"您没有{act}的权限，或因回避不能办理")


def need(*given: tuple[object, str]) -> None:
    """Refuse with every sentence whose value is blank."""
    missing = [
        sentence for value, sentence in given if not value or (isinstance(value, str) and not value.strip())
    ]
    if missing:
        raise Refused(missing)


def tell_officers(plan: Plan, sentence: str, url: str = "") -> None:
    tell(plan.people(PlanRoleKind.OFFICER) or [plan.created_by], sentence, url)


def ask_to_confirm(plan: Plan, by: User) -> None:
    """Tell the school's leaders that something entered from paper waits, once until they have read it."""
    url = plan.get_absolute_url()
    sentence = f"“{plan.title}”有线下补录的事项，请核实"[:300]
    leaders = roles.holders(Role.LEADER, plan.organisation).exclude(pk=by.pk)
    told = Notification.objects.unread().filter(sentence=sentence, url=url).values("user")
    tell(leaders.exclude(pk__in=told), sentence, url)


def tell(users: Iterable[User], sentence: str, url: str = "") -> None:
    notify(users, sentence[:300], url)
