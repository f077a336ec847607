"""Assessments in the situations that tests need."""

from datetime import date

from ballots import services as polls
from ballots.models import Channel
from personnel.models import StaffMember
from reporting.assessing import services
from reporting.models import Assessment
from tests.factories.campaigns import AppointmentFactory
from tests.factories.personnel import StaffFactory, TenureFactory
from tests.factories.serving import county_school, officer_of

LAST_YEAR = date(2025, 9, 10)


def staffed_school(teachers=12, leaders=0, **fields):
    """A school by the county's ruleset, of teachers and leaders with accounts; the first leader heads it."""
    school = county_school(**fields)
    StaffFactory.create_batch(teachers, organisation=school, with_account=True)
    for number in range(leaders):
        post = StaffMember.Leadership.VICE_PRINCIPAL if number else StaffMember.Leadership.PRINCIPAL
        StaffFactory(organisation=school, with_account=True, leadership=post)
    return school


def promoted(school, name="王某", on=LAST_YEAR, **fields):
    """Somebody whose appointment of that day took effect; ``former`` is a tenure of before."""
    former = fields.pop("former", None)
    made = AppointmentFactory(
        candidacy__opening__campaign__plan__organisation=school,
        candidacy__opening__campaign__plan__body=None,
        candidacy__staff__name=name,
        happened_on=on,
        starts_on=on,
        ends_on=date(2028, 8, 31),
        **fields,
    )
    staff = made.candidacy.staff
    if former:
        TenureFactory(
            staff=staff, post__title=former, starts_on=date(2021, 9, 1), ended_on=on, end_reason="transferred"
        )
    made.tenure = TenureFactory(
        staff=staff, post=made.candidacy.opening.post, starts_on=on, ends_on=made.ends_on
    )
    made.save()
    return made


def assessment_of(school, year=2025):
    """Set up, with whoever was promoted in the year on 表2; no poll yet."""
    return services.set_up(school, year, by=officer_of(school))


def watcher_of(school):
    return school.staff.filter(tenures=None, leadership="").exclude(user=None).first().user


def drawn(school, **how):
    """Its polls as drafts."""
    made = Assessment.objects.filter(organisation=school).first() or assessment_of(school)
    given = {
        "scrutineers": [watcher_of(school)],
        "channel": Channel.ONLINE,
        "categories": [StaffMember.Category.ESTABLISHED],
    }
    services.draw(made, by=officer_of(school), **given | how)
    made.refresh_from_db()
    return made


def held(school, work="good", view="accept", ticked=(), **how):
    """Everybody says the same to everything; counted and released."""
    made = drawn(school, **how)
    for poll in made.polls:
        officer = officer_of(school)
        polls.open_poll(poll, officer)
        for elector in poll.electors.select_related("user"):
            polls.cast(poll, elector.user, answers(poll, work if poll == made.work else view, ticked))
        polls.close(poll, officer)
        polls.count(poll, poll.scrutineers.first())
        polls.release(poll, officer)
    return made


def answers(poll, grade, ticked=()):
    given = {each.key: grade for each in poll.subjects.filter(contest="")}
    return given | ({"checklist": list(ticked)} if poll.subjects.filter(contest="checklist").exists() else {})
