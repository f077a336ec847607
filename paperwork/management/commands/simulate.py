"""Play a whole campaign in a throw-away database, print what it came to and leave all its papers.

It stands here, above the campaigns, because forms and archive do.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, CommandParser, call_command

from campaigns.choices import Track
from campaigns.rulesets.presets import BY_CODE
from campaigns.simulation.playing import play
from campaigns.simulation.summary import summary
from paperwork import leaving
from personnel.demo.people import officer_of
from selection import clock
from selection.spoken import SpokenCommand

INSIDE = "SELECTION_SIMULATION"
OWN_FOLDER = "simulation"
MARKER = ".made-by-simulate"
SERVICE = ("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS")
WANTED = ("ruleset", "track", "staff", "seed", "start")
MOST_STAFF = 5000
EARLIEST, LATEST = 2005, 2099


class Command(SpokenCommand):
    help = "在一次性数据库中按规则完整办理一次选拔任用，文书、表格、案卷写入 --out，结果以 JSON 输出"
    requires_migrations_checks = False
    requires_system_checks: list[str] = []  # what runs is apart from the settings here

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ruleset", required=True, choices=sorted(BY_CODE))
        parser.add_argument(
            "--track", type=_track, default=Track.NON_COMPETITIVE.value, metavar="|".join(Track.values)
        )
        parser.add_argument("--staff", type=_staff, required=True, metavar="N")
        parser.add_argument("--seed", type=int, required=True, metavar="S")
        parser.add_argument("--start", type=_day, default=clock.DEMO_START.date(), metavar="DATE")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        if os.environ.get(INSIDE):
            call_command("migrate", interactive=False, verbosity=0)
            campaign = play(**{name: options[name] for name in WANTED})
            leaving.leave(campaign, officer_of(campaign.organisation), options["out"])
            self.stdout.write(json.dumps(summary(campaign), ensure_ascii=False, indent=2))
        else:
            self._play_apart(options)

    def _play_apart(self, options: dict[str, Any]) -> None:
        """Run this command again with settings of its own: database, clock, keys, files under --out."""
        var = _fresh_folder(options["out"])
        own = {"DEMO": "1", "VAR_DIR": str(var), "BALLOT_KEY_DIR": str(var / "ballot-keys"), INSIDE: "1"}
        kept = {name: value for name, value in os.environ.items() if name not in SERVICE}
        done = subprocess.run(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "simulate", *_as_words(options)],
            env=kept | own,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(
                done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "模拟未能完成"
            )
        self.stdout.write(done.stdout.rstrip())


def _fresh_folder(out: Path) -> Path:
    """The folder under ``out`` that is this command's own: emptied when an earlier run made it."""
    own = out.resolve() / OWN_FOLDER
    if own.exists() and not (own / MARKER).is_file():
        raise CommandError(f"“{own}”已经存在，不是模拟办理建立的，不能清空，请给 --out 换一个目录")
    if Path(settings.VAR_DIR).resolve().is_relative_to(own):
        raise CommandError(f"“{own}”里有本程序的数据（VAR_DIR），不能清空，请给 --out 换一个目录")
    try:
        if own.exists():
            shutil.rmtree(own)
        for folder in ("queue", "queue-control", "ballot-keys"):
            (own / folder).mkdir(parents=True)
        (own / MARKER).touch()
    except OSError:
        raise CommandError(f"不能在“{out}”里建立目录，请给 --out 换一个可写的目录") from None
    return own


def _track(text: str) -> str:
    from campaigns.simulation.stages import AT

    if text in AT:
        return text
    known = f"{Track(text).label}还不能模拟" if text in Track.values else f"没有“{text}”这种聘任方式"
    raise argparse.ArgumentTypeError(f"{known}，现在可以写 {'、'.join(AT)}")


def _staff(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_STAFF:
        raise argparse.ArgumentTypeError(f"“{text}”不对，请写 1 到 {MOST_STAFF} 之间的整数")
    return int(text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"看不懂日期“{text}”，请写成 2026-03-02 的样子") from None
    if not EARLIEST <= day.year <= LATEST:
        raise argparse.ArgumentTypeError(f"日期应在 {EARLIEST} 年至 {LATEST} 年之间")
    return day


def _as_words(options: dict[str, Any]) -> list[str]:
    return [word for name in (*WANTED, "out") for word in (f"--{name}", str(options[name]))]
