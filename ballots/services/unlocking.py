"""With whose passphrases is an urn opened whose key scrutineers hold?

They come in one form, at the rehearsal as at the count: nothing is kept between the first and the last of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.views.decorators.debug import sensitive_variables
from nacl.public import PrivateKey, SealedBox

from ballots import guesses, keys
from ballots.custody import Custody
from ballots.permissions import may_count
from selection.reasons import Refused

if TYPE_CHECKING:
    from ballots.models import Poll
    from selection.accounts.models import User


def present_holders(poll: Poll) -> list[User]:
    """Those who may take part in opening: a holder who was replaced or barred may not."""
    if not poll.is_shared:
        return []
    present = set(poll.scrutineers.all()) - set(poll.barred.all())
    return [holder.user for holder in poll.key_holders.select_related("user") if holder.user in present]


def _by_key(poll: Poll) -> dict[int, str]:
    """The names of the holders by their keys, but for those in whose way a relation has come since."""
    return {user.pk: user.name for user in present_holders(poll) if may_count(poll, user)}


def too_few(poll: Poll) -> Iterator[str]:
    """What keeps a closed urn from being opened whose key scrutineers hold."""
    if poll.is_shared and (left := len(present_holders(poll))) < (poll.key_threshold or 0):
        yield f"仍是监票人的密钥分持人只有{left}位，不足{poll.key_threshold}位，不能启封；请作废本轮，重新组织"


def forgotten(poll: Poll) -> str:
    """Why a round is run again whose holders have forgotten their passphrases."""
    return f"到场并记得启封口令的分持人不足{poll.key_threshold}位，密封票无法启封，本轮重新组织"


@sensitive_variables()
def opener(poll: Poll, passphrases: Mapping[int, str]) -> SealedBox:
    """What opens this poll's envelopes; of a shared key, with the passphrases of enough holders."""
    if not poll.is_shared:
        return keys.opener(poll)
    custody = Custody.of(poll)
    if custody.public != bytes(poll.public_key or b""):
        raise Refused(keys.LOST)
    box = custody.box(hands(poll, custody, passphrases))
    if box is None:
        raise Refused(keys.LOST)
    return box


def took_part(poll: Poll, passphrases: Mapping[int, str]) -> dict[str, Any]:
    """For the record of a count: whose passphrases opened the urn. Empty where none were asked."""
    if not poll.is_shared:
        return {}
    return {"holders": sorted(pk for pk in _by_key(poll) if passphrases.get(pk))}


@sensitive_variables()
def hands(poll: Poll, custody: Custody, passphrases: Mapping[int, str]) -> dict[int, PrivateKey]:
    """Of enough holders, each with the right passphrase; or who has to try again."""
    names = _by_key(poll)
    given = {pk: passphrase for pk, passphrase in passphrases.items() if passphrase and pk in names}
    if len(given) < custody.threshold:
        raise Refused(f"启封须{custody.threshold}位分持人到场，现只有{len(given)}位输入了口令")
    if guesses.PASSPHRASES.is_spent(str(poll.public_id)):
        minutes = guesses.PASSPHRASES.seconds // 60
        raise Refused(f"口令输错的次数太多，请{minutes}分钟后再试")
    found = {pk: hand for pk, hand in custody.hands(given).items() if hand is not None}
    if wrong := [pk for pk in given if pk not in found]:
        for _ in wrong:
            guesses.PASSPHRASES.note(str(poll.public_id))
        raise Refused(f"{'、'.join(names[pk] for pk in wrong)}的口令不符，这次没有启封，请重新输入")
    return found
