"""Eight people at work on one selection at once: each does at random what a desk offers, or what may go wrong.

The state machine is walked from wherever the selection stands; what came of it is judged afterwards.
"""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from random import Random
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.db import DatabaseError, connection

from campaigns.choices import Stage
from campaigns.models import Campaign, Candidacy, Opening, Publicity
from campaigns.services import appointing, filing, publicizing, stages
from campaigns.simulation import days, doing, finishing, school
from campaigns.simulation.cast import Cast, cast_of
from campaigns.simulation.stages import AT, Seat, draft
from campaigns.tracks import step_label
from personnel.models import Post, Tenure
from selection import clock
from selection.accounts.models import Organisation
from selection.forms import CROSSED, refusing_what_crossed
from selection.reasons import Refused
from selection.records import files, ledgers
from selection.records.models import Ledger, LedgerEntry, NumberSeries, Paper
from tests.oracle import mischief, rows
from tests.proofs.stage import act, main

PEOPLE, ACTS_EACH = 8, 2
OBJECTED = "B059 B060"  # true of the moment of signing
ONCE = ("公示期满", "备案逾期", "截止投票", "作出公示结论")


def _cast() -> tuple[Cast, Campaign, list[Seat]]:
    cast = cast_of(Organisation.objects.get(code="xx"), 5)
    campaign = Campaign.objects.earliest("pk")
    post = Post.objects.get(department__organisation=cast.school, rank="deputy", department__position=3)
    return cast, campaign, [Seat(post, "D3" if campaign.track == "direct" else "NC4", cast.teachers[:1])]


@act
def begin(track: str) -> None:
    """A plan of a school of thirty, in a demo whose clock all processes share."""
    settings.DEMO = True
    clock.start_demo(days.at_nine(date(2026, 3, 2)))
    founded = cast_of(school.found(30, "county-schools", Random(5)), 5)
    post = Post.objects.get(department__organisation=founded.school, rank="deputy", department__position=3)
    seats = [Seat(post, "D3" if track == "direct" else "NC4", founded.teachers[:1])]
    draft(founded, "工作方案", seats, date(2026, 3, 2), date(2026, 6, 1), track=track)
    _rest()


@act
def play_on() -> str:
    """All that the stage asks for is done: the next step may be taken."""
    cast, campaign, seats = _cast()
    days.play_together([AT[campaign.track][Stage(campaign.stage)](cast, campaign, seats)])
    _rest()
    return campaign.stage


@act
def step() -> None:
    advance(*_cast())
    _rest()


def _rest() -> None:
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


@act
def walk(database: str, folder: str, seed: int) -> list[list[str]]:
    """Eight work at once on the database and with the clock in the folder: what each did, what is wrong then."""
    settings.DEMO = True
    read, write = os.pipe()
    children = [
        _fork(database, folder, write, lambda at=at: _work(Random(seed * PEOPLE + at), at))
        for at in range(PEOPLE)
    ]
    for child in children:
        os.waitpid(child, 0)
    os.waitpid(_fork(database, folder, write, _judge), 0)
    os.close(write)
    with os.fdopen(read) as said:
        return [json.loads(line) for line in said]


def _fork(database: str, folder: str, write: int, work: Callable[[], Iterator[tuple[str, str]]]) -> int:
    if child := os.fork():
        return child
    try:
        connection.settings_dict |= {"NAME": database, "OPTIONS": {}}  # no pool, which is its parent's
        settings.VAR_DIR = type(settings.VAR_DIR)(folder)
        for said in work():
            os.write(write, f"{json.dumps(said)}\n".encode())
    except BaseException:
        os.write(write, f"{json.dumps(('wrong', traceback.format_exc()[-1500:]))}\n".encode())
    os._exit(0)


def _work(dice: Random, at: int) -> Iterator[tuple[str, str]]:
    cast, campaign, seats = _cast()
    mine = dice.choices(list(DOINGS), weights=DOINGS.values(), k=ACTS_EACH)
    if at < 2:
        mine[0] = advance  # there is a race in every walk
    for doing_it in mine:
        campaign.refresh_from_db()
        try:
            with refusing_what_crossed():  # as every page does
                doing_it(cast, campaign, seats)
            yield "did", doing_it.__name__
        except Refused as refusal:
            kind = "crossed" if CROSSED in refusal.reasons else "refused"
            yield kind, doing_it.__name__
        except DatabaseError as error:
            yield "wrong", f"{doing_it.__name__}: {error}"
        except (AttributeError, IndexError, AssertionError, LookupError, ValueError):
            if doing_it is not desk:  # whose player expects to be alone
                raise


def advance(cast: Cast, campaign: Campaign, seats: list[Seat]) -> None:
    if step := stages.next_step(campaign):
        stages.advance(campaign, step, by=cast.officer)


def go_back(cast: Cast, campaign: Campaign, seats: list[Seat]) -> None:
    for step, _label in stages.ways_back(campaign):
        with suppress(Refused):
            stages.go_back(campaign, step, by=cast.officer, reason="情况有变")


def suspend(cast: Cast, campaign: Campaign, seats: list[Seat]) -> None:
    stages.suspend(campaign, by=cast.officer, reason="上级要求")


def resume(cast: Cast, campaign: Campaign, seats: list[Seat]) -> None:
    stages.resume(campaign, by=cast.officer)


def end(cast: Cast, campaign: Campaign, seats: list[Seat]) -> None:
    stages.terminate(campaign, by=cast.officer, reason="工作需要")


