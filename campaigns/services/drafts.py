"""Does a draft still say who stands and who votes, and may it be opened?

A draft is drawn up days before it is opened. Until then people leave, withdraw, turn out to be related.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from django.db import transaction

from ballots import services as polls
from ballots.definitions import DeductionSpec, ElectorSpec
from ballots.models import Poll
from campaigns import guards, recusal
from campaigns.adopting import run_off_persons
from campaigns.asking import Asked, asked, differences
from campaigns.choices import Purpose
from campaigns.models import Campaign, Candidacy, Opening, Round
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused, reasons_against
from selection.records import ledgers

from .acts import may_record
from .authority import take
from .rolls import roll


class Draft(NamedTuple):
    """Paper and roll of a round as they would be today."""

    persons: list[Candidacy]
    asked: Asked
    electors: list[ElectorSpec]
    deductions: list[DeductionSpec]


def compose(
    campaign: Campaign, purpose: Purpose, opening: Opening | None, kept: Collection[int] = ()
) -> Draft:
    persons = list(campaign.live().filter(opening=opening) if opening else campaign.live())
    if not persons:
        raise Refused("票上没有人选，请先提出人选")
    electors, deductions = roll(campaign, purpose, persons, kept)
    return Draft(persons, asked(campaign, purpose, persons), electors, deductions)


def compose_again(held: Round) -> Draft:
    """Paper and roll of a draft as they would be today, be it of a whole round or of a run-off."""
    if held.run_off_of is not None:
        return compose_run_off(held.run_off_of)
    return compose(held.campaign, Purpose(held.purpose), held.opening, recusal.kept(held))


def compose_run_off(held: Round) -> Draft:
    """Only those whom the round left undecided, put to the very roll of it.

    With another roll the two results could be subtracted from one another, so then the body decides in a meeting.
    """
    assert held.opening is not None
    persons = run_off_persons(held.opening, held)
    if not persons:
        raise Refused(f"{held.opening}没有并列待定的人选，不需要再次投票")
    electors, deductions = roll(held.campaign, Purpose.DECISION, persons, recusal.kept(held))
    if held.poll is not None:
        if changed := _other_voters(held.poll, electors):
            raise Refused(
                f"与上一次投票相比，名册有变（{'；'.join(changed)}），两次结果相减会透露个人的票，不能再次投票；"
                "请由会议研究决定并作记录"
            )
        rows = held.poll.electors.select_related("user")
        electors = [ElectorSpec(each.user, each.name, each.category, each.is_recused) for each in rows]
    return Draft(persons, asked(held.campaign, Purpose.DECISION, persons), electors, deductions)


def _other_voters(poll: Poll, now: list[ElectorSpec]) -> list[str]:
    """Who may not vote any more. Who was recused before stays so, though related to nobody who is left."""
    kept = {spec.user.pk: spec for spec in now if spec.user}
    voted = [each for each in poll.electors.all() if not each.is_recused]
    gone = [each.name for each in voted if each.user_id not in kept]
    recused = [each.name for each in voted if each.user_id in kept and kept[each.user_id].is_recused]
    return [*_named("已不在应到之列：", gone), *_named("应当回避：", recused)]


def hold_campaign(poll: Poll) -> None:
    """Before a named person opens, closes or counts: the campaign runs, and this round still belongs to it."""
    held = Round.objects.filter(poll=poll).select_related("campaign").first()
    if held is None:
        return
    take(held.campaign)
    held.refresh_from_db(fields=["is_superseded", "happened_on"])
    if held.is_superseded:
        raise Refused("这一轮已被后来的办理取代，不能再办")
    if poll.state == Poll.State.DRAFT and held.happened_on != clock.today():
        held.happened_on = clock.today()
        held.save(update_fields=["happened_on"])


def objections(poll: Poll) -> Iterator[str]:
    """What keeps a draft of a campaign from being opened."""
    held = Round.objects.filter(poll=poll).select_related("campaign__plan", "opening").first()
    if held is None:
        return
    if held.purpose == Purpose.EVALUATION:
        yield from _not_reported(held.campaign)
    if changed := changes(held, poll):
        yield f"名册或人选已有变化（{'；'.join(changed)}），请重新准备"
        return
    for proposal in recusal.proposals(held):
        if proposal.is_waiting:
            yield f"{proposal.staff.name}{proposal.why}，请先确认是否回避"


def _not_reported(campaign: Campaign) -> Iterator[str]:
    """述职 before 测评 (A068)."""
    for reason in reasons_against(campaign, [guards.inspect.duty_reports_are_given]):
        yield reason.sentence


def changes(held: Round, poll: Poll) -> list[str]:
    """How today's paper and roll differ from the draft's, in words; what keeps them from being made."""
    try:
        now = compose_again(held)
    except Refused as refusal:
        return list(refusal.reasons)
    drawn = {subject.key: subject for subject in poll.subjects.all()}
    wanted = {subject.key: subject for subject in now.asked.subjects}
    return [
        *_named("已不是人选：", [drawn[key].label for key in drawn.keys() - wanted.keys()]),
        *_named("新提出的人选：", [wanted[key].label for key in wanted.keys() - drawn.keys()]),
        *_named(
            "人选信息有变：",
            [
                wanted[key].label
                for key in wanted.keys() & drawn.keys()
                if (wanted[key].label, wanted[key].note) != (drawn[key].label, drawn[key].note)
            ],
        ),
        *(differences(poll.counting, now.asked.on(poll.counting)) if drawn.keys() == wanted.keys() else ()),
        *_roll_changes(poll, now),
    ]


def _roll_changes(poll: Poll, now: Draft) -> Iterator[str]:
    drawn = {elector.user_id: elector for elector in poll.electors.all()}
    wanted = {elector.user.pk: elector for elector in now.electors if elector.user}
    kept = [(drawn[pk], wanted[pk]) for pk in drawn.keys() & wanted.keys()]
    yield from _named("已不在应到之列：", [drawn[pk].name for pk in drawn.keys() - wanted.keys()])
    yield from _named("新列入应到：", [wanted[pk].name for pk in wanted.keys() - drawn.keys()])
    yield from _named("应当回避：", [new.name for old, new in kept if new.is_recused and not old.is_recused])
    yield from _named("不再回避：", [new.name for old, new in kept if old.is_recused and not new.is_recused])
    category_of = poll.counting.category_of
    yield from _named(
        "姓名或类别有变：",
        [new.name for old, new in kept if (old.name, old.category) != (new.name, category_of(new.category))],
    )
    before = sorted(poll.deductions.values_list("name", "reason", "category"))
    if before != sorted((each.name, each.reason, each.category) for each in now.deductions):
        yield "扣除的人员有变"


def _named(what: str, names: Iterable[str]) -> list[str]:
    names = sorted(names)
    return [what + "、".join(names)] if names else []


@transaction.atomic
def redraw(held: Round, *, by: User) -> None:
    """重新准备: paper and roll as of today; deadline, packet and scrutineers of the draft stay."""
    campaign = take(held.campaign)
    may_record(campaign.plan, by)
    if held.poll is None or held.is_superseded:
        raise Refused("这一轮不能重新准备")
    now = compose_again(held)
    polls.redraw(
        held.poll,
        subjects=now.asked.subjects,
        counting=now.asked.on(held.poll.counting),
        electors=now.electors,
        deductions=now.deductions,
    )
    polls.bar(held.poll, [person.staff.user for person in now.persons if person.staff.user])
    ledgers.append(campaign.ledger, "重新准备票样和名册", by=by, about=f"round:{held.pk}", poll=held.poll.pk)
