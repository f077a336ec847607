"""What does the empty roster look like that a school downloads?"""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from personnel.roster.columns import COLUMNS, CORE
from personnel.roster.workbook import MAX_ROWS
from selection import clock

CORE_FILL = PatternFill("solid", fgColor="DCE6F5")
TEXT = "@"


def template(*, with_optional: bool = False) -> bytes:
    """The eight columns to begin with, or all; and a sheet that says how each is filled in."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "教职工名册"
    _write_header(page, _labels(with_optional))
    _write_guide(book.create_sheet("填写说明"))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _labels(with_optional: bool) -> list[str]:
    if not with_optional:
        return [column.label for column in CORE]
    last_year = clock.today().year - 1
    labels = [column.label for column in COLUMNS]
    return [*labels, f"{last_year - 1}年度考核", f"{last_year}年度考核"]


def _write_header(page: Worksheet, labels: list[str]) -> None:
    page.append(["", *labels])
    page.delete_cols(1)
    core = {column.label for column in CORE}
    for number, label in enumerate(labels, start=1):
        cell = page.cell(1, number)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center")
        if label in core:
            cell.fill = CORE_FILL
        column = page.column_dimensions[get_column_letter(number)]
        column.width = max(10, len(label) * 2.4)
        column.number_format = TEXT
    page.freeze_panes = "A2"


def _write_guide(page: Worksheet) -> None:
    page.append(["列名", "怎么填"])
    for column in COLUMNS:
        page.append([column.label, column.hint])
    page.append(["2025年度考核", "优秀、合格、基本合格、不合格、未参加（原因）；每个年度一列"])
    for line in GUIDE:
        page.append(["", line])
    page.column_dimensions["A"].width = 22
    page.column_dimensions["B"].width = 70
    for cell in page[1]:
        cell.font = Font(bold=True)


GUIDE = [
    "深色的八列先填；其余各列用到时再填，空着的单元格不改动名册里已有的内容。",
    "表头上方可以有标题行，列的次序可以调整，不认识的列不读取。",
    "已在名册里的人按工号、身份证号，或姓名加出生年月加性别认定；分不清时预览会请您选择。",
    f"一次最多{MAX_ROWS}行，文件不超过5MB。",
]
