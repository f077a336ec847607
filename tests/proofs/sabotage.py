"""What becomes of the program when one of its guards is taken out?

Each function takes out the guard it is named after, in the running process. A proof that stays green
without its guard proves nothing.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any

Patch = Callable[[Any, str, Any], None]
GUARDS: dict[str, Callable[[Patch], None]] = {}
# Guards that stand in the database.
STATEMENTS = {
    "the-unique-key": (
        "ALTER TABLE ballots_envelope DROP CONSTRAINT ballots_envelope_elector_id_key",
        "CREATE INDEX ON ballots_envelope (elector_id)",
    ),
    "the-one-owner": ("ALTER TABLE ballots_envelope DROP CONSTRAINT envelope_has_one_owner",),
}


def guard(taken_out: Callable[[Patch], None]) -> Callable[[Patch], None]:
    GUARDS[taken_out.__name__.replace("_", "-")] = taken_out
    return taken_out


def take_out(name: str, patch: Patch) -> None:
    if name and name not in STATEMENTS:
        GUARDS[name](patch)


@guard
def the_first_counts(patch: Patch) -> None:
    """A later ballot replaces the one that lies in the urn."""
    from ballots.models import Envelope
    from ballots.services import casting

    def drop(envelope: Any) -> bool:
        Envelope.objects.filter(elector=envelope.elector_id).delete()
        envelope.save()
        return True

    patch(casting, "_drop", drop)


@guard
def the_shared_lock(patch: Patch) -> None:
    from ballots import locks

    patch(locks, "shared", lambda poll: poll.refresh_from_db(fields=["state"]))


@guard
def thanks_after_the_commit(patch: Patch) -> None:
    """The ballot is acknowledged first, and stored a little later by somebody else."""
    from django.db import DatabaseError, connection

    from ballots import services
    from ballots.services import casting
    from selection.reasons import Refused

    store = casting.cast

    def later(*given: Any, **also: Any) -> None:
        time.sleep(0.5)
        with contextlib.suppress(Refused, DatabaseError):
            store(*given, **also)
        connection.close()

    patch(
        services,
        "cast",
        lambda *given, **also: threading.Thread(target=later, args=given, kwargs=also).start(),
    )


@guard
def the_word_of_failure(patch: Patch) -> None:
    """Whoever's ballot could not be stored is thanked all the same."""
    from django.db import DatabaseError

    from ballots import services
    from ballots.services import casting

    def cast(*given: Any, **also: Any) -> None:
        with contextlib.suppress(DatabaseError):
            casting.cast(*given, **also)

    patch(services, "cast", cast)


@guard
def the_word_of_a_busy_database(patch: Patch) -> None:
    from selection import errors

    patch(errors, "_service_is_away", lambda error: False)


@guard
def the_shuffle(patch: Patch) -> None:
    """The keys number the sections as they come out of the urn."""
    from itertools import count

    from ballots import heaps

    numbers = count()
    patch(heaps, "_keys", lambda number: [f"{next(numbers):032x}" for _ in range(number)])


@guard
def one_row(patch: Patch) -> None:
    """That somebody voted, and what, are two rows of one transaction, as in most products."""
    from django.db import transaction

    from ballots import services
    from ballots.heaps import Heap
    from ballots.models import Ballot
    from ballots.services import casting

    def cast(poll: Any, user: Any, choices: Any, remarks: Any = None, **also: Any) -> None:
        with transaction.atomic():
            casting.cast(poll, user, choices, remarks, **also)
            for section, mark in choices.items():
                Ballot.objects.create(poll=poll, section=section, content=mark)

    patch(services, "cast", cast)
    patch(Heap, "pour", lambda *_, **__: None)


@guard
def the_key_outside_the_database(patch: Patch) -> None:
    """The private key, wrapped as in its file, lies in a column of the poll."""
    from ballots import keys

    create = keys.create

    def wrapped(poll: Any) -> bytes:
        public = create(poll)
        poll.instructions = keys._path(poll.public_id).read_bytes().hex()
        return public

    patch(keys, "create", wrapped)


@guard
def the_destruction_of_the_key(patch: Patch) -> None:
    from ballots import keys

    patch(keys, "_unlink", lambda public_id: None)


