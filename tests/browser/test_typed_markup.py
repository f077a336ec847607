"""Does anything that somebody types run, or show as anything but itself, in a browser?

Two hundred payloads stand in turn in every text of every model (past all forms), in a database that holds
whatever the pages are about; then every page that the crawl knows is opened in Chromium by somebody who
may see it. ``MARKUP=full`` opens each page to each of its readers with each payload in every text, which
takes a day.
"""

import os
from collections import deque
from functools import partial
from html import unescape
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Error, Page, Response, Route

from tests.access.test_crawl import ROWS, World, paper_kind  # noqa: F401
from tests.access.typing import in_turn, type_everywhere
from tests.access.visits import OBJECTS, VISITORS, Row, Visit

RUN = "window.ran=1"
ACTS = [RUN, "top.ran=1", "alert(1)", "import('/x')", "eval('ran=1')"]
FRAMES = [
    "<script>{}</script>",
    "</script><script>{}</script>",
    "<ScRiPt>{}</sCrIpT>",
    "<script src=data:text/javascript,{}></script>",
    "<img src=x onerror={}>",
    "\"><img src=x onerror='{}'>",
    "' onmouseover='{}' autofocus onfocus='{}' x='",
    '" autofocus onfocus="{}" x="',
    "` onload=`{}",
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<math><mtext></mtext><style><img src onerror={}></style></math>",
    "<body onload={}>",
    "<details open ontoggle={}>",
    "<video><source onerror={}></video>",
    "<iframe src=javascript:{}></iframe>",
    "<iframe srcdoc='<script>{}</script>'></iframe>",
    "<object data=javascript:{}></object>",
    "<embed src=javascript:{}>",
    "<a href=javascript:{}>x</a>",
    "<form action=javascript:{}><button id=b>x</button></form>",
    "<input autofocus onfocus={}>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<base href=javascript:{}//>",
    "<link rel=stylesheet href=data:text/css,*{{}} onload={}>",
    "<template><script>{}</script></template>",
    "</textarea><script>{}</script>",
    "</title><script>{}</script>",
    "</style><script>{}</script>",
    "--><script>{}</script>",
    "]]><script>{}</script>",
    "{{{{constructor.constructor('{}')()}}}}",
    "${{{}}}",
    "javascript:{}",
    "<div hx-get=/x hx-trigger=load hx-on::load={}>",
    "<div data-hx-on:click={} x-init={} x-data>",
    "＜script＞{}＜/script＞",
    "\u2028<script>{}</script>",
    "<scr\u200bipt>{}</scr\u200bipt>",
]
MEANT_FOR_SCRIPTS_AND_FILTERS = [FRAMES[number] for number in (8, 32, 33, 34, 37, 39)]
PAYLOADS = [frame.format(*[act] * 2) for frame in FRAMES for act in ACTS]
WATCH = "window.violations=[];addEventListener('securitypolicyviolation',e=>violations.push(e.violatedDirective+' '+e.sourceFile+' '+e.sample))"
# What ran, what the policy had to stop, and elements that no template of ours writes.
FOUND = """() => [
    ...(window.ran ? ['a script ran'] : []),
    ...window.violations,
    ...[...document.querySelectorAll(
        '[onerror],[onload],[onfocus],[onmouseover],[ontoggle],[onbegin],[srcdoc],' +
        'iframe,object,embed,video,source,math,base,template,animate,svg script,body style,' +
        '[href^="javascript:"],[src^="javascript:"],[action^="javascript:"],[src="x"],[href^="data:text"],' +
        'script:not([src]):not([type]),meta[http-equiv],[hx-get="/x"],[data-hx-on\\\\:click],[x-init],#b'
    )].map(each => each.outerHTML.slice(0, 120)),
]"""
FULL = os.environ.get("MARKUP") == "full"

Place = tuple[Row, str, Any]  # what is to be opened, where it is, and by whom


def test_there_are_two_hundred():
    assert len(set(PAYLOADS)) == 200


