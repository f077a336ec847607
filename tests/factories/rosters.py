"""Roster files as schools send them."""

from io import BytesIO

from openpyxl import Workbook

from selection.fields import check_character

CORE = ["姓名", "性别", "出生年月", "人员类别", "政治面貌", "学历", "现任职务及任职时间", "部门"]
WANG = ["王小明", "男", "1985.03", "在编", "中共党员", "本科", None, "教务处"]
LI = ["李静", "女", "1990-07-15", "在编", "群众", "硕士研究生", None, "办公室"]


def roster_file(*rows, headers=CORE, titles=(), sheet="教职工名册", below=()) -> BytesIO:
    """A workbook with title rows, a header, the rows, and lines below the table."""
    book = Workbook()
    page = book.active
    page.title = sheet
    for title in titles:
        page.append([title])
        page.merge_cells(
            start_row=page.max_row, end_row=page.max_row, start_column=1, end_column=len(headers)
        )
    for row in [headers, *rows, *below]:
        page.append(list(row))
    return saved(book)


def saved(book: Workbook) -> BytesIO:
    file = BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "名册.xlsx"
    return file


def person(**cells) -> list:
    """A row in CORE's order that differs from Wang's in the named columns."""
    known = dict(zip(CORE, WANG, strict=True)) | cells
    return [known[header] for header in CORE]


def identity_number(born: str = "19850312", order: int = 1) -> str:
    """A number that passes the check, of a region that was never assigned; odd orders are men."""
    digits = f"999999{born}{order:03d}"
    return digits + check_character(digits)
