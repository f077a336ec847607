"""Contests in the situations that tests need: announced, open, entered, screened."""

from datetime import date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from campaigns.choices import ActKind, AgendaPurpose, Scope, Source, Stage, Track
from campaigns.models import Entry, Preference, Registration
from campaigns.services import applying, examining, instances, screening
from campaigns.services.applying import PLEDGE, Application
from personnel.models import StaffMember
from selection import clock
from tests.factories.accounts import BureauReviewerFactory, ZoneReviewerFactory
from tests.factories.campaigns import (
    REPORTED_ON,
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    MeetingFactory,
    OpeningFactory,
    officer_of,
)
from tests.factories.personnel import AppraisalFactory, StaffFactory, TenureFactory

OPENED_AT = datetime(2026, 3, 2, 8, tzinfo=clock.ZONE)
CLOSED_AT = datetime(2026, 3, 6, 17, tzinfo=clock.ZONE)
AFTER = date(2026, 3, 9)  # the Monday after the window closed


class RegistrationFactory(DjangoModelFactory):
    """Open from Monday, 2 March 2026, eight o'clock, to Friday, five o'clock."""

    class Meta:
        model = Registration

    campaign = factory.SubFactory(CampaignFactory, track=Track.COMPETITIVE, at=Stage.RECOMMEND)
    number = 1
    scope = Scope.SCHOOL
    opens_at = OPENED_AT
    closes_at = CLOSED_AT
    how = "用本人账号在本系统填写报名表"
    set_by = factory.SelfAttribute("campaign.plan.created_by")
    set_at = factory.LazyFunction(clock.now)


class EntryFactory(DjangoModelFactory):
    """Somebody of the school who entered by the own account; ``posts`` names the openings."""

    class Meta:
        model = Entry
        skip_postgeneration_save = True

    campaign = factory.SubFactory(CampaignFactory, track=Track.COMPETITIVE, at=Stage.RECOMMEND)
    staff = factory.LazyAttribute(lambda o: eligible_teacher(o.campaign))
    source = Source.SELF
    statement = "熟悉教务工作，愿意承担更多责任。"
    pledge = PLEDGE
    happened_on = REPORTED_ON
    entered_by = factory.SelfAttribute("staff.user")

    @factory.post_generation
    def posts(self, create, extracted, **kwargs):
        for rank, opening in enumerate(extracted or list(self.campaign.openings.all())[:1], start=1):
            Preference.objects.create(entry=self, rank=rank, opening=opening)


def contest(posts=1, code="county-schools", school=None, **registration):
    """A contest that is open: public plan, window from Monday to Friday, so many posts on offer."""
    place = {"plan__organisation": school} if school else {}
    campaign = CampaignFactory(track=Track.COMPETITIVE, at=Stage.RECOMMEND, code=code, **place)
    OpeningFactory.create_batch(
        posts, campaign=campaign, post__department__organisation=campaign.organisation
    )
    ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, happened_on=REPORTED_ON)
    RegistrationFactory(campaign=campaign, **registration)
    return campaign


def eligible_teacher(campaign, **fields):
    """Somebody with an account who meets every condition: a deputy of three years, appraised well."""
    staff = StaffFactory(organisation=campaign.organisation, with_account=True, **fields)
    TenureFactory(staff=staff, post__rank="deputy", starts_on=date(2020, 9, 1), ends_on=date(2026, 8, 31))
    for year in (2024, 2025):
        AppraisalFactory(staff=staff, year=year)
    return StaffMember.objects.get(pk=staff.pk)


def application(campaign, count=1, **said):
    openings = list(campaign.openings.order_by("pk")[:count])
    return Application(openings, **{"statement": "愿意承担更多责任。", "is_pledged": True, **said})


def enter(campaign, staff=None, count=1, **said):
    """By the person's own account, as the service takes it."""
    staff = staff or eligible_teacher(campaign)
    return applying.apply(campaign, application(campaign, count, **said), by=staff.user)


def resolved(campaign, purpose, day=REPORTED_ON, **meeting):
    met = MeetingFactory(plan=campaign.plan, happened_on=day, **meeting)
    return AgendaItemFactory(campaign=campaign, meeting=met, purpose=purpose)


def screened(campaign):
    """Everybody is brought up, and the school concludes what the rules found."""
    persons = examining.bring_up(campaign, by=officer_of(campaign))
    for person in persons:
        screening.conclude(person, person.screening["conclusion"], by=officer_of(campaign))
    return persons


def reported(campaign):
    item = resolved(campaign, AgendaPurpose.SCREENING, clock.today())
    return examining.report(campaign, item, by=officer_of(campaign))


def reviewers_of(campaign):
    """One of the zone, one of the bureau."""
    return (
        ZoneReviewerFactory(organisation=campaign.organisation.zone),
        BureauReviewerFactory(organisation=campaign.organisation.bureau),
    )


def examined(campaign):
    """Both levels agree to everybody as handed in."""
    examination = reported(campaign)
    for reviewer in reviewers_of(campaign):
        examination.review.refresh_from_db()
        instances.answer(examination, passing(examination), by=reviewer)
    return examination


def passing(examination, but=None, remark="不符合岗位要求"):
    """An opinion on everybody: as the instance below concluded, but not for the person named."""
    stood = instances.standing_opinions(examination)
    return {
        person: instances.Opinion(False, remark)
        if person == but
        else instances.Opinion(stood[person.pk].passes, stood[person.pk].remark)
        for person in examination.candidacies.live()
    }


def window_again(campaign, days=3):
    last = campaign.registrations.last()
    return {"opens_at": max(last.closes_at, clock.now()), "closes_at": clock.now() + timedelta(days=days)}
