"""Every school's selections on one page: how far, what comes next, what is stuck and what catches the eye."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campaigns.choices import Stage
from campaigns.desks.deadlines import Next, nearest_of
from campaigns.desks.pace import Pace, pace_of
from campaigns.models import Campaign
from selection.accounts.models import User
from selection.accounts.models.organisations import OrganisationQuerySet
from supervision.alerts import ALERTS, Alert, raised
from supervision.waiting import waits

STUCK = 10  # days without anything on record


@dataclass(frozen=True)
class Line:
    """One selection as those above see it."""

    pace: Pace
    next: Next | None
    alerts: list[tuple[Alert, str]]
    waits: list[str]

    @property
    def campaign(self) -> Campaign:
        return self.pace.campaign

    @property
    def is_stuck(self) -> bool:
        """A plan that is still being drawn up may take its time."""
        return self.pace.days >= STUCK and self.campaign.stage != Stage.PREPARE

    @property
    def urgency(self) -> tuple[int, int, bool, date, str]:
        """What is grave first, then what has most to say, what is stuck, and the nearest day."""
        grave = sum(alert.is_grave for alert, _sentence in self.alerts)
        by = self.next.on if self.next else date.max
        return -grave, -len(self.alerts), not self.is_stuck, by, self.campaign.organisation.path


def lines(user: User, schools: OrganisationQuerySet) -> list[Line]:
    """Of all that runs in the schools and that the user may see, the most urgent first."""
    running = Campaign.objects.visible_to(user).running().filter(plan__organisation__in=schools)
    paces = pace_of(running.select_related("plan__organisation", "plan__review").order_by("pk"))
    campaigns = [pace.campaign for pace in paces]
    dates, alerts, waiting = nearest_of(campaigns), raised(campaigns), waits(campaigns)

    def line(pace: Pace) -> Line:
        pk = pace.campaign.pk
        return Line(pace, dates.get(pk), alerts[pk], waiting[pk])

    return sorted(map(line, paces), key=lambda line: line.urgency)


def tally(found: Iterable[Line]) -> list[tuple[Alert, int]]:
    """How many selections each alert speaks of, those that speak of none included."""
    times = Counter(alert.key for line in found for alert, _sentence in line.alerts)
    return [(alert, times[alert.key]) for alert in ALERTS]
