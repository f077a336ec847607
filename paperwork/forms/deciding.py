"""讨论决定: what goes before the meeting, and what the meeting said of whom."""

from __future__ import annotations

from campaigns.choices import Outcome, Stage
from campaigns.documents import persons
from campaigns.models import Campaign, Candidacy
from paperwork.kinds import Facts, Form, itself

BLANK_ROWS = 10


def _proposed(campaign: Campaign) -> Facts:
    on = campaign.plan.reference_on
    return _empty_list(campaign.organisation.name) | {
        "rows": [persons.facts(person, on) | {"finding": _finding(person)} for person in campaign.live()],
        "answers": [outcome.label for outcome in Outcome],
    }


def _finding(person: Candidacy) -> str:
    material = person.inspection
    return material.conclusion if material is not None and material.is_confirmed else ""


def _empty_list(school: str) -> Facts:
    return {
        "title": "上会名单",
        "particulars": [f"单位：{school}", "会议日期：　　年　　月　　日"],
        "rows": [{}] * BLANK_ROWS,
        "answers": [outcome.label for outcome in Outcome],
    }


AGENDA = Form("agenda_list", "上会名单", "R-23", Stage.DECIDE, itself, _proposed, _empty_list)
FORMS = (AGENDA,)
