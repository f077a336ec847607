"""How fast is it? Every figure of one run, as JSON, each goal with its verdict.

python -m tests.bench [--quick] [--strict] [--only PART] [FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path

from tests.bench.parts import PARTS
from tests.bench.stand import WORKERS, set_up, told


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.bench", description="How fast is it?")
    parser.add_argument("file", nargs="?", type=Path, help="where the figures go; else to the output")
    parser.add_argument("--quick", action="store_true", help="small numbers: does the bench work?")
    parser.add_argument("--strict", action="store_true", help="a missed goal is a failure")
    parser.add_argument("--only", action="append", choices=PARTS, help="one part, or several")
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was set up is taken down again
    start = time.monotonic()
    report: dict = {"cores": os.cpu_count(), "web_workers": WORKERS, "quick": asked.quick, "goals": []}
    with set_up() as stand:
        report["cache"] = "redis" if stand.redis_server else "memory"
        for name in asked.only or PARTS:
            told(name)
            report[name], goals = PARTS[name](stand, asked.quick)
            report["goals"] += goals
    report["seconds"] = round(time.monotonic() - start)
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    if asked.file:
        asked.file.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return int(asked.strict and not all(goal["met"] for goal in report["goals"]))


if __name__ == "__main__":
    sys.exit(main())
