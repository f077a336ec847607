"""How do the tables of a paper become an Excel file: merged as printed, numbers as numbers?"""

from __future__ import annotations

import re
from io import BytesIO

import lxml.html
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from selection.printing.grids import EVEN, Grid, grid_of, text_of
from selection.spreadsheet import sheet_name, write_text

WHOLE = re.compile(r"-?(0|[1-9]\d{0,8})")  # longer ones are numbers of things, not of how many
BROKEN = re.compile(r"-?(0|[1-9]\d{0,8})\.(\d+)")
SHARE = re.compile(r"(\d{1,3}(?:\.(\d+))?)%")
POINTS_PER_MM = 72 / 25.4
LINE = Side(style="thin")
EDGES = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


def excel_of(html: str) -> bytes:
    """One sheet: the title, the line of particulars, then every table below the one before."""
    page = lxml.html.document_fromstring(html)
    grids = [grid_of(table) for table in page.iter("table")]
    wide = max((grid.columns for grid in grids), default=1)
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    titles = [text_of(each) for each in page.iter("h1")]
    sheet.title = sheet_name(titles[0] if titles else "")
    row = _heading(sheet, page, titles, wide)
    for number, grid in enumerate(grids):
        _write(sheet, grid, row)
        if not number and grid.heads:
            sheet.freeze_panes = f"A{row + grid.heads}"
            sheet.print_title_rows = f"{row}:{row + grid.heads - 1}"
        row += grid.rows + 1
    _set_widths(sheet, grids, wide)
    _set_page(sheet, wide)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def number_in(text: str) -> tuple[int | float, str] | None:
    """(value, format) of a text that is a count, a score or a share, and nothing else."""
    if WHOLE.fullmatch(text):
        return int(text), "0"
    if found := BROKEN.fullmatch(text):
        return float(text), "0." + "0" * len(found[2])
    if found := SHARE.fullmatch(text):
        digits = found[2] or ""
        return float(found[1]) / 100, f"0{'.' if digits else ''}{'0' * len(digits)}%"
    return None


def _heading(sheet: Worksheet, page: lxml.html.HtmlElement, titles: list[str], wide: int) -> int:
    """Title, whose copy it is, particulars; the row after them."""
    marks = [text_of(each) for each in page.find_class("mark-of-copy")]
    said = ["　　".join(text_of(each) for each in line) for line in page.find_class("particulars")[:1]]
    lines = [*(title.replace("\n", "") for title in titles[:1]), *marks, *said]
    for row, text in enumerate(lines, start=1):
        cell = sheet.cell(row, 1)
        write_text(cell, text)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=wide)
        cell.alignment = Alignment(horizontal="center" if row == 1 else "left")
    if titles:
        sheet["A1"].font = Font(bold=True, size=16)
    return len(lines) + 1


def _write(sheet: Worksheet, grid: Grid, top: int) -> None:
    for each in grid.cells:
        row, column = top + each.row, 1 + each.column
        cell = sheet.cell(row, column)
        number = None if each.is_head or each.reads_left else number_in(each.text)
        if number is None:
            write_text(cell, each.text)
        else:
            cell.value, cell.number_format = number
        side = "left" if each.reads_left else "center"
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
        cell.font = Font(bold=each.is_head)
        for down in range(each.rows):
            for across in range(each.columns):
                sheet.cell(row + down, column + across).border = EDGES
        if each.rows > 1 or each.columns > 1:
            sheet.merge_cells(
                start_row=row,
                start_column=column,
                end_row=row + each.rows - 1,
                end_column=column + each.columns - 1,
            )
    for place, height in grid.heights.items():
        sheet.row_dimensions[top + place].height = height * POINTS_PER_MM


def _set_widths(sheet: Worksheet, grids: list[Grid], wide: int) -> None:
    for column in range(wide):
        wanted = max((grid.widths[column] for grid in grids if grid.columns > column), default=EVEN)
        sheet.column_dimensions[get_column_letter(column + 1)].width = wanted + 1


def _set_page(sheet: Worksheet, wide: int) -> None:
    """A4, as wide as one page and as long as it is."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if wide > 8 else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
