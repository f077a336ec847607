"""What is done at the desks of a school, in a process of its own; the rows are set as by its services."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

import django
import time_machine

if __name__ == "__main__":
    django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ballots.models import Poll
from campaigns import ticking
from campaigns.choices import ActKind, Stage
from campaigns.models import Act, Campaign, Filing, Publicity
from campaigns.services import acts, appointing, stages
from campaigns.tasks import tick
from selection import clock
from selection.accounts.models import Notification, User
from selection.records import attachments, files, ledgers, papers, reviews
from selection.records.models import Ledger, LedgerEntry, Paper
from tests.factories.accounts import OfficerFactory
from tests.factories.ballots import PollFactory
from tests.factories.campaigns import (
    CampaignFactory,
    CandidacyFactory,
    FilingFactory,
    PlanFactory,
    PublicityFactory,
    bureau_reviewer_of,
    leader_of,
    officer_of,
    proposed_persons,
    ready_to_file,
)
from tests.factories.records import ReviewFactory, zone_reviewer_of
from tests.proofs import dying
from tests.proofs.stage import act, main, sign_in


def _at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=clock.ZONE)


@act
def set_deadlines() -> None:
    """On a Friday: a notice ends at its midnight, a vote on Saturday at five, a filing is due by Saturday."""
    noticed = CampaignFactory(at=Stage.PUBLICIZE)
    PublicityFactory(campaign=noticed, persons=proposed_persons(noticed))
    late = CampaignFactory(plan=noticed.plan, at=Stage.FILE)
    CandidacyFactory(opening__campaign=late)
    FilingFactory(campaign=late, due_on=date(2026, 3, 14), due_at=_at(15))
    PollFactory(is_open=True, closes_at=_at(14, 17), organisation=noticed.organisation)


@act
def prepare_deeds() -> dict[str, dict[str, int]]:
    """What each deed is done to, on the Monday after what falls due."""
    with time_machine.travel(_at(13, 12)):
        set_deadlines()
    ended, appointed = CampaignFactory(at=Stage.PUBLICIZE), ready_to_file()
    PublicityFactory(campaign=ended, persons=proposed_persons(ended))
    [appointment] = appointing.appoint(appointed[1], by=officer_of(appointed[0]))
    voided, persons = ready_to_file()
    for each in appointing.appoint(persons, by=officer_of(voided)):
        papers.issue(each.paper, by=leader_of(voided))
    return {
        "end": {"campaign": ended.pk, "by": officer_of(ended).pk},
        "sign": {"paper": appointment.paper_id, "by": leader_of(appointed[0]).pk},
        "keep": {"campaign": ended.pk, "by": officer_of(ended).pk},
        "void": {"campaign": voided.pk, "by": bureau_reviewer_of(voided).pk},
        "tick": {},
    }


def _end(campaign: int, by: int) -> None:
    stages.terminate(Campaign.objects.get(pk=campaign), by=User.objects.get(pk=by), reason="工作需要")


def _sign(paper: int, by: int) -> None:
    papers.issue(Paper.objects.get(pk=paper), by=User.objects.get(pk=by))


def _keep(campaign: int, by: int) -> None:
    """As the page does: the scan and what it proves."""
    held, user = Campaign.objects.get(pk=campaign), User.objects.get(pk=by)
    upload = SimpleUploadedFile("记录.pdf", b"%PDF-1.7 scan")
    with attachments.all_or_nothing():
        proof = attachments.keep(upload, held.organisation, user, ledger=held.ledger)
        acts.record(
            held.plan,
            ActKind.MOTION,
            by=user,
            campaign=held,
            text="建议启动。",
            happened_on=date(2026, 3, 2),
            is_backfilled=True,
            attachment=proof,
        )


def _void(campaign: int, by: int) -> None:
    stages.void(Campaign.objects.get(pk=campaign), by=User.objects.get(pk=by), reason="程序不符合规定")


DEEDS = {"end": _end, "sign": _sign, "keep": _keep, "void": _void, "tick": ticking.tick}


@act
def open_desk() -> dict[str, Any]:
    """The officer of a selection that begins, signed in, and where acts done on paper are entered."""
    campaign = CampaignFactory()
    page = reverse("campaigns:act", args=[campaign.pk, ActKind.MOTION])
    return {"page": page, "session": sign_in([officer_of(campaign)])[0]}


@act
def two_at_one_desk(matters: int) -> dict[str, list[str]]:
    """Two officers of a school, signed in, and so many notices that are over and wait for a conclusion."""
    plan = PlanFactory()
    notices = []
    for _ in range(matters):
        campaign = CampaignFactory(plan=plan, at=Stage.PUBLICIZE)
        notices.append(PublicityFactory(campaign=campaign, ended=True, persons=proposed_persons(campaign)))
    officers = [plan.created_by, OfficerFactory(organisation=plan.organisation)]
    return {
        "sessions": sign_in(officers),
        "pages": [reverse("campaigns:publicity_conclude", args=[notice.pk]) for notice in notices],
    }


@act
def two_who_meet(matters: int) -> list[list[list[Any]]]:
    """Pairs of session, page and form: so many selections are ended while their plans are sent back."""
    return [_ended_and_sent_back() for _ in range(matters)]


def _ended_and_sent_back() -> list[list[Any]]:
    campaign = CampaignFactory(plan__draft=True)
    plan = campaign.plan
    plan.review = ReviewFactory(kind="plan", organisation=plan.organisation, ledger=plan.ledger)
    plan.save()
    reviews.submit(plan.review, {}, by=plan.created_by)
    ending, answering = sign_in([plan.created_by, zone_reviewer_of(plan.review)])
    no = {"decision-said": "no", "decision-remarks": "请补充"}
    return [
        [ending, reverse("campaigns:terminate", args=[campaign.pk]), {"reason": "工作需要"}],
        [answering, reverse("records:decide", args=[plan.review.pk]), no],
    ]


@act
def conclusions() -> list[int]:
    """How often the record tells of the conclusion of each notice."""
    written = [entry.content["about"] for entry in LedgerEntry.objects.all() if entry.act == "作出公示结论"]
    return [written.count(f"publicity:{notice.pk}") for notice in Publicity.objects.order_by("pk")]


@act
def entered() -> dict[str, Any]:
    """How many acts there are, how many the record tells of, and what of their files and of the record isn't whole."""
    return {
        "acts": Act.objects.count(),
        "told": LedgerEntry.objects.filter(text__contains='"act_id":').count(),
        "flaws": [*files.flaws(), *map(str, ledgers.verify_all(Ledger.objects.all()))],
    }


