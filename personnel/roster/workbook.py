"""Is the uploaded file a roster we can open safely, and what stands in its rows?

The file comes from outside: its size, its packed contents and its rows are bounded before and while
it is read, and whatever is wrong with it is said in one sentence.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from itertools import islice, zip_longest
from typing import NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from selection import packages
from selection.packages import Readable
from selection.reasons import Refused

MAX_BYTES = 5 * 2**20
LARGE = re.compile(
    r"xl/(worksheets/[^/]+\.xml|sharedStrings\.xml|(media|theme|drawings|printerSettings)/.+|[^/]+\.(vml|bin))"
)
MAX_ROWS = 5_000
MAX_SCANNED = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 30_000
HEADER_WITHIN = 20
ROSTER = "“姓名”“性别”“人员类别”"

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
TEXT_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
IS_TEXT = "这是CSV或文本文件，请在Excel或WPS里打开，核对没有乱码后另存为.xlsx再上传。"
IS_NO_SHEET = "这不是.xlsx文件，请下载模板填写，或另存为.xlsx后再上传。"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BROKEN = (InvalidFileException, *packages.BROKEN)


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
    if not content.startswith(packages.MAGIC):
        is_text = any(map(content.startswith, TEXT_MARKS)) or b"\0" not in content[:1000]
        raise Refused(IS_TEXT if is_text else IS_NO_SHEET)
    packages.check(BytesIO(content), "文件")
    if packages.main_type(BytesIO(content)) != packages.SHEET:
        raise Refused(IS_NO_SHEET)
    if packages.is_costly(BytesIO(content), LARGE):
        raise Refused(
            "文件展开后过大，请只保留名册这一张工作表，把内容粘贴为数值，删去图片、样式和多余的行列。"
        )


def _read(
    file: BytesIO, is_header: Callable[[list[str]], bool], wanted: str, is_known: Callable[[str], bool]
) -> Sheet:
    found = _find(file, is_header)
    if found is None:
        raise Refused(f"没有找到表头：请保证有一行写着{wanted}等列名，可下载模板对照。")
    title, others = found
    written = _rows(file, title, is_computed=False)
    if any(_is_formula(cell) for row in written for cell in row):
        computed = _rows(file, title, is_computed=True)
        written = [_with_results(row, seen) for row, seen in zip(written, computed, strict=False)]
    at = _header_in(written, is_header)
    assert at is not None
    headers = [normal_header(cell) for cell in written[at - 1]]
    below = [normal_header(cell) for cell in written[at]] if at < len(written) else []
    if any(is_known(name) for name in below):
        at += 1
        headers = [low if is_known(low) else high for high, low in zip_longest(headers, below, fillvalue="")]
    return Sheet(title, [name for name in headers if name], _below(written, at, headers), others)


def _find(file: BytesIO, is_header: Callable[[list[str]], bool]) -> tuple[str, list[str]] | None:
    """The first visible sheet with a header, and the others in which something stands: a look at their heads."""
    with _opened(file, is_computed=False) as book:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        heads = {sheet.title: list(islice(_read_rows(sheet), HEADER_WITHIN)) for sheet in visible}
    chosen = next((title for title, rows in heads.items() if _header_in(rows, is_header)), None)
    if chosen is None:
        return None
    return chosen, [
        title for title, rows in heads.items() if title not in (chosen, "填写说明") and any(map(any, rows))
    ]


@contextmanager
def _opened(file: BytesIO, *, is_computed: bool) -> Iterator[Workbook]:
    file.seek(0)
    with closing(load_workbook(file, read_only=True, data_only=is_computed, keep_links=False)) as book:
        yield book


def _rows(file: BytesIO, title: str, *, is_computed: bool) -> list[tuple]:
    """Empty rows keep their place, so numbers agree with Excel."""
    with _opened(file, is_computed=is_computed) as book:
        return list(_bounded(_read_rows(book[title]), title))


def _read_rows(sheet) -> Iterator[tuple]:
    """The cells of each row up to the last in which something stands."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
        filled = next((at for at in range(len(row), 0, -1) if row[at - 1] is not None), 0)
        yield row[:filled]


def _bounded(rows: Iterator[tuple], title: str) -> Iterator[tuple]:
    cells = 0
    for scanned, row in enumerate(rows, start=1):
        cells += len(row)
        if scanned > MAX_SCANNED:
            raise Refused(f"工作表“{title}”行数过多（含空行），请删除多余的行或这张工作表后再上传。")
        if cells > MAX_CELLS:
            raise Refused(f"工作表“{title}”超过{MAX_CELLS}格，请删去不用的列，或分成几个文件导入。")
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
        for cell, result in zip_longest(written, computed)
    )


def is_blank_row(row: tuple) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def normal_header(cell: object) -> str:
    """A header as it is looked up: half-width, without spaces, line breaks, asterisks or remarks in brackets."""
    text = unicodedata.normalize("NFKC", str(cell or ""))
    return re.sub(r"[\s*:]|\([^()\d]*\)", "", text)
