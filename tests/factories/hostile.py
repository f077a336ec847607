"""Spreadsheets as an attacker makes them, each at most a few hundred kilobytes to send."""

import io
import zipfile
from collections.abc import Callable

from openpyxl.utils import get_column_letter

from tests.factories.rosters import CORE, WANG, roster_file

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CELL = '<c t="inlineStr"><is><t>甲</t></is></c>'
MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def packed(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A sound roster in which these parts are others, or more."""
    held = io.BytesIO()
    with zipfile.ZipFile(roster_file(WANG)) as sound, zipfile.ZipFile(held, "w", method) as archive:
        for name in {*sound.namelist(), *parts}:
            archive.writestr(name, parts.get(name) or sound.read(name))
    return held.getvalue()


def filled(piece: str, megabytes: float) -> str:
    return piece * int(megabytes * 2**20 / len(piece))


def sheet(rows: str) -> dict[str, str | bytes]:
    head = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in CORE)
    return {SHEET: f"<worksheet {MAIN}><sheetData><row>{head}</row>{rows}</sheetData></worksheet>"}


def styles(piece: str, megabytes: float) -> dict[str, str | bytes]:
    return {"xl/styles.xml": f"<styleSheet {MAIN}><fonts>{filled(piece, megabytes)}</fonts></styleSheet>"}


def relation(kind: str) -> str:
    to = f'<Relationship Id="r" Type="x/{kind}" Target="file:///secret.xlsx" TargetMode="External"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{to}</Relationships>'


def lying_about_sizes() -> bytes:
    """The directory says one byte, the part unpacks to sixty megabytes."""
    honest = packed({"xl/media/a.xml": b"\0" * 10})
    bomb = packed({"xl/media/a.xml": b"\0" * (60 * 2**20)})
    size = (10).to_bytes(4, "little")
    return bomb.replace((60 * 2**20).to_bytes(4, "little"), size) if size in honest else bomb


def doubly_listed() -> bytes:
    """More parts than a directory should list."""
    return packed({f"xl/p{number}.xml": b"x" for number in range(20_000)}, zipfile.ZIP_STORED)


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
TEXT = "姓名,性别,人员类别\n=1+1,男,在编\n" * 100
FILES: dict[str, Callable[[], bytes]] = {
    "bomb": lambda: packed({"xl/media/a.bin": b"\0" * (60 * 2**20)}),
    "bomb that lies": lying_about_sizes,
    "very many parts": doubly_listed,
    "bomb of cells": lambda: packed(sheet(filled(f"<row>{CELL * 200}</row>", 15))),
    "cells up to the mark": lambda: packed(sheet(filled(f"<row>{CELL * 200}</row>", 5))),
    "row of many cells": lambda: packed(sheet(f"<row>{filled(CELL, 5)}</row>")),
    "bomb of rows": lambda: packed(sheet(filled("<row/>", 2) + '<row r="1048576"><c><v>1</v></c></row>')),
    "last row": lambda: packed(sheet('<row r="1048576"><c><v>1</v></c></row>')),
    "last column": lambda: packed(
        sheet(f'<row><c r="{get_column_letter(16384)}2"><v>1</v></c></row>' * 3000)
    ),
    "bomb of styles": lambda: packed(styles("<font/>", 10)),
    "styles up to the mark": lambda: packed(styles("<font><b/></font>", 0.24)),
    "bomb of strings": lambda: packed(
        {"xl/sharedStrings.xml": f"<sst {MAIN}>{filled('<si><t>a</t></si>', 15)}</sst>"}
    ),
    "billion laughs": lambda: packed(
        {"xl/workbook.xml": f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>'}
    ),
    "entity from a file": lambda: packed(
        {
            "xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'.encode(
                "utf-16"
            )
        }
    ),
    "deep nesting": lambda: packed({SHEET: filled("<a>", 3)}),
    "external link": lambda: packed(
        {"xl/externalLinks/_rels/externalLink1.xml.rels": relation("externalLinkPath")}
    ),
    "remote picture": lambda: packed({"xl/drawings/_rels/drawing1.xml.rels": relation("image")}),
    "macro": lambda: packed({"xl/vbaProject.bin": b"Sub AutoOpen()"}),
    "macro sheet": lambda: packed({"xl/macrosheets/sheet1.xml": "<x/>"}),
    "macro workbook renamed": lambda: packed(
        {
            "[Content_Types].xml": f'<Types><Override PartName="/xl/workbook.xml" ContentType="{MACRO}"/></Types>'
        }
    ),
    "password": lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
    "renamed xls": lambda: OLE + b"\0" * 2000,
    "other packing": lambda: packed({}, zipfile.ZIP_LZMA),
    "csv in GBK": lambda: TEXT.encode("gbk"),
    "csv in UTF-8": lambda: TEXT.encode("utf-8-sig"),
    "csv in UTF-16": lambda: TEXT.encode("utf-16"),
    "html renamed": lambda: b"<html><table><tr><td>=1</td></tr></table></html>",
    "half a file": lambda: roster_file(WANG).getvalue()[:-200],
    "too many bytes": lambda: b"PK\x03\x04" + b"\0" * (6 * 2**20),
}
