"""Are the free fonts taken out of their package, whole, and is their absence no obstacle?"""

import subprocess

import pytest

from tools import free_fonts, set_up

INSIDE = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(free_fonts, "FOLDER", tmp_path / ".fonts")
    monkeypatch.setattr(free_fonts.shutil, "which", lambda name: name)
    return tmp_path / ".fonts"


def package_with(tmp_path, monkeypatch, names):
    """The machine's package client now brings a package of these fonts."""
    tree = tmp_path / "tree"
    (tree / INSIDE).mkdir(parents=True)
    for name in (*names, "FandolBraille-Regular.otf"):
        (tree / INSIDE / name).write_text(name)
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN").chmod(0o755)  # whatever the umask: dpkg-deb insists
    control = f"Package: {free_fonts.PACKAGE}\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: fonts\n"
    (tree / "DEBIAN/control").write_text(control)
    really = subprocess.run

    def run(command, cwd, **options):
        return really(["dpkg-deb", "--build", "--root-owner-group", tree, "fonts.deb"], cwd=cwd, **options)

    monkeypatch.setattr(free_fonts.subprocess, "run", run)


def test_the_five_faces_are_taken_and_nothing_else(tmp_path, monkeypatch, folder):
    package_with(tmp_path, monkeypatch, free_fonts.NAMES)

    assert free_fonts.fetch()
    assert sorted(path.name for path in folder.iterdir()) == sorted(free_fonts.NAMES)
    assert (folder / "FandolFang-Regular.otf").read_text() == "FandolFang-Regular.otf"


def test_fonts_that_are_there_are_not_fetched_again(monkeypatch, folder):
    folder.mkdir()
    for name in free_fonts.NAMES:
        (folder / name).touch()
    monkeypatch.setattr(free_fonts.subprocess, "run", None)

    assert free_fonts.fetch()


def test_a_package_without_them_is_no_success(tmp_path, monkeypatch, folder):
    package_with(tmp_path, monkeypatch, free_fonts.NAMES[:4])

    assert not free_fonts.fetch()


def test_a_machine_that_cannot_fetch_them_is_told_and_goes_on(monkeypatch, folder, capsys):
    monkeypatch.setattr(free_fonts.shutil, "which", lambda name: None)

    set_up.fonts()

    assert free_fonts.WITHOUT in capsys.readouterr().out
