"""Is what is missing a reason, and is nothing ticked that nobody has done yet?"""

import pytest

from campaigns.choices import Stage
from campaigns.guards import BY_STEP
from campaigns.models import PlanRole
from campaigns.services.stages import STEP_RULES
from selection.reasons import BLOCK, Light, checklist
from tests.factories.campaigns import COUNTY, PIDU, CampaignFactory, PlanFactory

pytestmark = pytest.mark.django_db

FORWARD = [step for step in STEP_RULES if step in BY_STEP]


def empty_campaign(code):
    """A draft without a body, people in charge, posts, acts or persons."""
    plan = PlanFactory(code=code, draft=True, body=None)
    PlanRole.objects.filter(plan=plan).delete()
    return CampaignFactory(plan=plan, at=Stage.PREPARE)


@pytest.mark.parametrize("code", [COUNTY, PIDU])
@pytest.mark.parametrize("step", FORWARD)
def test_of_an_empty_campaign_nothing_is_ticked(step, code):
    lines = checklist(empty_campaign(code), STEP_RULES[step])

    assert [line.rule.title for line in lines if line.light == Light.OK] == []


@pytest.mark.parametrize("code", [COUNTY, PIDU])
@pytest.mark.parametrize("step", FORWARD)
def test_an_empty_campaign_is_stopped_at_every_step(step, code):
    lines = checklist(empty_campaign(code), STEP_RULES[step])

    stopping = [line for line in lines if line.light == Light.NO and line.rule.effect is BLOCK]
    assert stopping != []
