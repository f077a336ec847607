"""What the addresses of polls are about, built for one school; its staff stand on the roll."""

from datetime import timedelta

from ballots import services
from ballots.definitions import Counting, ElectorSpec
from ballots.models import Channel, Poll
from selection import clock
from selection.accounts.acts import Role
from selection.records import ledgers
from tests.access.objects.records import officer_of
from tests.access.visits import Visit, provides
from tests.factories.accounts import OfficerFactory, TeacherFactory
from tests.factories.ballots import THREE, agreeing, passphrase_of
from tests.factories.papers import enter, numbers_of


def drawn_up(school, channel=Channel.ONLINE) -> Poll:
    staff = school.users.filter(groups__role_group__role=Role.STAFF).first()
    voter = staff or TeacherFactory(organisation=school)
    return services.draw_up(
        organisation=school,
        ledger=ledgers.of_organisation(school),
        title="中层干部民主推荐",
        kind=Poll.Kind.CONSENT,
        subjects=list(THREE),
        counting=Counting(noun="推荐"),
        electors=[ElectorSpec(voter, voter.name, "", False)],
        closes_at=clock.now() + timedelta(hours=2),
        channel=channel,
    )


def opened(school) -> Poll:
    poll = drawn_up(school)
    services.open_poll(poll, officer_of(school))
    return poll


def closed(school) -> Poll:
    poll = opened(school)
    voter = poll.electors.get().user
    services.cast(poll, voter, agreeing(poll))
    services.close(poll, officer_of(school))
    return poll


@provides("poll")
def poll(school):
    """A draft, ready to be opened."""
    return Visit({"public_id": drawn_up(school).public_id})


@provides("poll to print")
def poll_to_print(school):
    return Visit({"public_id": drawn_up(school).public_id}, {"copies_0": "2"})


def watched(school) -> tuple[Poll, list]:
    """Two scrutineers, one of whom is of the staff that visits."""
    poll = drawn_up(school)
    users = [poll.electors.get().user, TeacherFactory(organisation=school)]
    services.appoint_scrutineers(poll, users)
    return poll, users


@provides("poll with scrutineers")
def poll_with_scrutineers(school):
    poll, users = watched(school)
    return Visit({"public_id": poll.public_id}, {"holders": [user.pk for user in users], "threshold": 2})


@provides("shared poll, to take back")  # takes the key's file with it, which no rollback brings back
@provides("shared poll")
def shared_poll(school):
    """Both scrutineers have set a passphrase, and nobody has rehearsed yet."""
    poll, users = watched(school)
    services.entrust(poll, officer_of(school), users, 2)
    for user in users:
        services.set_passphrase(poll, user, passphrase_of(user))
    own = passphrase_of(users[0])
    entered = {f"passphrase_{user.pk}": passphrase_of(user) for user in users}
    return Visit({"public_id": poll.public_id}, {"passphrase": own, "again": own, **entered})


@provides("person at the door")
def person_at_the_door(school):
    poll = drawn_up(school)
    return Visit({"public_id": poll.public_id}, {"person": poll.electors.get().pk, "act": "tick"})


@provides("open poll")
def open_poll(school):
    return Visit({"public_id": opened(school).public_id}, {"present": "1"})


@provides("slip poll")
def slip_poll(school):
    """Open; a slip was printed and handed out, which can be taken back, void or replaced."""
    poll = drawn_up(school, Channel.SLIP)
    officer = officer_of(school)
    services.open_poll(poll, officer)
    [sheet] = services.print_slips(poll, officer, {"": 1})
    elector = poll.electors.get()
    services.hand_out(poll, officer, [elector.pk])
    given = {
        "number_0": "2",
        "elector": elector.pk,
        "sheets": "1",
        "reason": "没有发出",
        "code": sheet.codes[0],
    }
    return Visit({"public_id": poll.public_id}, given)


@provides("poll for paper")
def poll_for_paper(school):
    poll = opened(school)
    return Visit({"public_id": poll.public_id}, {"elector": poll.electors.get().pk})


def in_hand(school) -> Poll:
    poll = opened(school)
    services.hand_out_paper(poll, officer_of(school), [poll.electors.get().pk])
    return poll


@provides("paper in hand")
def paper_in_hand(school):
    poll = in_hand(school)
    return Visit({"public_id": poll.public_id}, {"elector": poll.electors.get().pk})


@provides("paper to count")
def paper_to_count(school):
    poll = in_hand(school)
    services.close(poll, officer_of(school))
    return Visit({"public_id": poll.public_id, "number": 1}, numbers_of(poll, [{}]))


@provides("paper to sign")
def paper_to_sign(school):
    poll = in_hand(school)
    services.close(poll, officer_of(school))
    for _ in range(2):
        enter(poll, OfficerFactory(organisation=school), numbers_of(poll, [{}]))
    return Visit({"public_id": poll.public_id, "number": 1}, {"reason": "看错一张"})


@provides("closed poll")
def closed_poll(school):
    return Visit({"public_id": closed(school).public_id}, {"present": "1", "reason": "到会人数不足"})


@provides("counted poll")
def counted_poll(school):
    poll = closed(school)
    services.count(poll, officer_of(school))
    return Visit({"public_id": poll.public_id})


@provides("released poll")
def released_poll(school):
    poll = closed(school)
    services.count(poll, officer_of(school))
    services.release(poll, officer_of(school))
    return Visit({"public_id": poll.public_id})
