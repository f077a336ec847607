"""Last year's assessment of the demo's first school, held and counted the morning the demo opens."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from typing import Any

from ballots import demo
from ballots import services as polls
from ballots.models import Channel, Elector, Poll
from personnel.models import StaffMember
from reporting.assessing import services
from reporting.models import Adjustment, Assessment
from selection import clock
from selection.accounts import roles
from selection.accounts.acts import Role
from selection.accounts.models import Organisation, User

SCHOOL = "shiyan"
SAID = {
    "advice": (
        "希望更多地听取一线教师的意见",
        "岗位轮换可以再快一些",
        "竞聘的信息请早些公布",
    ),
    "meeting": ("报告可以提前发给大家",),
}
ONE_IN = 14  # writes something


def build() -> None:
    """Does nothing where an assessment stands already."""
    school = Organisation.objects.filter(code=SCHOOL).first()
    if school is None or Assessment.objects.exists():
        return
    officer = roles.holders(Role.OFFICER, school).get()
    assessment = services.set_up(school, clock.today().year - 1, by=officer)
    _add_a_leader(assessment, officer)
    ordinary = StaffMember.objects.of(school).serving().filter(tenures=None, leadership="")
    watching = [each.user for each in ordinary.exclude(user=None).exclude(user=officer)[:2] if each.user]
    services.draw(
        assessment,
        by=officer,
        scrutineers=watching,
        channel=Channel.ONLINE,
        categories=[StaffMember.Category.ESTABLISHED, StaffMember.Category.RECORDED],
    )
    assessment.refresh_from_db()
    for seed, poll in enumerate(assessment.polls):
        polls.open_poll(poll, officer)
        polls.cast_for_remaining(poll, _saying(poll, seed))
        polls.close(poll, officer)
        polls.count(poll, watching[0])
        polls.release(poll, officer)


def _add_a_leader(assessment: Assessment, officer: User) -> None:
    """A leader of the school is appointed by the bureau, so no selection here tells of it."""
    leader = StaffMember.objects.of(assessment.organisation).filter(leadership="vice_principal").last()
    if leader is None or leader.born is None:
        return
    added = Adjustment(
        assessment=assessment,
        name=leader.name,
        born=f"{leader.born.year}年{leader.born.month}月",
        former="教务处主任（2021.08）",
        present=f"副校长（{assessment.year}.08）",
        reason="校级干部，由教育局任命",
    )
    services.add(added, by=officer)


def _saying(poll: Poll, seed: int) -> Callable[[Elector], Any]:
    """As in any demo poll, and now and then in words."""
    choose = demo.chooser(poll, seed)
    keys = set(poll.subjects.values_list("key", flat=True))
    said = cycle([{key: text} for key, texts in SAID.items() for text in texts if key in keys] or [{}])
    turns = cycle(range(ONE_IN))

    def say(elector: Elector) -> Any:
        chosen = choose(elector)
        return (chosen, next(said)) if chosen and not next(turns) else chosen

    return say
