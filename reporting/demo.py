"""What of a year does the demo show? A draft of the county's report, and of the school's that has selected most."""

from __future__ import annotations

from campaigns.models import Campaign
from reporting.services import reports
from selection import clock
from selection.accounts import roles
from selection.accounts.acts import Role


def begin_reports() -> None:
    school = Campaign.objects.earliest("pk").organisation
    for place, role in ((school, Role.OFFICER), (school.bureau, Role.BUREAU_REVIEWER)):
        author = roles.holders(role, place).earliest("pk")
        reports.begin(place, clock.today().year, by=author)
