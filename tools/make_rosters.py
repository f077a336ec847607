"""Who works in the demo county's five schools? Writes fixtures/rosters/*.xlsx, the same in every run.

Names are put together from common characters and belong to nobody; identity numbers pass the check
but begin with a region code that was never assigned. Run it as ``python -m tools.make_rosters``.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tools.rosters.schools import ROSTERS
from tools.rosters.sheet import Roster

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "rosters"
EPOCH = (2026, 3, 1, 8, 0, 0)
STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def workbook(roster: Roster) -> bytes:
    """The roster as the school keeps it: title rows, its own columns, its own way to write dates."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = roster.sheet
    for title in roster.titles:
        page.append([title])
        page.merge_cells(
            start_row=page.max_row, end_row=page.max_row, start_column=1, end_column=len(roster.headers)
        )
    for row in [roster.headers, *roster.rows]:
        page.append(row)
    file = BytesIO()
    book.save(file)
    return without_times(file.getvalue())


def without_times(content: bytes) -> bytes:
    """The same package with fixed dates, so that the same people give the same bytes."""
    fixed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = STAMP.sub(b"2026-03-01T08:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, EPOCH), part, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def main(folder: Path = FOLDER) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in ROSTERS.items():
        roster = make()
        (folder / f"{name}.xlsx").write_bytes(workbook(roster))
        print(f"{name}.xlsx: {len(roster.rows)}")


if __name__ == "__main__":
    main()
