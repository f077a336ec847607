"""May a person's case come before the deciding body, and was it prepared? (D012–D019, E013–E017, R-20, R-24)

A person who is kept off the agenda is held, and waits alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from campaigns.choices import ActKind, AgendaPurpose, Consulted, DisciplineResult, Purpose, Stage, Track
from campaigns.particulars import INTRODUCED
from campaigns.tracks import on
from selection import clock
from selection.chinese import day
from selection.reasons import Elsewhere, Said, rule

from .announce import has_people
from .decide import signatures_lack, text_lacks
from .reporting import what_is_reported_beforehand_was_agreed

VOTING = (Track.NON_COMPETITIVE, Track.COMPETITIVE)
KEPT_OFF = "，不得上会，可先暂缓此人"
FIRST_TWO = (Consulted.SECRETARY, Consulted.PRINCIPAL)


def asks(field: str) -> Callable:
    """For rules that a ruleset asks of what comes before a body that votes."""
    return on(*VOTING, also=lambda campaign: getattr(campaign.ruleset.agenda, field))


def decision_of(campaign):
    return campaign.resolved(AgendaPurpose.DECISION).last()


def is_decided(campaign) -> bool:
    return decision_of(campaign) is not None


# The gates: one question about one person each.


def _not_recommended(person) -> Iterator[str]:
    campaign, name = person.campaign, person.staff.name
    asked = {Stage.RECOMMEND: campaign.ruleset.recommendation.meeting and campaign.track == VOTING[0]}
    asked[Stage.EVALUATE] = campaign.ruleset.evaluation.ballot
    recommended = campaign.standing_round(Purpose.RECOMMENDATION)
    evaluated = campaign.standing_round(Purpose.EVALUATION)
    if asked[Stage.RECOMMEND] and (recommended is None or not recommended.is_counted):
        yield f"{name}没有经过民主推荐{KEPT_OFF}"
    if asked[Stage.EVALUATE] and (evaluated is None or evaluated.tally(person) is None):
        yield f"{name}没有经过民主测评{KEPT_OFF}"


def _not_inspected(person) -> Iterator[str]:
    for said in (*text_lacks(person), *signatures_lack(person, person.campaign.plan.inspectors)):
        yield f"{said}{KEPT_OFF}"


def _at_odds(person) -> Iterator[Said]:
    """D014 as AMB-28 reads it: the first two must agree; what others say otherwise is on record."""
    views = {act.figures["who"]: act.figures["view"] for act in _said_of(person)}
    if Consulted.BOTH in views:
        return
    if missing := [who.label for who in FIRST_TWO if not views.get(who)]:
        said = f"{person.staff.name}：尚未登记{'、'.join(missing)}的意见，不得上会"
        yield Elsewhere(said, "act:deliberation")
    elif len({views[who] for who in FIRST_TWO}) > 1:
        yield f"{person.staff.name}：书记、校长意见不一致{KEPT_OFF}"


def _said_of(person):
    return person.campaign.done(ActKind.DELIBERATION, person).order_by("happened_on", "pk")


def _unresolved(person) -> Iterator[str]:
    if DisciplineResult.UNRESOLVED in person.discipline_answers:
        yield f"{person.staff.name}有问题尚未核查清楚{KEPT_OFF}"
    if person.objections.open().exists():
        yield f"{person.staff.name}有反映事项尚未办结{KEPT_OFF}"


def _not_asked_of_discipline(person) -> Iterator[str]:
    opinion = person.discipline_opinion
    if opinion is None or not opinion.is_answered or not opinion.is_confirmed:
        yield f"{person.staff.name}的纪检机关意见尚未回复{KEPT_OFF}"


def _vetoed(person) -> Iterator[str]:
    if DisciplineResult.VETO in person.discipline_answers:
        yield f"纪检机关不同意任用{person.staff.name}，请作不再列为人选处理"


GATES: dict[str, Callable[..., Iterator[Said]]] = {
    "recommended": _not_recommended,
    "inspected": _not_inspected,
    "agreed": _at_odds,
    "resolved": _unresolved,
    "discipline": _not_asked_of_discipline,
    "vetoed": _vetoed,
}


@rule(
    "上会人选没有不得上会的情形",
    cites="D012 D013 D014 D015 D016 E013 E014 E016 E017 AMB-28",
    about="campaign",
    mend="campaigns:people",
    applies=asks("gates"),
    once=has_people,
)
def nobody_is_kept_off_the_agenda(campaign):
    """Asked when the decision is entered, before its vote opens, and before what was decided is published."""
    for person in campaign.live_on_file():
        for gate in campaign.ruleset.agenda.gates:
            yield from GATES[gate](person)


@rule(
    "会前已经酝酿",
    cites="R-20 T024 E012 E019",
    about="campaign",
    mend="act:deliberation",
    applies=asks("deliberation"),
    once=has_people,
)
def cases_were_talked_over(campaign):
    item = decision_of(campaign)
    for person in campaign.live():
        said = _said_of(person).exclude(figures__who=Consulted.CO_ADMIN)
        if item is not None:
            said = said.filter(happened_on__lte=item.meeting.happened_on)
        if not said.exists():
            yield f"{person.staff.name}的任用尚未在会前酝酿"


@rule(
    "已征求协管方意见",
    cites="R-20",
    about="campaign",
    mend="act:deliberation",
    applies=asks("co_admin_reply_days"),
    once=has_people,
)
def co_administrators_have_answered(campaign):
    """Asked only where somebody put the question to one; silence for so many days is consent."""
    days = campaign.ruleset.agenda.co_admin_reply_days
    for person in campaign.live():
        asked = _said_of(person).filter(figures__who=Consulted.CO_ADMIN)
        first, last = asked.first(), asked.last()
        if last is None or last.figures["view"]:
            continue
        until = first.happened_on + timedelta(days=days)
        if clock.today() <= until:
            yield f"{person.staff.name}：协管方尚未答复，{day(until)}以前未答复的视为同意"


@rule(
    "议题和材料在会前送交",
    cites="D019 T025 T043",
    about="campaign",
    mend="act:materials",
    applies=asks("materials"),
)
def members_had_the_materials(campaign):
    item, sent = decision_of(campaign), campaign.done(ActKind.MATERIALS).first()
    if sent is None:
        yield "尚未登记会前送交议题和材料的情况"
    elif item is not None and sent.happened_on >= item.meeting.happened_on:
        yield (
            f"议题和材料{day(sent.happened_on)}送交，不早于讨论决定的会议（{day(item.meeting.happened_on)}），"
            "属临时动议，请另行开会讨论决定"
        )


@rule(
    "会上逐一介绍人选情况",
    cites="D017",
    about="campaign",
    mend="act:introduction",
    applies=asks("introduction"),
    once=is_decided,
)
def everybody_was_introduced(campaign):
    item = decision_of(campaign)
    for person in campaign.live():
        told = campaign.done(ActKind.INTRODUCTION, person).filter(happened_on=item.meeting.happened_on).last()
        if told is None:
            yield f"{person.staff.name}没有会上介绍提名、推荐、考察情况和任免理由的记录"
        elif blank := [label for name, label in INTRODUCED.items() if not told.figures.get(name)]:
            yield f"{person.staff.name}的会上介绍缺：{'、'.join(blank)}"


BEFORE = (nobody_is_kept_off_the_agenda, co_administrators_have_answered)
RULES = (
    what_is_reported_beforehand_was_agreed,
    *BEFORE,
    cases_were_talked_over,
    members_had_the_materials,
    everybody_was_introduced,
)
