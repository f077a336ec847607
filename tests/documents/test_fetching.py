"""Can anything that somebody types make a paper fetch something while it is laid out?

Addresses of every kind, in all that can carry one, stand in every text that a paper prints. Whatever is
asked for besides the program's own assets fails the test; so does a link, or a file, inside the PDF.
"""

import re
import socket
import zlib
from contextlib import suppress
from itertools import product

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from weasyprint import HTML

from campaigns import documents
from reporting.services import reports
from selection import clock
from selection.accounts import slips
from selection.records import papers, pdfs
from selection.rendering import OwnAssetsOnly
from serving import documents as removals
from tests.access.test_crawl import ROWS, World
from tests.access.typing import in_turn, retyped, type_everywhere
from tests.access.visits import OBJECTS
from tests.documents import situations
from tests.documents.printed import pages_of
from tests.documents.test_printing import drawn
from tests.factories.accounts import (
    BureauFactory,
    BureauReviewerFactory,
    OfficerFactory,
    SchoolFactory,
    TeacherFactory,
    ZoneFactory,
    ZoneReviewerFactory,
)
from tests.factories.serving import RemovalFactory

pytestmark = pytest.mark.django_db
ADDRESSES = [
    *(f"{scheme}://typed.example/a" for scheme in ("http", "https", "ftp", "gopher", "dict", "jar:http")),
    "//typed.example/a",
    "\\\\typed.example\\a",
    "file:///etc/typed",
    "file:typed",
    "/etc/typed",
    "../typed",
    "data:image/svg+xml,<svg>typed</svg>",
    "http://169.254.169.254/typed",
    *(
        f"http://{here}/typed"
        for here in ("localhost", "127.0.0.1", "127.1", "0", "[::1]", "[::ffff:7f00:1]")
    ),
    *(
        f"http://{here}/typed"
        for here in ("2130706433", "0x7f000001", "0177.0.0.1", "localhost.", "①②⑦.0.0.1")
    ),
    "http://user@127.0.0.1:6379/typed",
    "asset:../typed",
    "font:typed",
]
CARRIERS = [
    '<img src="{}">',
    '<img srcset="{} 2x">',
    '<picture><source srcset="{}"><img></picture>',
    '<link rel=stylesheet href="{}">',
    '<link rel=attachment href="{}">',
    '<a rel=attachment href="{}">x</a>',
    '<a href="{}">x</a>',
    '<style>@import url("{}");</style>',
    '<style>@import "{}";</style>',
    '<style>@font-face{{font-family:t;src:url("{}")}}*{{font-family:t}}</style>',
    '<style>*{{list-style:url("{}") inside;display:list-item}}</style>',
    "<p style='background:url({})'>x",
    "<p style='content:url(\"{}\")'>x",
    '<svg width="9" height="9"><image xlink:href="{}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><use href="{}#x"/></svg>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<base href="{}"><img src=typed>',
    '<meta http-equiv=refresh content="0;url={}">',
    '<!DOCTYPE x [<!ENTITY t SYSTEM "{}">]>&t;',
    '"><img src="{}">',
    "' style='background:url({})'",
    "</style><img src={}>",
    "url({})",
    '@import "{}";',
    "{{% include '{}' %}}",
    "{}",
]
FORMS = [carrier.format(address) for carrier, address in product(CARRIERS, ADDRESSES)]
# Browsers, and readers of other languages, would follow them; whoever lays out our papers does not.
MEANT_FOR_OTHER_READERS = [CARRIERS[number] for number in (1, 2, 12, 14, 18, 19, 23, 24, 25, 26)]
OURS = ("asset:", "font:", "data:image/svg+xml")
# A link, a file, something to run; ours is none of them.
IN_A_PDF = (b"/URI", b"/EmbeddedFile", b"/Launch", b"/GoToR", b"/JavaScript")
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
# What is printed without being a paper of the record: its address, and its template.
OTHER_PRINTS = {
    "ballots:roll_pdf": "papers/roll.html",
    "ballots:scrutiny_report": "papers/scrutiny_report.html",
    "ballots:print_blanks": "ballots/blank_papers.html",
    "ballots:print_slips": "ballots/slip_sheets.html",
    "campaigns:poster": "campaigns/poster.html",
    "keeping:list_paper": "papers/destruction_list.html",
    "paperwork:file": "papers/sheet.html",
    "reporting:assessment_result": "papers/assessment_result.html",
    "supervision:sample_paper": "papers/sample.html",
}
YEARLY = {
    "yearly_report_school": (SchoolFactory, OfficerFactory),
    "yearly_report_zone": (ZoneFactory, ZoneReviewerFactory),
    "yearly_report_bureau": (BureauFactory, BureauReviewerFactory),
}
BY_ADDRESS = sorted((row for row in ROWS if row.url in OTHER_PRINTS), key=str)


