"""What can't be promised of a ballot's secret? Each limit is shown as plainly as a promise."""

import pytest
from django.urls import reverse

from ballots import keys, results, services, sharing
from ballots.definitions import SubjectSpec
from ballots.drawn import paper_of
from ballots.models import Envelope
from ballots.services import unlocking
from tests.factories.ballots import (
    PollFactory,
    held_poll,
    officer_of,
    passphrase_of,
    phrases,
    rehearsed_poll,
    voices,
    voters_of,
)

pytestmark = pytest.mark.django_db

ONE = [SubjectSpec("p1", "王一")]


def test_the_server_reads_a_ballot_as_it_arrives(client, monkeypatch):
    seen, seal = [], keys.seal
    monkeypatch.setattr(keys, "seal", lambda key, sheet: (seen.append(sheet), seal(key, sheet))[1])
    poll = PollFactory(voters=1, subjects=ONE, is_open=True)
    client.force_login(voters_of(poll)[0])

    client.post(reverse("ballots:vote", args=[poll.public_id]), {"a.p1.consent": "oppose", "act": "cast"})

    assert b'"oppose"' in seen[0]


def test_key_file_and_secret_together_open_envelopes_before_the_count():
    poll = PollFactory(voters=1, subjects=ONE, is_open=True)
    services.cast(poll, voters_of(poll)[0], {"p1": "oppose"})
    [envelope] = Envelope.objects.of(poll)

    opened = paper_of(poll).decode(keys.opener(poll).decrypt(bytes(envelope.sealed)))

    assert (envelope.elector.user, opened.marks["p1"]["consent"]) == (voters_of(poll)[0], "oppose")


def test_enough_holders_together_open_envelopes_before_the_count():
    poll, users = rehearsed_poll(voters=1, subjects=ONE)
    services.open_poll(poll, officer_of(poll))
    services.cast(poll, voters_of(poll)[0], {"p1": "oppose"})
    [envelope] = Envelope.objects.of(poll)

    box = unlocking.opener(poll, phrases(users[1:]))

    assert paper_of(poll).decode(box.decrypt(bytes(envelope.sealed))).marks["p1"]["consent"] == "oppose"


def test_the_server_sees_passphrases_as_they_are_entered(client, monkeypatch):
    seen, of = [], sharing.Lock.of
    monkeypatch.setattr(sharing.Lock, "of", lambda passphrase: (seen.append(passphrase), of(passphrase))[1])
    poll, users = held_poll()
    client.force_login(users[0])
    own = passphrase_of(users[0])

    client.post(reverse("ballots:set_passphrase", args=[poll.public_id]), {"passphrase": own, "again": own})

    assert seen == [own]


def counted(spread):
    poll = PollFactory(voters=len(spread), subjects=ONE, is_open=True)
    for voter, choices in zip(voters_of(poll), spread, strict=True):
        services.cast(poll, voter, choices)
    services.close(poll, officer_of(poll))
    services.count(poll, officer_of(poll))
    return poll


def test_a_unanimous_result_tells_what_everybody_chose():
    [row] = results.table(counted(voices(agree=4))).blocks[0].rows

    assert row.cells == (4, 0, 0)


def test_whoever_knows_all_other_ballots_knows_the_last_one():
    known = {"agree": 2, "oppose": 0, "abstain": 0}
    sums = counted(voices(agree=2, oppose=1)).tallies["p1"]

    assert [voice for voice in sums if sums[voice] > known[voice]] == ["oppose"]


def test_the_check_page_shows_an_onlooker_what_was_chosen(client):
    poll = PollFactory(voters=1, subjects=ONE, is_open=True)
    client.force_login(voters_of(poll)[0])

    page = client.post(
        reverse("ballots:vote", args=[poll.public_id]), {"a.p1.consent": "oppose", "act": "check"}
    )

    assert "不同意" in page.content.decode()