@act
def sign_document() -> None:
    """A leader signs, and the worker is to make the PDF."""
    campaign, persons = ready_to_file()
    [appointment] = appointing.appoint(persons, by=officer_of(campaign))
    papers.issue(appointment.paper, by=leader_of(campaign))


@act
def documents_made() -> dict[str, Any]:
    """How each signed document stands, and what of the files and of the record isn't whole."""
    signed = Paper.objects.exclude(issued_on=None).order_by("pk")
    return {"papers": [[paper.state, bool(paper.file)] for paper in signed], "flaws": entered()["flaws"]}


@act
def do(deed: str, given: dict[str, int], **how: Any) -> int:
    return dying.do(partial(DEEDS[deed], **given), **how)


@act
def send_ticks(number: int) -> None:
    for _ in range(number):
        tick.delay()


@act
def look_back() -> dict[str, Any]:
    """What the clock has done, when it says so, and what was told to whom."""
    written = LedgerEntry.objects.order_by("pk")
    by_the_clock = [
        entry for entry in written if entry.content["by"] is None and entry.act != ledgers.QUOTING
    ]
    return {
        "acts": [[entry.act, entry.happened_on.isoformat()] for entry in by_the_clock],
        "since": [
            clock.local(each).isoformat()
            for each in (
                Publicity.objects.get().ended_at,
                Poll.objects.get().closed_at,
                Filing.objects.get().overdue_since,
            )
            if each
        ],
        "told": [
            [note.user_id == Campaign.objects.first().plan.created_by_id, note.sentence]
            for note in Notification.objects.order_by("pk")
        ],
        "broken": [str(each) for each in ledgers.verify_all(Ledger.objects.all())],
    }


if __name__ == "__main__":
    main()