@pytest.fixture
def asked(monkeypatch):
    """What is asked for; nothing gets out."""
    asked, fetch = [], OwnAssetsOnly.fetch

    def listen(self, url, headers=None):
        asked.append(url)
        return fetch(self, url, headers)

    def refuse(address, *_more, **_and_more):
        asked.append(f"typed {address}")
        raise OSError(address)

    monkeypatch.setattr(OwnAssetsOnly, "fetch", listen)
    monkeypatch.setattr(socket, "create_connection", refuse)
    return asked


def strays(asked):
    return [url for url in asked if "typed" in url or not url.startswith(OURS)]


def inside(pdf):
    return [mark for mark in IN_A_PDF if any(mark in part for part in (pdf, *unpacked(pdf)))]


def unpacked(pdf):
    for stream in STREAM.findall(pdf):
        with suppress(zlib.error):
            yield zlib.decompress(stream)


def printed(pdf):
    """How many of the forms can be read on it."""
    text = "".join(line for page in pages_of(pdf) for line in page)
    return sum("".join(form.split()) in text for form in FORMS)


def test_every_print_is_here():
    folder = settings.BASE_DIR / "templates"
    known = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.html")}
    laid_out = {name for name, text in known.items() if "asset:" in text or '{% extends "papers/' in text}
    of_papers = {kind.template for kind in papers.KINDS.values()}

    assert laid_out - {"papers/base.html", "papers/form.html"} == (
        of_papers | set(OTHER_PRINTS.values()) | {"accounts/slips.html", "papers/letter.html"}
    )


@pytest.mark.parametrize("kind", sorted(papers.KINDS))
def test_no_paper_fetches_what_is_typed_into_it(kind, asked):
    paper = draft_of(kind)
    say = in_turn(FORMS)
    type_everywhere(say)
    paper.refresh_from_db()
    sections = list(papers.KINDS[kind].wording)
    paper.wording = {name: "\n".join(FORMS[number :: len(sections)]) for number, name in enumerate(sections)}
    paper.context = retyped(paper.context, say)

    pdf = pdfs.preview(paper)

    assert strays(asked) == []
    assert inside(pdf) == []
    assert printed(pdf) >= (len(FORMS) * 0.9 if sections else 10)


def draft_of(kind):
    if kind == removals.KIND:
        return removals.draw_up(RemovalFactory())
    if kind in YEARLY:
        of, author = YEARLY[kind]
        place = of()
        return reports.begin(place, clock.today().year, by=author(organisation=place)).paper
    return whole(kind).paper


def whole(kind):
    """The draft of a campaign's paper; that of a plan needs no more than the plan."""
    name = next(name for name in documents.__all__ if getattr(getattr(documents, name), "KIND", "") == kind)
    if name == "plan":
        campaign = situations.selection()
        situations.opening(campaign)
        situations.quota(campaign)
        situations.fix_bars(campaign)
        return drawn(name, campaign)
    return drawn(name, situations.whole())


@pytest.mark.parametrize("row", BY_ADDRESS, ids=str)
def test_no_other_print_fetches_what_is_typed_into_it(row, asked):
    world = World()
    visit = OBJECTS[row.object](world.own)
    type_everywhere(in_turn(FORMS))
    client = Client()
    reader = next(role for role in world.people if row.marks[role].startswith("+"))
    client.force_login(world.people[reader], backend="django.contrib.auth.backends.ModelBackend")

    answer = (
        client.generic("GET", reverse(row.url, kwargs=visit.kwargs))
        if row.method == "GET"
        else (client.post(reverse(row.url, kwargs=visit.kwargs), visit.data))
    )

    assert answer.headers["Content-Type"] == "application/pdf"
    assert strays(asked) == []
    assert inside(answer.content) == []
    assert printed(answer.content) >= 1


def test_no_slip_fetches_the_name_that_is_typed_on_it(asked):
    people = [TeacherFactory(name=form[:60]) for form in FORMS[::40]]

    pdf = slips.print_slips(
        [(person, "ABCDE-FGHIJ-KLMNP") for person in people], "https://xuanba.example.cn/"
    )

    assert strays(asked) == []
    assert inside(pdf) == []


def test_where_nothing_is_escaped_the_guard_sees_it(asked):
    """The proof above is worth as much as this guard."""
    seen = []
    for carrier in CARRIERS:
        asked.clear()
        raw = carrier.format("http://typed.example/a")
        pdf = HTML(
            string=f"<p>{raw}</p><a x=\"{raw}\"><a x='{raw}'>", url_fetcher=OwnAssetsOnly()
        ).write_pdf()
        seen += [carrier] if strays(asked) or inside(pdf) else []

    assert [carrier for carrier in CARRIERS if carrier not in seen] == MEANT_FOR_OTHER_READERS
