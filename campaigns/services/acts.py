"""Record that an act of the procedure was done, now or earlier on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from campaigns import guards, permissions
from campaigns.choices import ActKind
from campaigns.models import Act, Campaign, Candidacy, Plan, Talk
from personnel.models import PartyRole, StaffMember
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused, refuse_if
from selection.records import ledgers
from selection.records.acts import just_entered, refuse_future, vouch
from selection.records.models import Attachment, DatedAct

from .authority import ask_to_confirm, hold_plan, take
from .earliest import refuse_too_early

PLAN_LEVEL = (ActKind.MOTION, ActKind.STUDY, ActKind.ANALYSIS, ActKind.CONSULTATION, ActKind.PRE_REPORT)
OF_ONE_PERSON = (ActKind.DELIBERATION, ActKind.INTRODUCTION)  # and said again as often as need be
ABOUT_PERSONS = (
    *OF_ONE_PERSON,
    ActKind.GATEKEEPING,
    ActKind.DUTY_REPORT,
    ActKind.APPROVED_ELSEWHERE,
    ActKind.APPOINTMENT_TALK,
    ActKind.LETTER,
    ActKind.AUDIT,
)
MADE_KNOWN = {ActKind.PUBLICATION: "公布", ActKind.ANNOUNCEMENT: "通报"}

TALKING = (PartyRole.Role.SECRETARY, PartyRole.Role.DEPUTY_SECRETARY)


def talkers(campaign: Campaign, on: date | None = None) -> QuerySet[StaffMember]:
    """Who may hold the 任职谈话: the party secretary and the deputy of that day (B064)."""
    roles = PartyRole.objects.of(campaign.organisation).in_force(on or clock.today()).filter(role__in=TALKING)
    return StaffMember.objects.filter(party_roles__in=roles).distinct().order_by("pk")


def announcers(campaign: Campaign) -> QuerySet[StaffMember]:
    """Who may tell the staff of a direct appointment; that it is usually the principal, a rule says (A117)."""
    return StaffMember.objects.of(campaign.organisation).serving().exclude(leadership="").order_by("pk")


def told_by(announcer: StaffMember, assembly: str) -> dict[str, Any]:
    """What is kept of an announcement: the office that the announcer held on that day."""
    return {
        "announcer": announcer.pk,
        "announcer_name": announcer.name,
        "is_principal": announcer.leadership == StaffMember.Leadership.PRINCIPAL,
        "assembly": assembly,
    }


def _refuse_other_talkers(campaign: Campaign, figures: dict[str, Any], day: date) -> None:
    """B064; where only a higher rule asks for the talk, whoever is named must be one of the two as well (R-29)."""
    talker = figures.get("talker")
    if talker is None and not campaign.ruleset.filing.talk:
        return
    if talker not in talkers(campaign, day).values_list("pk", flat=True):
        raise Refused("任职谈话须由党组织书记或副书记进行，请选择谈话当天任书记或副书记的人")


@transaction.atomic
def record(
    plan: Plan,
    kind: ActKind | str,
    *,
    by: User,
    campaign: Campaign | None = None,
    candidacy: Candidacy | None = None,
    happened_on: date | None = None,
    text: str = "",
    figures: dict[str, Any] | None = None,
    attachment: Attachment | None = None,
    is_backfilled: bool = False,
) -> Act:
    """Write one act. On an earlier day it is 线下·补录 and waits for a second person."""
    may_record(plan, by)
    refuse_if_over(plan)
    kind = ActKind(kind)
    day = happened_on or clock.today()
    check_day(day, is_backfilled, attachment)
    if kind in ABOUT_PERSONS and candidacy is None:
        raise Refused(f"请选择“{kind.label}”的人选")
    if campaign is not None:
        campaign = take(campaign)
        refuse_too_early(campaign, kind)
        if kind in MADE_KNOWN and campaign.stage == "prepare":
            raise Refused(f"方案获批准并启动后才能{MADE_KNOWN[kind]}")
        if kind == ActKind.QUALIFIED_LIST:
            refuse_if(campaign, (*guards.enter.BEFORE_THE_LIST, guards.evaluate.everybody_is_screened))
            figures = {"people": list(campaign.live().values_list("pk", flat=True))}
        if kind == ActKind.APPOINTMENT_TALK:
            _refuse_other_talkers(campaign, figures or {}, day)
    facts: dict[str, Any] = {
        "campaign": None if kind in PLAN_LEVEL else campaign,
        "candidacy": candidacy,
        "kind": kind,
        "happened_on": day,
        "text": text,
        "figures": figures or {},
        "is_backfilled": is_backfilled,
    }
    hold_plan(plan)
    if twin := just_entered(plan.acts.filter(is_superseded=False), by, **facts):
        return twin
    act = Act.objects.create(plan=plan, attachment=attachment, entered_by=by, **facts)
    ledgers.append(
        plan.ledger,
        kind.label,
        by=by,
        about=f"candidacy:{candidacy.pk}" if candidacy else f"plan:{plan.pk}",
        happened_on=day,
        backfilled=is_backfilled,
        act_id=act.pk,
        person=candidacy.staff.name if candidacy else "",
    )
    if is_backfilled:
        ask_to_confirm(plan, by)
    return act


@transaction.atomic
def confirm(done: DatedAct, *, by: User) -> None:
    """A second person vouches for what another entered from paper (one mechanism for every act)."""
    from .following import after_confirmation

    plan = plan_of(done)
    if not permissions.may_confirm(plan, by):
        raise Refused("您没有核实线下补录的权限，请由学校领导或教育局核实")
    ledgers.hold(plan.ledger_id)
    vouch(done, by)
    after_confirmation(done, by)
    ledgers.append(
        plan.ledger,
        f"核实补录：{done._meta.verbose_name}",
        by=by,
        about=f"{done._meta.model_name}:{done.pk}",
        happened_on=done.happened_on,
        backfilled=True,
        **in_place_of(plan, by, "confirm_acts"),
    )


def in_place_of(plan: Plan, by: User, act: str) -> dict[str, str]:
    """What an entry says besides, where somebody acts for a reviewer who is away."""
    principal = permissions.stands_in_for(plan, by, act)
    return {"on_behalf": f"代{principal}"} if principal else {}


def plan_of(done: DatedAct | Talk) -> Plan:
    """The plan that any dated act, or a talk, belongs to."""
    for path in ("plan", "campaign.plan", "candidacy.opening.campaign.plan"):
        found: Any = done
        for name in path.split("."):
            found = getattr(found, name, None)
        if isinstance(found, Plan):
            return found
    raise TypeError(f"{done!r} belongs to no plan")


def may_record(plan: Plan, by: User) -> None:
    if not permissions.may_run_plan(plan, by):
        raise Refused("您没有办理本方案的权限，或因回避不能办理")


def refuse_if_over(plan: Plan) -> None:
    """A plan is added to while one of its selections runs; what it left is kept as it is."""
    if not plan.campaigns.running().exists():
        raise Refused("本方案的选拔任用工作都已结束，不能再登记新的事项")


def check_day(day: date, is_backfilled: bool, attachment: Attachment | None) -> None:
    """Nothing lies in the future; what lies in the past is marked as entered later, with its proof."""
    refuse_future(day)
    if day < clock.today() and not is_backfilled:
        raise Refused("发生日期早于今天的，请按“线下·补录”登记并上传材料")
    if is_backfilled and attachment is None:
        raise Refused("线下·补录须上传原始材料的扫描件或照片")
