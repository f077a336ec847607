"""How do scrutineers come to hold a poll's key, and does it open with enough of them only?"""

import json
import logging

import pytest

from ballots import custody, deadlines, guesses, keys, services
from ballots.custody import Custody
from ballots.models import Channel, Envelope, Poll
from ballots.services import entrusting
from selection.accounts.models import Notification
from selection.reasons import Refused
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import (
    PacketFactory,
    PollFactory,
    agreeing,
    held_poll,
    officer_of,
    passphrase_of,
    phrases,
    rehearsed_poll,
    voters_of,
)

pytestmark = pytest.mark.django_db

WRONG = "忘记了的一句话是什么"


def refused(act, *given):
    with pytest.raises(Refused) as refusal:
        act(*given)
    return refusal.value.reasons


def closed(**kwargs):
    """Two have voted; the urn is shut."""
    poll, users = rehearsed_poll(**kwargs)
    services.open_poll(poll, officer_of(poll))
    for voter in voters_of(poll)[:2]:
        services.cast(poll, voter, agreeing(poll))
    services.close(poll, users[0])
    return poll, users


def acts_of(poll):
    return [entry.content["act"] for entry in poll.ledger.entries.all()]


class TestChoosingHolders:
    def test_names_them_tells_them_and_is_on_record(self):
        poll, users = held_poll(threshold=2)

        poll.refresh_from_db()
        assert (poll.key_threshold, [each.user for each in poll.key_holders.all()]) == (2, users)
        entry = poll.ledger.entries.last().content
        assert entry["act"] == "启封密钥由监票人分持"
        assert entry["payload"] == {"poll": poll.pk, "threshold": 2, "holders": [u.pk for u in users]}
        told = Notification.objects.filter(sentence__contains="设定启封口令")
        assert {notice.user for notice in told} == set(users)

    @pytest.mark.parametrize(
        ("number", "threshold", "reason"),
        [
            (1, 1, "密钥至少由两位监票人分持；监票人不足两位的，请先指定"),
            (3, 1, "启封须到的人数应在2到3之间"),
            (3, 4, "启封须到的人数应在2到3之间"),
        ],
    )
    def test_takes_two_at_least_and_no_more_than_there_are(self, number, threshold, reason):
        poll = PollFactory()
        users = [TeacherFactory(organisation=poll.organisation) for _ in range(number)]
        services.appoint_scrutineers(poll, users)

        assert refused(services.entrust, poll, officer_of(poll), users, threshold) == [reason]
        assert not poll.key_holders.exists()

    def test_is_the_officers_among_the_scrutineers_and_before_the_opening(self):
        poll, users = held_poll()
        stranger = TeacherFactory(organisation=poll.organisation, name="路人")

        assert "没有对投票" in refused(services.entrust, poll, users[0], users, 2)[0]
        assert "没有对投票" in refused(services.take_back_key, poll, users[0])[0]
        [reason] = refused(services.entrust, poll, officer_of(poll), [users[0], stranger], 2)
        assert reason == f"路人不是“{poll.title}”的监票人，不能分持密钥"
        running = PollFactory(is_open=True)
        [reason] = refused(services.entrust, running, officer_of(running), users, 2)
        assert reason == entrusting.STARTED

    def test_is_not_asked_for_ballots_of_paper(self):
        poll = PollFactory(channel=Channel.PAPER)
        users = [TeacherFactory(organisation=poll.organisation) for _ in range(2)]
        services.appoint_scrutineers(poll, users)

        [reason] = refused(services.entrust, poll, officer_of(poll), users, 2)

        assert reason == f"“{poll.title}”用纸质票，没有启封密钥，不用分持"

    def test_can_be_undone_and_the_poll_opens_as_any_other(self, key_folder):
        poll, _ = rehearsed_poll()

        services.take_back_key(poll, officer_of(poll))

        assert list(key_folder.iterdir()) == []
        poll.refresh_from_db()
        services.open_poll(poll, officer_of(poll))
        assert keys.opener(poll)

    def test_again_keeps_the_passphrases_of_those_who_stay(self):
        poll, users = rehearsed_poll()
        new = TeacherFactory(organisation=poll.organisation, name="新人")
        services.appoint_scrutineers(poll, [*users[:2], new])

        services.entrust(poll, officer_of(poll), [*users[:2], new], 3)

        assert entrusting.lacking(poll) == [new]
        assert list(entrusting.obstacles(poll)) == ["新人还没有设定启封口令"]


