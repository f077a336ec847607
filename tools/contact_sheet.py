"""How do all papers look beside each other? The first page of each, as simulated campaigns left it.

python -m tools.contact_sheet FILE.png    (make papers)
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill

from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader

from tools.preconditions import ROOT

TRACKS = ("non_competitive", "competitive", "direct")
SIMULATE = ("manage.py", "simulate", "--ruleset", "county-schools", "--staff", "95", "--seed", "7")
LABELS = ROOT / ".fonts" / "FandolHei-Regular.otf"
IN_A_ROW, WIDE, GAP = 7, 560, 28
HIGH = round(WIDE * 2**0.5)
TEXT = 24
DESK, INK = "#d5d8dc", "#222"
COLOURS = 64  # enough for black, red and the greys between


def main(file: Path) -> None:
    with TemporaryDirectory() as folder:
        for track in TRACKS:
            out = ("--track", track, "--out", f"{folder}/{track}")
            subprocess.run([sys.executable, *SIMULATE, *out], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        papers = list(first_of_each([Path(folder, track) for track in TRACKS]))
        sheet = sheet_of(papers)
    sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def first_of_each(folders: Iterable[Path]) -> Iterator[Path]:
    """Of each kind those of the first campaign that has any; of a form its first sheet."""
    seen: set[tuple[str, str]] = set()
    for folder in folders:
        files = [
            file for part in ("papers", "ballots", "forms") for file in sorted((folder / part).glob("*.pdf"))
        ]
        fresh = [file for file in files if _kind(file) not in seen]
        yield from (file for file in fresh if file.stem.split("-")[2:] in ([], ["01"]))
        seen |= set(map(_kind, fresh))


def _kind(file: Path) -> tuple[str, str]:
    return file.parent.name, file.stem.split("-")[1]


def sheet_of(papers: list[Path]) -> Image.Image:
    rows = -(-len(papers) // IN_A_ROW)
    across, down = WIDE + GAP, HIGH + 3 * TEXT + GAP
    sheet = Image.new("RGB", (IN_A_ROW * across + GAP, rows * down + GAP), DESK)
    font, draw = ImageFont.truetype(LABELS, TEXT), ImageDraw.Draw(sheet)
    for number, file in enumerate(papers):
        left, top = GAP + number % IN_A_ROW * across, GAP + number // IN_A_ROW * down
        page = _first_page(file)
        sheet.paste(page, (left, top + (HIGH - page.height) // 2))
        draw.text((left + WIDE // 2, top + HIGH + 8), _label(file), INK, font, anchor="ma", align="center")
    return sheet


def _first_page(file: Path) -> Image.Image:
    command = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", str(WIDE), "-scale-to-y", "-1", str(file)]
    done = subprocess.run(command, check=True, capture_output=True)
    return Image.open(BytesIO(done.stdout)).convert("RGB")


def _label(file: Path) -> str:
    """The paper's title, in as many lines as it needs."""
    about = PdfReader(file).metadata
    return fill((about and about.title) or file.stem, WIDE // TEXT)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
