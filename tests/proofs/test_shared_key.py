"""B2 where scrutineers hold the key: what do all that is kept and the key file open without them?"""

from itertools import combinations

from nacl.public import PrivateKey

from ballots import sharing
from ballots.custody import lock_of
from tests.proofs.guards import guarded
from tests.proofs.test_leaks import everything_below, forms, unpacked

PHRASES = ["白鹭掠过秋天的水田金丝雀", "老校门口的桂花开了金丝雀", "风把红领巾吹得很高金丝雀"]
SHARE = 1 + sharing.SECRET


def taken(world, poll, people):
    """The scrutineers set their passphrases and rehearse in their browsers; then everybody votes."""
    with world.web():
        for (_, session), phrase in zip(people, PHRASES, strict=True):
            form = {"passphrase": phrase, "again": phrase}
            world.browser(session).request("POST", f"/polls/{poll}/key/passphrase/", form)
        entered = {f"passphrase_{pk}": phrase for (pk, _), phrase in zip(people, PHRASES, strict=True)}
        world.browser(people[0][1]).request("POST", f"/polls/{poll}/key/rehearsal/", entered)
    world.stage("begin", poll=poll)
    world.stage("cast", poll=poll, votes=[[voter, "agree"] for voter, _ in people])
    return entered


def key_from(file, known):
    """What comes out of the file for whoever knows these passphrases: the poll's key, or nothing."""
    shares = [bytes.fromhex(share) for share in file["shares"].values()]
    shares = [share for share in shares if len(share) == SHARE]
    for holder, phrase in known.items():
        key = lock_of(file["locks"][holder]).key(phrase)
        shares.append(sharing.unseal(key, bytes.fromhex(file["shares"][holder])))
    shares = [share for share in shares if share is not None]
    half = bytes.fromhex(file["half"])
    tried = [half, *(bytes.fromhex(lock[1]) for lock in file["locks"].values())]
    for number in range(1, len(shares) + 1):
        tried += [sharing.xor(half, sharing.combine(some)) for some in combinations(shares, number)]
    return next((key for key in tried if bytes(PrivateKey(key).public_key).hex() == file["public"]), None)


@guarded(
    the_seal_of_the_shares="key file, environment and the passphrase of one of three open nothing",
    the_other_half="key file, environment and the passphrase of one of three open nothing",
    the_threshold="key file, environment and the passphrase of one of three open nothing",
    the_silence_about_passphrases="nothing that is kept holds a passphrase or the key",
)
def test_b2_everything_that_is_kept_with_the_key_file_opens_nothing_without_enough_holders(
    world, cluster, without
):
    people = world.stage("people", number=3)
    accounts = [pk for pk, _ in people]
    poll = world.stage("share", voters=accounts, holders=accounts, threshold=2)
    entered = taken(world, poll, people)
    file, sealed = world.stage("unlocked", poll=poll), world.stage("look", poll=poll)["sealed"]
    known = dict(zip(map(str, accounts), PHRASES, strict=True)).items()

    alone = [key_from(file, dict([holder])) for holder in known]
    assert alone == [None] * 3, "key file, environment and the passphrase of one of three open nothing"
    key = key_from(file, dict(list(known)[:2]))
    assert key is not None, "two of three open it"
    kept = everything_kept(world, cluster)
    secrets = [key, *(phrase.encode() for phrase in entered.values())]
    assert [form for secret in secrets for form in forms(secret) if form in kept] == [], (
        "nothing that is kept holds a passphrase or the key"
    )
    assert bytes.fromhex(sealed[0]) in kept, "the search would have found what is there"


def everything_kept(world, cluster):
    with cluster.connect(world.database) as server:
        sessions = [row for (row,) in server.execute("SELECT session_data FROM django_session")]
    return everything_below(
        cluster.base_backup(), cluster.data / "pg_wal", cluster.log, world.folder
    ) + b"".join(map(unpacked, sessions))
