"""Which typefaces print the papers here, and which of the standard's are missing?"""

import subprocess
from typing import Any

from django.conf import settings
from fontTools.ttLib import TTFont

from selection import typefaces
from selection.spoken import SpokenCommand

RARE = "𬭎镕喆玥珺·"
FALLBACK = "Noto Serif CJK SC"


class Command(SpokenCommand):
    requires_system_checks: list[str] = []
    help = "列出公文用的各种字体由哪个文件打印、缺哪些，以及罕用字由谁补。"

    def handle(self, *args: Any, **options: Any) -> None:
        found = typefaces.faces()
        for face, label in typefaces.LABELS.items():
            path = found.get(face)
            if path is None:
                self.stdout.write(f"{label}：缺，用 {FALLBACK} 代替")
                continue
            lacking = _lacking(str(path))
            said = f"；缺字“{lacking}”，由 {FALLBACK} 补" if lacking else ""
            origin = "开源代用" if path.stem.lower().startswith("fandol") else "本单位字体"
            self.stdout.write(f"{label}：{path.name}（{origin}）{said}")
        self.stdout.write(f"后备：{FALLBACK}{'' if _is_installed() else '，未安装，请安装 fonts-noto-cjk'}")
        self.stdout.write(f"本单位购有授权的字体放在 {settings.SITE_FONTS_DIR}，文件名：")
        for face, stems in typefaces.FACES.items():
            self.stdout.write(f"　{typefaces.LABELS[face]}：{'、'.join(stems[:-1])}（.ttf 或 .otf）")


def _lacking(path: str) -> str:
    """Of the rare characters that names are met with, those that the file has no glyph for."""
    with TTFont(path, lazy=True) as font:
        known = font.getBestCmap()
    return "".join(character for character in RARE if ord(character) not in known)


def _is_installed() -> bool:
    """As fontconfig tells, which comes with Pango and is asked by it for every page."""
    found = subprocess.run(["fc-list", FALLBACK], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())
