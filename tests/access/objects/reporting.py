"""What the addresses about a year are about, built for one school."""

from ballots.models import Channel
from reporting.assessing import services
from reporting.assessing.promoted import judged
from reporting.models import Adjustment
from reporting.services import reports
from selection import clock
from tests.access.visits import Visit, provides
from tests.factories.accounts import OfficerFactory, UserFactory
from tests.factories.personnel import StaffFactory
from tests.factories.reporting import drawn, held, promoted
from tests.factories.serving import officer_of

YEAR = 2025


def set_up(school):
    """With somebody to judge and everybody able to vote."""
    promoted(school)
    made = services.set_up(school, YEAR, by=officer_of(school))
    StaffFactory(organisation=school, with_account=True)
    for staff in school.staff.filter(user=None):
        staff.user = UserFactory(organisation=school, username=staff.staff_number)
        staff.save()
    return made


@provides("school that assesses")
def school_that_assesses(school):
    return Visit({"code": school.code}, {"year": clock.today().year})


@provides("assessment")
def assessment(school):
    made = set_up(school)
    watcher = StaffFactory(organisation=school, with_account=True).user
    data = {"categories": ["established"], "scrutineers": [watcher.pk], "channel": Channel.SLIP}
    return Visit({"pk": made.pk}, data)


@provides("assessment of somebody")
def assessment_of_somebody(school):
    made = set_up(school)
    somebody = judged(made)[0].appointment
    added = {"name": "周某", "born": "1985年3月", "former": "教师", "present": "副校长"}
    return Visit({"pk": made.pk}, {"appointment": somebody.pk, "reason": "已调离本校", **added})


@provides("adjusted assessment")
def adjusted_assessment(school):
    made = set_up(school)
    added = Adjustment(
        assessment=made, name="周某", born="1985年3月", former="教师", present="副校长", reason="直接任命"
    )
    services.add(added, by=officer_of(school))
    return Visit({"pk": made.pk, "number": added.pk})


@provides("drawn assessment")
def drawn_assessment(school):
    set_up(school)
    return Visit({"pk": drawn(school).pk})


@provides("released assessment")
def released_assessment(school):
    set_up(school)
    return Visit({"pk": held(school).pk})


@provides("yearly report")
def yearly_report(school):
    report = reports.begin(school, clock.today().year, by=OfficerFactory(organisation=school))
    return Visit({"pk": report.pk}, {"addressee": "县教育局", "closing": "特此报告。"})