class TestAPassphrase:
    @pytest.mark.parametrize(
        ("passphrase", "reason"),
        [
            ("银杏叶", "口令太短，至少要12位"),
            ("123456789012", "口令不能全是数字，请加上字母或汉字"),
        ],
    )
    def test_must_not_be_easy(self, passphrase, reason):
        poll, users = held_poll()

        assert reason in refused(services.set_passphrase, poll, users[0], passphrase)
        assert users[0] in entrusting.lacking(poll)

    def test_is_not_the_one_for_signing_in(self):
        poll, users = held_poll()
        users[0].set_password("登录用的一句话也不算很短")

        reasons = refused(services.set_passphrase, poll, users[0], "登录用的一句话也不算很短")

        assert reasons == ["启封口令不能与登录口令相同，请换一个"]

    def test_is_set_by_holders_only(self):
        poll, _ = held_poll()

        assert refused(services.set_passphrase, poll, officer_of(poll), WRONG) == [
            "您不是这次投票的密钥分持人，不用设启封口令"
        ]

    def test_set_anew_has_to_be_rehearsed_anew(self):
        poll, users = rehearsed_poll()

        services.set_passphrase(poll, users[2], "换成另外一句自己好记的话")

        assert list(entrusting.obstacles(poll)) == ["还没有试启封，请至少2位分持人一起再输一次口令"]
        assert not poll.key_holders.filter(has_rehearsed=True).exists()

    def test_of_the_last_one_calls_all_to_the_rehearsal(self):
        poll, users = held_poll()
        for user in users:
            assert not Notification.objects.filter(sentence__contains="试启封").exists()
            services.set_passphrase(poll, user, passphrase_of(user))

        assert Notification.objects.filter(sentence__contains="一起试启封").count() == 3

    def test_is_nowhere_but_in_the_mind(self, key_folder, caplog):
        caplog.set_level(logging.DEBUG)
        poll, users = closed()
        services.count(poll, users[0], phrases(users))

        record = "".join(poll.ledger.entries.values_list("text", flat=True))
        stored = json.dumps(list(Poll.objects.values()) + list(poll.key_holders.values()), default=str)
        files = b"".join(path.read_bytes() for path in key_folder.iterdir())
        for user in users:
            assert passphrase_of(user) not in record + stored + caplog.text
            assert passphrase_of(user).encode() not in files


