"""What the addresses about keeping and destroying are about, built for one school."""

from datetime import UTC, datetime

from keeping import services
from keeping.due import due
from selection.accounts import roles
from selection.accounts.acts import Role
from selection.accounts.models import Notification
from tests.access.visits import Visit, provides

LONG_AGO = datetime(2020, 3, 2, tzinfo=UTC)


@provides("destruction list")
def destruction_list(school):
    officer = roles.holders(Role.OFFICER, school).get()
    Notification.objects.create(user=officer, sentence="请办理", created_at=LONG_AGO)
    names = [each.name for each in due(school, officer)]
    return Visit({"pk": services.draw_up(school, names, "保管期满", by=officer).pk})
