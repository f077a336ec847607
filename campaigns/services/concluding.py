"""Who is below the bar of a count, and what a named person concludes from it (A067, A074, A077, B040)."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction

from ballots.verdicts import Verdict
from campaigns.choices import Purpose, TalkKind
from campaigns.models import Campaign, Candidacy, Round
from campaigns.voices import support, talk_support, validity
from selection.accounts.models import User
from selection.reasons import Refused

from . import people
from .acts import may_record
from .authority import take

TALKS = {
    Purpose.RECOMMENDATION: TalkKind.RECOMMENDATION,
    Purpose.EVALUATION: TalkKind.CONSULTATION,
}


@transaction.atomic
def conclude_low(campaign: Campaign, purpose: Purpose | str, *, by: User) -> list[Candidacy]:
    """A named person concludes what the system found: who is below the bar is held or excluded.

    A067: a low recommendation holds promotions; B040, A074, A077: the person leaves the pool.
    """
    may_record(campaign.plan, by)
    held = take(campaign).standing_round(Purpose(purpose))
    if held is None or not held.is_counted:
        raise Refused("尚未计票，不能处理票数较低的人选")
    found = below_the_bar(held, campaign)
    for each in found:
        move = people.hold if each.is_held else people.exclude
        move(each.person, by=by, reason=each.verdict.finding)
    return [each.person for each in found]


class Low(NamedTuple):
    """A person below the bar, and whether that holds them or ends their candidacy."""

    person: Candidacy
    verdict: Verdict
    is_held: bool


def below_the_bar(held: Round, campaign: Campaign) -> list[Low]:
    """Whom ``conclude_low`` would move in the campaign, which may have taken the round over, and why.

    A round that is not valid says nothing of anybody, and one without a result nothing of that person.
    """
    if (valid := validity(held)) is None or not valid.holds:
        return []
    found = []
    is_hold = held.purpose == Purpose.RECOMMENDATION and campaign.ruleset.recommendation.low_is == "held"
    for person in campaign.live():
        verdicts = [support(held, person)]
        if kind := TALKS.get(Purpose(held.purpose)):
            verdicts.append(talk_support(person, kind))
        low = next((each for each in verdicts if each is not None and each.holds is False), None)
        if low is not None and (person.is_promotion or not is_hold):
            found.append(Low(person, low, is_hold))
    return found