def void(cast: Cast, campaign: Campaign, seats: list[Seat]) -> None:
    stages.void(campaign, by=cast.bureau_reviewer, reason="程序不符合规定")


def wait_a_week(cast: Cast, campaign: Campaign, seats: list[Seat]) -> None:
    with suppress(Refused):  # another clock is ahead
        days.go_to(days.at_nine(days.later(clock.today(), 6)))


def desk(cast: Cast, campaign: Campaign, seats: list[Seat]) -> None:
    if campaign.is_running:
        days.play_together([AT[campaign.track][Stage(campaign.stage)](cast, campaign, seats)])


def sign(cast: Cast, campaign: Campaign, seats: list[Seat]) -> None:
    doing.issue(cast, campaign)


def post(cast: Cast, campaign: Campaign, seats: list[Seat]) -> None:
    finishing.post_notice(cast, campaign)


def conclude(cast: Cast, campaign: Campaign, seats: list[Seat]) -> None:
    for notice in Publicity.objects.filter(campaign=campaign):
        publicizing.conclude(notice, by=cast.officer, text="未收到反映。")


def appoint(cast: Cast, campaign: Campaign, seats: list[Seat]) -> None:
    appointing.appoint(list(campaign.live()), by=cast.officer)
    doing.issue(cast, campaign)


def send_filing(cast: Cast, campaign: Campaign, seats: list[Seat]) -> None:
    if campaign.stage == Stage.FILE:
        filing.submit(campaign.filing, by=cast.officer)


def _by_mischief(interlude: Callable[[Cast, Campaign], Any]) -> Callable[[Cast, Campaign, list[Seat]], None]:
    def doing_it(cast: Cast, campaign: Campaign, seats: list[Seat]) -> None:
        interlude(cast, campaign)

    doing_it.__name__ = interlude.__name__
    return doing_it


DOINGS = {advance: 8, desk: 1, sign: 3, wait_a_week: 2, post: 2, conclude: 2, appoint: 2, send_filing: 2}
DOINGS |= {go_back: 2, suspend: 1, resume: 2, end: 1, void: 1}
DOINGS |= {
    _by_mischief(each): 1
    for each in (
        mischief.hold_one,
        mischief.restore_all,
        mischief.carve_out,
        mischief.object_to_one,
        mischief.find_one_unfit,
        mischief.strike_something,
        mischief.date_it_back,
        mischief.confirm_all,
        mischief.send_all_back,
        mischief.try_every_door,
    )
}


def _judge() -> Iterator[tuple[str, str]]:
    campaign = Campaign.objects.earliest("pk")
    broken = [f"the record is whole: {each}" for each in ledgers.verify_all(Ledger.objects.all())]
    for sentence in (*broken, *files.flaws(), *_steps(campaign), *_effects()):
        yield "wrong", sentence
    yield "stands", campaign.stage


def _steps(campaign: Campaign) -> Iterator[str]:
    """The record tells each step once, from the stage before, and ends where the selection stands."""
    ways = {
        (step_label(campaign, each.name), str(each.source)): str(each.target)
        for each in campaign.get_all_stage_transitions()
    }
    labels, stage = {label for label, _ in ways}, str(Stage.PREPARE)
    for entry in campaign.ledger.entries.filter(text__contains=f'"about":"campaign:{campaign.pk}"'):
        if entry.act not in labels:
            continue
        if (entry.act, stage) not in ways:
            yield f"no step is skipped or taken twice: {entry.act} from {stage}"
            return
        stage = ways[entry.act, stage]
    if stage != campaign.stage:
        yield f"no step is skipped or taken twice: {stage} by the record, {campaign.stage}"


def _effects() -> Iterator[str]:
    written = [
        (entry.act, entry.content["about"], entry.content["payload"].get("poll"))
        for entry in LedgerEntry.objects.all()
    ]
    for each in {each for each in written if each[0] in ONCE and written.count(each) > 1}:
        yield f"one effect of each act: {each}"
    for opening in Opening.objects.all():
        holding = opening.candidacies.filter(standing="appointed", appointment__voided_on=None)
        if holding.count() > opening.seats:
            yield f"no more are appointed than there are places: {opening}"
        tenures = Tenure.objects.filter(appointment__candidacy__opening=opening, appointment__voided_on=None)
        if tenures.count() != holding.count():
            yield f"a tenure for each appointment: {opening}"
        for person in holding:
            unmet = [each for each in rows.unmet(person) if each != OBJECTED or not _objected_since(person)]
            if unmet:
                yield f"nobody is appointed with a row unmet: {unmet}"
    for series in NumberSeries.objects.all():
        numbers = Paper.objects.filter(
            organisation=series.organisation, document_code=series.document_code, year=series.year
        ).values_list("sequence", flat=True)
        if sorted(numbers) != list(range(1, series.last + 1)):
            yield f"numbers have no gaps: {sorted(numbers)}"


def _objected_since(person: Candidacy) -> bool:
    """All that stands against the person was received after the document of the appointment was signed."""
    entries = person.opening.campaign.ledger.entries
    document = f'"about":"paper:{person.appointment.paper_id}"'
    signed = entries.filter(text__contains=document).earliest("number")
    standing = person.objections.exclude(state="resolved", conclusion__in=("unfounded", "not_affecting"))
    received = entries.filter(text__contains='"act":"受理反映事项"', number__lt=signed.number).values_list(
        "text", flat=True
    )
    return not any(f'"about":"objection:{each.pk}"' in text for each in standing for text in received)


if __name__ == "__main__":
    main()
