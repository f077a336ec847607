"""Does every hostile spreadsheet get one clear sentence, in under two seconds and fifty megabytes?

Each is read in a process of its own that measures itself: processor time, and by how much its greatest
size in memory grew.
"""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from tests.factories.hostile import FILES

SECONDS, MEGABYTES = 2, 50
HARMLESS = {"last column", "styles up to the mark"}  # read for what is in them
READER = """
import json, sys, time
from io import BytesIO
from pathlib import Path
from openpyxl import load_workbook
from personnel.roster import workbook
from selection.reasons import Refused

def grown():
    return int(next(line for line in open("/proc/self/status") if "VmHWM" in line).split()[1]) / 1024

def read(path):
    content = BytesIO(Path(path).read_bytes())
    Path("/proc/self/clear_refs").write_text("5")
    before, began = grown(), time.process_time()
    try:
        workbook.read(content, lambda names: {"姓名", "性别", "人员类别"} <= set(names))
        said = []
    except Refused as refused:
        said = refused.reasons
    return {"said": said, "seconds": time.process_time() - began, "megabytes": grown() - before}

print(json.dumps([read(path) for path in sys.argv[1:]]))
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    for number, build in enumerate(FILES.values()):
        (folder / f"{number}.xlsx").write_bytes(build())
    paths = [str(folder / f"{number}.xlsx") for number in range(len(FILES))]
    done = subprocess.run(
        [sys.executable, "-c", READER, *paths],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(FILES, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("name", FILES)
def test_it_is_refused_in_one_sentence_at_once_and_in_little_memory(read, name):
    told = read[name]

    assert ["请" in sentence for sentence in told["said"]] == ([] if name in HARMLESS else [True])
    assert (told["seconds"] < SECONDS, told["megabytes"] < MEGABYTES) == (True, True), told
