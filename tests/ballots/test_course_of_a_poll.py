"""From the draft to the result: what is fixed when, and what is refused?"""

from datetime import timedelta

import pytest
import time_machine

from ballots import services
from ballots.definitions import Contest, Counting, DeductionSpec, ElectorSpec, SubjectSpec
from ballots.models import Ballot, Envelope, Packet, Poll
from ballots.verdicts import Bar, Base
from selection import clock
from selection.reasons import Refused
from tests.factories.accounts import LeaderFactory, OfficerFactory, SchoolFactory, TeacherFactory
from tests.factories.ballots import PacketFactory, PollFactory, agreeing, officer_of, voices, voters_of

pytestmark = pytest.mark.django_db

TWO_THIRDS = Counting(
    noun="测评",
    opening=Bar.at_least("2/3", of=Base.ENTITLED),
    validity=Bar.at_least("2/3", of=Base.ENTITLED),
)


def acts(poll):
    return [entry.act for entry in poll.ledger.entries.all()]


def reasons_of(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value.reasons


def test_a_poll_walks_from_draft_to_released_and_the_record_says_so(committed):
    poll = PollFactory(voters=3)
    officer = officer_of(poll)

    services.open_poll(poll, officer)
    for user in voters_of(poll):
        services.cast(poll, user, agreeing(poll))
    services.close(poll, officer)
    with committed():
        services.count(poll, officer)
    services.release(poll, officer)

    assert poll.state == Poll.State.RELEASED
    assert poll.tallies == {key: {"agree": 3, "oppose": 0, "abstain": 0} for key in ("p1", "p2", "p3")}
    assert acts(poll) == ["开始投票", "截止投票", "启封计票", "销毁启封密钥", "提供投票结果"]


@pytest.mark.row("TRAP-1", side="holds")
def test_opening_freezes_roll_and_paper_and_names_their_digests_in_the_record():
    poll = PollFactory(is_open=True)

    entry = poll.ledger.entries.get()

    assert entry.content["payload"] == {
        "poll": poll.pk,
        "entitled": 3,
        "recused": 0,
        "present": None,
        "roll": poll.roll_digest,
        "paper": poll.paper_digest,
    }
    assert len(poll.roll_digest) == len(poll.paper_digest) == 64


@pytest.mark.row("TRAP-1", side="refuses")
@pytest.mark.parametrize(
    "change",
    [
        lambda poll: services.enter_roll(poll, []),
        lambda poll: services.recuse(poll, voters_of(poll)[:1]),
    ],
)
def test_the_roll_cannot_be_changed_after_the_opening(change):
    poll = PollFactory(is_open=True)

    assert reasons_of(change, poll) == ["投票已经开始，名册和票样不能再改"]
    assert poll.electors.filter(is_recused=False).count() == 3


@pytest.mark.parametrize(
    "tamper",
    [
        lambda poll: poll.electors.filter(pk=poll.electors.last().pk).delete(),
        lambda poll: poll.electors.update(is_recused=True),
        lambda poll: poll.subjects.filter(key="p1").update(label="赵六"),
        lambda poll: Poll.objects.filter(pk=poll.pk).update(definition=TWO_THIRDS.as_data()),
    ],
)
def test_a_roll_or_paper_changed_behind_the_program_keeps_the_urn_shut(tamper):
    poll = PollFactory(voters=3, cast=2, is_closed=True)
    tamper(poll)

    reasons = reasons_of(services.count, poll, officer_of(poll))

    assert "名册或票样与开始投票时不一致，不得启封；请作废本轮，重新组织" in reasons


def test_a_draft_can_be_given_another_roll_with_deductions():
    poll = PollFactory()
    user = TeacherFactory(organisation=poll.organisation)

    services.enter_roll(poll, [ElectorSpec(user, user.name)], [DeductionSpec("陈五", "产假")])

    assert [elector.user for elector in poll.electors.all()] == [user]
    assert [str(deduction) for deduction in poll.deductions.all()] == ["陈五（产假）"]


@pytest.mark.row("A072", side="refuses")
def test_a_meeting_without_quorum_cannot_open_its_poll():
    poll = PollFactory(voters=9, counting=TWO_THIRDS)

    assert reasons_of(services.open_poll, poll, officer_of(poll), present=5) == [
        "应到9人，实到5人，未达2/3（需6人），不能开始测评"
    ]
    poll.refresh_from_db()
    assert (poll.state, poll.public_key) == (Poll.State.DRAFT, None)


@pytest.mark.row("A072", side="holds")
def test_a_meeting_with_exactly_two_thirds_opens_its_poll():
    poll = PollFactory(voters=9, counting=TWO_THIRDS)

    services.open_poll(poll, officer_of(poll), present=6)

    assert poll.state == Poll.State.OPEN


def test_without_a_known_attendance_the_opening_is_not_tested():
    poll = PollFactory(voters=9, counting=TWO_THIRDS)

    services.open_poll(poll, officer_of(poll))

    assert poll.state == Poll.State.OPEN


def test_every_obstacle_to_the_opening_is_named():
    poll = PollFactory(voters=1, recused=1)
    past = clock.now() - timedelta(minutes=1)

    assert reasons_of(services.open_poll, poll, officer_of(poll), present=2, closes_at=past) == [
        "名册上没有可以投票的人员，请先编制应到名册",
        "截止时间已过，请先改期",
        "实到2人多于应到1人，请核对",
    ]


@pytest.mark.parametrize(
    ("kind", "subjects", "counting", "faults"),
    [
        ("consent", [], Counting(), ["票上没有表决事项，请先确定人选"]),
        (
            "consent",
            [SubjectSpec("a", "甲"), SubjectSpec("a", "乙")],
            Counting(),
            ["同一事项在票上只能出现一次"],
        ),
        (
            "grading",
            [SubjectSpec("a", "甲")],
            Counting(dimensions=()),
            ["测评票没有评价项目，请至少保留“总体评价”"],
        ),
        (
            "choice",
            [SubjectSpec("a", "甲", contest="x"), SubjectSpec("b", "乙")],
            Counting(contests=(Contest("x", "教务处主任", 2),)),
            ["选票上的每个人选都要归入一个岗位", "教务处主任列有1人，可选人数的上下限与之不符"],
        ),
    ],
)
def test_an_impossible_paper_is_not_drawn_up(kind, subjects, counting, faults):
    assert reasons_of(PollFactory, kind=kind, subjects=subjects, counting=counting) == faults
    assert not Poll.objects.exists()


@pytest.mark.row("A073", side="refuses")
def test_a_round_that_collected_too_few_is_not_opened_and_can_be_voided(key_folder, committed):
    """应到84, 实到59, 收回55 → void."""
    poll = PollFactory(voters=84, counting=TWO_THIRDS)
    officer = officer_of(poll)
    services.open_poll(poll, officer, present=59)
    for user in voters_of(poll)[:55]:
        services.cast(poll, user, {})
    services.close(poll, officer)
    sentence = "应到84人，收回55份，未达2/3（需56份），测评无效"

    assert poll.validity.sentence == sentence
    assert reasons_of(services.count, poll, officer) == [f"{sentence}，不得启封；请作废本轮，重新组织"]

    with committed():
        services.void(poll, officer, "收回份数不足")

    poll.refresh_from_db()
    assert (poll.state, poll.turnout["collected"], poll.validity.sentence) == (Poll.State.VOID, 55, sentence)
    assert (Envelope.objects.count(), Ballot.objects.count(), list(key_folder.iterdir())) == (0, 0, [])
    assert acts(poll) == ["开始投票", "截止投票", "作废本轮投票", "销毁启封密钥"]


@pytest.mark.row("A073", side="holds")
def test_a_round_that_collected_exactly_two_thirds_is_counted():
    poll = PollFactory(voters=9, counting=TWO_THIRDS, cast=6, is_closed=True)

    services.count(poll, officer_of(poll))

    assert poll.validity.sentence == "应到9人，收回6份，达到2/3（需6份），测评有效"


def test_an_open_round_can_be_voided_and_keeps_its_numbers():
    poll = PollFactory(voters=3, cast=2)

    services.void(poll, officer_of(poll), "票样有误")

    assert (poll.state, poll.turnout["collected"], poll.void_reason) == (Poll.State.VOID, 2, "票样有误")
    assert not Envelope.objects.exists()


def test_a_draft_can_be_voided_and_then_no_key_is_spoken_of(committed):
    poll = PollFactory()

    with committed():
        services.void(poll, officer_of(poll), "不再需要")

    assert acts(poll) == ["作废本轮投票"]


def test_voiding_asks_for_a_reason_and_a_counted_poll_cannot_be_voided():
    draft = PollFactory()
    assert reasons_of(services.void, draft, officer_of(draft), "  ") == ["请写明作废原因"]
    counted = PollFactory(cast=1, is_counted=True)
    assert reasons_of(services.void, counted, officer_of(counted), "反悔") == [
        "投票“中层干部民主推荐”现为“已计票”，不能做这一步"
    ]


def test_turnout_is_stored_at_the_close_and_what_is_not_known_is_none():
    poll = PollFactory(voters=4, recused=1, cast=2, is_closed=True)

    counts = poll.turnout_counts

    assert (counts.entitled, counts.recused, counts.issued, counts.collected) == (4, 1, 3, 2)
    assert (counts.present, counts.valid, counts.spoiled) == (2, None, None)
    assert PollFactory(is_open=True).turnout_counts is None


def test_closing_by_hand_counts_from_now_and_only_once():
    poll = PollFactory(is_open=True)
    officer = officer_of(poll)
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        services.close(poll, officer)
        assert poll.closed_at == clock.now()

    assert reasons_of(services.close, poll, officer) == [
        "投票“中层干部民主推荐”现为“已截止，待计票”，不能做这一步"
    ]


def test_more_ballots_than_people_present_must_be_explained_before_counting():
    poll = PollFactory(voters=5)
    officer = officer_of(poll)
    services.open_poll(poll, officer, present=2)
    for user in voters_of(poll)[:3]:
        services.cast(poll, user, {})
    services.close(poll, officer)

    assert reasons_of(services.count, poll, officer) == ["收回3份，多于实到2人，请先更正实到人数"]
    assert reasons_of(services.correct_present, poll, officer, 6) == ["实到6人多于应到5人，请核对"]
    assert reasons_of(services.correct_present, poll, officer, 2) == ["实到2人少于收回3份，请核对"]

    services.correct_present(poll, officer, 3)
    services.count(poll, officer)

    assert (poll.state, poll.turnout_counts.present) == (Poll.State.COUNTED, 3)
    assert "更正实到人数" in acts(poll)


def test_an_officer_who_may_not_count_is_told_who_does():
    poll = PollFactory(cast=1, is_closed=True)
    scrutineer = TeacherFactory(organisation=poll.organisation, name="文监")
    services.appoint_scrutineers(poll, [scrutineer])

    assert reasons_of(services.count, poll, officer_of(poll)) == ["启封计票由文监办理，请在他们的账号中进行"]


@pytest.mark.parametrize("step", [services.open_poll, services.close, services.count, services.release])
def test_only_the_next_step_can_be_taken(step):
    state = {services.open_poll: {"is_open": True}, services.release: {"is_closed": True}}.get(step, {})
    poll = PollFactory(**state)

    assert reasons_of(step, poll, officer_of(poll))[0].endswith("不能做这一步")


@pytest.mark.parametrize("make", [TeacherFactory, LeaderFactory, lambda **_: OfficerFactory()])
def test_who_does_not_run_the_polls_of_this_school_takes_no_step(make):
    poll = PollFactory()

    assert reasons_of(services.open_poll, poll, make(organisation=poll.organisation)) == [
        "您没有对投票“中层干部民主推荐”做这一步的权限，请联系本单位人事干部"
    ]


def test_a_scrutineer_opens_closes_and_counts_but_neither_voids_nor_releases():
    poll = PollFactory(voters=1)
    scrutineer = TeacherFactory(organisation=poll.organisation)
    services.appoint_scrutineers(poll, [scrutineer])

    services.open_poll(poll, scrutineer)
    assert reasons_of(services.void, poll, scrutineer, "名册有误")
    services.cast(poll, voters_of(poll)[0], agreeing(poll))
    services.close(poll, scrutineer)
    services.count(poll, scrutineer)
    assert reasons_of(services.release, poll, scrutineer)
    assert poll.state == Poll.State.COUNTED


def test_an_officer_who_is_barred_takes_no_step_and_sees_the_poll_no_more():
    poll = PollFactory()
    officer = officer_of(poll)
    assert list(Poll.objects.visible_to(officer)) == [poll]

    services.bar(poll, [officer])

    assert list(Poll.objects.visible_to(officer)) == []
    assert reasons_of(services.open_poll, poll, officer)


@pytest.mark.row("TRAP-28", side="holds")
def test_a_packet_opens_as_a_whole():
    packet = PacketFactory()
    polls = [PollFactory(organisation=packet.organisation, packet=packet) for _ in range(2)]
    officer = OfficerFactory(organisation=packet.organisation)

    services.open_packet(packet, officer, present=3)

    assert [poll.state for poll in Packet.objects.get().polls.order_by("pk")] == ["open"] * len(polls)
    assert reasons_of(services.open_packet, packet, officer) == ["没有待开始的投票"]


@pytest.mark.row("TRAP-28", side="refuses")
def test_a_packet_with_one_obstacle_opens_nothing(key_folder):
    packet = PacketFactory()
    PollFactory(organisation=packet.organisation, packet=packet, title="推荐")
    PollFactory(organisation=packet.organisation, packet=packet, title="测评", voters=9, counting=TWO_THIRDS)

    reasons = reasons_of(
        services.open_packet, packet, OfficerFactory(organisation=packet.organisation), present=3
    )

    assert reasons == ["测评：应到9人，实到3人，未达2/3（需6人），不能开始测评"]
    assert [poll.state for poll in packet.polls.all()] == ["draft", "draft"]


@pytest.mark.row("TRAP-20", side="refuses")
def test_a_category_too_small_to_hide_in_keeps_a_broken_down_poll_from_opening():
    counting = Counting(by_category=True, min_cell=2)
    poll = PollFactory(voters=3, categories=["在编", "在编", "临聘"], counting=counting)

    assert reasons_of(services.open_poll, poll, officer_of(poll)) == [
        "临聘只有1人，少于分类统计所需的2人，请与其他类别合并"
    ]
    assert PollFactory(voters=3, categories=["在编", "在编", "临聘"], is_open=True).state == Poll.State.OPEN


def test_a_category_with_too_few_ballots_keeps_the_urn_shut():
    counting = Counting(by_category=True, min_cell=2)
    poll = PollFactory(
        voters=4, categories=["在编", "在编", "临聘", "临聘"], counting=counting, cast=3, is_closed=True
    )

    assert poll.turnout["by_category"] == {
        "临聘": {"entitled": 2, "collected": 1},
        "在编": {"entitled": 2, "collected": 2},
    }
    assert reasons_of(services.count, poll, officer_of(poll)) == [
        "临聘收回1份，少于2份，不得启封；请作废本轮，合并类别后重新组织"
    ]


@pytest.mark.row("TRAP-20", side="holds")
def test_a_broken_down_poll_is_counted_in_all_and_by_category():
    poll = PollFactory(
        voters=4,
        categories=["在编", "在编", "临聘", "临聘"],
        subjects=[SubjectSpec("p1", "王一")],
        counting=Counting(by_category=True, min_cell=2),
        is_open=True,
    )
    for user, choices in zip(voters_of(poll), voices(agree=3, oppose=1), strict=True):
        services.cast(poll, user, choices)
    officer = officer_of(poll)
    services.close(poll, officer)
    services.count(poll, officer)

    by_category = {tally.category: tally.counts for tally in poll.tally_set.all()}
    assert by_category == {
        "": {"agree": 3, "oppose": 1, "abstain": 0},
        "在编": {"agree": 2, "oppose": 0, "abstain": 0},
        "临聘": {"agree": 1, "oppose": 1, "abstain": 0},
    }


def test_polls_of_another_school_are_not_visible():
    poll = PollFactory()

    assert list(Poll.objects.visible_to(OfficerFactory(organisation=SchoolFactory()))) == []
    assert list(Poll.objects.visible_to(TeacherFactory(organisation=poll.organisation))) == []


def test_a_deadline_that_is_over_is_refused_when_the_poll_is_drawn_up():
    assert reasons_of(PollFactory, closes_at=clock.now()) == ["截止时间已过，请改为晚于现在的时间，或不填"]


def test_a_deadline_is_taken_away_at_the_opening_or_stays_as_drawn_up():
    kept, open_ended = PollFactory(), PollFactory()

    services.open_poll(kept, officer_of(kept))
    services.open_poll(open_ended, officer_of(open_ended), closes_at=None)

    assert (kept.closes_at is None, open_ended.closes_at) == (False, None)


def test_a_draft_takes_another_paper_and_roll_and_keeps_its_deadline():
    poll = PollFactory(voters=3)
    deadline, voter = poll.closes_at, TeacherFactory(organisation=poll.organisation)

    services.redraw(poll, subjects=[SubjectSpec("p9", "周九")], electors=[ElectorSpec(voter, "赵六")])

    assert [subject.label for subject in poll.subjects.all()] == ["周九"]
    assert [elector.name for elector in poll.electors.all()] == ["赵六"]
    assert Poll.objects.get(pk=poll.pk).closes_at == deadline
    services.open_poll(poll, officer_of(poll))
    assert reasons_of(services.redraw, poll, subjects=[], electors=[]) == ["投票已经开始，名册和票样不能再改"]
