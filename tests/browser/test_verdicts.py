"""Can categories be merged, relatives recused, ties voted on again and results read on a phone and by keyboard?"""

import pytest
from django.urls import reverse

from ballots import services as polls
from campaigns.choices import Stage
from campaigns.models import Round
from campaigns.services import drawing_up, rounds
from selection import clock
from tests.browser.test_vote import look
from tests.campaigns.test_categories import campaign_by_category, draft
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, OpeningFactory, officer_of
from tests.factories.personnel import RelationFactory


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"


@pytest.fixture(params=["phone", "desk"])
def page(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def shown(page, sign_in, overflow, barriers, request):
    """Sign in, open the page, take its picture: it fits and shuts nobody out."""

    def show(user, name, *args):
        sign_in(page, user)
        page.goto(reverse(name, args=args))
        look(page, f"{request.node.name.split('[')[0]}-{request.node.callspec.params['page']}")
        return overflow(page), barriers(page)

    return show


def test_small_categories(shown):
    held = draft(campaign_by_category())

    assert shown(officer_of(held.campaign), "campaigns:round", held.pk) == (0, [])


def test_weighed_result(shown):
    held = draft(campaign_by_category(min_cell=6))
    officer = officer_of(held.campaign)
    rounds.open_(held, by=officer)
    for number, elector in enumerate(held.poll.electors.all()):
        voice = "oppose" if number % 3 == 0 else "agree"
        polls.cast(held.poll, elector.user, {each.key: voice for each in held.poll.subjects.all()})
    rounds.close(held, by=officer)
    rounds.count(Round.objects.get(pk=held.pk), by=held.poll.scrutineers.first() or officer)

    assert shown(officer, "campaigns:round", held.pk) == (0, [])


@pytest.fixture
def deciding():
    campaign = CampaignFactory(at=Stage.DECIDE)
    for member in campaign.plan.body.members_on(clock.today()):
        member.staff.user = UserFactory(organisation=campaign.organisation, name=member.staff.name)
        member.staff.save()
    return campaign


def vote_on(campaign, seats):
    opening = OpeningFactory(campaign=campaign, seats=seats)
    persons = CandidacyFactory.create_batch(3, opening=opening, inspectee=True)
    return persons, drawing_up.draw_up(campaign, "decision", by=officer_of(campaign), opening=opening)


def test_recusals(shown, deciding):
    opening = OpeningFactory(campaign=deciding)
    one, other = [member.staff for member in deciding.plan.body.members_on(clock.today())[:2]]
    CandidacyFactory(opening=opening, inspectee=True, staff=one)
    person = CandidacyFactory(opening=opening, inspectee=True)
    RelationFactory(staff=other, relative=person.staff)
    held = drawing_up.draw_up(deciding, "decision", by=officer_of(deciding), opening=opening)

    assert shown(officer_of(deciding), "campaigns:round", held.pk) == (0, [])


@pytest.fixture
def tied(deciding):
    persons, held = vote_on(deciding, seats=2)
    officer = officer_of(deciding)
    rounds.open_(held, by=officer, present=7)
    for number, elector in enumerate(held.poll.electors.all()):
        voices = ("agree", "agree" if number < 5 else "oppose", "agree" if number < 5 else "oppose")
        polls.cast(
            held.poll, elector.user, dict(zip((str(each.pk) for each in persons), voices, strict=True))
        )
    rounds.close(held, by=officer)
    rounds.count(Round.objects.get(pk=held.pk), by=held.poll.scrutineers.first() or officer)
    return Round.objects.get(pk=held.pk)


def test_tie(shown, tied):
    assert shown(officer_of(tied.campaign), "campaigns:rounds", tied.campaign.pk, "decision") == (0, [])


def test_run_off(shown, tied):
    again = drawing_up.draw_up_run_off(tied, by=officer_of(tied.campaign))

    assert shown(officer_of(tied.campaign), "campaigns:round", again.pk) == (0, [])