@guard
def the_seal_of_the_shares(patch: Patch) -> None:
    """The shares lie in the key file as they were split."""
    from ballots import sharing

    patch(sharing.Lock, "seal", lambda self, share: share)
    patch(sharing, "unseal", lambda key, sealed: sealed)


@guard
def the_other_half(patch: Patch) -> None:
    """The file holds the whole key, and the passphrases are asked for show."""
    from ballots import sharing

    patch(sharing, "xor", lambda one, other: one)


@guard
def the_threshold(patch: Patch) -> None:
    """However many have to come, each share is the whole half."""
    from ballots import sharing

    split = sharing.split
    patch(sharing, "split", lambda secret, threshold, number: split(secret, 1, number))


@guard
def the_silence_about_passphrases(patch: Patch) -> None:
    """So that they need not be asked again, the passphrases are kept with the poll."""
    from ballots import services
    from ballots.services import entrusting

    def rehearse(poll: Any, by: Any, passphrases: Any) -> None:
        entrusting.rehearse(poll, by, passphrases)
        poll.instructions = "，".join(passphrases.values())
        poll.save(update_fields=["instructions"])

    patch(services, "rehearse", rehearse)


@guard
def the_silence_of_the_log(patch: Patch) -> None:
    import logging

    from ballots import services
    from ballots.services import casting

    def cast(poll: Any, user: Any, choices: Any, remarks: Any = None, **also: Any) -> None:
        logging.getLogger("ballots").warning("a ballot of %s: %s %s", user, choices, remarks)
        casting.cast(poll, user, choices, remarks, **also)

    patch(services, "cast", cast)


@guard
def the_blotting_of_addresses(patch: Patch) -> None:
    import re

    from selection import logs

    patch(logs, "SEALED", re.compile("(?!)"))


@guard
def choices_only_in_forms(patch: Patch) -> None:
    """What was ticked is kept in the session until it is cast."""
    from ballots.views.voting import VotePage

    check = VotePage._check

    def kept(self: Any, poll: Any, filled: Any) -> Any:
        self.request.session["draft"] = [filled.answers, filled.remarks]
        return check(self, poll, filled)

    patch(VotePage, "_check", kept)


@guard
def the_one_length(patch: Patch) -> None:
    from ballots import sheets

    patch(sheets.BallotPaper, "encode", lambda self, sheet: sheets._written(sheet))


@guard
def one_transaction_of_the_count(patch: Patch) -> None:
    """What comes out of the urn is committed at once, handful by handful."""
    from django.db import connection

    from ballots.models import Ballot
    from ballots.opened import Opened

    take = Opened.take

    def taken(self: Any, sheets: Any) -> None:
        take(self, sheets)
        [poll] = {subject.poll for subject in self.subjects.values()}
        for (text, category), _number in sheets.items():
            for key, mark in self.paper.decode(text).marks.items():
                Ballot.objects.create(poll=poll, section=key, category=category, content=mark)
        connection.connection.commit()

    patch(Opened, "take", taken)


@guard
def the_seal(patch: Patch) -> None:
    """Ballots lie in the urn as they were written."""
    from ballots import keys

    patch(keys, "seal", lambda public_key, sheet: sheet)


@guard
def the_blindness_before_the_count(patch: Patch) -> None:
    """The page of a running poll shows an interim result in place of the turnout."""
    from ballots import keys, progress, results
    from ballots.models import Envelope

    facts = results.facts

    def agreeing(poll: Any) -> int | None:
        if poll.state not in ("open", "closed"):
            return None
        box = keys.opener(poll)
        return sum(b'"agree"' in box.decrypt(bytes(each.sealed)) for each in Envelope.objects.of(poll))

    patch(progress, "collected", agreeing)
    patch(results, "facts", lambda poll: [*facts(poll), ("同意", f"{agreeing(poll)}票")])


@guard
def the_least_cell_at_the_opening(patch: Patch) -> None:
    from ballots.services import opening

    patch(opening, "_small_categories", lambda *_: iter(()))


@guard
def the_least_cell_at_the_close(patch: Patch) -> None:
    from ballots.services import counting

    patch(counting, "_small_categories", lambda *_: iter(()))


