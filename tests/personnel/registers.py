"""A small register to compare rosters with."""

from datetime import date

from personnel.models import StaffMember
from tests.factories.personnel import StaffFactory


def wang(school, **facts) -> StaffMember:
    """Wang as the roster has him, already in the register."""
    known = {
        "name": "王小明",
        "gender": "male",
        "born": date(1985, 3, 1),
        "department": school.departments.get(name="教务处"),
        "staff_number": "g1",
    }
    return StaffFactory(organisation=school, **known | facts)
