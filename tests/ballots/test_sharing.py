"""Do a few of several holders open a key, and do fewer open nothing?"""

from itertools import combinations

import pytest

from ballots import sharing
from ballots.sharing import Lock

SECRET = bytes(range(32))


@pytest.mark.parametrize(("threshold", "number"), [(2, 2), (2, 3), (3, 5), (5, 5)])
def test_any_so_many_shares_give_the_secret_and_one_fewer_does_not(threshold, number):
    shares = sharing.split(SECRET, threshold, number)

    assert {sharing.combine(some) for some in combinations(shares, threshold)} == {SECRET}
    assert all(sharing.combine(few) != SECRET for few in combinations(shares, threshold - 1))


def test_the_same_secret_is_never_shared_alike():
    assert not set(sharing.split(SECRET, 2, 3)) & set(sharing.split(SECRET, 2, 3))


def test_a_share_is_unsealed_by_its_own_passphrase_only():
    lock = Lock.of("银杏叶落满操场")
    sealed = lock.seal(b"share")

    assert sharing.unseal(lock.key("银杏叶落满操场"), sealed) == b"share"
    assert lock.key("银杏叶落满操场。") is None
    assert sharing.unseal(Lock.of("银杏叶落满操场").key("银杏叶落满操场"), sealed) is None


def test_a_passphrase_is_the_same_in_full_and_half_width():
    assert Lock.of("Ｇｉｎｋｇｏ２０２６").key(" Ginkgo2026 ") is not None


def test_a_lock_keeps_what_its_passphrase_cost(monkeypatch):
    lock = Lock.of("银杏叶落满操场")
    monkeypatch.setattr(sharing, "ROUNDS", 2)

    assert lock.key("银杏叶落满操场") is not None


def test_a_try_is_dear_and_the_same_passphrase_locks_differently(monkeypatch):
    monkeypatch.undo()
    one, other = Lock.of("银杏叶落满操场"), Lock.of("银杏叶落满操场")

    assert (one.rounds, one.memory) == (8, 64 * 2**20)
    assert one.public != other.public
