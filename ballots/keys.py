"""Where is the key that opens a poll's envelopes, and when is it gone?

Each poll has a libsodium key pair. The public half is on the poll; the private half is only a file
of mode 0600 in ``BALLOT_KEY_DIR``, encrypted with ``BALLOT_KEY`` from the environment. The folder
belongs to one database and into no backup. Whoever restores a database in which a poll stands open
finds no key, and that round is void. Where scrutineers hold the key together, the file alone opens
nothing (``ballots.custody``).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.views.decorators.debug import sensitive_variables
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from ballots import locks
from selection import clock
from selection.reasons import Refused
from selection.records import ledgers

if TYPE_CHECKING:
    from ballots.models import Poll

LOST = "启封密钥不在或无法使用，本轮不能计票；请作废本轮，重新组织投票"


def create(poll: Poll) -> bytes:
    """Make the pair; the file is on the disk when this returns. Gives the public half.

    A file left by an opening that didn't come about is replaced; only a draft may call this.
    """
    private = PrivateKey.generate()
    write(poll, bytes(private))
    return bytes(private.public_key)


@sensitive_variables()
def write(poll: Poll, content: bytes) -> None:
    """Replace the poll's file; it is on the disk when this returns."""
    path = _path(poll.public_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(_safe().encrypt(poll.public_id.bytes + content))
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    _sync_folder(path.parent)


@sensitive_variables()
def read(poll: Poll) -> bytes | None:
    """What the poll's own file holds; None if it is gone, damaged, another poll's or locked otherwise."""
    try:
        content = _safe().decrypt(_path(poll.public_id).read_bytes())
    except (FileNotFoundError, CryptoError):
        return None
    return content[16:] if content[:16] == poll.public_id.bytes else None


def seal(public_key: bytes, sheet: bytes) -> bytes:
    return SealedBox(PublicKey(public_key)).encrypt(sheet)


@sensitive_variables()
def opener(poll: Poll) -> SealedBox:
    """What opens this poll's envelopes; refuses without its own key."""
    content = read(poll)
    if content is None or len(content) != PrivateKey.SIZE:
        raise Refused(LOST)
    private = PrivateKey(content)
    if bytes(private.public_key) != bytes(poll.public_key or b""):
        raise Refused(LOST)
    return SealedBox(private)


def discard(poll: Poll) -> None:
    """Remove the file of a draft: no ballot was ever sealed to its key."""
    _unlink(poll.public_id)


def exists(poll: Poll) -> bool:
    return _path(poll.public_id).exists()


def destroy(poll: Poll) -> None:
    """Unlink the key of a poll whose end is committed, then write down that it is gone."""
    _unlink(poll.public_id)
    with transaction.atomic():
        locks.exclusive(poll)
        if poll.public_key is None or poll.key_destroyed_at is not None:
            return
        poll.key_destroyed_at = clock.now()
        poll.save(update_fields=["key_destroyed_at"])
        ledgers.append(poll.ledger, "销毁启封密钥", by=None, about=poll.title, poll=poll.pk)


def sweep() -> int:
    """Remove the key files of polls that no longer need one; gives how many.

    A draft may be just opening in another process, so each is looked at under its lock. A draft whose key
    scrutineers hold keeps what they have prepared. Files of polls that this database doesn't know are left
    alone: they may be another database's.
    """
    from ballots.models import Poll

    held = [UUID(path.stem) for path in _folder().glob("*.key")]
    ended = Poll.objects.exclude(state__in=[Poll.State.OPEN, Poll.State.CLOSED])
    ended = ended.exclude(state=Poll.State.DRAFT, key_threshold__isnull=False)
    idle = ended.filter(public_id__in=held) | ended.filter(public_key__isnull=False, key_destroyed_at=None)
    return sum(_sweep_one(poll) for poll in idle.order_by("pk"))


def _sweep_one(poll: Poll) -> bool:
    with transaction.atomic():
        locks.exclusive(poll)
        if poll.state in (poll.State.OPEN, poll.State.CLOSED) or _is_prepared_by_holders(poll):
            return False
        if poll.state == poll.State.DRAFT:
            _unlink(poll.public_id)
            return True
    destroy(poll)
    return True


def _is_prepared_by_holders(poll: Poll) -> bool:
    return poll.state == poll.State.DRAFT and poll.is_shared


def _folder() -> Path:
    return Path(settings.BALLOT_KEY_DIR)


def _path(public_id: UUID) -> Path:
    return _folder() / f"{public_id}.key"


def _unlink(public_id: UUID) -> None:
    path = _path(public_id)
    path.with_suffix(".new").unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    if path.parent.exists():
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _safe() -> SecretBox:
    key = blake2b(settings.BALLOT_KEY.encode(), digest_size=32, person=b"ballot-key", encoder=RawEncoder)
    return SecretBox(key)
