"""Does anything that is kept tell who chose what?"""

import json
import logging
import os
import stat

import pytest
from django.db import IntegrityError, connection, models, transaction
from nacl.exceptions import CryptoError

from ballots import deadlines, keys, locks, services
from ballots.drawn import paper_of
from ballots.models import Ballot, Channel, Envelope, Poll, Remark, Slip
from selection.reasons import Refused
from selection.records.models import LedgerEntry
from tests.factories.ballots import PollFactory, agreeing, officer_of, voters_of

pytestmark = pytest.mark.django_db

CANARY = "绝密金丝雀意见"


def columns(model):
    return {field.column: type(field).__name__ for field in model._meta.concrete_fields}


def test_the_columns_of_the_urn_are_these_and_no_more():
    """No time, no address, nothing that numbers the ballots."""
    assert columns(Envelope) == {
        "id": "UUIDField",
        "elector_id": "OneToOneField",
        "slip_id": "OneToOneField",
        "channel": "CharField",
        "sealed": "BinaryField",
    }
    assert columns(Ballot) == {
        "id": "UUIDField",
        "poll_id": "ForeignKey",
        "section": "CharField",
        "category": "CharField",
        "content": "JSONField",
    }
    assert columns(Remark) == {"id": "UUIDField", "subject_id": "ForeignKey", "text": "CharField"}
    assert columns(Slip) == {
        "id": "BigAutoField",
        "poll_id": "ForeignKey",
        "code_digest": "CharField",
        "category": "CharField",
        "sheet": "PositiveIntegerField",
        "state": "CharField",
    }


def test_nothing_points_at_the_urn_or_at_opened_ballots():
    for model in (Envelope, Ballot, Remark):
        assert [relation.name for relation in model._meta.related_objects] == []
        assert not isinstance(model._meta.pk, models.AutoField)


def test_a_poll_with_ballots_in_its_urn_or_in_its_result_cannot_be_deleted():
    for poll in (PollFactory(cast=1), PollFactory(cast=1, is_counted=True)):
        with pytest.raises(models.ProtectedError):
            poll.delete()


def test_every_ciphertext_of_a_poll_has_one_length():
    """B5: a silent ballot, a full one and one with the longest remarks look alike."""
    poll = PollFactory(voters=3, grading=True, asks_remarks=True, is_open=True)
    one, two, three = voters_of(poll)

    services.cast(poll, one, {})
    services.cast(poll, two, agreeing(poll))
    services.cast(poll, three, agreeing(poll), dict.fromkeys(["p1", "p2", "p3"], '"\\𠀀🈚' * 50))

    lengths = {len(envelope.sealed) for envelope in Envelope.objects.all()}
    assert lengths == {paper_of(poll).length + 48}


def test_the_same_choices_are_never_sealed_to_the_same_text():
    poll = PollFactory(voters=2, cast=2)

    assert len({bytes(envelope.sealed) for envelope in Envelope.objects.all()}) == 2
    assert poll.state == Poll.State.OPEN


def test_counting_leaves_no_row_that_says_who_voted(committed):
    poll = PollFactory(voters=3, cast=2, is_closed=True)

    with committed():
        services.count(poll, officer_of(poll))

    assert not Envelope.objects.exists()
    assert not hasattr(poll.electors.first(), "envelope")


def test_no_choice_and_no_remark_reaches_the_record_or_a_log(caplog):
    caplog.set_level(logging.DEBUG)
    poll = PollFactory(voters=1, asks_remarks=True, is_open=True)

    services.cast(poll, voters_of(poll)[0], {"p1": "oppose"}, {"p1": CANARY})
    services.close(poll, officer_of(poll))
    services.count(poll, officer_of(poll))

    record = "".join(LedgerEntry.objects.values_list("text", flat=True))
    assert CANARY not in record + caplog.text
    assert "oppose" not in record
    assert set(json.loads(LedgerEntry.objects.last().text)["payload"]) == {
        "poll",
        "issued",
        "collected",
        "valid",
        "spoiled",
        "sections",
        "paper",
        "result",
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"channel": Channel.ONLINE, "sealed": b"x"},
        {"channel": Channel.ONLINE, "with_elector": True},
        {"channel": Channel.PAPER, "with_elector": True, "sealed": b"x"},
        {"channel": Channel.ONLINE, "with_elector": True, "with_slip": True, "sealed": b"x"},
    ],
)
def test_an_envelope_has_one_owner_and_is_sealed_exactly_when_cast_online(fields):
    poll = PollFactory(is_open=True)
    elector = poll.electors.first() if fields.pop("with_elector", False) else None
    slip = Slip.objects.create(poll=poll, code_digest="d") if fields.pop("with_slip", False) else None

    with pytest.raises(IntegrityError), transaction.atomic():
        Envelope.objects.create(elector=elector, slip=slip, **fields)


