"""Is the uploaded file a roster we can open safely, and what stands in its rows?

The file comes from outside: its size, its packed contents and its rows are bounded before and while
it is read, and whatever is wrong with it is said in one sentence.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import zip_longest
from typing import Any, NamedTuple, Protocol
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from selection.reasons import Refused

MAX_BYTES = 5 * 2**20
MAX_UNPACKED = 50 * 2**20
MAX_PARTS = 500
MAX_ROWS = 5_000
MAX_SCANNED = 20_000
MAX_COLUMNS = 200
HEADER_WITHIN = 20
ROSTER = "“姓名”“性别”“人员类别”"

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    SyntaxError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)


class FormulaWithoutResult(str):
    """Stands for a cell whose formula was never computed by a spreadsheet program."""


class Row(NamedTuple):
    """One line of the sheet below the header: its number as Excel shows it, and header → cell."""

    number: int
    cells: dict[str, object]


class Sheet(NamedTuple):
    """The roster found in a workbook."""

    title: str
    headers: list[str]
    rows: list[Row]
    ignored_sheets: list[str]


class Readable(Protocol):
    """An upload, a stored file or an open one."""

    def seek(self, offset: int, /) -> Any: ...

    def read(self, size: int, /) -> Any: ...


def read(
    file: Readable,
    is_header: Callable[[list[str]], bool],
    wanted: str = ROSTER,
    is_known: Callable[[str], bool] = lambda name: False,
) -> Sheet:
    """The first sheet with a header row, which is to name what is ``wanted``. Raises ``Refused`` with one sentence.

    Names that are known may stand in a second row, below headings that are merged over several columns.
    """
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    check_container(content)
    try:
        return _read(BytesIO(content), is_header, wanted, is_known)
    except BROKEN:
        raise Refused("文件已损坏，读不出内容。请在Excel或WPS里打开，另存为.xlsx后再上传。") from None


def check_container(content: bytes) -> None:
    """Refuse everything but a modest .xlsx without macros and password."""
    if len(content) > MAX_BYTES:
        raise Refused("文件超过5MB，请删去图片和无关的工作表后再上传。")
    if not content:
        raise Refused("文件是空的，请重新选择。")
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise Refused("文件设有打开密码，请取消密码后再上传。")
        raise Refused("这是旧格式的.xls文件，请在Excel或WPS里另存为.xlsx后再上传。")
    if not zipfile.is_zipfile(BytesIO(content)):
        raise Refused("这不是.xlsx文件，请下载模板填写，或另存为.xlsx后再上传。")
    try:
        _check_parts(BytesIO(content))
    except BROKEN:
        raise Refused("文件已损坏，请重新另存为.xlsx后再上传。") from None


def _check_parts(file: BytesIO) -> None:
    with zipfile.ZipFile(file) as package:
        parts = package.infolist()
        names = {part.filename for part in parts}
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Refused("文件展开后过大，请只保留名册这一张工作表，删去多余的空行和图片。")
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise Refused("文件带有宏，请另存为不含宏的.xlsx后再上传。")
        if "xl/workbook.xml" not in names:
            raise Refused("这不是.xlsx文件，请下载模板填写，或另存为.xlsx后再上传。")
        if any(_declares_entities(package.read(part)) for part in parts):
            raise Refused("文件内容不正常，请把名册复制到新的表格里，另存为.xlsx后再上传。")


def _declares_entities(part: bytes) -> bool:
    """A spreadsheet program writes no DOCTYPE, neither after a long comment nor in another encoding."""
    return any("<!DOCTYPE".encode(encoding) in part for encoding in ("ascii", "utf-16-le", "utf-16-be"))


def _read(
    file: BytesIO, is_header: Callable[[list[str]], bool], wanted: str, is_known: Callable[[str], bool]
) -> Sheet:
    formulas = _sheets(file, computed=False)
    found = next(((title, rows) for title, rows in formulas if _header_in(rows, is_header)), None)
    if found is None:
        raise Refused(f"没有找到表头：请保证有一行写着{wanted}等列名，可下载模板对照。")
    title, written = found
    if any(_is_formula(cell) for row in written for cell in row):
        computed = dict(_sheets(file, computed=True))[title]
        written = [_with_results(row, seen) for row, seen in zip(written, computed, strict=False)]
    at = _header_in(written, is_header)
    assert at is not None
    headers = [normal_header(cell) for cell in written[at - 1]]
    below = [normal_header(cell) for cell in written[at]] if at < len(written) else []
    if any(is_known(name) for name in below):
        at += 1
        headers = [low if is_known(low) else high for high, low in zip_longest(headers, below, fillvalue="")]
    return Sheet(
        title, [name for name in headers if name], _below(written, at, headers), _others(formulas, title)
    )


def _others(sheets: list[tuple[str, list[tuple]]], chosen: str) -> list[str]:
    return [
        title for title, rows in sheets if title != chosen and title != "填写说明" and any(map(any, rows))
    ]


def _sheets(file: BytesIO, *, computed: bool) -> list[tuple[str, list[tuple]]]:
    """Every visible sheet and its rows; empty rows keep their place, so numbers agree with Excel."""
    file.seek(0)
    book = load_workbook(file, read_only=True, data_only=computed, keep_links=False)
    try:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return [(sheet.title, list(_rows(sheet))) for sheet in visible]
    finally:
        book.close()


def _rows(sheet) -> Iterator[tuple]:
    sheet.reset_dimensions()
    for scanned, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
        if scanned > MAX_SCANNED:
            raise Refused(f"工作表“{sheet.title}”行数过多（含空行），请删除多余的行或这张工作表后再上传。")
        yield row


def _header_in(rows: list[tuple], is_header: Callable[[list[str]], bool]) -> int | None:
    """The number (from 1) of the header row; titles above it are passed over."""
    for number, row in enumerate(rows[:HEADER_WITHIN], start=1):
        if is_header([normal_header(cell) for cell in row]):
            return number
    return None


def _below(rows: list[tuple], header_at: int, headers: list[str]) -> list[Row]:
    below = [
        Row(number, {name: cell for name, cell in zip(headers, row, strict=False) if name})
        for number, row in enumerate(rows[header_at:], start=header_at + 1)
        if not is_blank_row(row)
    ]
    if len(below) > MAX_ROWS:
        raise Refused(f"名册超过{MAX_ROWS}行，请分成几个文件导入。")
    return below


def _is_formula(cell: object) -> bool:
    return isinstance(cell, ArrayFormula | DataTableFormula) or (
        isinstance(cell, str) and cell.startswith("=")
    )


def _with_results(written: tuple, computed: tuple) -> tuple:
    return tuple(
        FormulaWithoutResult() if _is_formula(cell) and result is None else result
        for cell, result in zip(written, computed, strict=False)
    )


def is_blank_row(row: tuple) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def normal_header(cell: object) -> str:
    """A header as it is looked up: half-width, without spaces, line breaks, asterisks or remarks in brackets."""
    text = unicodedata.normalize("NFKC", str(cell or ""))
    return re.sub(r"[\s*:]|\([^()\d]*\)", "", text)
