"""How long does a form take to open, to print, to print two hundred times, and in how much memory?

Everything is measured on the demo's data, beside WeasyPrint alone on the same HTML, one sheet after the other.
``prepare`` builds them, ``one`` opens and prints one form, each of the others makes one large file.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from ballots import printing
from ballots import slips as ballot_slips
from ballots.models import Poll
from ballots.services.slipping import ON_A_SHEET, PrintedSheet
from campaigns.choices import Stage
from campaigns.models import Campaign
from paperwork import archive, making, sheets
from paperwork.forms import FORMS
from paperwork.models import Job
from selection import rendering
from selection.accounts import invitations, slips
from selection.accounts.models import User
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, officer_of

TIMES = 50
LIST, PERSONAL = "agenda_list", "gatekeeping"
ADDRESS = "https://school.example/set-password/"


def prepare(persons: int, items: int) -> dict[str, Any]:
    """The demo, and two campaigns more: one of so many persons, one whose archive holds so many items."""
    call_command("demo_data", verbosity=0)
    CandidacyFactory.create_batch(persons, opening__campaign=CampaignFactory(at=Stage.DECIDE))
    campaign = CampaignFactory(at=Stage.DECIDE)
    while _items(campaign) < items:
        CandidacyFactory(opening__campaign=campaign)
    return {}


def _items(campaign: Campaign) -> int:
    return len(list(archive.items(campaign, officer_of(campaign))))


def one(times: int) -> dict[str, Any]:
    """The list that goes before the meeting: its page, its PDF."""
    settings.ALLOWED_HOSTS = ["testserver"]
    campaign = Campaign.objects.filter(stage=Stage.DECIDE).earliest("pk")
    officer, client, form = officer_of(campaign), Client(), FORMS[LIST]
    client.force_login(officer, settings.AUTHENTICATION_BACKENDS[0])
    address = f"/campaigns/{campaign.pk}/sheets/{LIST}/{campaign.pk}"
    [subject] = form.subjects(campaign)
    html = sheets.marked(form, campaign, subject, officer)

    def get(url: str) -> None:
        answer = client.get(url)
        assert answer.status_code == 200, answer.status_code

    return {
        "page_ms": _median(times, lambda: get(f"{address}/")),
        "pdf_ms": _median(times, lambda: get(f"{address}.pdf")),
        "weasyprint_alone_ms": _median(times, lambda: rendering.pdf_of(html)),
    }


def forms() -> dict[str, Any]:
    campaign, _ = _prepared()
    form, officer = FORMS[PERSONAL], officer_of(campaign)
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.SHEETS, form=PERSONAL, requested_by=officer)
    figures = _large(campaign.live().count(), lambda: making.make(job))
    htmls = [sheets.marked(form, campaign, each, officer) for each in form.subjects(campaign)]
    return figures | _alone(htmls)


def account_slips(number: int) -> dict[str, Any]:
    people = [(User(name=f"教师{at}", username=f"t{at:04}"), invitations.new_code()) for at in range(number)]
    return _beside(number, lambda: slips.print_slips(people, ADDRESS))


def polling_slips(number: int) -> dict[str, Any]:
    codes = [ballot_slips.new_code() for _ in range(number)]
    pages = [
        PrintedSheet(at // ON_A_SHEET + 1, "", tuple(codes[at : at + ON_A_SHEET]))
        for at in range(0, number, ON_A_SHEET)
    ]
    poll = Poll.objects.earliest("pk")
    return _beside(number, lambda: printing.sheets_as_pdf(poll, pages, ADDRESS))


def archived() -> dict[str, Any]:
    _, campaign = _prepared()
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.ARCHIVE, requested_by=officer_of(campaign))
    return _large(_items(campaign), lambda: making.make(job))


def _prepared() -> list[Campaign]:
    return list(Campaign.objects.order_by("-pk")[:2])[::-1]


def _beside(number: int, make: Callable[[], object]) -> dict[str, Any]:
    """WeasyPrint alone is given what it was given before."""
    htmls: list[str] = []
    lay_out = rendering.Press.pages_of

    def listening(press: rendering.Press, html: str) -> Any:
        htmls.append(html)
        return lay_out(press, html)

    rendering.Press.pages_of = listening
    figures = _large(number, make)
    rendering.Press.pages_of = lay_out
    return figures | _alone(htmls)


def _large(number: int, make: Callable[[], object]) -> dict[str, Any]:
    start = time.perf_counter()
    make()
    seconds = round(time.perf_counter() - start, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"sheets": number, "seconds": seconds, "peak_memory_mb": round(peak)}


def _alone(htmls: Iterable[str]) -> dict[str, float]:
    start = time.perf_counter()
    for html in htmls:
        rendering.pdf_of(html)
    return {"weasyprint_alone_seconds": round(time.perf_counter() - start, 1)}


def _median(times: int, work: Callable[[], object]) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - start))
    return round(statistics.median(taken), 1)


ACTS = {each.__name__: each for each in (prepare, one, forms, account_slips, polling_slips, archived)}


if __name__ == "__main__":
    name, *numbers = sys.argv[1:]
    sys.stdout.write(json.dumps(ACTS[name](*map(int, numbers))) + "\n")
