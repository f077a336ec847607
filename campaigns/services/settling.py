"""What follows from the disposition of an objection: done here and at once, by the services of what it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import transaction
from django.urls import reverse

from campaigns import recusal
from campaigns.choices import Disposition, Standing
from campaigns.models import Candidacy, Objection
from selection.accounts.models import User
from selection.reasons import Refused

from . import people
from .authority import tell, tell_officers

UNFIT = "经核查有影响任用的问题"


def carry_out(objection: Objection, *, by: User) -> list[str]:
    """Sentences of what was done, and of what is left to others and why."""
    said = list(FOLLOWING[Disposition(objection.disposition)](objection, by))
    if said and objection.staff_id is not None:
        url = reverse("campaigns:people", args=[objection.campaign_id])
        tell_officers(objection.campaign.plan, "；".join(said), url)
    return said


def refuse_partial_investigation(objection: Objection) -> None:
    """Nothing is concluded on what somebody found who should have stood aside."""
    named = objection.current_investigators
    if not named:
        raise Refused("还没有指定核查人，请先指定，查清后再办结")
    if bars := [why for each in named for why in recusal.bars(objection, each.user)]:
        raise Refused([f"{why}，不能核查，请先更换核查人" for why in bars])


def _go_on(objection: Objection, by: User) -> Iterator[str]:
    """Who waited for this alone goes on, unless the others have gone past."""
    person = _person(objection)
    if person is None or not _waits_for_this(person):
        return
    try:
        with transaction.atomic():
            people.lift(person, by=by, reason="反映事项已办结，不影响任用")
    except Refused as refusal:
        yield f"{person.staff.name}的反映事项已办结，仍在暂缓：{'；'.join(refusal.reasons)}"
    else:
        yield f"{person.staff.name}的反映事项已办结，已恢复办理"


def _waits_for_this(person: Candidacy) -> bool:
    in_question = person.standing == Standing.HELD and person.standing_reason == people.IN_QUESTION
    return in_question and not person.objections.open().exists()


def _clear_up(objection: Objection, by: User) -> Iterator[str]:
    yield from _go_on(objection, by)
    assert objection.staff is not None
    if objection.staff.user is not None:
        tell([objection.staff.user], "有人反映您的情况，经核查查无实据，现予澄清")


def _talk_first(objection: Objection, by: User) -> Iterator[str]:
    yield from _go_on(objection, by)
    yield f"{objection.subject}须先谈话提醒或诫勉，登记之后才能聘任"


def _defer(objection: Objection, by: User) -> Iterator[str]:
    person = _person(objection)
    if person is not None and person.standing in people.MOVABLE:
        people.defer(person, by=by, reason=f"{UNFIT}，暂缓任用")
        yield f"{person.staff.name}{UNFIT}，已暂缓"


def _reject(objection: Objection, by: User) -> Iterator[str]:
    """An appointment that is made is the bureau's to take back."""
    person = _person(objection)
    if person is None:
        return
    if person.standing in people.MOVABLE:
        people.rule_out(person, by=by, reason=f"{UNFIT}，不予任用")
        yield f"{person.staff.name}{UNFIT}，已不再列为人选"
    elif person.standing == Standing.APPOINTED:
        _tell_the_bureau(objection)
        yield f"{person.staff.name}{UNFIT}，但已聘任，已报教育局处理"


def _mend(objection: Objection, by: User) -> Iterator[str]:
    said = "对选拔工作的反映经核查，程序须纠正后继续办理"
    tell_officers(objection.campaign.plan, said, objection.campaign.get_absolute_url())
    yield "已通知经办人纠正"


def _refer(objection: Objection, by: User) -> Iterator[str]:
    _tell_the_bureau(objection)
    yield "已报教育局处理"


def _tell_the_bureau(objection: Objection) -> None:
    campaign = objection.campaign
    sentence = f"{campaign.organisation.name}的“{campaign.title}”有反映事项经核查影响任用，请研究处理"
    tell(User.objects.who_may("void_campaigns", campaign.organisation), sentence, campaign.get_absolute_url())


def _person(objection: Objection) -> Candidacy | None:
    """As the candidate stands now."""
    return Candidacy.objects.filter(objections=objection).first()


FOLLOWING: dict[Disposition, Callable[[Objection, User], Iterator[str]]] = {
    Disposition.PROCEED: _go_on,
    Disposition.CLEAR_UP: _clear_up,
    Disposition.ADMONISH: _talk_first,
    Disposition.DEFER: _defer,
    Disposition.REJECT: _reject,
    Disposition.MEND: _mend,
    Disposition.REFER: _refer,
}
