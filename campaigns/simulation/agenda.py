"""What comes before a decision, and how the members speak in it, as far as the rules ask for it."""

from __future__ import annotations

from campaigns import speaking
from campaigns.choices import ActKind, Consulted, Outcome
from campaigns.models import AgendaItem, Campaign
from campaigns.particulars import INTRODUCED, REPORTED
from campaigns.services import acts, taking_stances

from .cast import Cast

VIEWS = {Consulted.SECRETARY: "书记", Consulted.PRINCIPAL: "校长", Consulted.IN_CHARGE: "分管副校长"}


def report(cast: Cast, campaign: Campaign) -> None:
    agenda = campaign.ruleset.agenda
    if agenda.reports or agenda.report_over:
        _record(cast, campaign, ActKind.PRE_REPORT, items=[*REPORTED], document_number="教干〔2026〕1号")


def prepare(cast: Cast, campaign: Campaign) -> None:
    """On a day before the meeting: leaders are heard on each person, the materials go out."""
    agenda = campaign.ruleset.agenda
    if agenda.deliberation or "agreed" in agenda.gates:
        for person in campaign.live():
            for who, name in VIEWS.items():
                said = {"who": who, "name": name, "view": Outcome.AGREED}
                _record(cast, campaign, ActKind.DELIBERATION, person, **said)
    if agenda.materials:
        _record(cast, campaign, ActKind.MATERIALS)


def speak(cast: Cast, campaign: Campaign, item: AgendaItem) -> None:
    """In the meeting: each person is introduced, each member takes a stance."""
    agenda = campaign.ruleset.agenda
    if agenda.introduction:
        for person in campaign.live():
            told = dict.fromkeys(INTRODUCED, "已在会上介绍。")
            _record(cast, campaign, ActKind.INTRODUCTION, person, **told)
    if agenda.stances:
        order, withdrawn = speaking.members_of(item), speaking.withdrawn(item)
        said = {
            (member, person): Outcome.AGREED
            for member in order
            for person in speaking.persons_of(item)
            if (member.pk, person.pk) not in withdrawn
        }
        taking_stances.record(item, by=cast.officer, order=order, said=said)


def _record(cast: Cast, campaign: Campaign, kind: ActKind, person=None, **figures) -> None:
    acts.record(
        campaign.plan,
        kind,
        by=cast.officer,
        campaign=campaign,
        candidacy=person,
        text="已办理。",
        figures=figures,
    )
