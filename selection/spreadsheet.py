"""How does a list look as an Excel file?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import BytesIO

from django.http import FileResponse
from django.utils.cache import add_never_cache_headers
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

SIGNS = "=+-@|＝＋－＠"
FORMULA = re.compile(rf"\s*[{re.escape(SIGNS)}]")
UPRIGHT = 90  # half-width characters that are read on an upright page
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(title: str, widths: Mapping[str, int], rows: Iterable[Iterable[str | int]]) -> BytesIO:
    """One sheet: the title, the heads with their widths, a line for each row; numbers as numbers."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = sheet_name(title)
    for number, row in enumerate([[title], widths, *rows], start=1):
        for place, value in enumerate(row, start=1):
            if isinstance(value, int):
                page.cell(number, place).value = value
            else:
                write_text(page.cell(number, place), value)
    for number, width in enumerate(widths.values(), start=1):
        page.column_dimensions[get_column_letter(number)].width = width
        page.cell(2, number).font = Font(bold=True)
    page["A1"].font = Font(bold=True, size=14)
    keep_heads(page, 2, is_wide=sum(widths.values()) > UPRIGHT)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def keep_heads(page: Worksheet, heads: int, *, is_wide: bool) -> None:
    """The first lines stay in sight on the screen and on every printed page, which is A4 and as wide as the list."""
    page.freeze_panes, page.print_title_rows = f"A{heads + 1}", f"1:{heads}"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "landscape" if is_wide else "portrait"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    assert page.oddFooter is not None
    page.oddFooter.center.text = "第&P页，共&N页"


def sheet_name(title: str) -> str:
    """As much of it as a sheet may be called; a list may be named after what somebody typed."""
    return INVALID_TITLE_REGEX.sub("", title).strip(f"'\t\r\n {SIGNS}")[:31] or "清单"


def download(file: BytesIO, name: str) -> FileResponse:
    """The file under its name, which no browser keeps."""
    response = FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=CONTENT_TYPE)
    add_never_cache_headers(response)
    return response


def write_text(cell: Cell | MergedCell, text: str) -> None:
    """As text, which no program takes for a formula or a number, also after somebody edits the cell."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.value = plain
    cell.data_type, cell.quotePrefix = "s", bool(FORMULA.match(plain))
