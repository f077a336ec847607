"""What does a backup refuse, what does it find out later, and which files are swept? (its way: tests/proofs)"""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from selection.records.models import Attachment
from tests.factories.records import AttachmentFactory, ledger_of
from tests.records.test_ledgers import tamper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    options = settings.STORAGES["default"]["OPTIONS"] | {"location": tmp_path / "files"}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": options}}
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"


@pytest.fixture
def backup(tmp_path) -> Path:
    return tmp_path / "backup"


def refusal_of(*command):
    with pytest.raises(CommandError) as refused:
        call_command(*command, stdout=StringIO())
    return str(refused.value)


def kept(name):
    """As if it had been kept long ago."""
    path = Path(default_storage.path(default_storage.save(name, ContentFile(b"%PDF-"))))
    os.utime(path, (0, 0))
    return path


class TestBackup:
    def test_it_holds_the_database_the_files_the_heads_and_their_sums(self, backup):
        scan = AttachmentFactory().file.name
        ledger_of(2)

        call_command("backup", str(backup), stdout=StringIO())

        names = [line.split("  ")[1] for line in (backup / "SHA256SUMS").read_text().splitlines()]
        assert names[0].startswith("database.")
        assert names[1:] == [f"files/{scan}", "heads.json"]

    def test_what_is_there_already_is_not_written_over(self, backup):
        call_command("backup", str(backup), stdout=StringIO())

        assert refusal_of("backup", str(backup)) == f"目录 {backup} 不是空的，请换一个新目录"

    def test_the_keys_of_the_ballots_never_come_into_it(self, backup, settings, tmp_path):
        settings.BALLOT_KEY_DIR = tmp_path / "files" / "keys"

        assert "请把启封密钥移到别处再备份" in refusal_of("backup", str(backup))
        assert not backup.exists()

    def test_it_does_not_lie_among_the_files_it_copies(self, tmp_path):
        assert "换一个目录" in refusal_of("backup", str(tmp_path / "files" / "backup"))


class TestRestore:
    def test_a_folder_that_is_no_finished_backup_is_refused(self, backup):
        assert "不是备份目录，或者备份没有做完" in refusal_of("restore", str(backup))

    def test_a_database_in_use_is_refused(self, backup, tmp_path):
        AttachmentFactory()
        call_command("backup", str(backup), stdout=StringIO())
        (tmp_path / "files").rename(tmp_path / "elsewhere")

        assert "恢复要用一个空库" in refusal_of("restore", str(backup))
        assert Attachment.objects.count() == 1

    def test_files_that_lie_there_are_not_mixed_with_others(self, backup):
        AttachmentFactory()
        call_command("backup", str(backup), stdout=StringIO())

        assert "请先移走里面的文件再恢复" in refusal_of("restore", str(backup))


class TestHeads:
    """An end cut off with every trace of it is betrayed by what was taken away before."""

    def test_they_name_the_entry_that_was_cut_off(self, backup):
        ledger = ledger_of(3)
        call_command("backup", str(backup), stdout=StringIO())
        tamper("DELETE FROM records_ledgerentry WHERE ledger_id = %s AND number = 3", ledger.pk)
        last = ledger.entries.get(number=2)
        type(ledger).objects.filter(pk=ledger.pk).update(length=2, head=last.digest)

        call_command("verify_record", stdout=StringIO())
        said = refusal_of("verify_record", "--heads", str(backup / "heads.json"))

        assert said.startswith("《2026年选拔任用工作方案》第3条与")
        assert said.endswith("收录的校验码不符")

    def test_they_name_the_ledger_that_is_gone_as_a_whole(self, backup):
        ledger = ledger_of(3)
        call_command("backup", str(backup), stdout=StringIO())
        tamper("DELETE FROM records_ledgerentry WHERE ledger_id = %s", ledger.pk)
        type(ledger).objects.filter(pk=ledger.pk).delete()

        said = refusal_of("verify_record", "--heads", str(backup / "heads.json"))

        assert said.startswith(f"编号为{ledger.pk}的全程纪实整本缺失（")
        assert said.endswith("收录时有3条）")

    def test_another_file_is_refused(self, tmp_path):
        file = tmp_path / "other.json"
        file.write_text("[]")

        assert refusal_of("verify_record", "--heads", str(file)) == (
            f"看不懂 {file}：请指定备份目录里的 heads.json"
        )


class TestSweeping:
    def test_old_files_that_no_row_names_are_removed(self):
        named = Path(AttachmentFactory().file.path)
        os.utime(named, (0, 0))
        stray = kept("attachments/stray.pdf")
        out = StringIO()

        call_command("sweep_files", stdout=out)

        assert out.getvalue() == "删除了1个没有记录指向的文件\n"
        assert (named.exists(), stray.exists()) == (True, False)

    def test_a_fresh_one_may_be_about_to_be_named(self):
        path = kept("attachments/fresh.pdf")
        os.utime(path)

        call_command("sweep_files", stdout=StringIO())

        assert path.exists()
