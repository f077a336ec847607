"""How does the list of who could hold a post look as an Excel file, on the screen and printed?"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from campaigns.searching import Row, Search
from selection import spreadsheet

COLUMNS: dict[str, tuple[int, Callable[[Row], str]]] = {
    "结论": (9, lambda row: row.conclusion.label),
    "姓名": (10, lambda row: row.staff.name),
    "工号": (12, lambda row: row.staff.staff_number),
    "学校": (20, lambda row: row.staff.organisation.short_name),
    "部门": (12, lambda row: row.staff.department.name if row.staff.department else ""),
    "性别": (6, lambda row: row.staff.get_gender_display()),
    "出生年月": (11, lambda row: f"{row.staff.born:%Y.%m}" if row.staff.born else ""),
    "现任职务": (24, lambda row: row.staff.current_post_text),
    "不符合、待核和须批准例外的情形": (60, lambda row: "；".join(row.found.sentences)),
}
HEAD = 3  # below the title and the line of cut-offs


def title(search: Search) -> str:
    return f"{search.place.short_name}符合{search.question.post}条件人员"


def workbook(search: Search) -> BytesIO:
    """One sheet: the title, what was asked, the heads, a row for each."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    asked = "；".join([str(search.question), *search.question.cutoffs])
    people = ([told(row) for _, told in COLUMNS.values()] for row in search.rows(search.shown))
    for number, line in enumerate([[title(search)], [asked], COLUMNS, *people], start=1):
        for place, text in enumerate(line, start=1):
            spreadsheet.write_text(sheet.cell(number, place), text)
    _lay_out(sheet)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _lay_out(sheet: Worksheet) -> None:
    sheet.title = "符合条件人员"
    last = get_column_letter(len(COLUMNS))
    for line in (1, 2):
        sheet.merge_cells(f"A{line}:{last}{line}")
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["A2"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[2].height = 45
    for number, (width, _) in enumerate(COLUMNS.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(HEAD, number).font = Font(bold=True)
    spreadsheet.keep_heads(sheet, HEAD, is_wide=True)