@pytest.mark.parametrize("owner", ["elector", "slip"])
def test_the_urn_holds_the_envelopes_of_roll_and_slips_and_names_their_way(owner):
    poll, other = PollFactory(is_open=True), PollFactory(cast=1)
    owners = {
        "elector": {"elector": poll.electors.first(), "channel": Channel.PAPER},
        "slip": {
            "slip": Slip.objects.create(poll=poll, code_digest="d"),
            "channel": Channel.ONLINE,
            "sealed": b"x",
        },
    }

    envelope = Envelope.objects.create(**owners[owner])

    assert list(Envelope.objects.of(poll)) == [envelope]
    assert Envelope.objects.of(other).count() == 1
    assert [str(envelope), str(Slip(pk=3))] == [envelope.get_channel_display(), "码条3"]


class TestTheKey:
    def test_is_a_file_for_its_owner_only_and_nowhere_in_the_database(self, key_folder):
        poll = PollFactory(is_open=True)

        [path] = key_folder.iterdir()
        private = bytes(keys.opener(poll)._private_key)

        assert path.name == f"{poll.public_id}.key"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(key_folder.stat().st_mode) == 0o700
        assert private not in path.read_bytes()
        assert private != bytes(poll.public_key)

    def test_is_on_the_disk_before_the_opening_commits(self, monkeypatch):
        seen = []
        synced = os.fsync
        monkeypatch.setattr(
            os, "fsync", lambda handle: (seen.append(connection.in_atomic_block), synced(handle))
        )

        PollFactory(is_open=True)

        assert seen == [True, True]

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda path, other, settings: path.unlink(),
            lambda path, other, settings: path.write_bytes(b"short"),
            lambda path, other, settings: path.write_bytes(other.read_bytes()),
            lambda path, other, settings: setattr(settings, "BALLOT_KEY", "another key"),
        ],
    )
    def test_opens_nothing_when_it_is_gone_damaged_swapped_or_locked_otherwise(
        self, key_folder, settings, spoil
    ):
        poll, other = PollFactory(is_open=True), PollFactory(is_open=True)
        spoil(key_folder / f"{poll.public_id}.key", key_folder / f"{other.public_id}.key", settings)

        with pytest.raises(Refused, match="启封密钥不在或无法使用"):
            keys.opener(poll)

    def test_of_one_poll_opens_no_envelope_of_another(self):
        poll, other = PollFactory(cast=1), PollFactory(is_open=True)
        sealed = bytes(Envelope.objects.of(poll).get().sealed)

        with pytest.raises(CryptoError):
            keys.opener(other).decrypt(sealed)
        assert keys.opener(poll).decrypt(sealed)

    def test_goes_after_the_count_is_committed_and_its_end_is_recorded_once(self, key_folder, committed):
        poll = PollFactory(cast=1, is_closed=True)
        with committed():
            services.count(poll, officer_of(poll))
            assert keys.exists(poll)

        keys.destroy(poll)

        assert list(key_folder.iterdir()) == []
        entries = [entry.act for entry in poll.ledger.entries.all()]
        assert entries.count("销毁启封密钥") == 1

    def test_that_outlived_a_crash_after_the_count_is_swept_by_the_next_tick(self, key_folder):
        poll = PollFactory(cast=1, is_counted=True)
        assert keys.exists(poll)

        deadlines.tick()
        deadlines.tick()

        assert not keys.exists(poll)
        assert [entry.act for entry in poll.ledger.entries.all()].count("销毁启封密钥") == 1

    def test_whose_file_went_before_its_end_was_recorded_is_recorded_by_the_next_tick(self, key_folder):
        poll = PollFactory(cast=1, is_counted=True)
        (key_folder / f"{poll.public_id}.key").unlink()

        assert keys.sweep() == 1

        poll.refresh_from_db()
        assert poll.key_destroyed_at is not None

    def test_of_an_open_or_closed_poll_and_of_another_database_is_left_alone(self, key_folder):
        PollFactory(is_open=True)
        PollFactory(is_closed=True)
        (key_folder / "9a3b1c60-0000-4000-8000-000000000000.key").write_bytes(b"x")

        assert keys.sweep() == 0
        assert len(list(key_folder.iterdir())) == 3

    def test_left_by_an_opening_that_failed_is_swept_or_replaced(self, key_folder):
        poll = PollFactory()
        keys.create(poll)
        assert keys.sweep() == 1
        assert list(key_folder.iterdir()) == []

        keys.create(poll)
        services.open_poll(poll, officer_of(poll))
        assert keys.opener(poll)

    def test_is_not_swept_from_under_a_poll_that_opens_at_this_moment(self, key_folder):
        poll = PollFactory()
        keys.create(poll)
        stale = Poll.objects.get(pk=poll.pk)
        services.open_poll(poll, officer_of(poll))

        assert keys._sweep_one(stale) is False
        assert keys.exists(poll)


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError):
        locks.shared(Poll(pk=1))
