"""What does each row of a transfer list say, and which cells can't be understood?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from personnel.dates import LifeDate
from personnel.roster import cells, workbook
from personnel.roster.cells import Reader, Unreadable, is_blank
from selection.reasons import Refused

Row = dict[str, Any]  # "number", the facts by field, and the "problem" that stands in their way


class Column(NamedTuple):
    """One column: the field, the name on the page, other names that lists have for it, how a cell is read."""

    field: str
    label: str
    others: tuple[str, ...]
    read: Reader


def _day(value: object) -> LifeDate:
    try:
        return cells.day(value)
    except Unreadable:
        raise Unreadable(f"“{value}”不是日期，请写成2026-04-01的样子") from None


COLUMNS = (
    Column("name", "姓名", ("人员姓名", "调动人员"), cells.name),
    Column("staff_number", "工号", ("职工号", "教工号"), cells.staff_number),
    Column("left", "原单位", ("原学校", "调出单位", "调出学校", "原工作单位"), cells.word(60)),
    Column("old_post", "原职务", ("原任职务", "现任职务"), cells.word(60)),
    Column("to", "调入单位", ("调入学校", "新单位", "现单位"), cells.word(60)),
    Column("post", "新职务", ("拟任职务", "新任职务", "任职职务"), cells.word(60)),
    Column("document", "依据文件", ("依据", "文号", "文件", "文件依据"), cells.text(80)),
    Column("starts_on", "日期", ("任职日期", "调动日期", "到岗日期", "任职时间"), _day),
)
NEEDED = ("name", "left", "to", "post", "starts_on")
# Cells that a list merges over several rows: what is blank below says the same.
MERGED = ("left", "to", "document", "starts_on")
WANTED = "“姓名”“原单位”“调入单位”“新职务”"
FEWEST_HEADERS = 3
BY_NAME = {name: column for column in COLUMNS for name in (column.label, *column.others)}


def read(file: workbook.Readable) -> list[Row]:
    """The rows in the order of the sheet. Raises ``Refused`` when the file is no transfer list at all."""
    sheet = workbook.read(file, is_header, wanted=WANTED, is_known=BY_NAME.__contains__)
    labels = [BY_NAME[name].label for name in sheet.headers if name in BY_NAME]
    if repeated := next((label for label in labels if labels.count(label) > 1), ""):
        raise Refused(f"“{repeated}”这一列出现了两次，请只保留一列。")
    if missing := [each.label for each in COLUMNS if each.field in NEEDED and each.label not in labels]:
        raise Refused(f"表里没有“{'、'.join(missing)}”列，请补上后再上传。")
    rows = list(_rows(sheet))
    if not rows:
        raise Refused("表头下面没有人员，请填写后再上传。")
    return rows


def is_header(names: list[str]) -> bool:
    return "姓名" in {BY_NAME[name].label for name in names if name in BY_NAME} and (
        sum(name in BY_NAME for name in names) >= FEWEST_HEADERS
    )


def _rows(sheet: workbook.Sheet) -> Iterator[Row]:
    above: dict[str, object] = {}
    for row in sheet.rows:
        given = {
            BY_NAME[name].field: cell
            for name, cell in row.cells.items()
            if name in BY_NAME and not is_blank(cell)
        }
        if "name" not in given and "post" not in given:
            continue  # a remark, a sum, a signature below the table
        above |= {field: given[field] for field in MERGED if field in given}
        yield _row(row.number, above | given)


def _row(number: int, given: dict[str, object]) -> Row:
    row: Row = {"number": number, "problem": ""}
    for column in COLUMNS:
        if column.field not in given:
            continue
        try:
            row[column.field] = column.read(given[column.field])
        except Unreadable as unreadable:
            row["problem"] = row["problem"] or f"{column.label}：{unreadable}"
    if "starts_on" in row:
        row["starts_on"], exact = row["starts_on"].day.isoformat(), row["starts_on"].is_exact
        row["problem"] = row["problem"] or ("" if exact else "日期没有写到日，请写成2026-04-01的样子")
    labels = {column.field: column.label for column in COLUMNS}
    lacking = next((labels[field] for field in NEEDED if field not in row), "")
    row["problem"] = row["problem"] or (f"没有填{lacking}，请补上" if lacking else "")
    return row
