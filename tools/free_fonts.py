"""Where do 仿宋, 楷体 and 小标宋 come from on a machine without licensed ones?

    python3 -m tools.free_fonts

Fandol is the one free family that has them. Debian ships it inside a TeX package of fifty megabytes;
only the fonts are taken out of it, into ``.fonts``, without root and without TeX. Without them the
papers are printed in Noto CJK, so their absence is said and stops nothing.
"""

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from tools.preconditions import ROOT

FOLDER = ROOT / ".fonts"
PACKAGE = "texlive-lang-chinese"
NAMES = (
    "FandolFang-Regular.otf",
    "FandolHei-Regular.otf",
    "FandolKai-Regular.otf",
    "FandolSong-Bold.otf",
    "FandolSong-Regular.otf",
)
WITHOUT = "未能取得开源的仿宋、小标宋、楷体（Fandol），文书暂以思源字体打印；联网后再运行 python3 -m tools.free_fonts 即可。"


def missing() -> list[str]:
    return [name for name in NAMES if not (FOLDER / name).is_file()]


def fetch() -> bool:
    """Bring what is missing; False where this machine can't."""
    if not missing():
        return True
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        return False
    with tempfile.TemporaryDirectory() as scratch:
        apt = ["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", PACKAGE]
        if subprocess.run(apt, cwd=scratch, capture_output=True).returncode:
            return False
        for package in Path(scratch).glob("*.deb"):
            _extract(package)
    return not missing()


def _extract(package: Path) -> None:
    FOLDER.mkdir(exist_ok=True)
    unpack = ["dpkg-deb", "--fsys-tarfile", str(package)]
    with (
        subprocess.Popen(unpack, stdout=subprocess.PIPE) as unpacked,
        tarfile.open(fileobj=unpacked.stdout, mode="r|") as archive,
    ):
        for member in archive:
            if (name := PurePosixPath(member.name).name) in NAMES:
                _keep(archive.extractfile(member), FOLDER / name)


def _keep(source, target: Path) -> None:
    """Whole or not at all: what is there under its own name is complete."""
    part = target.with_suffix(".part")
    with part.open("wb") as file:
        shutil.copyfileobj(source, file)
    part.replace(target)


if __name__ == "__main__":
    print("开源字体已备好。" if fetch() else WITHOUT)
