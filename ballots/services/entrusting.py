"""How do several scrutineers come to hold a poll's key together?

Chosen by the officer, each sets a passphrase; the rehearsal makes the key, shares it and proves that the
shares open an envelope; only then may the poll be opened. The polls of a meeting are prepared together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from ballots import keys, locks
from ballots.custody import Custody
from ballots.models import KeyHolder, Poll
from ballots.permissions import may_count, may_run
from ballots.services import unlocking
from ballots.services.authority import ask
from ballots.sharing import Lock
from selection.accounts import passwords
from selection.accounts.notices import notify
from selection.reasons import Refused
from selection.records import ledgers

if TYPE_CHECKING:
    from selection.accounts.models import User

LEAST = 12
STARTED = "投票已经开始，启封密钥的分持不能再改"
NOT_SHARED = "启封密钥没有由监票人分持，不用口令"


@transaction.atomic
def entrust(poll: Poll, by: User, holders: Iterable[User], threshold: int) -> None:
    """Let these scrutineers hold the key; ``threshold`` of them open the urn. Set passphrases stay theirs."""
    chosen = sorted(set(holders), key=lambda user: user.pk)
    for each in _prepared_with(poll):
        ask(may_run, each, by)
        if faults := list(_faults(each, chosen, threshold)):
            raise Refused(faults)
        each.key_holders.all().delete()
        KeyHolder.objects.bulk_create(KeyHolder(poll=each, user=user) for user in chosen)
        each.key_threshold, each.public_key = threshold, None
        each.save(update_fields=["key_threshold", "public_key"])
        custody, names = Custody.of(each), [user.pk for user in chosen]
        custody.start_over(threshold, {pk: lock for pk, lock in custody.locks.items() if pk in names})
        custody.save(each)
        _record(each, "启封密钥由监票人分持", by, threshold=threshold, holders=names)
    notify(lacking(poll), f"请为“{_called(poll)}”设定启封口令"[:300], poll.get_key_url())


def _faults(poll: Poll, chosen: list[User], threshold: int) -> Iterator[str]:
    if poll.is_on_paper:
        yield f"“{poll.title}”用纸质票，没有启封密钥，不用分持"
    if len(chosen) < 2:
        yield "密钥至少由两位监票人分持；监票人不足两位的，请先指定"
    elif not 2 <= threshold <= len(chosen):
        yield f"启封须到的人数应在2到{len(chosen)}之间"
    scrutineers = set(poll.scrutineers.all())
    for user in chosen:
        if user not in scrutineers:
            yield f"{user.name}不是“{poll.title}”的监票人，不能分持密钥"


@transaction.atomic
def take_back(poll: Poll, by: User) -> None:
    """The key is held by the server again, as a file that opens without passphrases."""
    for each in _prepared_with(poll):
        ask(may_run, each, by)
        if not each.is_shared:
            continue
        each.key_holders.all().delete()
        each.key_threshold, each.public_key = None, None
        each.save(update_fields=["key_threshold", "public_key"])
        keys.discard(each)
        _record(each, "启封密钥不再由监票人分持", by)


@sensitive_variables()
def set_passphrase(poll: Poll, by: User, passphrase: str) -> None:
    """The holder's own, for all polls of the meeting. Whatever was rehearsed has to be rehearsed again."""
    if not poll.key_holders.filter(user=by).exists():
        raise Refused("您不是这次投票的密钥分持人，不用设启封口令")
    if weaknesses := list(_weaknesses(passphrase, by)):
        raise Refused(weaknesses)
    _hang(Lock.of(passphrase), poll, by)


@transaction.atomic
def _hang(lock: Lock, poll: Poll, by: User) -> None:
    """A passphrase costs time, so its lock is made before the polls are held."""
    for each in _prepared_with(poll):
        if not each.key_holders.filter(user=by).exists():
            continue
        custody = Custody.of(each)
        custody.start_over(each.key_threshold or 0, custody.locks | {by.pk: lock})
        custody.save(each)
        _forget_rehearsal(each)
        _record(each, "设定启封口令", by)
    if not lacking(poll):
        sentence = f"“{_called(poll)}”的启封口令都已设定，请一起试启封"
        notify([holder.user for holder in _holders(poll)], sentence[:300], poll.get_key_url())


