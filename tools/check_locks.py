"""Do the locks hold versions and hashes only?

A lock that names a host or a folder installs nowhere else, and says where it was made.
"""

import json
import re
import sys
from pathlib import Path

PLACE = re.compile(r"http|file://|extra-index-url|find-links")


def complaints(root: Path) -> list[str]:
    found = []
    for lock in sorted((root / "requirements").glob("*.txt")):
        for number, line in enumerate(lock.read_text(encoding="utf-8").splitlines(), 1):
            if PLACE.search(line):
                found.append(f"requirements/{lock.name}:{number}: {line.strip()}")
    lock = root / "package-lock.json"
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"] if lock.exists() else {}
    for name, package in packages.items():
        if name and "integrity" not in package:
            found.append(f"package-lock.json: {name} has no integrity")
        if "resolved" in package:
            found.append(f"package-lock.json: {name} is resolved to a place")
    return found


if __name__ == "__main__":
    lines = complaints(Path(__file__).resolve().parent.parent)
    print("\n".join(lines) or "The locks name no host.")
    sys.exit(bool(lines))
