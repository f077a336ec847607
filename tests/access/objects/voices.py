"""What the addresses of talks, inspections and discipline's answers are about."""

from campaigns.choices import Stage, TalkKind, TalkScope, Track
from campaigns.models import Talk
from selection import clock
from tests.access.objects.campaigns import campaign_of
from tests.access.visits import Visit, provides
from tests.factories.campaigns import CandidacyFactory, DisciplineOpinionFactory, InspectionFactory
from tests.factories.personnel import StaffFactory

CLEAR = {"result": "clear", "petitions": "clear"}


def inspectee_of(school):
    return CandidacyFactory(opening=campaign_of(school, at=Stage.INSPECT).openings.get(), inspectee=True)


@provides("kind of talks")
def kind_of_talks(school):
    teacher = StaffFactory(organisation=school)
    campaign = campaign_of(school, at=Stage.RECOMMEND)
    return Visit({"pk": campaign.pk, "kind": TalkKind.RECOMMENDATION}, {"people": [teacher.pk]})


@provides("talk")
def talk(school):
    person = StaffFactory(organisation=school)
    listed = Talk.objects.create(
        campaign=campaign_of(school, at=Stage.RECOMMEND),
        kind=TalkKind.RECOMMENDATION,
        scope=TalkScope.PEER,
        person=person,
    )
    return Visit({"pk": listed.pk})


@provides("campaign with an inspectee")
def campaign_with_an_inspectee(school):
    return Visit({"pk": inspectee_of(school).campaign.pk})


@provides("inspectee")
def inspectee(school):
    return Visit({"pk": inspectee_of(school).pk}, {"virtue": "政治立场坚定。"})


@provides("inspection")
def inspection(school):
    return Visit({"pk": InspectionFactory(candidacy=inspectee_of(school)).pk})


@provides("opinion to carry over")
def opinion_to_carry_over(school):
    """Asked about a person of whom discipline has spoken in another selection."""
    person = inspectee_of(school)
    beside = {"opening__campaign__plan": person.campaign.plan, "opening__campaign__track": Track.COMPETITIVE}
    other = CandidacyFactory(staff=person.staff, inspectee=True, **beside)
    DisciplineOpinionFactory(
        candidacy=other, clear=True, happened_on=clock.today(), valid_until=clock.today()
    )
    DisciplineOpinionFactory(candidacy=person)
    return Visit({"pk": person.pk})


@provides("opinion")
def opinion(school):
    return Visit({"pk": DisciplineOpinionFactory(candidacy=inspectee_of(school)).pk}, CLEAR)
