"""What was entered from paper and waits: withdrawn by who entered it, or sent back by the second person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from campaigns import permissions
from campaigns.models import (
    Act,
    Appointment,
    Campaign,
    Correction,
    DisciplineOpinion,
    Draw,
    Entry,
    FilingPackage,
    FilingReply,
    Inspection,
    LateEntry,
    Meeting,
    PartResult,
    Plan,
    Publicity,
    Round,
    ScoreSheet,
    WrittenOpinion,
)
from campaigns.models.corrections import name_of
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import DatedAct

from . import applying, appointing, inspecting, judging, publicizing, recorded, striking
from .acts import plan_of
from .authority import need, require, tell

Done = Any  # one of the kinds in TAKEN_BACK


@transaction.atomic
def send_back(done: Done, *, by: User, reason: str) -> None:
    """It never counted and never will; the ledger keeps it with the reason."""
    need((reason, "请写明原因"))
    plan = plan_of(done)
    ledgers.hold(plan.ledger_id)
    _refuse_unless_waiting(done, plan, by)
    _hold_campaigns(plan)
    is_own = by.pk == done.entered_by_id
    about, said = f"{done._meta.model_name}:{done.pk}", name_of(done)
    TAKEN_BACK[type(done)](done, by, reason.strip())
    ledgers.append(
        plan.ledger,
        f"{'撤回' if is_own else '退回'}补录：{done._meta.verbose_name}",
        by=by,
        about=about,
        happened_on=done.happened_on,
        title=said,
        attachment=done.attachment_id,
        reason=reason.strip(),
    )
    if not is_own:
        tell([done.entered_by], f"您补录的“{said}”未予核实：{reason.strip()}", _page(plan))


def _refuse_unless_waiting(done: DatedAct, plan: Plan, by: User) -> None:
    if done.entered_by_id != by.pk:
        require(permissions.may_confirm(plan, by), "退回补录事项")
    found: Done = (
        type(done)._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=done.pk).first()
    )
    if found is None or found.is_confirmed or _is_gone(found):
        raise Refused("该事项已经核实或已经撤回")


def _hold_campaigns(plan: Plan) -> None:
    """After the record, as confirming it does."""
    list(Campaign.objects.select_for_update(of=("self",), no_key=True).filter(plan=plan).order_by("pk"))


def _is_gone(done: Done) -> bool:
    is_revoked = isinstance(done, Publicity) and done.state == Publicity.State.REVOKED
    is_withdrawn = isinstance(done, Entry) and done.state == Entry.State.WITHDRAWN
    return (
        is_revoked
        or is_withdrawn
        or getattr(done, "is_dropped", False)
        or getattr(done, "is_superseded", False)
    )


def _supersede(done: Done, by: User, reason: str) -> None:
    """It stays on its page in grey, with the reason."""
    recorded.ask(done, by, reason)
    striking.supersede(done)


def _drop(correction: Correction, by: User, reason: str) -> None:
    correction.is_dropped = True
    correction.save(update_fields=["is_dropped"])


def _delete(done: Done, by: User, reason: str) -> None:
    done.delete()


TAKEN_BACK: dict[type[DatedAct], Callable[[Done, User, str], None]] = {
    Act: _supersede,
    Meeting: _supersede,
    Round: _supersede,
    Inspection: inspecting.take_back,
    DisciplineOpinion: inspecting.take_back,
    Publicity: publicizing.take_back,
    Appointment: appointing.take_back,
    FilingPackage: _delete,
    FilingReply: _delete,
    Correction: _drop,
    Draw: judging.drop,
    ScoreSheet: judging.drop_sheet,
    PartResult: judging.drop,
    WrittenOpinion: judging.drop,
    Entry: applying.take_back,
    LateEntry: _delete,
}
# What pages call the kinds of act that wait for a second person
BY_NAME = {str(model._meta.model_name): model for model in TAKEN_BACK}


def _page(plan: Plan) -> str:
    campaign = plan.campaigns.first()
    return campaign.get_absolute_url() if campaign else plan.get_absolute_url()
