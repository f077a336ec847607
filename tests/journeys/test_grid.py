"""Who sees a campaign, takes its next step and reads its figures: roles against stages, as one table."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from campaigns.choices import Purpose, Stage
from campaigns.models import Campaign
from campaigns.services import stages
from selection.accounts.acts import Role
from selection.reasons import Rule
from tests.factories.accounts import BureauFactory, SchoolFactory, UserFactory, ZoneFactory
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, PlanFactory, RoundFactory
from tests.factories.personnel import BodyFactory, StaffFactory

STAGES = [stage for stage in Stage if stage not in (Stage.TERMINATED, Stage.VOIDED)]
FIGURE = 3719  # voices, a number that stands nowhere else on the page
SEES, ADVANCES, READS_FIGURES, NOTHING = "看", "办", "数", "－"
# One cell a stage, in the order of the procedure; a closed campaign has no next step.
WORKS = ["看办数"] * 8 + ["看－数"]
READS = ["看－数"] * 9
LOOKS_ON = ["看－－"] * 9
OUTSIDE = ["－－－"] * 9
TABLE = {
    "officer": WORKS,
    "leader": READS,
    "staff": OUTSIDE,
    "zone_reviewer": LOOKS_ON,
    "bureau_reviewer": READS,
    "discipline": LOOKS_ON,
    "supervisor": LOOKS_ON,
    "officer elsewhere": OUTSIDE,
    "leader elsewhere": OUTSIDE,
    "zone_reviewer elsewhere": OUTSIDE,
    "leader who is considered": OUTSIDE,
}


@pytest.fixture
def everybody():
    """A bureau, two zones with a school in each; the roles are held at the first or above it."""
    bureau = BureauFactory()
    zone, other_zone = ZoneFactory(parent=bureau), ZoneFactory(parent=bureau)
    school, other = SchoolFactory(parent=zone), SchoolFactory(parent=other_zone)
    homes = {
        "officer": school,
        "leader": school,
        "staff": school,
        "zone_reviewer": zone,
        "bureau_reviewer": bureau,
        "discipline": bureau,
        "supervisor": bureau,
    }
    people = {role: UserFactory(organisation=home, role=Role(role)) for role, home in homes.items()}
    people["officer elsewhere"] = UserFactory(organisation=other, role=Role.OFFICER)
    people["leader elsewhere"] = UserFactory(organisation=other, role=Role.LEADER)
    people["zone_reviewer elsewhere"] = UserFactory(organisation=other_zone, role=Role.ZONE_REVIEWER)
    people["leader who is considered"] = UserFactory(organisation=school, role=Role.LEADER)
    return school, people


@pytest.mark.django_db
def test_every_role_may_do_at_every_stage_what_the_table_says(everybody, monkeypatch):
    monkeypatch.setattr(stages, "STEP_RULES", dict.fromkeys(stages.STEP_RULES, ()))
    monkeypatch.setattr(Rule, "__call__", lambda rule, campaign: True)
    school, people = everybody
    considered = StaffFactory(organisation=school, user=people["leader who is considered"])
    body = BodyFactory(organisation=school, members=7)
    campaigns = [_campaign(body, considered, stage) for stage in STAGES]
    clients = {name: _signed_in(user) for name, user in people.items()}

    found = {name: [_cell(client, each) for each in campaigns] for name, client in clients.items()}

    assert found == TABLE


def _campaign(body, considered, stage: Stage) -> Campaign:
    campaign = CampaignFactory(at=stage, plan=PlanFactory(organisation=body.organisation, body=body))
    person = CandidacyFactory(opening__campaign=campaign, staff=considered, proposed=True)
    RoundFactory(
        campaign=campaign, opening=None, purpose=Purpose.EVALUATION, agree={person: FIGURE}, entitled=4001
    )
    return campaign


def _signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _cell(client: Client, campaign: Campaign) -> str:
    page = client.get(reverse("campaigns:campaign", args=[campaign.pk]))
    held = client.get(reverse("campaigns:round", args=[campaign.rounds.get().pk]))
    return "".join(
        [
            SEES if page.status_code == 200 else NOTHING,
            ADVANCES if _advances(client, campaign) else NOTHING,
            READS_FIGURES if str(FIGURE) in held.content.decode() else NOTHING,
        ]
    )


def _advances(client: Client, campaign: Campaign) -> bool:
    """Whether the step is taken, with its guards out of the way; it is taken back."""
    step = stages.next_step(campaign) or "close"
    with transaction.atomic():
        client.post(reverse("campaigns:advance", args=[campaign.pk, step]))
        has_moved = Campaign.objects.get(pk=campaign.pk).stage != campaign.stage
        transaction.set_rollback(True)
    return has_moved
