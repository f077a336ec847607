"""What do so many browsers see, and how long do they wait? One light process plays them all.

Reads a plan as JSON and says what it saw as JSON lines. Each browser keeps its cookies and its line, sends
the token that stood in its page, and fetches what the page asks for; all lie behind the HTTPS proxy.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
PASS = re.compile(r'data-pass="([^"]+)"')
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
COOKIE = re.compile(r"([^=]+)=([^;]*)")
PAPER = "data-paper"


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    @property
    def text(self) -> str:
        packed = self.header("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


class Line:
    """One connection, kept while the server keeps it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> Answer:
        if self.reader is not None and not self.reader.at_eof():
            try:
                return await self._ask(request)
            except (asyncio.IncompleteReadError, ConnectionError):
                pass  # the server had just hung up: browsers dial again
        self.hang_up()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return await self._ask(request)

    async def _ask(self, request: bytes) -> Answer:
        self.writer.write(request)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in head[1:-2])
        headers = [(name.lower(), value.strip()) for name, _, value in pairs]
        answer = Answer(int(head[0].split()[1]), headers, b"")
        answer.body = await self.reader.readexactly(int(answer.header("content-length") or 0))
        if answer.header("connection") == "close":
            self.hang_up()
        return answer

    def hang_up(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


@dataclass
class Browser:
    line: Line
    session: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    admission: str = ""

    def __post_init__(self) -> None:
        self.cookies["sessionid"] = self.session

    async def get(self, path: str) -> Answer:
        answer = await self._send("GET", path)
        if path.startswith("/vote/"):
            found = TOKEN.search(answer.text)
            self.token = found[1] if found else ""
        return answer

    async def load(self, path: str) -> Answer:
        """A page and all that it asks for, in a browser that has nothing of it yet."""
        page = await self.get(path)
        for asset in ASSET.findall(page.text):
            await self.get(asset)
        return page

    async def post(self, path: str, form: dict[str, str]) -> Answer:
        return await self._send("POST", path, urlencode(form | {"csrfmiddlewaretoken": self.token}).encode())

    async def _send(self, method: str, path: str, body: bytes = b"") -> Answer:
        host = f"127.0.0.1:{self.line.port}"
        head = [
            f"{method} {path} HTTP/1.1",
            f"Host: {host}",
            "X-Forwarded-Proto: https",
            "Accept-Encoding: gzip",
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        ]
        if self.admission:
            head.append(f"X-Waiting-Pass: {self.admission}")
        if method == "POST":
            head += [
                f"Origin: https://{host}",
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        answer = await self.line.ask("\r\n".join([*head, "", ""]).encode() + body)
        for name, value in answer.headers:
            if name == "set-cookie" and (cookie := COOKIE.match(value)):
                self.cookies[cookie[1]] = cookie[2]
        return answer


def spread(seconds: list[float]) -> dict[str, float]:
    """Of waiting times, in milliseconds."""
    ordered = sorted(seconds) or [0.0]
    at = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {
        name: round(1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)], 1)
        for name, share in at.items()
    }


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return round(used.ru_utime + used.ru_stime, 2)


