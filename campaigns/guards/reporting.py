"""What has to be reported to the higher authority before it is done, and did that agree? (R-24, T041, T042)"""

from __future__ import annotations

from collections.abc import Iterator

from campaigns.choices import ActKind, WaiverKind
from campaigns.particulars import REPORTED
from campaigns.recusal import relatives
from selection import clock
from selection.chinese import day
from selection.reasons import rule


def _to_report(campaign) -> Iterator[tuple[str, str]]:
    """What the ruleset wants reported beforehand, with what there is of it here."""
    agenda, live = campaign.ruleset.agenda, campaign.live()
    seats = sum(
        opening.seats for each in campaign.plan.campaigns.running() for opening in each.openings.all()
    )
    if agenda.report_over and seats > agenda.report_over:
        yield "batch", f"本方案一次调整{seats}人，超过{agenda.report_over}人"
    found = {"exceptional": _exceptional, "relatives": _relatives, "leaving": _leaving}
    for item in agenda.reports:
        yield from ((item, said) for said in found[item](campaign, live))


def _exceptional(campaign, live) -> Iterator[str]:
    kinds = (WaiverKind.EXTRAORDINARY, WaiverKind.SKIPPING)
    for person in live.filter(waivers__kind__in=kinds, waivers__refused_on=None).distinct():
        yield f"{person.staff.name}属破格或者越级提拔"


def _relatives(campaign, live) -> Iterator[str]:
    body = campaign.plan.body
    members = set(body.members_on(clock.today()).values_list("staff", flat=True)) if body else set()
    promoted = live.filter(is_promotion=True).values_list("staff", flat=True)
    for one, why in relatives(promoted):
        if one.pk in members:
            yield f"{one.name}{why}"


def _leaving(campaign, live) -> Iterator[str]:
    body = campaign.plan.body
    first = (
        body.members_on(clock.today()).filter(is_first_leader=True, ended_on__isnull=False) if body else ()
    )
    for member in first if live.filter(is_promotion=True).exists() else ():
        yield f"主要负责人{member.staff.name}将于{day(member.ended_on)}离任"


@rule(
    "须事前报告的已报上级同意",
    cites="R-24 T041 T042 T043",
    about="campaign",
    mend="act:pre_report",
    applies=lambda campaign: bool(campaign.ruleset.agenda.reports or campaign.ruleset.agenda.report_over),
    once=lambda campaign: any(_to_report(campaign)),
)
def what_is_reported_beforehand_was_agreed(campaign):
    agreed = {item for act in campaign.done(ActKind.PRE_REPORT) for item in act.figures["items"]}
    for item, said in _to_report(campaign):
        if item not in agreed:
            yield f"{said}，须先报上级同意（{REPORTED[item]}）"
