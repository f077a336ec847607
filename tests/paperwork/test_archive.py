"""A campaign's archive holds what its reader may see, and tells when it was changed."""

import json
import subprocess
import sys
import zipfile
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaigns.choices import Stage
from campaigns.simulation import playing
from paperwork import archive, making, packing
from paperwork.models import Job
from selection.records.models import Look
from tests.factories.campaigns import CampaignFactory, officer_of

TALKS = {"谈话推荐记录", "谈话征求意见记录", "考察谈话记录"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"
    return playing.play("county-schools", staff=95, seed=7, start=date(2026, 3, 2))


@pytest.fixture(autouse=True)
def nobody_works(monkeypatch):
    monkeypatch.setattr("paperwork.tasks.make.delay", lambda pk: None)


def packed(campaign):
    job = making.start(campaign, Job.Kind.ARCHIVE, officer_of(campaign))
    making.make(job)
    job.refresh_from_db()
    return job.file.path


@pytest.fixture
def small(monkeypatch):
    """The archive of a campaign without any sheets."""
    monkeypatch.setattr("paperwork.archive.of_campaign", lambda campaign: [])
    return packed(CampaignFactory(at=Stage.DECIDE))


def verify(path):
    out = StringIO()
    call_command("verify_archive", path, stdout=out)
    return out.getvalue()


def test_it_holds_the_campaign_and_is_whole(campaign, tmp_path):
    path = packed(campaign)
    with zipfile.ZipFile(path) as archived:
        names = archived.namelist()
        archived.extractall(tmp_path / "out")

    folders = {name.split("/")[0] for name in names}
    assert folders >= {"文书", "表格", "计票数据", "纪实", "目录.pdf", "缺项.txt", "recount.py", packing.SUMS}
    assert not [name for name in names if "谈话推荐记录" in name]
    assert verify(path) == f"已核对{len(names) - 1}个文件，与校验码清单一致\n"
    counts = sorted((tmp_path / "out" / "计票数据").iterdir())
    for each in counts:
        done = subprocess.run([sys.executable, tmp_path / "out" / "recount.py", each], check=False)
        assert done.returncode == 0
    assert len(counts) >= 2
    ledger = next((tmp_path / "out" / "纪实").iterdir()).read_text().splitlines()
    assert json.loads(ledger[-1])["digest"] == campaign.ledger.head
    withheld = {item.title for item in archive.items(campaign, officer_of(campaign)) if not item.is_open}
    assert {title.partition("（")[0] for title in withheld} >= TALKS


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda names: {"缺项.txt": b"nothing is missing"}, "“缺项.txt”被改动过"),
        (lambda names: {"more.txt": b"more"}, "多出“more.txt”"),
    ],
)
def test_a_changed_archive_is_told(small, tmp_path, change, said):
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(small) as old, zipfile.ZipFile(changed, "w") as new:
        contents = {name: old.read(name) for name in old.namelist()}
        for name, content in (contents | change(contents)).items():
            new.writestr(name, content)

    with pytest.raises(CommandError, match=said):
        verify(changed)


def test_what_is_no_archive_gets_a_sentence(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"not a zip")

    with pytest.raises(CommandError, match="不是完整的案卷压缩包，请重新下载"):
        verify(tmp_path / "x.zip")


def test_before_the_names_are_public_its_reader_is_put_down_once(small):
    assert list(Look.objects.values_list("what", flat=True)) == ["案卷"]