def say(what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


async def crew(
    clients: int, jobs: list[Any], work: Callable[[Line, Any], Awaitable[None]], port: int
) -> None:
    """So many lines, each of which takes the next job."""
    waiting = iter(jobs)

    async def member() -> None:
        line = Line(port)
        for job in waiting:
            await work(line, job)
        line.hang_up()

    await asyncio.gather(*(member() for _ in range(clients)))


async def votes(plan: dict[str, Any]) -> None:
    """The pages are loaded first; then so many clients cast, in turns with the floor."""
    port, clients, path = plan["port"], plan["clients"], plan["path"]
    browsers = [Browser(Line(port), session) for session in plan["sessions"]]

    async def load(line: Line, browser: Browser) -> None:
        browser.line = line
        answer = await browser.get(path)
        assert answer.status == 200, answer.status

    await crew(8, browsers, load, port)
    seconds: dict[str, float] = Counter()
    latencies: dict[str, list[float]] = {"vote": [], "floor": []}
    statuses: dict[str, Counter[int]] = {"vote": Counter(), "floor": Counter()}
    turns, start = plan["turns"], cpu()
    for turn in range(turns):
        mine = browsers[turn::turns]
        for what, address in (("floor", "/floor/"), ("vote", path)):

            async def cast(line: Line, browser: Browser, what: str = what, address: str = address) -> None:
                browser.line, begun = line, time.monotonic()
                answer = await browser.post(address, plan["form"])
                latencies[what].append(time.monotonic() - begun)
                statuses[what][answer.status] += 1

            begun = time.monotonic()
            await crew(clients, mine, cast, port)
            seconds[what] += time.monotonic() - begun
    say(
        {
            what: {
                "votes": len(latencies[what]),
                "per_second": round(len(latencies[what]) / seconds[what], 1),
                "milliseconds": spread(latencies[what]),
                "statuses": statuses[what],
            }
            for what in latencies
        }
        | {"browsers_cpu_seconds": round(cpu() - start, 2)}
    )


async def rush(plan: dict[str, Any]) -> None:
    """Each voter comes at a moment of the minute, loads the page, checks, casts and sees the thanks."""
    path, form = plan["path"], plan["form"]
    begun, chance = time.monotonic(), random.Random(1)
    took: dict[str, list[float]] = {"page": [], "check": [], "vote": [], "page_and_vote": []}
    errors: Counter[str] = Counter()

    async def voter(session: str) -> None:
        await asyncio.sleep(chance.random() * plan["arrive_within"])
        browser = Browser(Line(plan["port"]), session)
        try:
            came = time.monotonic()
            page = await browser.load(path)
            loaded = time.monotonic()
            check = await browser.post(path, form | {"act": "check"})
            checked = time.monotonic()
            cast = await browser.post(path, form | {"act": "cast"})
            thanks = await browser.get(cast.header("location") or path)
            done = time.monotonic()
            statuses = [each.status for each in (page, check, cast, thanks)]
            if statuses != [200, 200, 302, 200]:
                errors[str(statuses)] += 1
            took["page"].append(loaded - came)
            took["check"].append(checked - loaded)
            took["vote"].append(done - checked)
            took["page_and_vote"].append(loaded - came + done - checked)
        except (OSError, asyncio.IncompleteReadError) as error:
            errors[type(error).__name__] += 1
        finally:
            browser.line.hang_up()

    await asyncio.gather(*map(voter, plan["sessions"]))
    say(
        {
            "voters": len(plan["sessions"]),
            "seconds": round(time.monotonic() - begun, 1),
            "milliseconds": {name: spread(times) for name, times in took.items()},
            "errors": errors,
            "browsers_cpu_seconds": cpu(),
        }
    )


async def wait(plan: dict[str, Any]) -> None:
    """Phones in the waiting room ask about every three seconds, as the page's script does, until it opens."""
    path, state = plan["path"], plan["state"]
    asked, errors, got = Counter[str](), Counter[str](), list[float]()
    phones = [Browser(Line(plan["port"]), session) for session in plan["sessions"]]

    async def enter(line: Line, phone: Browser) -> None:
        phone.line = line
        page = await phone.load(path)
        phone.admission = PASS.search(page.text)[1]
        phone.line = Line(plan["port"])

    async def phone_waits(phone: Browser) -> None:
        await asyncio.sleep(random.random() * 3)
        while True:
            await asyncio.sleep(2.5 + random.random())
            try:
                answer = await phone.get(state)
                asked[str(answer.status)] += 1
                if answer.status != 200 or answer.text == "draft":
                    continue
                page = answer if PAPER in answer.text else await phone.get(path)
            except (OSError, asyncio.IncompleteReadError) as error:
                errors[type(error).__name__] += 1
                continue
            if page.status == 200 and PAPER in page.text:
                got.append(time.monotonic())
                phone.line.hang_up()
                return
            errors[str(page.status)] += 1

    async def tell() -> None:
        await asyncio.sleep(4)
        say({"waiting": len(phones), "cpu": cpu(), "asked": asked.total()})
        await asyncio.sleep(plan["seconds"])
        say({"cpu": cpu(), "asked": asked.total()})

    await crew(8, phones, enter, plan["port"])
    await asyncio.wait_for(asyncio.gather(tell(), *map(phone_waits, phones)), plan["seconds"] + 60)
    say({"got": got, "statuses": asked, "errors": errors, "cpu": cpu()})


def main() -> None:
    plan = json.load(sys.stdin)
    play = {"votes": votes, "rush": rush, "wait": wait}[plan.pop("play")]
    asyncio.run(play(plan))


if __name__ == "__main__":
    main()
