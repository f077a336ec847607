"""What does the empty transfer list look like that the bureau downloads?"""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from serving.transfers.reading import COLUMNS, NEEDED

WIDTH, TEXT = 22, "@"
GUIDE = (
    "一行一人；同一人只列一行。",
    "同校有同名人员的，填工号写明是哪一位。",
    "新职务填调入学校部门岗位里登记的岗位名称；不同部门有同名岗位的，连部门一起写。",
    "日期写到日，例如2026-04-01。",
    "几行的单位、文件、日期相同的，可以合并单元格，也可以只填第一行。",
)


def template() -> BytesIO:
    """The columns that are read, and a sheet that says how each is filled in."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "调动名单"
    page.append([column.label for column in COLUMNS])
    for number, cell in enumerate(page[1], start=1):
        cell.font = Font(bold=True)
        column = page.column_dimensions[get_column_letter(number)]
        column.width, column.number_format = WIDTH, TEXT
    page.freeze_panes = "A2"
    _write_guide(book.create_sheet("填写说明"))
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _write_guide(page: Worksheet) -> None:
    page.append(["列名", "怎么填"])
    for column in COLUMNS:
        also = f"，也可以写作{'、'.join(column.others)}"
        page.append([column.label, ("必填" if column.field in NEEDED else "可以不填") + also])
    for line in GUIDE:
        page.append(["", line])
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = WIDTH, 80
