"""Which typefaces print the papers here, and how do they share a line?

The faces of GB/T 9704 (仿宋 小标宋 黑体 楷体 宋体) are looked for in the site's folder of licensed fonts,
then among the Fandol fonts; Noto CJK stands last in every stack of the stylesheet, so that a rare
character in a name is still printed. All faces are given the line metrics of Noto CJK: otherwise a
line with one such character is taller than its neighbours, and a page no longer holds 22 of them.
"""

import struct
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

SUFFIXES = (".ttf", ".otf")
FANDOL_FOLDERS = (
    settings.BASE_DIR / ".fonts",
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/fonts/opentype/fandol"),
    Path("/usr/local/share/fonts/fandol"),
)
FACES = {
    "Paper Fang": ("fang", "fangsong", "仿宋_gb2312", "仿宋", "simfang", "fandolfang-regular"),
    "Paper Title": ("title", "方正小标宋_gbk", "方正小标宋简体", "fzxbsjw", "fandolsong-bold"),
    "Paper Hei": ("hei", "黑体", "simhei", "fandolhei-regular"),
    "Paper Kai": ("kai", "楷体_gb2312", "楷体", "simkai", "fandolkai-regular"),
    "Paper Song": ("song", "宋体", "simsun", "fandolsong-regular"),
}
LABELS = {
    "Paper Fang": "仿宋",
    "Paper Title": "小标宋",
    "Paper Hei": "黑体",
    "Paper Kai": "楷体",
    "Paper Song": "宋体",
}
WEIGHTS = {"Paper Title": "bold"}  # a fallback must be bold too, and the face itself stay as it is
ASCENT, DESCENT, FACE_BOTTOM = 1.151, -0.286, -0.078  # Noto Serif CJK, in ems


def faces() -> dict[str, Path]:
    """Which file gives which face; a face that nobody has falls through to Noto CJK."""
    known = {
        path.stem.lower(): path
        for folder in (*FANDOL_FOLDERS, Path(settings.SITE_FONTS_DIR))
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in SUFFIXES
    }
    chosen = {face: [known[stem] for stem in stems if stem in known] for face, stems in FACES.items()}
    return {face: paths[0] for face, paths in chosen.items() if paths}


def stylesheet(found: Mapping[str, Path]) -> str:
    """The rules that tie each face to its file, addressed as ``font:NAME``."""
    return "\n".join(
        f'@font-face {{ font-family: "{face}"; font-weight: {WEIGHTS.get(face, "normal")};'
        f' src: url("font:{path.name}") }}'
        for face, path in found.items()
    )


def read(path: Path) -> bytes:
    """The levelled font in the file, made once in each process."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=len(FACES))
def _read(path: Path, changed_at: int) -> bytes:
    return levelled(path.read_bytes())


def levelled(font: bytes) -> bytes:
    """The font with Noto's ascent, descent and ideographic baseline (OpenType 1.9: hhea, OS/2, BASE)."""
    tables = _tables(font)
    em = struct.unpack_from(">H", tables[b"head"], 18)[0]
    ascent, descent = round(ASCENT * em), round(DESCENT * em)
    struct.pack_into(">hhh", tables[b"hhea"], 4, ascent, descent, 0)
    struct.pack_into(">hhhHH", tables[b"OS/2"], 68, ascent, descent, 0, ascent, -descent)
    tables[b"BASE"] = bytearray(_baselines(round(FACE_BOTTOM * em)))
    return _font_of(font[:4], tables)


def _tables(font: bytes) -> dict[bytes, bytearray]:
    count = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * place) for place in range(count))
    return {tag: bytearray(font[offset : offset + length]) for tag, _sum, offset, length in records}


def _font_of(version: bytes, tables: Mapping[bytes, bytearray]) -> bytes:
    """A font file of the tables. Their checksums are left out, as nobody who lays out text reads them."""
    place = 12 + 16 * len(tables)
    head, body = [version + struct.pack(">HHHH", len(tables), 0, 0, 0)], []
    for tag, table in sorted(tables.items()):
        head.append(struct.pack(">4sIII", tag, 0, place, len(table)))
        body.append(bytes(table) + bytes(-len(table) % 4))
        place += len(body[-1])
    return b"".join(head + body)


def _baselines(face_bottom: int) -> bytes:
    """A BASE table: for every script the bottom of the ideographic face (icfb) and the roman baseline."""
    axis, tags, scripts, script, values = 8, 4, 14, 8, 6
    return b"".join(
        (
            struct.pack(">HHHH", 1, 0, axis, 0),
            struct.pack(">HH", tags, scripts),
            struct.pack(">H4s4s", 2, b"icfb", b"romn"),
            struct.pack(">H4sH", 1, b"DFLT", script),
            struct.pack(">HHH", values, 0, 0),
            struct.pack(">HHHH", 0, 2, 8, 12),
            struct.pack(">Hh", 1, face_bottom),
            struct.pack(">Hh", 1, 0),
        )
    )
