"""Does a file in which anything was changed ever meet more than a clear sentence?

A fixed seed changes sound files of every kind: bytes, stretches, lengths, and parts within a package.
``MUTATIONS`` says how many; ``make mutations`` tries a hundred thousand.
"""

import os
import random
import sys
import zipfile
from collections import Counter
from io import BytesIO

import pytest

from personnel.roster import workbook
from selection import incoming
from selection.reasons import Refused
from tests.factories.hostile import packed, sheet
from tests.factories.records import PDF, image, ooxml, upload
from tests.factories.rosters import LI, WANG, roster_file

MANY = int(os.environ.get("MUTATIONS", "600"))
TELLING = [
    b"\0",
    b"\xff",
    b"<!DOCTYPE",
    b"]]>",
    b"&l9;",
    b"PK\x01\x02",
    b"\xff\xd9",
    b"IEND",
    b"9" * 40,
    b"-1",
]
ROSTER = roster_file(WANG, LI).getvalue()
SOUND = {
    "a.pdf": PDF,
    "a.png": image(size=(40, 30)),
    "a.jpg": image("JPEG", size=(40, 30)),
    "a.docx": ooxml("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    "a.xlsx": ROSTER,
    "b.xlsx": packed(sheet("<row><c><v>1</v></c></row>")),
    "c.xlsx": "姓名,性别\n王,男\n".encode("gbk"),
}


def scramble(content: bytes, chance: random.Random) -> bytes:
    held = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 30])):
        at, length = chance.randrange(len(held) + 1), chance.choice([0, 1, 1, 4, 60])
        new = chance.choice([chance.randbytes(length), chance.choice(TELLING), bytes(held[at : at + length])])
        held[at : at + chance.choice([0, len(new), length])] = new
    return bytes(held[: chance.randrange(len(held) + 1)] if chance.random() < 0.1 else held)


def within(content: bytes, chance: random.Random) -> bytes:
    """The same, in one part of a package that is sound in itself."""
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, scramble(part, chance) if name == chosen else part)
    return held.getvalue()


def changed(content: bytes, chance: random.Random) -> bytes:
    is_package = content.startswith(b"PK") and chance.random() < 0.7
    return within(content, chance) if is_package else scramble(content, chance)


def outcome(act) -> str:
    try:
        act()
    except Refused as refused:
        (sentence,) = refused.reasons
        assert "请" in sentence
        return "refused"
    return "taken"


def known(names):
    return {"姓名", "性别"} <= set(names)


@pytest.mark.filterwarnings("ignore")  # openpyxl and Pillow say what they pass over
def test_a_changed_file_is_taken_or_refused_in_one_sentence():
    chance, met = random.Random(20260309), Counter()
    names = list(SOUND)
    for number in range(MANY):
        name = names[number % len(names)]
        content = changed(SOUND[name], chance)
        met["file", outcome(lambda: incoming.admit(upload(name, content)))] += 1  # noqa: B023
        if name.endswith(".xlsx"):
            met["sheet", outcome(lambda: workbook.read(BytesIO(content), known))] += 1  # noqa: B023

    sys.stdout.write(f"\n{MANY} changed files: {dict(met)}\n")
    assert met["file", "taken"] + met["file", "refused"] == MANY
    assert all(met[place, done] for place in ("file", "sheet") for done in ("taken", "refused"))