@sensitive_variables()
def _weaknesses(passphrase: str, user: User) -> Iterator[str]:
    rules: list[Any] = [
        passwords.LongEnough(LEAST),
        passwords.NotTheName(),
        passwords.NotCommon(),
        passwords.NotOnlyDigits(),
    ]
    try:
        validate_password(passphrase, user, rules)
    except ValidationError as error:
        yield from error.messages
    if user.check_password(passphrase):
        yield "启封口令不能与登录口令相同，请换一个"


@transaction.atomic
@sensitive_variables()
def rehearse(poll: Poll, by: User, passphrases: Mapping[int, str]) -> None:
    """Make and share the key of each poll of the meeting, and open a test envelope with these shares."""
    polls = [each for each in _prepared_with(poll) if each.is_shared]
    if not polls:
        raise Refused(NOT_SHARED)
    for each in polls:
        if not may_count(each, by):
            raise Refused("试启封由监票人办理，请在监票人的账号中进行")
        if unready := list(_unready(each)):
            raise Refused(unready)
        custody = Custody.of(each)
        hands = unlocking.hands(each, custody, passphrases)
        custody.forge()
        custody.save(each)
        if not Custody.of(each).is_proved_by(hands):
            raise Refused("试启封没有成功，请重新试启封；仍不成功的，请重新选定分持人")
        each.public_key = custody.public
        each.save(update_fields=["public_key"])
        each.key_holders.update(has_rehearsed=False)
        each.key_holders.filter(user__in=hands).update(has_rehearsed=True)
        _record(each, "试启封", by, took_part=sorted(hands))


def obstacles(poll: Poll) -> Iterator[str]:
    """What keeps a draft from being opened whose key scrutineers hold."""
    if not poll.is_shared:
        return
    if unready := list(_unready(poll)):
        yield from unready
    elif poll.public_key is None or Custody.of(poll).public != bytes(poll.public_key):
        yield f"还没有试启封，请至少{poll.key_threshold}位分持人一起再输一次口令"


def next_step(poll: Poll, user: User) -> str:
    """What this user has to do before the poll can be opened; empty if nothing, or others first."""
    if poll.state != Poll.State.DRAFT or not poll.is_shared:
        return ""
    waiting = lacking(poll)
    if user in waiting:
        return "您是启封密钥的分持人，请设定您的启封口令"
    if not waiting and may_count(poll, user) and list(obstacles(poll)):
        return "口令都已设定，请分持人一起试启封"
    return ""


def _unready(poll: Poll) -> Iterator[str]:
    scrutineers = set(poll.scrutineers.all())
    if gone := [holder.user.name for holder in _holders(poll) if holder.user not in scrutineers]:
        yield f"{'、'.join(gone)}已不是监票人，请重新选定密钥分持人"
    if waiting := [user.name for user in lacking(poll)]:
        yield f"{'、'.join(waiting)}还没有设定启封口令"


def lacking(poll: Poll) -> list[User]:
    """The holders who have no passphrase yet."""
    locks = Custody.of(poll).locks
    return [holder.user for holder in _holders(poll) if holder.user_id not in locks]


@transaction.atomic
def forget(poll: Poll) -> None:
    """After a restore: what was prepared for a draft is void, for its key may have been used since."""
    locks.exclusive(poll)
    _forget_rehearsal(poll)
    keys.discard(poll)
    _record(poll, "启封密钥须重新准备", None)


def _forget_rehearsal(poll: Poll) -> None:
    poll.public_key = None
    poll.save(update_fields=["public_key"])
    poll.key_holders.update(has_rehearsed=False)


def beside(poll: Poll) -> list[Poll]:
    """The drafts of the same meeting, which are prepared together."""
    return Poll.objects.together(poll, state=Poll.State.DRAFT)


def _prepared_with(poll: Poll) -> list[Poll]:
    """... locked; refuses where this one is no draft any more."""
    polls = beside(poll)
    for each in polls:
        locks.exclusive(each)
    drafts = [each for each in polls if each.state == Poll.State.DRAFT]
    if poll not in drafts:
        raise Refused(STARTED)
    return drafts


def _holders(poll: Poll) -> Iterable[KeyHolder]:
    return poll.key_holders.select_related("user")


def _called(poll: Poll) -> str:
    return str(poll.packet or poll.title)


def _record(poll: Poll, what: str, by: User | None, **more: Any) -> None:
    ledgers.append(poll.ledger, what, by=by, about=poll.title, poll=poll.pk, **more)
