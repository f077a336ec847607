"""How does an official paper come to be: drawn up, numbered and signed, corrected?"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

from selection import chinese, clock, codes
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Ledger, NumberSeries, Paper
from selection.records.models.papers import PaperQuerySet

logger = logging.getLogger(__name__)


def _nothing(_paper: Paper) -> dict[str, Any]:
    return {}


def _no_reasons(_paper: Paper, _by: User) -> list[str]:
    return []


def _no_follow_up(_paper: Paper, _by: User) -> None:
    pass


def _hold_nothing(_paper: Paper) -> None:
    pass


def _no_page(_paper: Paper) -> str:
    return ""


def _open(_paper: Paper) -> bool:
    return False


def _any_day(_paper: Paper) -> date | None:
    return None


@dataclass(frozen=True)
class PaperKind:
    """What the papers of one kind have in common.

    ``wording`` maps the free texts to their labels; all else is facts and locked. Who has ``issuing_act``
    words the paper, and signs it unless only a leader does (``is_signed_by_leader``); a paper upward
    (``is_upward``) names its signer at the top. ``private`` adds at rendering what may not lie in the
    context (identity numbers, photos). ``refusals`` says why a paper can't be issued yet; ``not_before``
    is the day of what it speaks of; ``hold`` locks what a signature moves, before the paper itself;
    ``on_issue`` is the follow-up inside the same transaction, which sees
    date and number already; ``page`` is the address of what the paper belongs to, ``worded_at`` that of
    a page of its own on which it is worded; ``is_shut`` says whether it names people whose names are not public yet.
    """

    label: str
    template: str
    numbered: bool = False
    wording: Mapping[str, str] = field(default_factory=dict)
    issuing_act: str = Act.RUN_CAMPAIGNS
    is_signed_by_leader: bool = False
    is_upward: bool = False
    private: Callable[[Paper], dict[str, Any]] = _nothing
    refusals: Callable[[Paper, User], list[str]] = _no_reasons
    not_before: Callable[[Paper], date | None] = _any_day
    hold: Callable[[Paper], None] = _hold_nothing
    on_issue: Callable[[Paper, User], None] = _no_follow_up
    page: Callable[[Paper], str] = _no_page
    worded_at: Callable[[Paper], str] = _no_page
    is_shut: Callable[[Paper], bool] = _open


# kind → what it is; filled by the apps above
KINDS: dict[str, PaperKind] = {}


def draw_up(
    kind: str,
    organisation: Organisation,
    ledger: Ledger,
    title: str,
    context: dict[str, Any],
    wording: dict[str, str] | None = None,
) -> Paper:
    """A draft; ``context`` are the facts as plain JSON."""
    return Paper.objects.create(
        kind=kind,
        organisation=organisation,
        ledger=ledger,
        title=title,
        context=context,
        wording=_known_wording(KINDS[kind], wording or {}),
    )


@transaction.atomic
def redraw(paper: Paper, *, title: str, context: dict[str, Any]) -> None:
    """The facts have changed while the paper was a draft; the wording stays."""
    locked = lock_draft(paper)
    locked.title, locked.context = title, context
    locked.save(update_fields=["title", "context"])
    paper.refresh_from_db()


@transaction.atomic
def reword(paper: Paper, wording: dict[str, str], by: User) -> None:
    refuse_unless_writer(paper, by)
    ledgers.hold(paper.ledger_id)
    locked = lock_draft(paper)
    locked.wording = _known_wording(KINDS[paper.kind], locked.wording | wording)
    locked.save(update_fields=["wording"])
    about, title = f"paper:{paper.pk}", locked.title
    ledgers.append(locked.ledger, "修改文书文字", by=by, about=about, title=title)
    paper.refresh_from_db()


@transaction.atomic
def issue(paper: Paper, by: User) -> Paper:
    """Sign today: date, number and final facts; from here on nothing of it changes.

    The PDF is made by the worker once the transaction has committed.
    """
    _refuse_unless_signer(paper, by)
    return put_in_force(paper, by, clock.today())


@transaction.atomic
def put_in_force(paper: Paper, signer: User, on: date, **said: Any) -> Paper:
    """Issue what ``signer`` signed ``on`` that day; whether that may be taken for true is the caller's question."""
    hold(paper)
    locked = lock_draft(paper)
    kind = KINDS[locked.kind]
    if reasons := [*out_of_time(locked, on), *kind.refusals(locked, signer)]:
        raise Refused(reasons)
    locked.issued_on, locked.issued_by, locked.state = on, signer, Paper.State.ISSUED
    locked.check_code = codes.derived("paper", str(locked.pk), groups=3, length=4)
    if kind.numbered:
        _number(locked)
    if locked.replaces is not None:
        _revoke(locked.replaces)
    kind.on_issue(locked, signer)
    ledger = locked.ledger
    _write_issue(locked, signer, **said)
    locked.ledger_length, locked.ledger_head = ledger.length, ledger.head
    locked.save()
    transaction.on_commit(lambda: _send_to_worker(locked.pk), robust=True)
    paper.refresh_from_db()
    return paper


def out_of_time(paper: Paper, on: date) -> list[str]:
    """A paper is dated neither tomorrow nor before what it speaks of."""
    if on > clock.today():
        return [f"成文日期（{chinese.day(on)}）晚于今天，请核对"]
    earliest = KINDS[paper.kind].not_before(paper)
    if earliest is not None and on < earliest:
        return [f"成文日期（{chinese.day(on)}）早于文书所依据事项的日期（{chinese.day(earliest)}），请核对"]
    return []


