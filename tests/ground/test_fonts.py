"""The command that says by which files papers are printed."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.fixture
def said(settings, tmp_path, monkeypatch):
    settings.SITE_FONTS_DIR = tmp_path

    def say():
        out = StringIO()
        call_command("fonts", stdout=out)
        return out.getvalue().splitlines()

    return say


def test_a_free_face_is_named_with_what_it_lacks(said):
    assert "仿宋：FandolFang-Regular.otf（开源代用）；缺字“𬭎镕喆玥珺”，由 Noto Serif CJK SC 补" in said()


def test_a_missing_face_is_said_to_be_missing(said, monkeypatch):
    monkeypatch.setattr("selection.typefaces.FANDOL_FOLDERS", ())

    assert said()[:2] == ["仿宋：缺，用 Noto Serif CJK SC 代替", "小标宋：缺，用 Noto Serif CJK SC 代替"]


def test_a_font_of_the_site_goes_before_a_free_one(said, tmp_path):
    from selection import typefaces

    free = typefaces.faces()["Paper Fang"]
    (tmp_path / "仿宋_GB2312.otf").write_bytes(free.read_bytes())

    assert "仿宋：仿宋_GB2312.otf（本单位字体）" in said()[0]


def test_where_to_put_fonts_is_said(said, tmp_path):
    assert f"本单位购有授权的字体放在 {tmp_path}，文件名：" in said()
