"""Record what each member said of each person when the body decided (A127, D018, R-23)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction

from campaigns import speaking
from campaigns.choices import AgendaPurpose, Outcome
from campaigns.guards.stances import first_leader_speaks_last
from campaigns.models import AgendaItem, Candidacy, Stance
from personnel.models import StaffMember
from selection.accounts.models import User
from selection.reasons import BLOCK, Refused
from selection.records import ledgers

from .acts import may_record
from .authority import take

Said = Mapping[tuple[StaffMember, Candidacy], Outcome | str]


@transaction.atomic
def record(
    item: AgendaItem,
    *,
    by: User,
    order: Sequence[StaffMember],
    said: Said,
    words: Mapping[StaffMember, str] | None = None,
) -> None:
    """All of them at once, in the order in which they spoke; who withdrew says nothing of that person.

    Where the ruleset merely advises that the first leader speak last, the order is recorded as it was.
    """
    may_record(item.meeting.plan, by)
    if item.campaign is None:
        raise Refused("这个议题不属于某一次选拔任用，不能登记表态")
    take(item.campaign, "登记成员表态")
    item.refresh_from_db()
    if reasons := [*_not_now(item), *_wanting(item, order, said)]:
        raise Refused(reasons)
    for (member, person), stance in said.items():
        Stance.objects.create(
            item=item,
            candidacy=person,
            member=member,
            position=list(order).index(member) + 1,
            stance=Outcome(stance),
            words=(words or {}).get(member, "").strip(),
        )
    ledgers.append(
        item.meeting.plan.ledger,
        "登记成员表态",
        by=by,
        about=f"agendaitem:{item.pk}",
        happened_on=item.meeting.happened_on,
        backfilled=item.meeting.is_backfilled,
        members=[member.pk for member in order],
    )


def _not_now(item: AgendaItem) -> Iterator[str]:
    meeting = item.meeting
    if item.purpose != AgendaPurpose.DECISION or item.is_superseded:
        yield "只有讨论决定拟聘人选的议题登记逐人表态"
    elif item.stances.exists():
        yield "这个议题的表态已经登记；登错的，请作废会议后重新录入"
    elif meeting.is_backfilled and meeting.is_confirmed:
        yield f"{meeting}的补录已经核实，核实时没有表态记录；请另行补录，由第二人核实后生效"
    elif not meeting.attendees.exists():
        yield "这次会议没有登记到会成员，请先更正会议，勾选到会的成员"


def _wanting(item: AgendaItem, order: Sequence[StaffMember], said: Said) -> Iterator[str]:
    members, persons, withdrawn = (
        speaking.members_of(item),
        speaking.persons_of(item),
        speaking.withdrawn(item),
    )
    if sorted(each.pk for each in order) != sorted(each.pk for each in members):
        yield "发言次序应当包括每一位到会成员，每人一次"
        return
    if first_leader_speaks_last.effect_for(item.campaign) is BLOCK:
        yield from speaking.out_of_turn(item, [member.pk for member in order])
    due = {(member, person) for member in members for person in persons}
    due = {(member, person) for member, person in due if (member.pk, person.pk) not in withdrawn}
    for member, person in sorted(due - said.keys(), key=lambda pair: (pair[0].pk, pair[1].pk)):
        yield f"请登记{member.name}对{person}的表态"
    for member, person in sorted(said.keys() - due, key=lambda pair: (pair[0].pk, pair[1].pk)):
        yield f"{member.name}应当回避，不对{person}表态"
