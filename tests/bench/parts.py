"""What is measured, part by part; each gives its figures and the verdicts on its goals."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.bench.stand import Stand, spent, told

Outcome = tuple[dict[str, Any], list[dict[str, Any]]]
FORM = {"a.p1.consent": "agree"}
MADE = {
    "200份人选表一个PDF": "forms",
    "500张口令纸条一个PDF": "account_slips",
    "500张码条一个PDF": "polling_slips",
    "100件的案卷": "archived",
}
PARTS: dict[str, Callable[[Stand, bool], Outcome]] = {}


def part(measure: Callable[[Stand, bool], Outcome]) -> Callable[[Stand, bool], Outcome]:
    PARTS[measure.__name__] = measure
    return measure


def goal(what: str, measured: Any, met: bool) -> dict[str, Any]:
    return {"goal": what, "measured": measured, "met": bool(met)}


@part
def votes(stand: Stand, quick: bool) -> Outcome:
    """Votes a second, the pages loaded before, in turns with the floor."""
    people = stand.stage("people", number=100 if quick else 2400)
    voters, sessions = [pk for pk, _ in people], [session for _, session in people]
    polls = [each["poll"] for each in stand.stage("open_poll", voters=voters, polls=3)]
    stand.stage("lay_floor")
    queries = stand.stage("queries", poll=polls[2], voters=voters[:2])
    figures: dict[str, Any] = {"queries_per_vote": queries}
    goals = [goal("每票不超过6条查询", queries, queries <= 6)]
    with stand.web():
        for clients, poll in zip((8, 32), polls, strict=False):
            path = f"/vote/{poll}/"
            seen = stand.ask_browsers(
                play="votes",
                path=path,
                sessions=sessions,
                clients=clients,
                turns=3,
                form=FORM | {"act": "cast"},
            )
            seen["ratio"] = round(seen["vote"]["per_second"] / seen["floor"]["per_second"], 3)
            figures[f"{clients}_clients"] = seen
            goals.append(goal(f"{clients}个客户端时不低于底线的70%", seen["ratio"], seen["ratio"] >= 0.7))
            lost = len(voters) - stand.stage("stored", poll=poll)
            goals.append(goal(f"{clients}个客户端时每票都存下", lost, lost == 0))
    return figures, goals


@part
def rush(stand: Stand, quick: bool) -> Outcome:
    """A whole school loads the page and votes within a minute."""
    number, within = (100, 5) if quick else (2000, 58)
    people = stand.stage("people", number=number)
    [opened] = stand.stage("open_poll", voters=[pk for pk, _ in people])
    sessions = [session for _, session in people]
    with stand.web() as server:
        before = spent(stand, server)
        figures = stand.ask_browsers(
            play="rush", path=f"/vote/{opened['poll']}/", sessions=sessions, arrive_within=within, form=FORM
        )
        figures["cpu_seconds"] = spent(stand, server).since(before)
    stored = stand.stage("stored", poll=opened["poll"])
    slowest = figures["milliseconds"]["page_and_vote"]["p99"]
    return figures, [
        goal(
            "2000人在60秒内打开页面并投票", figures["seconds"], stored == number and figures["seconds"] <= 60
        ),
        goal("打开页面和投票合计p99不超过1秒", slowest, slowest <= 1000),
        goal("没有出错", figures["errors"], not figures["errors"]),
    ]


@part
def waiting(stand: Stand, quick: bool) -> Outcome:
    """Phones wait for a minute; then the paper is opened."""
    number, seconds = (50, 5) if quick else (2000, 60)
    people = stand.stage("people", number=number)
    poll = stand.stage("draft", voters=[pk for pk, _ in people])
    plan = {"path": f"/vote/{poll}/", "state": f"/meeting/{poll}/state/", "seconds": seconds}
    with (
        stand.web() as server,
        stand.browsers(play="wait", sessions=[each for _, each in people], **plan) as said,
    ):
        began = next(said)
        before, start = spent(stand, server), time.monotonic()
        ended = next(said)
        used, minute = spent(stand, server).since(before), time.monotonic() - start
        opened = stand.stage("open_draft", poll=poll)
        last = next(said)
    share = sum(used.values()) / minute / 2
    late = max(last["got"]) - opened
    figures = {
        "phones": number,
        "seconds": round(minute, 1),
        "asked_per_second": round((ended["asked"] - began["asked"]) / minute, 1),
        "cpu_seconds": used,
        "browsers_cpu_seconds": round(ended["cpu"] - began["cpu"], 2),
        "share_of_two_cores": round(share, 3),
        "seconds_until_all_have_it": round(late, 2),
        "statuses": last["statuses"],
        "errors": last["errors"],
    }
    return figures, [
        goal("等候时服务器进程不超过两个核心的70%", figures["share_of_two_cores"], share <= 0.7),
        goal("开始后5秒内全部打开选票", figures["seconds_until_all_have_it"], late <= 5),
        goal("等候没有出错", last["errors"], not last["errors"]),
    ]


@part
def papers(stand: Stand, quick: bool) -> Outcome:
    """Forms and slips on the demo's data, each large file by a process of its own."""
    forms, slips, items = (8, 16, 16) if quick else (200, 500, 100)
    stand.papers("prepare", forms, items)
    one = stand.papers("one", 5 if quick else 50)
    large = {name: stand.papers(name) for name in ("forms", "archived")}
    large |= {name: stand.papers(name, slips) for name in ("account_slips", "polling_slips")}
    goals = [
        goal("打开一种表格不超过300毫秒（中位数）", one["page_ms"], one["page_ms"] <= 300),
        goal("一页PDF不超过1秒（中位数）", one["pdf_ms"], one["pdf_ms"] <= 1000),
    ]
    for what, name in MADE.items():
        seconds, memory = large[name]["seconds"], large[name]["peak_memory_mb"]
        goals.append(goal(f"{what}不超过60秒", seconds, seconds <= 60))
        goals.append(goal(f"{what}的进程内存峰值不超过500MiB", memory, memory <= 500))
    return {"one": one} | large, goals


@part
def counting(stand: Stand, quick: bool) -> Outcome:
    """Urns of several sizes, each opened by a process of its own."""
    sizes = (200, 2000) if quick else (200, 2000, 100_000, 1_000_000)
    figures = {}
    for size in sizes:
        told(f"counting {size}")
        poll = stand.urn("fill", str(size))["poll"]
        figures[size] = stand.urn("count", str(poll))
    goals = [
        goal(f"启封{size}份不低于只拆封的70%", each["ratio"], each["ratio"] >= 0.7)
        for size, each in figures.items()
    ]
    small, large = (figures[size] for size in sizes[-2:])
    slower = round(large["per_second"] / small["per_second"], 3)
    memory = round(large["peak_memory_mb"] / small["peak_memory_mb"], 3)
    goals.append(goal("用时与份数成正比（每秒份数不降到八成以下）", slower, slower >= 0.8))
    goals.append(goal("内存峰值不超过十分之一份数时的1.5倍", memory, memory <= 1.5))
    whole = all(each["valid"] == size for size, each in figures.items())
    goals.append(goal("每份都计到", whole, whole))
    return figures, goals
