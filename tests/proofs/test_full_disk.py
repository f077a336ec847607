"""F1, F2: where a disk is full, is it said so, nothing left by halves, and does all go on when there is room?"""

import os
import subprocess
from itertools import repeat
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.proofs.guards import guarded

MEGABYTE = 2**20
FULL = "服务器的磁盘满了，这一步没有保存"
ADVICE = "腾出之后，再办一次就可以"


@pytest.fixture
def small_disk(tmp_path):
    """Mounts a disk of so many megabytes at a folder."""
    mounted = []

    def mount(place: Path, megabytes: int) -> Path:
        place.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)],
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode and os.environ.get("CI"):
            pytest.fail(f"a small disk can't be mounted: {done.stderr}")
        if done.returncode:
            pytest.skip("only root may mount the small disk on which this is tried")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def entry(text="建议启动。", size=0):
    """An act done on paper, with a scan of its own of so many bytes: the same one sent again is kept once."""
    given = {"happened_on": "2026-02-20", "text": text, "is_backfilled": "on"}
    return given | {"scan": SimpleUploadedFile("记录.pdf", b"%PDF-1.7" + text.encode() + bytes(size))}


def _fill(place: Path) -> Path:
    """All that is left of the disk."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        file.writelines(repeat(bytes(4096)))
    return filler


def _is_said(page):
    return FULL in page and ADVICE in page


@pytest.fixture
def office(world):
    world.acts = "tests.proofs.office"
    world.move_to("2026-03-16T09:00+08:00")
    return world


@guarded(
    the_word_of_a_full_disk="it is said that the disk is full",
    whole_files="nothing lies there by halves",
)
def test_f1_where_the_disk_of_the_files_is_full_nothing_is_kept_by_halves(office, small_disk, without):
    desk = office.stage("open_desk")
    disk = small_disk(office.folder / "files", 3)

    with office.web():
        browser = office.browser(desk["session"])
        status, _, _ = browser.upload(desk["page"], entry("第一件。", MEGABYTE))
        filler = disk / "filler"
        filler.write_bytes(bytes(MEGABYTE * 5 // 4))
        refused, _, page = browser.upload(desk["page"], entry("第二件。", MEGABYTE))
        there = list((disk / "attachments").iterdir())
        during = office.stage("entered")
        filler.unlink()
        again, _, _ = browser.upload(desk["page"], entry("第二件。", MEGABYTE))

    assert _is_said(page), "it is said that the disk is full"
    assert (status, refused, again) == (302, 503, 302)
    assert len(there) == 1, "nothing lies there by halves"
    assert during == {"acts": 1, "told": 1, "flaws": []}
    assert office.stage("entered")["acts"] == 2


@guarded(the_word_of_a_full_disk="it is said that the disk is full")
def test_f2_where_the_disk_of_the_database_is_full_nothing_is_stored_by_halves(
    office, cluster, small_disk, without
):
    name = f"{office.database}_small"
    disk = small_disk(cluster.folder / name, 80)
    cluster.create_on(disk, name, like=office.database)
    office.environment["DATABASE_URL"] = cluster.address(name)
    desk = office.stage("open_desk")

    with office.web():
        browser = office.browser(desk["session"])
        filler = _fill(disk)
        told = []
        while not told or (told[-1][0] == 302 and len(told) < 200):
            told.append(browser.upload(desk["page"], entry(os.urandom(700).hex())))
        filler.unlink()
        again, _, _ = browser.upload(desk["page"], entry())

    entered = office.stage("entered")
    office.end()
    cluster.drop(name)

    *stored, (refused, _, page) = told
    assert _is_said(page), "it is said that the disk is full"
    assert (refused, again) == (503, 302)
    assert entered == dict.fromkeys(["acts", "told"], len(stored) + 1) | {"flaws": []}
