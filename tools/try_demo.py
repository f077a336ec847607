"""Does ``make demo`` come up from nothing, come up again quickly, and leave no process behind?"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tools.preconditions import ROOT

FIRST, LATER = 360, 10  # seconds that a start may take


def main() -> int:
    with tempfile.TemporaryDirectory() as var:
        environ = os.environ | {"VAR_DIR": var, "PORT": str(free_port())}
        return 0 if all(start_and_stop(environ, limit) for limit in (FIRST, LATER)) else 1


def start_and_stop(environ: dict[str, str], limit: int) -> bool:
    begin = time.monotonic()
    make = subprocess.Popen(["make", "demo"], cwd=ROOT, env=environ, start_new_session=True)
    served = wait_for_page(make, f"http://127.0.0.1:{environ['PORT']}/", limit)
    print(f"served after {time.monotonic() - begin:.1f} s" if served else "not served")
    os.killpg(make.pid, signal.SIGINT)  # Ctrl-C: the terminal signals the whole group
    make.wait(60)
    left = running_on(environ["VAR_DIR"])
    print(f"left running: {left}" if left else "nothing is left running")
    return served and not left


def wait_for_page(make: subprocess.Popen[bytes], address: str, limit: int) -> bool:
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline and make.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=limit) as page:
                return page.status == 200
        except urllib.error.HTTPError as answer:
            print(f"{address} answers {answer.code}")
            return False
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    return False


def running_on(var: str) -> list[int]:
    """The processes that were started with this folder in their environment."""
    needle = f"VAR_DIR={var}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if needle in (process / "environ").read_bytes().split(b"\0") and int(process.name) != os.getpid():
                found.append(int(process.name))
        except (OSError, ValueError):
            continue
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main())
