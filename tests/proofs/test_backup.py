"""Does one command bring back what one command wrote down, and nothing that may not come back?"""

import subprocess
from pathlib import Path

import pytest

from tests.proofs.guards import guarded

VENDORS = pytest.mark.parametrize("vendor", ["postgresql", "sqlite"])


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "backup"


def _ask(world, *words):
    """Whether the command did it, and what it said."""
    try:
        return True, world.manage(*words)
    except subprocess.CalledProcessError as failed:
        return False, failed.stderr


@VENDORS
@guarded(the_void_after_restoring="the round that stood open is void")
def test_a_backup_comes_back_with_its_files_and_open_rounds_are_void(make_world, vendor, backup, without):
    world = make_world(vendor)
    voters = [voter for voter, _ in world.stage("people", number=6)]
    counted, open_then = (
        world.stage("open_poll", voters=voters)[0]["poll"],
        world.stage("open_poll", voters=voters)[0]["poll"],
    )
    world.stage("cast", poll=counted, votes=[[voter, "agree"] for voter in voters])
    world.stage("close", poll=counted)
    assert world.stage("count", poll=counted) == []
    world.stage("cast", poll=open_then, votes=[[voter, "agree"] for voter in voters[:3]])
    scan = world.stage("keep", name="会议记录", content="签到")
    private = world.stage("key", poll=open_then)

    world.manage("backup", str(backup))
    world.stage("cast", poll=open_then, votes=[[voter, "agree"] for voter in voters[3:]])
    restored = make_world(vendor, empty=True)
    done, said = _ask(restored, "restore", str(backup))

    assert done, said
    assert restored.stage("look", poll=open_then)["state"] == "void", "the round that stood open is void"
    assert "以上1轮已作废，请通知各单位重新组织；全程纪实、附件和文书没有发现问题" in said
    before, after = world.stage("look", poll=counted), restored.stage("look", poll=counted)
    assert after == before
    assert (restored.folder / "files" / scan).read_bytes() == (world.folder / "files" / scan).read_bytes()
    written = b"".join(path.read_bytes() for path in backup.rglob("*") if path.is_file())
    assert not any(bytes.fromhex(form) in written for form in private.values()), "no key of a ballot is in it"
    sums = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=backup, check=False)
    assert sums.returncode == 0


@guarded(the_sums_of_a_backup="nothing is loaded of a backup that was changed")
def test_a_backup_that_was_changed_is_refused_before_anything_is_loaded(make_world, backup, without):
    world = make_world()
    world.stage("people", number=1)
    scan = world.stage("keep", name="会议记录", content="签到")
    world.manage("backup", str(backup))
    (backup / "files" / scan).write_bytes(b"%PDF-1.4\nanother")

    restored = make_world(empty=True)
    done, said = _ask(restored, "restore", str(backup))

    assert not (restored.folder / "files").exists(), "nothing is loaded of a backup that was changed"
    assert not done
    assert f"备份里这些文件缺失、多出或被改动过，没有恢复：files/{scan}\n" in said


@guarded(the_look_at_the_files="what is not as it was kept is named")
def test_a_file_that_was_gone_or_changed_before_the_backup_is_named(make_world, backup, without):
    world = make_world()
    world.stage("people", number=1)
    lost, changed = (world.stage("keep", name=name, content=name) for name in ("会议记录", "签到表"))
    (world.folder / "files" / lost).unlink()
    (world.folder / "files" / changed).write_bytes(b"%PDF-1.4\nanother")
    world.manage("backup", str(backup))

    done, said = _ask(make_world(empty=True), "restore", str(backup))

    assert f"附件“会议记录.pdf”的文件缺失（{lost}）" in said, "what is not as it was kept is named"
    assert f"附件“签到表.pdf”的文件被改动过（{changed}）" in said
    assert not done
