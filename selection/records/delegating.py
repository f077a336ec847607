"""How does a reviewer who will be away lend the reviewing to somebody of the same organisation?

What is lent is the answer to what schools hand in, nothing else, and only by whoever has it by role: what
was lent is not lent on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction

from selection import chinese, clock
from selection.accounts import second_factor
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User, UserQuerySet
from selection.accounts.notices import notify
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Delegation

LENT = (Act.REVIEW_ZONE, Act.REVIEW_BUREAU)
LONGEST = timedelta(days=92)


def act_of(user: User) -> Act | None:
    """What the user reviews by role in the organisation where the user works."""
    place = user.organisation
    return next((act for act in LENT if place and (str(act), place.path) in user.reach), None)


def fit_for(user: User) -> UserQuerySet:
    """Colleagues who see what is to be reviewed."""
    assert user.organisation is not None
    able = User.objects.who_may(Act.VIEW_CAMPAIGNS, user.organisation)
    return able.of(user.organisation).exclude(pk=user.pk).order_by("name")


@transaction.atomic
def delegate(principal: User, to: User, first_day: date, last_day: date) -> Delegation:
    act, place = act_of(principal), principal.organisation
    if act is None or place is None:
        raise Refused("只有学区、教育局的审核员可以委托审核；受托的事项不能再转托")
    ledgers.hold(ledgers.of_organisation(place).pk)
    if reasons := list(_against(principal, to, first_day, last_day)):
        raise Refused(reasons)
    made = Delegation.objects.create(
        principal=principal, delegate=to, act=act, organisation=place, first_day=first_day, last_day=last_day
    )
    said = f"{chinese.day(first_day)}至{chinese.day(last_day)}由{to.name}代{principal.name}审核"
    _put_down(made, "委托审核", place, said)
    if second_factor.is_needed_by(to) and not second_factor.is_set_up(to):
        to.end_sessions()
    notify([to], f"{said}，待审事项在“审核”里")
    return made


def _against(principal: User, to: User, first_day: date, last_day: date) -> Iterator[str]:
    if not fit_for(principal).filter(pk=to.pk).exists():
        yield f"{to.name}不是本单位能查看选拔工作的人员，请另选受托人，或先请管理账号的人授予角色"
    if first_day < clock.today():
        yield "起始日期不能早于今天"
    if last_day < first_day:
        yield "截止日期不能早于起始日期"
    elif last_day - first_day > LONGEST:
        yield "一次委托不超过三个月，离岗更久的请由教育局另行授予角色"
    if Delegation.objects.running().filter(
        principal=principal, first_day__lte=last_day, last_day__gte=first_day
    ):
        yield "这几天已经委托给别人，请先收回"


@transaction.atomic
def call_back(delegation: Delegation, *, by: User) -> None:
    """Before its last day."""
    ledgers.hold(ledgers.of_organisation(delegation.organisation).pk)
    running = Delegation.objects.running().filter(pk=delegation.pk, principal=by)
    if not running.update(called_back_on=clock.today()):
        raise Refused("这次委托已经结束或收回，不用再办")
    _put_down(delegation, "收回委托", delegation.organisation, str(delegation))
    notify([delegation.delegate], f"{by.name}已收回委托您办理的审核")


def needs_second_factor(user: User) -> bool:
    return Delegation.objects.running().filter(delegate=user).exists()


def _put_down(delegation: Delegation, act: str, place: Organisation, said: str) -> None:
    ledgers.append(
        ledgers.of_organisation(place),
        act,
        by=delegation.principal,
        about=f"delegation:{delegation.pk}",
        said=said,
    )
