"""Does a file that can't be written to its end leave nothing behind?"""

import errno

import pytest
from django.core.files.base import ContentFile

from selection.whole_files import WholeFiles


class TooLarge(ContentFile):
    def chunks(self, chunk_size=None):
        yield b"the part that has room"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_what_had_room_goes_again(tmp_path):
    with pytest.raises(OSError, match="No space left"):
        WholeFiles(tmp_path).save("scan.pdf", TooLarge(b"scan"))

    assert list(tmp_path.iterdir()) == []


def test_a_whole_file_stays(tmp_path):
    WholeFiles(tmp_path).save("scan.pdf", ContentFile(b"scan"))

    assert (tmp_path / "scan.pdf").read_bytes() == b"scan"
