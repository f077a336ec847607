"""Play a whole campaign in a throw-away database and print what it came to."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command

from campaigns.choices import Stage, Track, TrackReason
from campaigns.rulesets.presets import BY_CODE
from selection import clock
from selection.records import papers

INSIDE = "SELECTION_SIMULATION"


class Command(BaseCommand):
    help = "在一次性数据库中按规则完整办理一次选拔任用，文书写入 --out，结果以 JSON 输出"
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ruleset", required=True, choices=sorted(BY_CODE))
        parser.add_argument(
            "--track", default=Track.NON_COMPETITIVE.value, choices=[Track.NON_COMPETITIVE.value]
        )
        parser.add_argument("--staff", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, required=True, metavar="S")
        parser.add_argument(
            "--start", type=date.fromisoformat, default=clock.DEMO_START.date(), metavar="DATE"
        )
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        if os.environ.get(INSIDE):
            self.stdout.write(json.dumps(play(**_wanted(options)), ensure_ascii=False, indent=2))
        else:
            self._play_apart(options)

    def _play_apart(self, options: dict[str, Any]) -> None:
        """Run this command again with settings of its own: database, clock, keys, files under --out."""
        var = options["out"].resolve() / "var"
        shutil.rmtree(var, ignore_errors=True)
        for folder in ("queue", "queue-control", "ballot-keys"):
            (var / folder).mkdir(parents=True)
        own = {"DEMO": "1", "VAR_DIR": str(var), "BALLOT_KEY_DIR": str(var / "ballot-keys"), INSIDE: "1"}
        kept = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")
        }
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


def _as_words(options: dict[str, Any]) -> list[str]:
    names = ("ruleset", "track", "staff", "seed", "start", "out")
    return [word for name in names for word in (f"--{name}", str(options[name]))]


def _wanted(options: dict[str, Any]) -> dict[str, Any]:
    return {name: options[name] for name in ("ruleset", "staff", "seed", "start", "out")}


def play(ruleset: str, staff: int, seed: int, start: date, out: Path) -> dict[str, Any]:
    """The whole campaign for two posts; every paper rendered into ``out``/papers."""
    from campaigns.simulation import days, school, stages, summary
    from campaigns.simulation.cast import cast_of
    from personnel.models import Post

    clock.start_demo(days.at_nine(start))
    call_command("migrate", interactive=False, verbosity=0)
    cast = cast_of(school.found(staff, ruleset, Random(seed)), seed)
    posts = Post.objects.filter(
        department__organisation=cast.school, rank="deputy", department__position__gte=2
    )
    named = cast.dice.sample(cast.teachers[: -len(cast.cadres) - 5], 3)
    seats = [
        stages.Seat(posts[0], TrackReason.CLEAR_CHOICE, named[:2]),
        stages.Seat(posts[1], TrackReason.CLEAR_CHOICE, named[2:]),
    ]
    campaign = stages.draft(
        cast,
        f"{start.year}年中层干部选拔任用工作方案",
        seats,
        reference_on=start,
        starts_on=date(start.year + start.month // 10, (start.month + 2) % 12 + 1, 1),
    )
    days.play_together([stages.play_to(cast, campaign, seats, Stage.CLOSED)])
    papers.render_due()
    campaign.refresh_from_db()
    summary.write_papers(campaign, out / "papers")
    return summary.summary(campaign)
