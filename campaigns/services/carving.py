"""接续办理: held persons go on in a campaign of their own, with their share of the seats (R-6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import transaction

from campaigns import permissions
from campaigns.choices import Standing
from campaigns.models import Campaign, Candidacy, Opening
from personnel import register
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers

from .acts import may_record
from .authority import need, take
from .taking_effect import fill_if_full, in_effect


@transaction.atomic
def carve_out(campaign: Campaign, people: Iterable[Candidacy], *, by: User, reason: str) -> Campaign:
    """A follow-up campaign for held persons: it starts where they stood; the others finish here.

    The seats of a post are shared out between the two, and no more of them come into being. What is still
    open against a person goes along: it can be looked into when this campaign is closed.
    """
    may_record(campaign.plan, by)
    need((reason, "请写明转入接续办理的原因"))
    take(campaign)
    people = list(Candidacy.objects.filter(pk__in=[each.pk for each in people]).order_by("pk"))
    if not people or any(person.standing != Standing.HELD for person in people):
        raise Refused("只能把暂缓的人选转入接续办理")
    if any(person.campaign != campaign for person in people):
        raise Refused("所选人选已转入接续办理，请刷新页面后查看")
    if not permissions.may_run(campaign, by):
        raise Refused("您没有办理接续的权限")
    shares = [_share(opening, people) for opening in dict.fromkeys(person.opening for person in people)]
    if short := [sentence for share in shares for sentence in _short_of_seats(share)]:
        raise Refused(short)
    following = Campaign.objects.create(
        plan=campaign.plan, track=campaign.track, follows=campaign, stage=campaign.stage
    )
    for share in shares:
        _carry(share, following, by, reason)
    ledgers.append(
        campaign.ledger,
        "转入接续办理",
        by=by,
        about=f"campaign:{following.pk}",
        people=[person.pk for person in people],
        reason=reason,
    )
    return following


class Share(NamedTuple):
    """Who of an opening goes along, who stays and goes on, and who stays and waits."""

    opening: Opening
    going: list[Candidacy]
    live: list[Candidacy]
    held: list[Candidacy]

    @property
    def seats(self) -> int:
        """How many seats go along: all of them where nobody stays, else one a person, as far as they reach."""
        if not (self.live or self.held):
            return self.opening.seats
        return min(len(self.going), self.opening.seats - len(self.live))


def _share(opening: Opening, people: list[Candidacy]) -> Share:
    staying = opening.candidacies.exclude(pk__in=[each.pk for each in people]).select_related("staff")
    return Share(
        opening,
        [person for person in people if person.opening == opening],
        list(staying.live()),
        list(staying.filter(standing=Standing.HELD)),
    )


def _short_of_seats(share: Share) -> Iterator[str]:
    opening = share.opening
    if share.seats < 1:
        yield (
            f"{opening}名额{opening.seats}人，{_names(share.live)}还在办理，没有名额可以转出；"
            "请待其有了结果再转入接续办理，或将暂缓的人选作未列为人选处理"
        )
    elif share.held and share.seats == opening.seats:
        yield f"{opening}的名额全部转出，请将{_names(share.held)}一并转入接续办理，或先作未列为人选处理"


def _names(people: list[Candidacy]) -> str:
    return "、".join(person.staff.name for person in people)


def _carry(share: Share, following: Campaign, by: User, reason: str) -> None:
    """Whoever holds the post until then leaves with the one who takes it, and with the last if none stays."""
    old, staff = share.opening, [person.staff_id for person in share.going]
    is_whole = share.seats == old.seats
    new = Opening.objects.create(
        campaign=following,
        post=old.post,
        seats=share.seats,
        reason=old.reason,
        reason_text=old.reason_text,
        proof=old.proof,
    )
    new.ending.set(old.ending.all() if is_whole else old.ending.filter(staff__in=staff))
    for person in share.going:
        Candidacy.objects.filter(pk=person.pk).update(opening=new)
        person.objections.open().update(campaign=following)
    if is_whole:
        old.result, old.result_reason = Opening.Result.CARRIED, reason
        old.save(update_fields=["result", "result_reason"])
    else:
        old.seats -= share.seats
        old.save(update_fields=["seats"])
        old.ending.remove(*new.ending.all())
        _fill_if_full(old, by)


def _fill_if_full(opening: Opening, by: User) -> None:
    """With a seat less, those who were appointed before may be all there are."""
    if made := in_effect(opening):
        register.hold(opening.campaign.organisation)
        fill_if_full(opening, made[-1].starts_on, by)
