"""What the addresses of a contest are about, built for one school and run by its officer."""

from datetime import timedelta

from campaigns.choices import ActKind, AgendaPurpose, Stage, Track
from campaigns.services import examining, screening
from personnel.models import StaffMember
from selection import clock
from selection.accounts import roles
from selection.accounts.acts import Role
from tests.access.objects.campaigns import REASON, plan_of
from tests.access.objects.records import officer_of
from tests.access.visits import Visit, provides
from tests.factories.campaigns import ActFactory, AgendaItemFactory, CampaignFactory, OpeningFactory
from tests.factories.entries import EntryFactory, RegistrationFactory
from tests.factories.personnel import StaffFactory


def contest_of(school, *, is_over=False):
    """Announced, and open from yesterday until tomorrow."""
    campaign = CampaignFactory(plan=plan_of(school), track=Track.COMPETITIVE, at=Stage.RECOMMEND)
    OpeningFactory(campaign=campaign)
    ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, happened_on=clock.today() - timedelta(days=2))
    now, day = clock.now(), timedelta(days=1)
    closes_at = now - timedelta(hours=1) if is_over else now + day
    RegistrationFactory(campaign=campaign, opens_at=now - day, closes_at=closes_at)
    return campaign


def teacher_of(school):
    """The school's teacher with a row in the register, where there is one."""
    user = roles.holders(Role.STAFF, school).first()
    if user is None:
        return StaffFactory(organisation=school, with_account=True)
    return StaffMember.objects.filter(user=user).first() or StaffFactory(organisation=school, user=user)


@provides("contest")
def contest(school):
    return Visit({"pk": contest_of(school).pk})


@provides("contest that is over")
def contest_that_is_over(school):
    campaign = contest_of(school, is_over=True)
    EntryFactory(campaign=campaign)
    return Visit({"pk": campaign.pk})


@provides("open contest")
def open_contest(school):
    campaign = contest_of(school)
    teacher_of(school)
    said = {"first": campaign.openings.get().pk, "statement": "愿意承担更多责任。", "is_pledged": "on"}
    return Visit({"pk": campaign.pk}, said)


@provides("entry")
def entry(school):
    return Visit({"pk": EntryFactory(campaign=contest_of(school)).pk}, REASON)


@provides("own entry")
def own_entry(school):
    return Visit({"pk": EntryFactory(campaign=contest_of(school), staff=teacher_of(school)).pk}, REASON)


@provides("examination")
def examination(school):
    """The zone is asked about one person."""
    campaign, officer = contest_of(school, is_over=True), officer_of(school)
    EntryFactory(campaign=campaign)
    [person] = examining.bring_up(campaign, by=officer)
    screening.conclude(person, person.screening["conclusion"], by=officer, remark="情况属实")
    item = AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.SCREENING)
    made = examining.report(campaign, item, by=officer)
    return Visit({"pk": made.pk}, {f"passes_{person.pk}": "yes"})