class TestTheRehearsal:
    def test_comes_before_the_opening(self):
        poll, users = held_poll()
        officer = officer_of(poll)

        names = "、".join(user.name for user in users)
        assert refused(services.open_poll, poll, officer) == [f"{names}还没有设定启封口令"]
        for user in users:
            services.set_passphrase(poll, user, passphrase_of(user))
        assert refused(services.open_poll, poll, officer) == ["还没有试启封，请至少2位分持人一起再输一次口令"]
        services.rehearse(poll, users[0], phrases(users[:2]))
        services.open_poll(poll, officer)

        assert poll.state == Poll.State.OPEN

    def test_says_in_the_record_who_took_part(self):
        poll, users = held_poll()
        for user in users:
            services.set_passphrase(poll, user, passphrase_of(user))

        services.rehearse(poll, users[2], phrases(users[1:]))

        entry = poll.ledger.entries.last().content
        assert (entry["act"], entry["payload"]["took_part"]) == ("试启封", [u.pk for u in users[1:]])
        assert [each.has_rehearsed for each in poll.key_holders.all()] == [False, True, True]

    def test_needs_enough_of_them_each_with_the_right_passphrase(self):
        poll, users = held_poll()
        for user in users:
            services.set_passphrase(poll, user, passphrase_of(user))

        few = refused(services.rehearse, poll, users[0], phrases(users[:1]))
        wrong = refused(services.rehearse, poll, users[0], phrases(users[:2]) | {users[1].pk: WRONG})

        assert few == ["启封须2位分持人到场，现只有1位输入了口令"]
        assert wrong == [f"{users[1].name}的口令不符，这次没有启封，请重新输入"]
        poll.refresh_from_db()
        assert poll.public_key is None

    def test_is_done_by_scrutineers_and_not_by_the_officer(self):
        poll, users = rehearsed_poll()

        [reason] = refused(services.rehearse, poll, officer_of(poll), phrases(users))

        assert reason == "试启封由监票人办理，请在监票人的账号中进行"

    def test_fails_where_the_shares_do_not_open_the_envelope(self, monkeypatch):
        poll, users = held_poll()
        for user in users:
            services.set_passphrase(poll, user, passphrase_of(user))
        monkeypatch.setattr(custody.sharing, "combine", lambda shares: bytes(32))

        assert refused(services.rehearse, poll, users[0], phrases(users))[0].startswith("试启封没有成功")
        assert list(entrusting.obstacles(poll))

    def test_survives_the_clock_and_a_new_paper_but_not_the_loss_of_its_file(self, key_folder):
        poll, _ = rehearsed_poll()
        services.enter_roll(poll, [])
        deadlines.tick()
        assert list(entrusting.obstacles(poll)) == []

        keys.discard(poll)

        assert next(entrusting.obstacles(poll)).endswith("还没有设定启封口令")

    def test_of_a_scrutineer_who_was_replaced_is_void(self):
        poll, users = rehearsed_poll()
        services.appoint_scrutineers(poll, users[1:])

        assert list(entrusting.obstacles(poll)) == [f"{users[0].name}已不是监票人，请重新选定密钥分持人"]

    def test_and_its_passphrases_are_for_all_polls_of_a_meeting(self):
        packet = PacketFactory()
        polls = [PollFactory(packet=packet, organisation=packet.organisation) for _ in range(2)]
        users = [TeacherFactory(organisation=packet.organisation) for _ in range(2)]
        for poll in polls:
            services.appoint_scrutineers(poll, users)
        services.entrust(polls[0], officer_of(polls[0]), users, 2)
        for user in users:
            services.set_passphrase(polls[1], user, passphrase_of(user))
        services.rehearse(polls[0], users[0], phrases(users))

        services.open_packet(packet, officer_of(polls[0]))

        assert len({bytes(poll.public_key) for poll in packet.polls.all()}) == 2
        assert Notification.objects.filter(sentence="请为“教职工大会”设定启封口令").count() == 2