@guard
def the_whole_urn(patch: Patch) -> None:
    """Nobody compares what lies in the urn with what lay there at the close."""
    from ballots.services import counting

    patch(counting, "obstacles", lambda poll: iter(()))


@guard
def all_or_none(patch: Patch) -> None:
    """What can't be opened is left aside, and the rest is counted."""
    from nacl.exceptions import CryptoError

    from ballots.services import counting

    def open_all(poll: Any, opened: Any, box: Any) -> None:
        for sealed, category in counting._sealed(poll):
            with contextlib.suppress(CryptoError):
                opened.take({(box.decrypt(sealed), category): 1})

    patch(counting, "_open_all", open_all)


@guard
def the_ban_on_keeping(patch: Patch) -> None:
    """Browsers may keep the pages of a ballot."""
    from django.views.decorators import cache

    from selection import privacy

    for module in (cache, privacy):
        patch(module, "add_never_cache_headers", lambda response: None)


@guard
def the_exact_fraction(patch: Patch) -> None:
    """Shares are compared as percentages with one decimal."""
    from ballots.verdicts import Bar

    def needed(self: Any, base: int) -> int:
        percent = round(100 * self.numerator / self.denominator, 1)
        share = round(base * percent / 100)
        return max(share + self.strict, self.minimum)

    patch(Bar, "needed", needed)


