"""What the addresses of accounts are about, built for one school."""

from selection.accounts import roles
from selection.accounts.acts import Role
from tests.access.visits import Visit, provides
from tests.factories.accounts import NotificationFactory, TeacherFactory, add_phone


@provides("person")
def person(school):
    """A teacher with a second factor; the role that is given is also one that can be taken."""
    teacher = TeacherFactory(organisation=school)
    add_phone(teacher)
    return Visit({"pk": teacher.pk}, {"role": Role.LEADER})


@provides("notification")
def notification(school):
    """Told to the school's officer."""
    officer = roles.holders(Role.OFFICER, school).get()
    return Visit({"pk": NotificationFactory(user=officer).pk})


@provides("organisation")
def organisation(school):
    return Visit({"code": school.code}, {"short_name": "新简称", "school_levels": ["primary"]})


@provides("messenger")
def messenger(school):
    return Visit({"messenger": "dingtalk"}, {"password": "不是口令"})