@transaction.atomic
def correct(paper: Paper, by: User) -> Paper:
    """A new draft with the same facts and wording; the old paper stands until this one is issued."""
    refuse_unless_writer(paper, by)
    locked = Paper.objects.select_for_update(no_key=True).get(pk=paper.pk)
    if locked.state not in (Paper.State.ISSUED, Paper.State.RENDERED):
        raise Refused("只有已签发且有效的文书才能更正")
    if begun := locked.replacements.filter(state=Paper.State.DRAFT).first():
        return begun
    draft = draw_up(
        locked.kind, locked.organisation, locked.ledger, locked.title, locked.context, locked.wording
    )
    draft.replaces = locked
    draft.save(update_fields=["replaces"])
    return draft


def set_aside(found: PaperQuerySet, state: Paper.State) -> int:
    """Papers in force lose it with what they rest on; the act that brings it about writes the record."""
    concerned = list(found.in_force().values_list("pk", flat=True))
    return Paper.objects.filter(pk__in=concerned).update(state=state)


def _send_to_worker(pk: int) -> None:
    """Where the queue is away, the paper is issued all the same, and rendered at the next tick."""
    from selection.records.tasks import render as task

    try:
        task.delay(pk)
    except OperationalError as error:
        logger.warning("the queue is away, paper %s waits for the next tick: %s", pk, error)


def _known_wording(kind: PaperKind, wording: Mapping[str, str]) -> dict[str, str]:
    """Facts can't be smuggled in as wording."""
    if unknown := sorted(wording.keys() - kind.wording.keys()):
        raise Refused(f"《{kind.label}》没有可修改的文字“{'、'.join(unknown)}”")
    return dict(wording)


def may_write(paper: Paper, user: User) -> bool:
    """Draw up, word and correct: whoever has the kind's act there, and the school's leaders, who decide."""
    return user.may(KINDS[paper.kind].issuing_act, paper.organisation) or user.may(
        Act.DECIDE, paper.organisation
    )


def may_sign(paper: Paper, user: User) -> bool:
    """A paper that bears a leader's name is signed by a leader; any other by whoever may write it."""
    if KINDS[paper.kind].is_signed_by_leader:
        return user.may(Act.DECIDE, paper.organisation)
    return may_write(paper, user)


def refuse_unless_writer(paper: Paper, by: User) -> None:
    kind = KINDS[paper.kind]
    if not may_write(paper, by):
        raise Refused(f"您没有办理《{kind.label}》的权限，请由有“{Act(kind.issuing_act).label}”权限的人办理")


def _refuse_unless_signer(paper: Paper, by: User) -> None:
    refuse_unless_writer(paper, by)
    if not may_sign(paper, by):
        raise Refused(f"《{KINDS[paper.kind].label}》须由学校领导签发，请学校领导在“待签文书”里签发")


def hold(paper: Paper) -> None:
    """What the paper speaks of is taken before the paper, as by every other act that takes both."""
    ledgers.hold(paper.ledger_id)
    KINDS[paper.kind].hold(paper)


def refuse_unless_wordable(paper: Paper, by: User) -> None:
    refuse_unless_writer(paper, by)
    _refuse_unless_draft(paper)


def _refuse_unless_draft(paper: Paper) -> None:
    if not paper.is_draft:
        raise Refused("文书已经签发，不能再改；需要改动请办理更正")


def lock_draft(paper: Paper) -> Paper:
    locked = Paper.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organisation", "ledger", "replaces"
    )
    found = locked.get(pk=paper.pk)
    _refuse_unless_draft(found)
    return found


def _number(paper: Paper) -> None:
    """The next number of the organisation's series; a rollback gives it back, so there are no gaps."""
    code = paper.organisation.document_code
    if not code:
        raise Refused(f"{paper.organisation}还没有填写机关代字，不能编发文字号，请人事干部在“我的账号”里填写")
    assert paper.issued_on is not None
    year = paper.issued_on.year
    begun, _ = NumberSeries.objects.get_or_create(
        organisation=paper.organisation, document_code=code, year=year
    )
    series = NumberSeries.objects.select_for_update(no_key=True).get(pk=begun.pk)
    series.last += 1
    series.save(update_fields=["last"])
    paper.document_code, paper.year, paper.sequence = code, series.year, series.last
    paper.number = f"{code}〔{series.year}〕{series.last}号"


def _revoke(replaced: Paper) -> None:
    locked = Paper.objects.select_for_update(no_key=True).get(pk=replaced.pk)
    if locked.state == Paper.State.REVOKED:
        raise Refused("原文书已被另一份更正件代替，请对最新的一份办理更正")
    locked.state = Paper.State.REVOKED
    locked.save(update_fields=["state"])


def _write_issue(paper: Paper, by: User, **said: Any) -> None:
    ledgers.append(
        paper.ledger,
        "更正文书" if paper.replaces_id else "签发文书",
        by=by,
        about=f"paper:{paper.pk}",
        happened_on=paper.issued_on,
        kind=KINDS[paper.kind].label,
        title=paper.title,
        number=paper.number,
        facts=ledgers.sha256(ledgers.canonical([paper.context, paper.wording])),
        replaces=paper.replaces_id,
        **said,
    )
