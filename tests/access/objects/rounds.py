"""What the addresses of rounds are about: one recommendation, as far as each address needs it."""

from ballots import services as polls
from campaigns.choices import Purpose, Stage
from campaigns.models import Campaign, Round
from campaigns.services import drawing_up, rounds
from personnel.models import StaffMember
from selection import clock
from tests.access.objects.campaigns import person_of
from tests.access.objects.records import officer_of
from tests.access.visits import Visit, provides
from tests.factories.accounts import UserFactory
from tests.factories.ballots import agreeing
from tests.factories.campaigns import CandidacyFactory, RoundFactory
from tests.factories.personnel import RelationFactory


def campaign_of(school):
    """At recommendation, with one person on the ballot; who has no account has left."""
    campaign = person_of(school, qualified=True).campaign
    Campaign.objects.filter(pk=campaign.pk).update(stage=Stage.RECOMMEND)
    StaffMember.objects.filter(organisation=school, user=None).update(left_on=clock.today())
    return Campaign.objects.get(pk=campaign.pk)


def round_of(school):
    return drawing_up.draw_up(campaign_of(school), Purpose.RECOMMENDATION, by=officer_of(school))


@provides("rounds of a purpose")
def rounds_of_a_purpose(school):
    given = {"pk": campaign_of(school).pk, "purpose": Purpose.RECOMMENDATION}
    return Visit(given, {"channel": "slip"})


@provides("counted rounds")
def counted_rounds(school):
    campaign = campaign_of(school)
    RoundFactory(campaign=campaign, opening=None, purpose=Purpose.RECOMMENDATION)
    return Visit({"pk": campaign.pk, "purpose": Purpose.RECOMMENDATION})


@provides("counted round")
def counted_round(school):
    campaign = campaign_of(school)
    return Visit({"pk": RoundFactory(campaign=campaign, opening=None, purpose=Purpose.RECOMMENDATION).pk})


@provides("round")
def draft_round(school):
    return Visit({"pk": round_of(school).pk})


@provides("round of categories")
def draft_by_category(school):
    """One category votes, and another weighs of which nobody is on the roll."""
    held = round_of(school)
    category = held.poll.electors.first().category
    held.poll.definition |= {"by_category": True, "weights": {category: 60, "支教": 40}}
    held.poll.save()
    return Visit({"pk": held.pk}, {"categories": [category, "支教"], "into": "教职工"})


@provides("tied round")
def tied_round(school):
    """Two persons with the same voices of the deciding body, for one post."""
    person = person_of(school, inspectee=True)
    campaign, opening = person.campaign, person.opening
    persons = [person, CandidacyFactory(opening=opening, inspectee=True)]
    held = RoundFactory(opening=opening, agree=dict.fromkeys(persons, 5))
    Campaign.objects.filter(pk=campaign.pk).update(stage=Stage.DECIDE)
    for member in campaign.plan.body.members_on(clock.today()):
        member.staff.user = UserFactory(organisation=school)
        member.staff.save()
    return Visit({"pk": held.pk})


@provides("vote with a relative")
def vote_with_a_relative(school):
    """A draft of the body's vote on a person to whom one of its members is related."""
    held = tied_round(school)
    held = Round.objects.get(pk=held.kwargs["pk"])
    campaign, opening = held.campaign, held.opening
    held.delete()
    member = campaign.plan.body.members_on(clock.today())[0]
    RelationFactory(staff=member.staff, relative=opening.candidacies.first().staff)
    drawn = drawing_up.draw_up(campaign, Purpose.DECISION, by=officer_of(school), opening=opening)
    return Visit({"pk": drawn.pk}, {f"answer_{member.staff.pk}": "recused"})


@provides("open round")
def open_round(school):
    held = round_of(school)
    rounds.open_(held, by=officer_of(school))
    return Visit({"pk": held.pk}, {"present": 1, "reason": "名册有误"})


@provides("closed round")
def closed_round(school):
    """Everybody of the roll has voted, and no scrutineer is named: the officer counts."""
    held = round_of(school)
    rounds.open_(held, by=officer_of(school))
    for elector in held.poll.electors.select_related("user"):
        polls.cast(held.poll, elector.user, agreeing(held.poll))
    held.poll.scrutineers.clear()
    rounds.close(held, by=officer_of(school))
    return Visit({"pk": held.pk})