class TestTheCount:
    def test_opens_with_enough_of_them_and_says_who_they_were(self, key_folder, committed):
        poll, users = closed()

        with committed():
            services.count(poll, users[2], phrases(users[1:]))

        assert (poll.state, poll.valid) == (Poll.State.COUNTED, 2)
        assert list(key_folder.iterdir()) == []
        counted, destroyed = [entry.content for entry in poll.ledger.entries.all()][-2:]
        assert counted["payload"]["holders"] == [user.pk for user in users[1:]]
        assert destroyed["act"] == "销毁启封密钥"

    @pytest.mark.parametrize("pair", [(0, 1), (0, 2), (1, 2), (0, 1, 2)])
    def test_opens_whoever_of_them_comes(self, pair):
        poll, users = closed()

        services.count(poll, users[0], phrases([users[at] for at in pair]))

        assert poll.valid == 2

    def test_of_too_few_or_a_wrong_passphrase_counts_nothing(self):
        poll, users = closed()

        assert refused(services.count, poll, users[0]) == ["启封须2位分持人到场，现只有0位输入了口令"]
        assert refused(services.count, poll, users[0], phrases(users[:1]) | {users[1].pk: WRONG}) == [
            f"{users[1].name}的口令不符，这次没有启封，请重新输入"
        ]
        poll.refresh_from_db()
        assert (poll.state, Envelope.objects.of(poll).count()) == (Poll.State.CLOSED, 2)

    def test_wrong_passphrases_have_to_wait_after_a_while_and_right_ones_are_not_counted(self):
        poll, users = closed()
        for _ in range(guesses.PASSPHRASES.most // 2):
            refused(services.count, poll, users[0], dict.fromkeys([user.pk for user in users[:2]], WRONG))

        assert refused(services.count, poll, users[0], phrases(users)) == [
            "口令输错的次数太多，请10分钟后再试"
        ]

    def test_takes_no_passphrase_of_whoever_is_no_scrutineer_any_more(self):
        poll, users = closed()
        services.appoint_scrutineers(poll, users[:2])
        assert refused(services.count, poll, users[0], phrases(users[1:]))[0].startswith("启封须2位")

        services.appoint_scrutineers(poll, users[:1])

        assert refused(services.count, poll, users[0], phrases(users)) == [
            "仍是监票人的密钥分持人只有1位，不足2位，不能启封；请作废本轮，重新组织"
        ]

    def test_takes_no_passphrase_of_whoever_was_barred_since(self):
        poll, users = closed()
        services.bar(poll, [users[2]])

        assert refused(services.count, poll, users[0], phrases(users[1:])) == [
            "启封须2位分持人到场，现只有1位输入了口令"
        ]

    @pytest.mark.parametrize("spoil", ["unlink", "swap", "plain"])
    def test_refuses_a_file_that_is_not_its_own(self, key_folder, spoil):
        poll, users = closed()
        other, _ = rehearsed_poll()
        path = key_folder / f"{poll.public_id}.key"
        if spoil == "unlink":
            path.unlink()
        elif spoil == "swap":
            path.write_bytes((key_folder / f"{other.public_id}.key").read_bytes())
        else:
            keys.create(poll)

        assert refused(services.count, poll, users[0], phrases(users)) == [keys.LOST]

    def test_a_void_round_leaves_nothing_behind(self, key_folder, committed):
        poll, _ = closed()

        with committed():
            services.void(poll, officer_of(poll), "忘记口令的分持人太多")

        assert list(key_folder.iterdir()) == []
        assert not Envelope.objects.of(poll).exists()
        assert acts_of(poll)[-2:] == ["作废本轮投票", "销毁启封密钥"]


class TestTheFile:
    def test_alone_opens_nothing(self):
        """B2: with the secret of the environment, and the passphrase of one holder of two."""
        poll, users = closed()
        file = Custody.of(poll)

        assert keys.read(poll).startswith(b"{")
        with pytest.raises(Refused, match="启封密钥不在"):
            keys.opener(poll)
        hand = file.locks[users[0].pk].key(passphrase_of(users[0]))
        assert file.box({users[0].pk: hand}) is None
        assert bytes(keys.SealedBox(keys.PrivateKey(file.half))._public_key) != file.public

    def test_of_a_prepared_draft_is_kept_and_goes_with_it(self, key_folder, committed):
        poll, _ = rehearsed_poll()
        assert keys.sweep() == 0
        assert keys.exists(poll)

        with committed():
            services.void(poll, officer_of(poll), "会议取消")

        assert list(key_folder.iterdir()) == []

    def test_is_swept_when_an_unlink_failed(self, key_folder, monkeypatch, committed):
        poll, users = closed()
        monkeypatch.setattr(keys, "_unlink", lambda public_id: None)
        with committed():
            services.count(poll, users[0], phrases(users))
        monkeypatch.undo()

        assert (keys.sweep(), list(key_folder.iterdir())) == (1, [])
