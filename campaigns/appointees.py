"""Whom may the school appoint now, whom not, and why not?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from campaigns import terms
from campaigns.choices import LIVE, Standing
from campaigns.guards.close import APPOINTING
from campaigns.headcount import over_quota
from campaigns.mending import Mend, mend
from campaigns.models import Appointment, Campaign, Candidacy
from campaigns.rulesets.values import Procedure
from selection.reasons import reasons_against


@dataclass(frozen=True)
class Obstacle:
    sentence: str
    mend: Mend | None


@dataclass(frozen=True)
class Appointee:
    """One person of the last stage: what stands in the way, or the appointment that was made."""

    person: Candidacy
    made: Appointment | None
    obstacles: list[Obstacle]
    ends_on: date

    @property
    def is_appointed(self) -> bool:
        return self.made is not None and self.made.tenure_id is not None

    @property
    def is_waiting(self) -> bool:
        """Entered from paper, not confirmed yet."""
        return self.made is not None and not self.made.is_confirmed

    @property
    def is_drafted(self) -> bool:
        """Its 聘任文件 waits for a leader's signature."""
        return not self.is_appointed and self.made is not None and self.made.paper_id is not None

    @property
    def is_ready(self) -> bool:
        return not self.is_appointed and not self.obstacles

    @property
    def procedure(self) -> Procedure | None:
        return self.person.opening.procedure


def appointees(campaign: Campaign, starts_on: date) -> list[Appointee]:
    """Everybody who goes on, and who is held; the term is that of somebody who starts on that day."""
    persons = campaign.candidacies().filter(standing__in=[*LIVE, Standing.ANNULLED, Standing.HELD])
    made = {
        each.candidacy_id: each
        for each in Appointment.objects.filter(candidacy__in=persons).select_related(
            "paper", "attachment", "entered_by", "confirmed_by"
        )
    }
    return [_appointee(person, made.get(person.pk), starts_on) for person in persons]


def _appointee(person: Candidacy, made: Appointment | None, starts_on: date) -> Appointee:
    is_done = person.standing in (Standing.APPOINTED, Standing.ANNULLED)
    return Appointee(person, made, [] if is_done else _obstacles(person), terms.last_day(person, starts_on))


def _obstacles(person: Candidacy) -> list[Obstacle]:
    name = person.staff.name
    if person.standing == Standing.HELD:
        why = f"：{person.standing_reason}" if person.standing_reason else ""
        return [Obstacle(f"{name}暂缓办理{why}", mend(person.campaign, "campaigns:people"))]
    if person.standing != Standing.PROPOSED:
        sentence = f"{name}现为“{person.get_standing_display()}”，尚未列为拟聘人选"
        return [Obstacle(sentence, mend(person.campaign, "campaigns:people"))]
    return [
        Obstacle(reason.sentence, mend(person.campaign, reason.mend))
        for reason in reasons_against(person, APPOINTING)
        if reason.stops
    ]


def too_many(campaign: Campaign) -> list[str]:
    return list(over_quota(campaign.organisation, including=campaign))
