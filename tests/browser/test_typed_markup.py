"""Does anything that somebody types run, or show as anything but itself, in a browser?

Two hundred payloads stand in turn in every text of every model (past all forms); then the pages on which
a stranger's letter is read are opened in Chromium as somebody who may see them.
"""

from itertools import cycle
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.test_crawl import ROWS, World
from tests.access.typing import type_everywhere
from tests.access.visits import OBJECTS, Visit

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
    "<scr\0ipt>{}</scr\0ipt>",
]
PAYLOADS = [frame.format(*[act] * 2) for frame in FRAMES for act in ACTS]
WATCH = "window.violations=[];addEventListener('securitypolicyviolation',e=>violations.push(e.violatedDirective+' '+e.sourceFile+' '+e.sample))"
PAGES = sorted({row.object for row in ROWS if row.method == "GET" and "letter" in row.object})


def test_there_are_two_hundred():
    assert len(set(PAYLOADS)) == 200


@pytest.mark.parametrize("needed", PAGES)
def test_what_is_typed_stays_text_on_every_page(open_page, complaints, live_server, needed):
    world = World()
    visit = OBJECTS[needed](world.own) if needed else Visit({})
    typed = type_everywhere(cycle(PAYLOADS).__next__)
    assert typed
    wrong = []
    for visitor, rows in by_visitor(world, needed).items():
        page = open_page()
        page.add_init_script(WATCH)
        page.on(
            "dialog",
            lambda dialog: (complaints.append("Content Security Policy let a dialog open"), dialog.dismiss()),
        )
        sign_in(page, world.people[visitor], live_server)
        for row in rows:
            path = reverse(row.url, kwargs=visit.kwargs)
            if is_page(page, path):
                page.goto(path)
                wrong += [f"{row.url}: {said}" for said in found_on(page)]
    complaints[:] = [said for said in complaints if "Content Security Policy" in said]  # no missing pictures

    assert wrong == []


def by_visitor(world: World, needed: str) -> dict[Any, list[Any]]:
    """Each page once, by somebody to whom it is shown."""
    chosen: dict[Any, list[Any]] = {}
    for row in ROWS:
        if row.object == needed and row.method == "GET":
            visitor = next((role for role in world.people if row.marks[role].startswith("+")), None)
            if visitor is not None:
                chosen.setdefault(visitor, []).append(row)
    return chosen


def sign_in(page: Any, user: Any, live_server: Any) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


def is_page(page: Any, path: str) -> bool:
    answer = page.request.get(path)
    return answer.ok and answer.headers.get("content-type", "").startswith("text/html")


def found_on(page: Any) -> list[str]:
    """What ran, what the policy had to stop, and elements that no template of ours writes."""
    return page.evaluate(
        """() => [
            ...(window.ran ? ['a script ran'] : []),
            ...window.violations,
            ...[...document.querySelectorAll('[onerror],[onload],[onfocus],[onmouseover],[ontoggle],[onbegin],[srcdoc],' +
                'iframe,object,embed,video,math,base,details[ontoggle],[href^="javascript:"],[src^="javascript:"],' +
                '[action^="javascript:"],script:not([src]):not([type])')].map(each => each.outerHTML.slice(0, 120)),
        ]"""
    )
