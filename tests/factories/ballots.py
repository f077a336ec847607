"""Polls in the situations that tests need, made by the same services as in the program."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from ballots import services
from ballots.definitions import Contest, Counting, ElectorSpec, SubjectSpec
from ballots.drawn import paper_of
from ballots.models import Channel, Elector, Packet, Poll
from ballots.sheets import CONSENT
from selection import clock
from selection.records import ledgers
from tests.factories.accounts import OfficerFactory, SchoolFactory, TeacherFactory

THREE = [
    SubjectSpec("p1", "王一", "教务处副主任"),
    SubjectSpec("p2", "李二", "德育处干事"),
    SubjectSpec("p3", "张三", "年级组长"),
]


class PacketFactory(DjangoModelFactory):
    class Meta:
        model = Packet

    organisation = factory.SubFactory(SchoolFactory)
    title = "教职工大会"


class PollFactory(DjangoModelFactory):
    """A poll of 同意/不同意/弃权 on three persons and a roll of ``voters``, the last ``recused`` recused.

    ``is_open``, ``is_closed``, ``is_counted`` walk it on; ``cast`` lets that many vote for everybody.
    """

    class Meta:
        model = Poll

    class Params:
        grading = factory.Trait(kind=Poll.Kind.GRADING, counting=Counting(noun="测评", asks_consent=True))
        by_slip = factory.Trait(channel=Channel.SLIP)
        choice = factory.Trait(
            kind=Poll.Kind.CHOICE,
            subjects=[
                SubjectSpec("p1", "王一", "教务处副主任", "c1"),
                SubjectSpec("p2", "李二", "德育处干事", "c1"),
                SubjectSpec("p3", "张三", "年级组长", "c1"),
                SubjectSpec("p4", "赵四", "", "c2"),
            ],
            counting=Counting(
                noun="推荐", contests=(Contest("c1", "教务处主任", 2), Contest("c2", "总务处主任", 1))
            ),
        )

    organisation = factory.SubFactory(SchoolFactory)
    title = "中层干部民主推荐"
    kind = Poll.Kind.CONSENT
    subjects = factory.LazyFunction(lambda: list(THREE))
    counting = factory.LazyFunction(lambda: Counting(noun="推荐"))
    closes_at = factory.LazyFunction(lambda: clock.now() + timedelta(hours=2))
    voters = 3
    recused = 0
    categories = ()
    cast = 0
    is_open = False
    is_closed = False
    is_counted = False

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        wanted = {key: kwargs.pop(key) for key in ("cast", "is_open", "is_closed", "is_counted")}
        electors = cls._electors(
            kwargs["organisation"], kwargs.pop("voters"), kwargs.pop("recused"), kwargs.pop("categories")
        )
        kwargs.setdefault("ledger", ledgers.of_organisation(kwargs["organisation"]))
        poll = services.draw_up(electors=electors, **kwargs)
        walk_on(poll, **wanted)
        return poll

    @staticmethod
    def _electors(organisation, voters, recused, categories):
        users = [TeacherFactory(organisation=organisation) for _ in range(voters)]
        return [
            ElectorSpec(user, user.name, categories[at] if categories else "", at >= voters - recused)
            for at, user in enumerate(users)
        ]


def walk_on(poll, cast=0, is_open=False, is_closed=False, is_counted=False):
    officer = officer_of(poll)
    if is_open or cast or is_closed or is_counted:
        services.open_poll(poll, officer)
    for user in voters_of(poll)[:cast]:
        services.cast(poll, user, agreeing(poll))
    if is_closed or is_counted:
        services.close(poll, officer)
    if is_counted:
        services.count(poll, officer)


def officer_of(poll):
    return OfficerFactory(organisation=poll.organisation)


def voters_of(poll):
    """The people of the roll who get a ballot, in its order."""
    return [
        elector.user for elector in Elector.objects.filter(poll=poll, is_recused=False).select_related("user")
    ]


def agreeing(poll):
    """A full set of choices: the first option of each question, or as many as may be chosen."""
    return {
        section.key: {
            question.key: [option.key for option in question.options[: question.maximum]]
            if question.is_choice
            else question.options[0].key
            for question in section.questions
        }
        for section in paper_of(poll).sections
    }


def voices(agree=0, oppose=0, abstain=0):
    """One set of consent choices a voter, for a poll with the single subject ``p1``."""
    spread = ["agree"] * agree + ["oppose"] * oppose + ["abstain"] * abstain
    return [{"p1": {CONSENT: voice}} for voice in spread]


def held_poll(holders=3, threshold=2, **kwargs):
    """A draft whose key is to be held by that many scrutineers, none of whom has a passphrase yet."""
    poll = PollFactory(**kwargs)
    users = [TeacherFactory(organisation=poll.organisation) for _ in range(holders)]
    for each in poll.packet.polls.all() if poll.packet else [poll]:
        services.appoint_scrutineers(each, users)
    services.entrust(poll, officer_of(poll), users, threshold)
    return poll, users


def passphrase_of(user):
    return f"银杏叶落满操场的秋天第{user.pk}遍"


def rehearsed_poll(holders=3, threshold=2, **kwargs):
    """... of whom each has set one, and all have rehearsed."""
    poll, users = held_poll(holders, threshold, **kwargs)
    for user in users:
        services.set_passphrase(poll, user, passphrase_of(user))
    services.rehearse(poll, users[0], phrases(users))
    poll.refresh_from_db()
    return poll, users


def phrases(users):
    return {user.pk: passphrase_of(user) for user in users}
