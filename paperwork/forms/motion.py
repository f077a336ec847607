"""筹备: how did the selection come up, and what does the person's own party branch vouch for?"""

from __future__ import annotations

from collections.abc import Iterator

from campaigns.choices import ActKind, Stage
from campaigns.documents import persons
from campaigns.models import Campaign, Candidacy
from campaigns.models.acts import Act
from paperwork.kinds import Facts, Form, Subject
from selection.chinese import day

VOUCHED = ("政治素质", "道德品行", "廉洁自律", "人事档案")
UNDATED = "　　年　　月　　日"


def _vouched_for(campaign: Campaign) -> Iterator[Subject]:
    for person in campaign.live():
        yield Subject(person.pk, person.staff.name, person)


def _vouching(person: Candidacy) -> Facts:
    """Its four opinions are said in the act's words; what was not recorded is left to be written by hand."""
    campaign = person.campaign
    act: Act | None = campaign.done(ActKind.GATEKEEPING, person).last()
    staff = person.staff
    return (
        _empty_vouching(campaign.organisation.name)
        | persons.facts(person, campaign.plan.reference_on)
        | {
            "party": staff.get_party_status_display() or persons.UNKNOWN,
            "said": act.text if act else "",
            "on": day(act.happened_on) if act else UNDATED,
        }
    )


def _empty_vouching(school: str) -> Facts:
    return {
        "title": "动议人选所在单位党组织把关意见表",
        "particulars": [f"填报单位（盖章）：{school}", UNDATED],
        "vouched": VOUCHED,
        "on": UNDATED,
    }


GATEKEEPING = Form(
    "gatekeeping",
    "动议人选所在单位党组织把关意见表",
    "B025",
    Stage.PREPARE,
    _vouched_for,
    _vouching,
    _empty_vouching,
)
FORMS = (GATEKEEPING,)