@guard
def more_than(patch: Patch) -> None:
    """Exactly the fraction is enough, whether it must be exceeded or not."""
    from ballots.verdicts import Bar

    def needed(self: Any, base: int) -> int:
        return max(-(-base * self.numerator // self.denominator), self.minimum)

    patch(Bar, "needed", needed)


@guard
def the_abstentions(patch: Patch) -> None:
    """What was left out is not counted as 弃权."""
    from ballots import opened, tallies

    def without_abstentions(section: Any, marks: Any) -> dict[str, dict[str, int]]:
        return {
            subject: {name: 0 if "abstain" in name else number for name, number in counts.items()}
            for subject, counts in tallies.tally(section, marks).items()
        }

    patch(opened, "tally", without_abstentions)


@guard
def the_spoiled_ballots(patch: Patch) -> None:
    from ballots.opened import Opened

    take = Opened.take

    def take_readable(self: Any, sheets: Any) -> None:
        take(self, {each: number for each, number in sheets.items() if self.paper.decode(each[0])})

    patch(Opened, "take", take_readable)


@guard
def the_ballots_of_paper(patch: Patch) -> None:
    """What was signed of paper stands in the turnout and not in the sums."""
    from ballots import batches

    patch(batches, "added", lambda urn, *_: urn)


@guard
def the_frozen_roll(patch: Patch) -> None:
    """People can be added while others vote."""
    from ballots.services import drawing

    patch(drawing, "_lock_draft", lambda poll: None)


@guard
def the_unopened_void(patch: Patch) -> None:
    """A round that is declared void may be looked at first."""
    from ballots import keys
    from ballots.services import closing, counting

    void = closing._void

    def counted_first(poll: Any, by: Any, reason: str) -> None:
        counting._empty(poll, keys.opener(poll))
        void(poll, by, reason)

    patch(closing, "_void", counted_first)


@guard
def the_digest_of_a_code(patch: Patch) -> None:
    """Codes lie in the database as they are printed."""
    from ballots import slips
    from ballots.services import casting

    for module in (slips, casting):
        patch(module, "digest", lambda code: code.rpartition("#")[2])


@guard
def codes_only_in_forms(patch: Patch) -> None:
    """Whoever typed a code needn't type it again: the session knows it."""
    from ballots.views.slip_voting import SlipPage

    post = SlipPage.post

    def kept(self: Any, request: Any) -> Any:
        request.session["slip"] = request.POST.get("code")
        return post(self, request)

    patch(SlipPage, "post", kept)


@guard
def the_void_after_restoring(patch: Patch) -> None:
    from ballots import services

    patch(services, "void_restored", lambda poll: None)


@guard
def the_sums_of_a_backup(patch: Patch) -> None:
    from selection.records import backups

    patch(backups, "check", lambda folder: None)


@guard
def the_look_at_the_files(patch: Patch) -> None:
    from selection.records import files

    patch(files, "flaws", lambda: iter(()))


@guard
def the_day_of_the_deadline(patch: Patch) -> None:
    """The record is dated when the clock came."""
    from campaigns.services import publicizing

    note = publicizing._note
    patch(publicizing, "_note", lambda *given, **said: note(*given, **(said | {"on": None})))


@guard
def the_order_of_deadlines(patch: Patch) -> None:
    from campaigns import ticking

    due = ticking.due
    patch(ticking, "due", lambda now: due(now)[::-1])


@guard
def the_word_to_the_officer(patch: Patch) -> None:
    from campaigns.services import publicizing

    patch(publicizing, "tell_officers", lambda *_: None)


@guard
def the_second_look(patch: Patch) -> None:
    """Who comes second does not ask again, under the lock, whether it still is to be done."""
    from campaigns.services import publicizing

    def end(notice: Any, at: Any) -> bool:
        time.sleep(0.5)
        notice.ended_at = notice.ends_at
        notice.end()
        notice.save()
        publicizing._note(notice, "公示期满", None, on=notice.last_day)
        return True

    patch(publicizing, "end", end)


@guard
def the_beat_of_a_clock_put_back(patch: Patch) -> None:
    from celery.schedules import schedule

    from selection.steady import Every

    patch(Every, "is_due", schedule.is_due)


@guard
def one_transaction(patch: Patch) -> None:
    """What an act writes is committed row by row."""
    from django.db.backends.postgresql.features import DatabaseFeatures
    from django.db.backends.utils import CursorWrapper

    execute = CursorWrapper._execute

    def by_itself(cursor: Any, sql: str, params: Any, *ignored: Any) -> Any:
        done = execute(cursor, sql, params, *ignored)
        if cursor.db.in_atomic_block and sql.startswith(("INSERT", "UPDATE", "DELETE")):
            cursor.db.connection.commit()
        return done

    patch(CursorWrapper, "_execute", by_itself)
    patch(DatabaseFeatures, "uses_savepoints", False)


@guard
def the_word_of_a_full_disk(patch: Patch) -> None:
    from selection import errors

    patch(errors, "_is_full", lambda error: False)


@guard
def whole_files(patch: Patch) -> None:
    from django.core.files.storage import FileSystemStorage

    from selection.whole_files import WholeFiles

    patch(WholeFiles, "_save", FileSystemStorage._save)


@guard
def the_hold_of_a_selection(patch: Patch) -> None:
    """Two may step at once, each from the stage that they saw."""
    from campaigns.services import stages

    def look(campaign: Any) -> Any:
        found = (
            type(campaign).objects.select_related("plan__organisation", "plan__ledger").get(pk=campaign.pk)
        )
        time.sleep(0.2)
        return found

    patch(stages, "hold", look)


@guard
def the_hold_of_a_notice(patch: Patch) -> None:
    """Two may conclude at once what both saw open."""
    from campaigns.services import publicizing

    def look(campaign: Any, *_: Any) -> Any:
        time.sleep(0.2)
        return campaign

    patch(publicizing, "take", look)
    patch(publicizing.Publicity, "refresh_from_db", lambda *_, **__: None)


@guard
def the_ledger_first(patch: Patch) -> None:
    """The record is locked when something is written into it, whatever is held by then."""
    from django.db import transaction

    from selection.records import ledgers

    hold, append = ledgers.hold, ledgers.append

    def append_last(ledger: Any, *given: Any, **said: Any) -> Any:
        with transaction.atomic():
            hold(ledger.pk)
            entry = append(ledger, *given, **said)
            time.sleep(0.3)
            return entry

    patch(ledgers, "hold", lambda pk: ledgers.Ledger.objects.get(pk=pk))
    patch(ledgers, "append", append_last)


@guard
def the_second_rendering(patch: Patch) -> None:
    """A document whose job was lost stays without its file."""
    from selection import deadlines
    from selection.records import pdfs

    patch(deadlines, "works", [work for work in deadlines.works if work is not pdfs.render_due])
