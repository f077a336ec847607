"""How does the list of what falls due look as an Excel file?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from selection import chinese
from serving.horizon import Due

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = {"学校": 22, "到期事项": 44, "日期": 16}
COLUMNS: dict[str, Callable[[Due], str]] = {
    "学校": lambda due: due.school.name,
    "姓名": lambda due: due.staff.name,
    "工号": lambda due: due.staff.staff_number,
    "现任职务": lambda due: due.tenure.post.title,
    "类别": lambda due: due.kind.label,
    "到期事项": lambda due: due.sentence,
    "日期": lambda due: chinese.day(due.on),
    "状态": lambda due: "已到期" if due.is_over else "将到期",
}


def workbook(found: Iterable[Due], title: str) -> BytesIO:
    """One sheet: the title, the heads, a row for each."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "到期事项"
    rows = [[title], list(COLUMNS), *([column(due) for column in COLUMNS.values()] for due in found)]
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            _write(page.cell(number, place), text)
    for number, label in enumerate(COLUMNS, start=1):
        page.column_dimensions[get_column_letter(number)].width = WIDTH.get(label, 12)
        page.cell(2, number).font = Font(bold=True)
    page["A1"].font = Font(bold=True, size=14)
    page.freeze_panes = "A3"
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _write(cell: Cell | MergedCell, text: str) -> None:
    """As text, which no program takes for a formula."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type, cell.quotePrefix = "s", text[:1] in "=+-@"