def test_where_nothing_is_escaped_each_is_found(open_page, complaints):
    """The proof below is worth as much as this eye."""
    page = watched(open_page(), complaints)
    shown = {"content_type": "text/html", "headers": {"Content-Security-Policy": "default-src 'none'"}}
    missed = []
    for number, frame in enumerate(FRAMES):
        said = frame.format(*[RUN] * 2)
        body = f"<p>{said}</p><a x=\"{said}\"></a><a x='{said}'></a>"
        page.route(f"**/{number}", partial(Route.fulfill, body=body, **shown))
        page.goto(f"/{number}")
        missed += [] if page.evaluate(FOUND) else [frame]
    complaints.clear()

    assert missed == MEANT_FOR_SCRIPTS_AND_FILTERS


def test_what_is_typed_stays_text_on_every_page(open_page, complaints, live_server):
    places = [place for needed in sorted({row.object for row in ROWS}) for place in places_of(needed)]
    tour = Tour(watched(open_page(), complaints), live_server)
    for payloads in [[payload] for payload in PAYLOADS] if FULL else [PAYLOADS]:
        assert type_everywhere(in_turn(payloads))
        for place in places:
            tour.visit(*place)
    type_everywhere(in_turn(tour.unseen() or PAYLOADS))
    for place in places:  # what stood by chance where no page shows it
        if tour.unseen():
            tour.visit(*place)
    complaints[:] = [said for said in complaints if "Content Security Policy" in said]  # no missing pictures

    assert tour.wrong == []
    assert tour.unseen() == []
    assert tour.visited == {row.url for row in ROWS if row.method == "GET" and readers(row)}


def readers(row: Row) -> list[str]:
    return [visitor for visitor in VISITORS if row.marks[visitor].startswith("+")]


def places_of(needed: str) -> list[Place]:
    """Every page about the object, with a reader in turn, or with all of them."""
    world = World()
    visit = OBJECTS[needed](world.own) if needed else Visit({})
    places = []
    for number, row in enumerate(row for row in ROWS if row.object == needed and row.method == "GET"):
        turned = deque(readers(row))
        turned.rotate(number + len(needed))
        address = reverse(row.url, kwargs=visit.kwargs)
        places += [(row, address, world.people.get(role)) for role in list(turned)[: None if FULL else 1]]
    return places


def watched(page: Page, complaints: list[str]) -> Page:
    def refuse(dialog: Any) -> None:
        complaints.append("Content Security Policy let a dialog open")
        dialog.dismiss()

    page.add_init_script(WATCH)
    page.on("dialog", refuse)
    return page


class Tour:
    """One browser, in which everybody reads in turn."""

    def __init__(self, page: Page, live_server: Any):
        self.page, self.live_server = page, live_server
        self.wrong: list[str] = []
        self.visited: set[str] = set()
        self.seen: set[str] = set()

    def unseen(self) -> list[str]:
        return [payload for payload in PAYLOADS if payload not in self.seen]

    def visit(self, row: Row, address: str, reader: Any) -> None:
        self.sign_in(reader)
        self.visited.add(row.url)
        answer = self.open(address)
        if answer is None:  # a file to keep
            return
        if answer.status != 200:
            self.wrong.append(f"{row}: answered {answer.status}")
        shown = unescape(answer.text())
        self.seen |= {payload for payload in self.unseen() if payload in shown}
        self.wrong += [f"{row}: {said}" for said in self.page.evaluate(FOUND)]
        if self.page.locator("input[name=q]").count():
            self.open(f"{address}?q={quote(PAYLOADS[len(self.visited) % len(PAYLOADS)])}")
            self.wrong += [f"{row}, sought: {said}" for said in self.page.evaluate(FOUND)]

    def open(self, address: str) -> Response | None:
        try:
            return self.page.goto(address)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            return None

    def sign_in(self, user: Any) -> None:
        self.page.context.clear_cookies()
        if user is not None:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            name, url = settings.SESSION_COOKIE_NAME, self.live_server.url
            self.page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
